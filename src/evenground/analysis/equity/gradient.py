"""The gradient: how steeply a rate climbs with deprivation, over all neighbourhoods of an area.

Follows the absolute and relative gradient index of Cookson, Asaria and colleagues (Soc Sci Med 2018;198:148-156):
a straight line of each neighbourhood's indirectly standardised rate on its national rank, weighted by population,
with standard errors from that model and the normal quantile.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from evenground.analysis.errors import TooFewToEstimate
from evenground.analysis.results import Estimate, Gradient, Role
from evenground.analysis.stats.intervals import z_for
from evenground.analysis.stats.line import Floats, Line, fit


@dataclass(frozen=True)
class Neighbourhoods:
    """One value a neighbourhood: events, people, national rank (0 least to 1 most deprived), rate to be modelled."""

    counts: Floats
    population: Floats
    rank: Floats
    rate: Floats

    def __len__(self) -> int:
        return len(self.counts)

    def where(self, keep: NDArray[np.bool_]) -> Neighbourhoods:
        return Neighbourhoods(self.counts[keep], self.population[keep], self.rank[keep], self.rate[keep])

    def fit_for_a_line(self, minimum_population: float) -> Neighbourhoods:
        """Drop places without a rate and those below the smallest population asked for."""
        return self.where(np.isfinite(self.rate) & (self.population >= minimum_population))


@dataclass(frozen=True)
class Slope:
    """A fitted gradient in three forms, all from the same line."""

    absolute: Estimate
    relative: Estimate | None
    excess: Estimate
    line: Line


def gradient_of(
    places: Neighbourhoods,
    *,
    multiplier: float = 100_000,
    minimum_population: float = 0,
    level: float = 0.95,
    errors: str = "model",
) -> Slope:
    """Fit the gradient of an area.

    Parameters
    ----------
    places
        Every neighbourhood of the area; ``rate`` per ``multiplier`` people.
    minimum_population
        Leave out neighbourhoods with fewer people than this. They carry little weight; leaving them in is the
        published convention.
    errors
        ``"model"`` as published, or ``"hc1"`` to allow for a variance that is not inverse to the population.

    Returns
    -------
    Slope
        ``absolute``: modelled rate of the most deprived neighbourhood less that of the least, per ``multiplier``.
        ``relative``: that over the modelled rate at the middle rank; None when that rate is not above zero.
        ``excess``: events that would not have happened had every neighbourhood the modelled rate of the least
        deprived: the sum of population times slope times rank.

    Raises
    ------
    TooFewToEstimate
        With fewer than three neighbourhoods, or all of one rank.
    """
    used = places.fit_for_a_line(minimum_population)
    line = fit(used.rank, used.rate, used.population, errors=errors)
    absolute = _about(line.slope, sqrt(line.var_slope), level, errors)
    people = float(used.population @ used.rank) / multiplier
    excess = Estimate(
        absolute.value * people, absolute.lower * people, absolute.upper * people, level, "from the slope"
    )
    return Slope(absolute, relative_gradient(line, level=level), excess, line)


def relative_gradient(line: Line, *, level: float = 0.95) -> Estimate | None:
    """Slope over the fitted rate at rank 0.5, its interval by the delta method."""
    middle = line.at(0.5)
    if middle <= 0:
        return None
    # r = b / (a + b/2), so dr/da = -b/m² and dr/db = a/m²
    by_a, by_b = -line.slope / middle**2, line.intercept / middle**2
    variance = by_a**2 * line.var_intercept + 2 * by_a * by_b * line.covariance + by_b**2 * line.var_slope
    return _about(line.slope / middle, sqrt(max(variance, 0.0)), level, line.errors)


def gradient(
    places: Neighbourhoods,
    *,
    code: str,
    name: str,
    role: Role,
    multiplier: float = 100_000,
    minimum_population: float = 0,
) -> Gradient:
    """Fit the gradient of a named area; where no line can be fitted the result says why instead of failing."""
    used = places.fit_for_a_line(minimum_population)
    known = Gradient(code, name, role, neighbourhoods=len(used), count=float(used.counts.sum()))
    try:
        slope = gradient_of(places, multiplier=multiplier, minimum_population=minimum_population)
    except TooFewToEstimate as reason:
        return replace(known, note=str(reason))
    return replace(known, absolute=slope.absolute, relative=slope.relative, excess=slope.excess)


METHODS = {
    "model": "weighted least squares, weights population, standard error from the model",
    "hc1": "weighted least squares, weights population, robust standard error (HC1)",
}


def _about(value: float, se: float, level: float, errors: str) -> Estimate:
    z = z_for(level)
    return Estimate(value, value - z * se, value + z * se, level, METHODS[errors])
