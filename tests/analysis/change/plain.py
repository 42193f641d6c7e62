"""The same charts written as plain loops straight from the rules, to hold the fast ones against."""

from itertools import pairwise
from statistics import mean, median

import pandas as pd


def frame(result):
    """A result in any shape as a pandas frame."""
    return result if isinstance(result, pd.DataFrame) else result.to_pandas()


def points(result, measure="value"):
    """The rows of one measure."""
    whole = frame(result)
    return whole[whole["measure"] == measure].reset_index(drop=True)


def xmr(values, screen=True):
    """Mean and limits of one series without gaps."""
    ranges = [abs(b - a) for a, b in pairwise(values)]
    if screen:
        most = 3.267 * mean(ranges)
        ranges = [r for r in ranges if not r > most]
    centre, step = mean(values), 2.66 * mean(ranges)
    return centre, centre - step, centre + step


def mdc(values, centre, lower, upper):
    """The points each rule marks: outside, trend, near a limit, one side; each a set of (place, way)."""
    found = {"outside": set(), "trend": set(), "near": set(), "side": set()}
    n = len(values)
    for way in (1, -1):
        far = [way * (v - centre) > (upper - lower) / 3 for v in values]
        for i, v in enumerate(values):
            if way * (v - centre) > (upper - lower) / 2:
                found["outside"].add((i, way))
        for i in range(n - 6):
            window = values[i : i + 7]
            if all(way * (b - a) > 0 for a, b in pairwise(window)):
                found["trend"] |= {(j, way) for j in range(i, i + 7)}
            if all(way * (v - centre) > 0 for v in window):
                found["side"] |= {(j, way) for j in range(i, i + 7)}
        for i in range(n - 2):
            if sum(far[i : i + 3]) >= 2 and all(way * (v - centre) > 0 for v in values[i : i + 3]):
                found["near"] |= {(j, way) for j in range(i, i + 3) if far[j]}
    return found


def run(values):
    """Longest run, crossings and useful points."""
    middle = median(values)
    sides = [v > middle for v in values if v != middle]
    longest, now = 0, 0
    for i, side in enumerate(sides):
        now = now + 1 if i and side == sides[i - 1] else 1
        longest = max(longest, now)
    return longest, sum(a != b for a, b in pairwise(sides)), len(sides)
