"""Is the network of one time different from that of another? A permutation test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final, Literal

import numpy as np

from evenground.analysis.errors import OutOfRange, UnknownChoice
from evenground.analysis.frames import Positions
from evenground.analysis.network.tidy import Indicator, tidy
from evenground.analysis.network.ties import Flags, Network
from evenground.analysis.stats.options import check_whole

Window = tuple[date | str | None, date | str | None]
Of = Literal["ties per person", "ties across", "E–I index", "people with no tie"]
OF: Final = ("ties per person", "ties across", "E–I index", "people with no tie")


def change_between(
    network: Network,
    *,
    first: Window,
    second: Window,
    of: Of = "ties per person",
    by: str = "role",
    permutations: int = 1999,
    seed: int = 0,
) -> Any:
    """Compare the ties of two periods, and say how often chance alone would make so large a change.

    If nothing had changed, each two people could as well have had in the first period what they had in the second. So
    the two periods are exchanged for each two people, or not, by the toss of a coin, many times. Pairs are taken as
    independent; where a person's ties come and go together, the test finds too much.

    Parameters
    ----------
    network
        With dates. Ties without one are in neither period.
    first, second
        From which day to before which day, ``None`` for no limit: ``("2026-01-01", "2026-04-01")``. Of equal length,
        unless a tie stays for ever.
    of
        What is compared: ``"ties per person"``, ``"ties across"`` (share of ties across the groups of ``by``),
        ``"E–I index"`` or ``"people with no tie"`` (share).
    by
        Column of groups, for the share and the index.
    permutations, seed
        How often, and where the coin starts. Same input and seed, same answer.

    Returns
    -------
    Four rows: the figure of each period, the change (second less first), and the probability of a change at least so
    large either way if there were none, ``(1 + k) / (1 + permutations)``.

    Raises
    ------
    UnknownChoice, OutOfRange, MissingColumn
    """
    if of not in OF:
        raise UnknownChoice("of", of, OF)
    check_whole("permutations", permutations, least=99)
    figure = _figure(network, of, by)
    low, high, one, two = _states(network, first, second)
    values = [figure(low[there], high[there]) for there in (one, two)]
    change = values[1] - values[0]
    p = _p(figure, (low, high, one, two), change, permutations, seed) if change == change else np.nan
    n = float(len(network.people))
    named = f"{of} by {by}" if of in OF[1:3] else of
    test = f"permutation test, {permutations:,} exchanges of the two periods within pairs of people"
    rows = [
        Indicator(f"{named}, {when}", value, n=int(there.sum()), of="pairs with a tie in the period")
        for when, value, there in (("first period", values[0], one), ("second period", values[1], two))
    ]
    rows.append(Indicator(f"{named}, change", change, n=n, of="people"))
    rows.append(Indicator(f"{named}, probability of such a change by chance", p, n=n, of="people", method=test))
    return tidy(network, rows)


Figure = Callable[[Positions, Positions], float]


def _figure(network: Network, of: str, by: str) -> Figure:
    n = len(network.people)
    if of == "ties per person":
        return lambda low, high: 2 * len(low) / n if n else np.nan
    if of == "people with no tie":
        return lambda low, high: 1 - len(np.unique(np.concatenate((low, high)))) / n if n else np.nan
    codes, _ = network.codes(by)

    def crossing(low: Positions, high: Positions) -> float:
        known = (codes[low] >= 0) & (codes[high] >= 0)
        return float((codes[low] != codes[high])[known].mean()) if known.any() else np.nan

    return crossing if of == "ties across" else lambda low, high: 2 * crossing(low, high) - 1


def _states(network: Network, first: Window, second: Window) -> tuple[Positions, Positions, Flags, Flags]:
    """Every two people with a tie in either period, and in which."""
    n = max(len(network.people), 1)
    keys = [np.unique(p.low * n + p.high) for p in (_in(network, w).pairs for w in (first, second))]
    both = np.union1d(*keys)
    return both // n, both % n, np.isin(both, keys[0]), np.isin(both, keys[1])


def _in(network: Network, window: Window) -> Network:
    try:
        start, end = (None if day is None else np.datetime64(day, "D") for day in window)
    except ValueError:
        raise OutOfRange(
            "A period", f"{window[0]} to {window[1]}", "two dates, such as 2026-01-01 and 2026-04-01"
        ) from None
    if start is not None and end is not None and start >= end:
        raise OutOfRange("A period", f"{window[0]} to {window[1]}", "from a day to a later one")
    dated = network._with_ties(~np.isnat(network.dates))
    return dated.between(window[0], window[1])


def _p(
    figure: Figure, states: tuple[Positions, Positions, Flags, Flags], change: float, times: int, seed: int
) -> float:
    """Only pairs who differ between the periods matter to the coin."""
    low, high, one, two = states
    chance, as_large = np.random.default_rng(seed), 0
    for _ in range(times):
        turned = chance.random(len(low)) < 0.5
        before, after = np.where(turned, two, one), np.where(turned, one, two)
        found = figure(low[after], high[after]) - figure(low[before], high[before])
        # Where an exchange leaves a period without ties, there is no figure: it counts against a change.
        as_large += not abs(found) < abs(change) - 1e-12
    return (1 + as_large) / (1 + times)
