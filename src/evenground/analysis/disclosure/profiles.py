"""Rules for small numbers, by name. Each says where it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import ceil, floor
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
    midpoint
        Width of the bands whose middle is shown in place of a count; 0 for none.
    """

    name: str
    says: str
    hidden: tuple[int, int]
    nearest: int
    totals: str
    source: str
    dated: str
    midpoint: int = 0

    def hides(self, count: float) -> bool:
        return self.hidden[0] <= count < self.least_shown

    @property
    def controls(self) -> bool:
        """Whether the rule changes anything at all."""
        return self.hidden != NOTHING or not self.exact

    @property
    def exact(self) -> bool:
        """Whether a number that is shown is the true one."""
        return self.nearest == 1 and not self.midpoint

    @property
    def least_shown(self) -> int:
        """Smallest count above the hidden ones."""
        return self.hidden[1] + 1

    def rounded(self, count: float) -> float:
        if self.midpoint:
            return float(ceil(count / self.midpoint) * self.midpoint - self.midpoint // 2) if count else 0.0
        return count if self.nearest == 1 else float(floor(count / self.nearest + 0.5) * self.nearest)

    def behind(self, shown: float) -> tuple[int, int]:
        """Smallest and largest true count that would be shown as this number."""
        if shown == 0 or self.exact:
            return int(shown), int(shown)
        if self.midpoint:
            return int(shown) - self.midpoint + self.midpoint // 2 + 1, int(shown) + self.midpoint // 2
        return max(int(shown) - self.nearest // 2, self.least_shown), int(shown) + (self.nearest - 1) // 2

    def shows(self, number: float) -> bool:
        """Whether a number can stand in what is made by this rule. It may be below the threshold: 12 rounded to 10."""
        low, high = self.behind(number)
        return self.rounded(number) == number and low <= high and not self.hides(low)

    @property
    def small(self) -> tuple[int, int]:
        """Smallest and largest count that nobody is to know."""
        return (1, self.midpoint) if self.midpoint else self.hidden

    def blurs(self, shown: float) -> bool:
        """Whether a number is shown that stands for counts too small to be known."""
        return bool(self.midpoint) and shown == self.rounded(1)


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
    "midpoint6": Profile(
        name="midpoint6",
        says=(
            "0 is shown; 1 to 6 are shown as 3, 7 to 12 as 9, and so on: the middle of each six."
            " Totals add up the numbers shown."
        ),
        hidden=NOTHING,
        nearest=1,
        # A true total in its own band of six tells: five cells of 3 with a total of 3 can only be ones and twos.
        totals="shown",
        source="OpenSAFELY documentation, Statistical disclosure control, midpoint 6 rounding",
        dated="2026",
        midpoint=6,
    ),
    "threshold10": Profile(
        name="threshold10",
        says=(
            "0 is shown, 1 to 9 are hidden, other counts are shown as they are. More are hidden where a hidden number"
            " could be worked out."
        ),
        hidden=(1, 9),
        nearest=1,
        totals="true",
        source="ACRO, the default threshold of its tables",
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


LEAST_HIDDEN: Final = 3  # a rule that hides one or two values tells them by hiding
_LOCAL: Final = re.compile(r"local-(\d+)(-zero)?(?:-nearest-(\d+))?")


def local(threshold: int, *, hide_zero: bool = False, nearest: int = 1, source: str = "a local rule") -> Profile:
    """Make a rule of one's own: counts below ``threshold`` are hidden, and more where one could be worked out.

    Parameters
    ----------
    threshold
        The smallest count that is shown (besides 0).
    hide_zero
        Whether 0 is hidden too.
    nearest
        Counts shown are rounded to this; 1 leaves them.
    source
        Who decided on the rule; stands in everything released by it.

    Raises
    ------
    ReleaseRefused
        If the rule hides so few values that hiding tells them, or rounds a count that it shows to 0.

    Examples
    --------
    >>> local(5).hidden, local(5, hide_zero=True).name
    ((1, 4), 'local-5-zero')
    """
    low = 0 if hide_zero else 1
    if threshold - low < LEAST_HIDDEN:
        raise ReleaseRefused(
            f"A rule that hides only {low} to {threshold - 1} tells what it hides. Hide every count below"
            f" {low + LEAST_HIDDEN} at least."
        )
    if not 1 <= nearest <= threshold:
        raise ReleaseRefused(f"Round to between 1 and {threshold}, so that no count that is shown becomes 0.")
    zero = "" if hide_zero else "0 is shown, "
    rounding = "shown as they are" if nearest == 1 else f"rounded to the nearest {nearest}"
    return Profile(
        name=f"local-{threshold}" + "-zero" * hide_zero + (f"-nearest-{nearest}" if nearest > 1 else ""),
        says=f"{zero}{low} to {threshold - 1} are hidden, other counts are {rounding}. More are hidden where a hidden"
        " number could be worked out.",
        hidden=(low, threshold - 1),
        nearest=nearest,
        totals="true",
        source=source,
        dated="",
    )


def profile_called(name: str) -> Profile:
    """Give the rule of that name, ``local-N`` for any N among them."""
    if found := _LOCAL.fullmatch(name):
        return local(int(found[1]), hide_zero=bool(found[2]), nearest=int(found[3] or 1))
    if name not in PROFILES:
        raise UnknownProfile(name, [*PROFILES, "local-N"])
    return PROFILES[name]


def profile_named(profile: str | Profile, policy: InternalPolicy | None) -> Profile:
    """Give a profile; ``internal`` only with a policy, and a policy only with ``internal``."""
    rule = profile if isinstance(profile, Profile) else profile_called(profile)
    known = profile_called(rule.name)
    if replace(rule, source=known.source, dated=known.dated, says=known.says) != known:
        raise ReleaseRefused(
            f"The rule “{rule.name}” is not the one of that name. Make a rule of your own with local()."
        )
    if not rule.controls and not isinstance(policy, InternalPolicy):
        raise ReleaseRefused("Uncontrolled figures need a policy: pass policy=InternalPolicy(reason=...).")
    if rule.controls and policy is not None:
        raise ReleaseRefused(
            f"A policy was given, but the rule is “{rule.name}”. Choose “internal”, or leave the policy out."
        )
    return rule
