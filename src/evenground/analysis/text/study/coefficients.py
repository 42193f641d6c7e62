"""How far raters agree who put each unit into one of several classes, from counts.

Every coefficient is None where it is not defined: nothing to compare, or everything in one class, so that chance alone
already explains all agreement. ``weights`` says how many units each row stands for.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]


def percent(counts: Counts, weights: Counts) -> float | None:
    """Of all pairs of raters of one unit, the share that agree, between 0 and 1.

    Parameters
    ----------
    counts
        Units by classes: how many raters put the unit there. Units may have different numbers of raters.
    weights
        How many units each row stands for.
    """
    rated = counts.sum(axis=1)
    pairs = int((weights * rated * (rated - 1)).sum())
    same = int((weights * (counts * (counts - 1)).sum(axis=1)).sum())
    return same / pairs if pairs else None


def cohen(table: Counts) -> float | None:
    """Cohen's kappa of two raters.

    Parameters
    ----------
    table
        Classes of the one by classes of the other: how many units.

    Examples
    --------
    >>> cohen(np.array([[20, 5], [10, 15]]))
    0.4

    References
    ----------
    Cohen J. A coefficient of agreement for nominal scales. Educ Psychol Meas 1960;20:37-46.
    """
    units = int(table.sum())
    if not units:
        return None
    sums = zip(table.sum(axis=0).tolist(), table.sum(axis=1).tolist(), strict=True)
    expected = sum(one * other for one, other in sums)  # times units squared: too large for an array
    beyond = units**2 - expected
    return (int(np.trace(table)) * units - expected) / beyond if beyond else None


def fleiss(counts: Counts, weights: Counts) -> float | None:
    """Fleiss' kappa: agreement beyond chance when every unit has the same number of raters.

    Parameters
    ----------
    counts, weights
        As in `percent`. Only units with as many raters as the most rated one count.

    Examples
    --------
    >>> f"{fleiss(np.array([[6, 0], [3, 3], [0, 6]]), np.array([1, 1, 1])):.2f}"
    '0.60'

    References
    ----------
    Fleiss JL. Measuring nominal scale agreement among many raters. Psychol Bull 1971;76:378-382.
    """
    rated = counts.sum(axis=1)
    raters = int(rated.max(initial=0))
    complete = rated == raters
    counts, weights = counts[complete], weights[complete]
    observed = percent(counts, weights)
    if observed is None:
        return None
    totals = (weights[:, None] * counts).sum(axis=0)
    chance = float(((totals / totals.sum()) ** 2).sum())
    return (observed - chance) / (1 - chance) if np.count_nonzero(totals) > 1 else None


def krippendorff(counts: Counts, weights: Counts) -> float | None:
    """Krippendorff's alpha for nominal data; units may lack raters, and those with fewer than two do not count.

    Parameters
    ----------
    counts, weights
        As in `percent`.

    Examples
    --------
    >>> f"{krippendorff(np.array([[2, 0], [1, 1], [0, 2]]), np.array([1, 1, 1])):.3f}"
    '0.444'

    References
    ----------
    Krippendorff K. Content Analysis: An Introduction to Its Methodology. 2nd ed. Sage; 2004, chapter 11.
    """
    rated = counts.sum(axis=1)
    pairable = rated > 1
    counts, weights, rated = counts[pairable], weights[pairable], rated[pairable]
    totals = (weights[:, None] * counts).sum(axis=0)
    values = int(totals.sum())
    expected: int = values**2 - sum(total**2 for total in totals.tolist())  # times values times (values - 1), as above
    if not expected:
        return None
    observed = float((weights * (rated**2 - (counts**2).sum(axis=1)) / (rated - 1)).sum())
    return 1 - (values - 1) * observed / expected
