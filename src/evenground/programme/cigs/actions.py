"""Forming groups: propose, move, confirm."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from evenground.analysis.errors import AnalysisError
from evenground.programme.audit.actions import record
from evenground.programme.cigs import notices, queries, rules
from evenground.programme.cigs.models import Cig, Facilitation, Forming, Place, Readiness
from evenground.programme.cohorts import rules as cohort_rules
from evenground.programme.cohorts.models import Cohort
from evenground.programme.errors import RuleBroken
from evenground.programme.people.models import Organisation, Person
from evenground.programme.teams.enums import TeamRole
from evenground.programme.teams.models import Membership

if TYPE_CHECKING:
    from evenground.analysis import groups as solver

PROOF_SECONDS = 8.0  # a person is waiting; the first answer is there long before


@transaction.atomic
def say_what_facilitator_offers(
    *, cohort: Cohort, person: Person, skills: str, capacity: int, conflicts: Iterable[Organisation] = (), by: Person
) -> Readiness:
    """Note the themes a facilitator knows, how many groups they can lead, and whom they must not facilitate."""
    if by != person:
        cohort_rules.check_leads(by, cohort)
    readiness, _ = Readiness.objects.update_or_create(
        cohort=cohort, person=person, defaults={"skills": skills, "capacity": capacity}
    )
    readiness.conflicts.set(conflicts)
    saying = "noted what {subject} can facilitate"
    record("cigs.facilitator_ready", about=readiness, by=by, subject=person, saying=saying)
    return readiness


def propose(
    *,
    cohort: Cohort,
    groups_wanted: int,
    smallest: int,
    largest: int,
    pins: Mapping[str, str] | None = None,
    by: Person,
) -> Forming:
    """Ask the solver for groups. Nothing counts before a lead confirms it."""
    rules.check_can_propose(by, cohort)
    proposal = _solved(cohort, groups_wanted, smallest, largest, pins or {})
    # The solving is outside the transaction: it takes seconds, and nobody else should wait for them.
    with transaction.atomic():
        forming = Forming.objects.create(
            cohort=cohort,
            groups_wanted=groups_wanted,
            smallest=smallest,
            largest=largest,
            pins=dict(pins or {}),
            proposal=proposal,
            made_by=by,
        )
        record("cigs.proposed", about=forming, by=by, saying=f"proposed {len(proposal['groups'])} groups for {cohort}")
    return forming


@transaction.atomic
def move(*, forming: Forming, team: str, to: str, by: Person) -> Forming:
    """Move one team to another group by hand, and pin it there."""
    forming = Forming.objects.select_for_update().get(pk=forming.pk)
    rules.check_can_move(by, forming, team)
    groups = [(set(group["teams"]), group["facilitator"], group["label"]) for group in forming.proposal["groups"]]
    labels = [label for _, _, label in groups]
    if to not in labels:
        raise RuleBroken(f"There is no group called “{to}”.")
    arranged = [([*sorted(teams - {team}), *([team] if label == to else [])], who) for teams, who, label in groups]
    emptied = next((label for label, (teams, _) in zip(labels, arranged, strict=True) if not teams), None)
    if emptied:
        raise RuleBroken(f"“{emptied}” would have no team left. Propose again with one group fewer.")
    forming.proposal = _arranged(forming, arranged, labels)
    forming.pins = {**forming.pins, team: to}
    forming.save(update_fields=["proposal", "pins"])
    record("cigs.moved", about=forming, by=by, saying=f"moved a team to “{to}”")
    return forming


@transaction.atomic
def pin(*, forming: Forming, team: str, pinned: bool, by: Person) -> Forming:
    """Pin a team where it is, so that a new proposal leaves it there; or let it go."""
    forming = Forming.objects.select_for_update().get(pk=forming.pk)
    rules.check_can_move(by, forming, team)
    pins = {key: label for key, label in forming.pins.items() if key != team}
    if pinned:
        pins[team] = next(group["label"] for group in forming.proposal["groups"] if team in group["teams"])
    forming.pins = pins
    forming.save(update_fields=["pins"])
    record("cigs.pinned", about=forming, by=by, saying="pinned a team" if pinned else "unpinned a team")
    return forming


@transaction.atomic
def confirm(*, forming: Forming, by: Person) -> list[Cig]:
    """Turn a proposal into groups that everybody can see, and tell everybody."""
    forming = Forming.objects.select_for_update().get(pk=forming.pk)  # two clicks make one set of groups
    rules.check_can_confirm(by, forming)
    today = timezone.localdate()
    cigs = []
    for group in forming.proposal["groups"]:
        cig = Cig.objects.create(cohort=forming.cohort, name=group["label"][:120], formed_from=forming)
        for key in group["teams"]:
            reason = forming.proposal["why"].get(key, "")[:500]
            Place.objects.create(cig=cig, team_id=int(key), reason=reason, since=today)
        if group["facilitator"]:
            Facilitation.objects.create(cig=cig, person_id=int(group["facilitator"]), since=today)
        cigs.append(cig)
    forming.confirmed_at = timezone.now()
    forming.save(update_fields=["confirmed_at"])
    record("cigs.confirmed", about=forming, by=by, saying=f"confirmed the {len(cigs)} groups of {forming.cohort}")
    transaction.on_commit(lambda: notices.tell_members(cigs))
    return cigs


def _solved(cohort: Cohort, groups: int, smallest: int, largest: int, pins: Mapping[str, str]) -> dict[str, Any]:
    import json

    from evenground.analysis import groups as solver  # heavy, and only when groups are formed

    teams, facilitators = _teams(cohort), _facilitators(cohort)
    try:
        proposal = solver.form_groups(
            teams,
            facilitators,
            bounds=solver.Bounds(smallest, largest),
            groups=groups,
            pinned=pins,
            certificate_seconds=PROOF_SECONDS,
        )
    except AnalysisError as reason:
        raise RuleBroken(str(reason)) from reason
    read: dict[str, Any] = json.loads(proposal.to_json())
    return read


def _arranged(
    forming: Forming, groups: Sequence[tuple[Sequence[str], str | None]], labels: Sequence[str]
) -> dict[str, Any]:
    """The same proposal with the teams where a person put them, in words; the groups keep their names."""
    import json

    from evenground.analysis import groups as solver

    problem = _problem(forming)
    try:
        read: dict[str, Any] = json.loads(solver.as_arranged(problem, groups).to_json())
    except AnalysisError as reason:
        raise RuleBroken(str(reason)) from reason
    renamed = dict(zip((group["label"] for group in read["groups"]), labels, strict=True))
    for group in read["groups"]:
        group["label"] = renamed[group["label"]]
    return read


def _problem(forming: Forming) -> "solver.Problem":
    from evenground.analysis import groups as solver

    return solver.make_problem(
        _teams(forming.cohort),
        _facilitators(forming.cohort),
        bounds=solver.Bounds(forming.smallest, forming.largest),
        groups=len(forming.proposal["groups"]),
    )


def costs_of_moving(forming: Forming, team: str) -> dict[str, str]:
    """What moving a team to each other group would cost, in words, by the group's label."""
    from evenground.analysis import groups as solver

    groups = [(group["teams"], group["facilitator"]) for group in forming.proposal["groups"]]
    labels = [group["label"] for group in forming.proposal["groups"]]
    proposal = solver.as_arranged(_problem(forming), groups)
    costs = {}
    for label, group in zip(labels, proposal.groups, strict=True):
        if team not in group.teams:
            costs[label] = str(solver.move_cost(proposal, team, group.label)).replace(group.label, label)
    return costs


