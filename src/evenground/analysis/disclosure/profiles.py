"""Rules for small numbers, by name. Each says where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import Final

from evenground.analysis.errors import ReleaseRefused, UnknownProfile

NOTHING: Final = (0, -1)


@dataclass(frozen=True)
class Profile:
    """One rule for small numbers.

    Parameters
    ----------
    hidden
        Smallest and largest count that is hidden; ``NOTHING`` hides none.
    nearest
        Counts shown are rounded to this; 1 leaves them.
    totals
        ``"true"``: a total is the true total, rounded. ``"shown"``: it is the sum of the rounded cells, so it adds
        nothing to what they say, and is withheld when any cell is.
    """

    name: str
    says: str
    hidden: tuple[int, int]
    nearest: int
    totals: str
    source: str
    dated: str

    def hides(self, count: float) -> bool:
        return self.hidden[0] <= count < self.least_shown

    @property
    def controls(self) -> bool:
        """Whether the rule changes anything at all."""
        return self.hidden != NOTHING

    @property
    def least_shown(self) -> int:
        """Smallest count above the hidden ones."""
        return self.hidden[1] + 1

    def rounded(self, count: float) -> float:
        return count if self.nearest == 1 else float(floor(count / self.nearest + 0.5) * self.nearest)

    def behind(self, shown: float) -> tuple[int, int]:
        """Smallest and largest true count that would be shown as this number."""
        if shown == 0 or self.nearest == 1:
            return int(shown), int(shown)
        half = (self.nearest - 1) // 2
        return max(int(shown) - half, self.least_shown), int(shown) + half


@dataclass(frozen=True)
class InternalPolicy:
    """Leave to use uncontrolled figures inside a team that may see them. The reason is kept with the figures."""

    reason: str

    def __post_init__(self) -> None:
        if len(self.reason.strip()) < 10:
            raise ReleaseRefused("Say in a sentence why uncontrolled figures are needed; it is kept with them.")


PROFILES: Final = {
    "hes": Profile(
        name="hes",
        says="0 is shown, 1 to 7 are hidden, other counts are rounded to the nearest 5. Totals are true ones, rounded.",
        hidden=(1, 7),
        nearest=5,
        totals="true",
        source="NHS Digital, Change to disclosure control methodology for HES and ECDS",
        dated="September 2018",
    ),
    "opensafely": Profile(
        name="opensafely",
        says="0 to 7 are hidden, other counts are rounded to the nearest 5. Totals add up the rounded counts.",
        hidden=(0, 7),
        nearest=5,
        totals="shown",
        source="OpenSAFELY documentation, Statistical disclosure control",
        dated="2026",
    ),
    "internal": Profile(
        name="internal",
        says="Nothing is hidden or rounded. For the team that may see these figures only; not to be passed on.",
        hidden=NOTHING,
        nearest=1,
        totals="true",
        source="the policy stated for this release",
        dated="",
    ),
}


def profile_named(name: str, policy: InternalPolicy | None) -> Profile:
    """Give a profile; ``internal`` only with a policy, and a policy only with ``internal``."""
    if name not in PROFILES:
        raise UnknownProfile(name, list(PROFILES))
    if name == "internal" and not isinstance(policy, InternalPolicy):
        raise ReleaseRefused("Uncontrolled figures need a policy: pass policy=InternalPolicy(reason=...).")
    if name != "internal" and policy is not None:
        raise ReleaseRefused(
            f"A policy was given, but the rule is “{name}”. Choose “internal”, or leave the policy out."
        )
    return PROFILES[name]
