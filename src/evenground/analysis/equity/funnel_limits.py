"""What lies behind a funnel: targets, exact and normal limits, and how much more the areas spread than chance has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from evenground.analysis.equity.rates import ABOVE_POPULATION, check_multiplier
from evenground.analysis.errors import NotEnoughGiven, OutOfRange, UnknownChoice
from evenground.analysis.frames import Floats, Grouped, Named, Positions, Words, read
from evenground.analysis.stats import limits
from evenground.analysis.stats.limits import Limits, z_for
from evenground.analysis.stats.options import check_above_zero

KINDS: Final = ("proportion", "rate", "ratio")
OVERDISPERSION: Final = ("none", "multiplicative", "additive")
LEVELS: Final = (0.95, 0.998)
WINSORISED: Final = 0.1  # share of areas at either end pulled in before the spread is judged (Spiegelhalter 2005)


@dataclass(frozen=True)
class Funnels:
    """Areas, each in its funnel. ``target`` is per one; ``phi`` and ``tau2`` are the overdispersion of each funnel."""

    grouped: Grouped
    of: Positions
    count: Floats
    size: Floats
    kind: str
    times: float
    target: Floats
    phi: Floats
    tau2: Floats

    @property
    def interval(self) -> str:
        return "Wilson score interval" if self.kind == "proportion" else "exact Poisson interval"

    def how(self, overdispersion: str) -> str:
        """Say what the limits rest on."""
        if overdispersion != "none":
            return f"normal, with {overdispersion} overdispersion (Spiegelhalter 2005) where there is any"
        return "from the Wilson interval" if self.kind == "proportion" else "from the exact Poisson interval"

    def figures(self, level: float) -> tuple[Floats, Floats, Floats]:
        """Figure and own interval of each area."""
        size = np.where(self.size > 0, self.size, np.nan)
        if self.kind == "proportion":
            low, high = limits.wilson(self.count, size, level)
        else:
            low, high = (part / size for part in limits.exact_poisson(self.count, level))
        return self.count / size * self.times, low * self.times, high * self.times

    def limits(self, of: Positions, size: Floats) -> dict[str, Floats]:
        """The four limits for areas of any size."""
        theta = self.target[of]
        made = {}
        for level in LEVELS:
            low, high = self._exact(theta, size, level)
            wide = (self.phi[of] > 1) | (self.tau2[of] > 0)
            step = z_for(level) * np.sqrt(_variance(theta, size, self.kind) * self.phi[of] + self.tau2[of])
            low, high = np.where(wide, np.maximum(theta - step, 0.0), low), np.where(wide, theta + step, high)
            high = np.minimum(high, 1.0) if self.kind == "proportion" else high
            made[f"lower {level * 100:g}%"], made[f"upper {level * 100:g}%"] = low * self.times, high * self.times
        return made

    def _exact(self, theta: Floats, size: Floats, level: float) -> Limits:
        size = np.where(size > 0, size, np.nan)
        if self.kind == "proportion":
            # Wilson’s interval leaves the target out exactly beyond these: it is the score test turned round.
            step = z_for(level) * np.sqrt(_variance(theta, size, self.kind))
            return np.maximum(theta - step, 0.0), np.minimum(theta + step, 1.0)
        low, high = poisson_funnel(theta * size, level)
        return low / size, high / size

    def note(self) -> Words:
        note = Words(len(self.of))
        note.say(np.isnan(self.count), "A count is blank.")
        note.say(np.isnan(self.size), "A population or expected number is blank.")
        note.say(self.size == 0, "There is nobody here (or nothing expected), so there is no figure.")
        note.say(self.grouped.labels["area"].codes < 0, "This row has no area.")
        return note


def read_funnels(
    data: Any,
    area: str,
    count: str,
    population: str | None,
    expected: str | None,
    kind: str,
    target: float | None,
    overdispersion: str,
    by: Named,
    multiplier: float | None,
) -> Funnels:
    for option, given, there in (("kind", kind, KINDS), ("overdispersion", overdispersion, OVERDISPERSION)):
        if given not in there:
            raise UnknownChoice(option, given, there)
    below = expected if kind == "ratio" else population
    if below is None:
        raise NotEnoughGiven(f"A funnel of {kind}s needs {'expected=' if kind == 'ratio' else 'population='}.")
    times = multiplier if multiplier is not None else 100_000 if kind == "rate" else 1
    check_multiplier(times)
    numbers = {"count": count, "size": below}
    grouped = read(data, by=by, within={"area": area}, numbers=numbers, not_negative=list(numbers), add_up=True)
    x, n = grouped["count"], grouped["size"]
    if kind == "proportion":
        grouped.check("count", x > n, *ABOVE_POPULATION)
    if target is not None:
        check_above_zero("target", target, such_as="0.1")
    theta = _targets(grouped, kind, None if target is None else target / times)
    phi, tau2 = _spread(grouped, theta, kind)
    ones, nothing = np.ones_like(phi), np.zeros_like(tau2)
    phi, tau2 = phi if overdispersion == "multiplicative" else ones, tau2 if overdispersion == "additive" else nothing
    return Funnels(grouped, grouped.of, x, n, kind, times, theta, phi, tau2)


def _targets(grouped: Grouped, kind: str, target: float | None) -> Floats:
    if target is not None or kind == "ratio":
        chosen = 1.0 if target is None else target
        if not 0 < chosen < (1 if kind == "proportion" else np.inf):
            raise OutOfRange("target", target, "a figure an area could have, above zero")
        return np.full(grouped.groups, chosen)
    both = (~np.isnan(grouped["count"] + grouped["size"])).astype(float)
    events, people = (grouped.sum(np.nan_to_num(grouped[role]) * both) for role in ("count", "size"))
    return np.divide(events, people, out=np.full(grouped.groups, np.nan), where=people > 0)


def poisson_funnel(expected: Floats, level: float) -> Limits:
    """Counts (not whole) whose exact Poisson interval just reaches what was expected."""
    from scipy.special import pdtrik  # the count, given its chance and the mean

    tail = (1 - level) / 2
    with np.errstate(invalid="ignore"):
        mean = np.where(expected > 0, expected, np.nan)
        low = np.where(np.exp(-mean) < tail, pdtrik(tail, mean), 0.0)
        high = pdtrik(1 - tail, mean) + 1
    return np.where(np.isnan(mean), np.nan, np.nan_to_num(low)), high


def _variance(theta: Floats, size: Floats, kind: str) -> Floats:
    top = theta * (1 - theta) if kind == "proportion" else theta
    return np.divide(top, size, out=np.full(len(size), np.nan), where=size > 0)


def _spread(grouped: Grouped, theta: Floats, kind: str) -> tuple[Floats, Floats]:
    """φ and τ² of each funnel; 1 and 0 where the areas spread no more than chance has it."""
    size, of = grouped["size"], grouped.of
    s2 = _variance(theta[of], size, kind)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (grouped["count"] / np.where(size > 0, size, np.nan) - theta[of]) / np.sqrt(s2)
        w = 1 / s2
    fine = np.isfinite(z)
    m = grouped.sum(fine.astype(float))
    total = grouped.sum(np.where(fine, winsorised(np.where(fine, z, np.inf), of, m) ** 2, 0.0))
    sum_w, sum_w2 = (grouped.sum(np.where(fine, w**power, 0.0)) for power in (1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        phi, tau2 = total / m, (total - (m - 1)) / (sum_w - sum_w2 / sum_w)
    over = (m > 1) & (phi > 1) & (total > m - 1)
    return np.where(over, phi, 1.0), np.where(over, tau2, 0.0)


def winsorised(z: Floats, of: Positions, many: Floats) -> Floats:
    """Pull a tenth of each group at either end in to the value next to it; values that are endless come last."""
    order = np.lexsort((z, of))
    starts = np.searchsorted(of[order], np.arange(len(many)))
    cut = np.floor(WINSORISED * many).astype(np.int64)
    last = len(z) - 1
    low = z[order][np.minimum(starts + cut, last)] if len(z) else np.zeros(len(many))
    high = z[order][np.clip(starts + many.astype(np.int64) - 1 - cut, 0, last)] if len(z) else low
    return np.clip(z, low[of], high[of])