_ROLES = {
    TeamRole.PRACTITIONER: "practitioner",
    TeamRole.COMMISSIONER: "commissioner",
    TeamRole.PUBLIC_ADVISER: "public adviser",
    TeamRole.ANALYST: "analyst",
    TeamRole.RESEARCHER: "researcher",
}


def _teams(cohort: Cohort) -> "list[solver.Team]":
    from evenground.analysis import groups as solver

    teams = rules.teams_to_place(cohort)
    seats = Membership.objects.current().filter(team__in=teams, role__in=_ROLES)
    roles: dict[int, Counter[str]] = {}
    for team, role in seats.values_list("team_id", "role"):
        roles.setdefault(team, Counter())[_ROLES[TeamRole(role)]] += 1
    return [
        solver.Team(
            key=str(team.pk),
            name=team.name,
            organisation=team.organisation.name if team.organisation else "",
            area=team.area.lower(),
            themes=frozenset(
                f"{kind}:{value.strip().lower()}"
                for kind in ("service", "condition", "stage")
                if (value := getattr(team, kind)).strip()
            ),
            roles=dict(roles.get(team.pk, {})),
        )
        for team in teams
    ]


def _facilitators(cohort: Cohort) -> "list[solver.Facilitator]":
    from evenground.analysis import groups as solver

    return [
        solver.Facilitator(
            key=str(ready.person_id),
            name=ready.person.name,
            skills=frozenset(ready.themes),
            capacity=ready.capacity,
            organisation=ready.person.organisation.name if ready.person.organisation else "",
            conflicts=frozenset(each.name for each in ready.conflicts.all()) if ready.pk else frozenset(),
        )
        for ready in queries.ready_facilitators(cohort)
    ]
