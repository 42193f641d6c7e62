"""How far each made-up team has come, and what became of it."""

from dataclasses import dataclass

from evenground.programme.approvals.enums import RegistrationState
from evenground.programme.outputs.enums import DecisionKind
from evenground.programme.teams.enums import TeamState

# In the order in which teams fill them in; "plan" is the last one before the plan can be signed.
SECTIONS = ("project", "hiat1", "hiat2", "logic", "hiat3", "hiat4", "plan", "findings")


@dataclass(frozen=True)
class Stop:
    """Why a team stopped, and after which workshop."""

    state: TeamState
    reason: str
    after: int


@dataclass(frozen=True)
class Decided:
    """What was decided on a team's report."""

    kind: DecisionKind
    text: str


@dataclass(frozen=True)
class Course:
    """The course of one team.

    ``until`` is the last section it wrote in; ``thorough`` the share of its questions that it answered.
    """

    until: str = "findings"
    thorough: float = 0.9
    registration: RegistrationState | None = RegistrationState.APPROVED
    plan_signed: bool = True
    result_shared: bool = True
    report_signed: bool = True
    decided: Decided | None = None
    stopped: Stop | None = None

    @property
    def sections(self) -> tuple[str, ...]:
        return SECTIONS[: SECTIONS.index(self.until) + 1]


def _under_way(
    until: str,
    thorough: float = 0.85,
    *,
    registration: RegistrationState | None = RegistrationState.ASKED,
    plan_signed: bool = False,
    result_shared: bool = False,
    stopped: Stop | None = None,
) -> Course:
    return Course(until, thorough, registration, plan_signed, result_shared, report_signed=False, stopped=stopped)


_NO_CHANGE = Decided(
    DecisionKind.NO_CHANGE,
    "We had meant to merge the service with the clinic. The evaluation shows that the two do different things and that"
    " carers rely on the named worker. So nothing is changed.",
)
_KEEP = Decided(
    DecisionKind.KEEP, "The service is kept for two more years, with the shorter number and the six languages."
)
_CHANGE = Decided(DecisionKind.CHANGE, "A second class opens on the estate in spring. Taxis are paid in advance.")
_MORE = Decided(DecisionKind.NEED_MORE, "We ask for the figures of one more winter before we decide.")

COURSES = {
    # The first cohort is finishing.
    "Home First Saltmere": Course(decided=_KEEP),
    "Steady Steps": Course(decided=_CHANGE),
    "Connect Craymouth": Course(),  # signed; the decision is waited for
    "Memory at Home": Course(decided=_NO_CHANGE),
    "Sweet Spot": Course(decided=_MORE),
    "Living Well After Cancer": Course(thorough=0.75, report_signed=False),
    "Heart of Farrowdale": Course("plan", 0.8, report_signed=False),
    "First Breath": _under_way(
        "plan",
        stopped=Stop(TeamState.NO_REPORT, "The project lead changed jobs and nobody could take over", 7),
    ),
    "Quiet Minds Linney": _under_way(
        "hiat2", 0.6, stopped=Stop(TeamState.WITHDRAWN, "The service was withdrawn early, when its funding ended", 4)
    ),
    # The second has held five workshops.
    "Breathing Well Together": Course("plan", 1.0, report_signed=False),
    "Warm Homes Brackenby": Course("plan", 0.9, result_shared=False, report_signed=False),
    "Early Word": Course("plan", 0.9, report_signed=False),
    "Young Onset Wexmoor": _under_way("plan", 0.8),
    "Carers Count": Course("plan", 0.85, result_shared=False, report_signed=False),
    "Moving On Stroke": _under_way("plan", 0.7),
    "Neuro Nurse Line": _under_way("hiat3", 0.8),  # has no public adviser yet
    "Doorstep Diabetes": Course("plan", 0.9, result_shared=False, report_signed=False),
    "Ward to Home": _under_way("hiat4", 0.8),
    "Street Clinic Portwick": _under_way("plan", 0.9, registration=None),  # approval not started
    "Calm Corner": _under_way("logic", 0.7, registration=RegistrationState.NOT_NEEDED),
    "Healthy Start Larkmere": Course("plan", 0.95, result_shared=False, report_signed=False),
    "Sea Legs": _under_way("hiat2", 0.6),
    "Cancer Navigators": _under_way("hiat3", 0.7),
    "Virtual Ward Kestrel": _under_way("hiat1", 0.5),
    "Bridge to Work": _under_way(
        "hiat1", 0.5, stopped=Stop(TeamState.PAUSED, "Staff sickness: nobody can do the work until further notice", 3)
    ),
}
