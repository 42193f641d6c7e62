"""Do ties cross roles, organisations and teams, and do public advisers have as many as the rest?"""

from __future__ import annotations

from math import nan

import numpy as np

from evenground.analysis.network.silence import any_silent, open_for, open_pairs, possible, tied
from evenground.analysis.network.tidy import Indicator, share
from evenground.analysis.network.ties import Network


def across(network: Network, column: str) -> list[Indicator]:
    """Share of ties across the groups of a column, the E–I index, and what it would be if ties did not care.

    E–I is (external - internal) / (external + internal), -1 to 1 (Krackhardt and Stern 1988). Expected is its mean when
    as many ties fall on pairs of people at random. Ties with somebody whose group is blank are in the limits only.
    """
    if column not in network.attributes:
        return [_unknown(column, measure) for measure in (_ties_across(column), _index(column), _by_chance(column))]
    codes, _ = network.codes(column)
    have, may = tied(network, codes), open_pairs(network, codes)
    all_pairs = possible(codes)
    known = have.same + have.different
    free = have.unclear + may.unclear
    inside, beyond = known + may.same + free, known + may.different + free
    low = _part(have.different, inside) if inside else (1.0 if may.different else nan)
    high = _part(have.different + may.different + free, beyond) if beyond else (0.0 if may.same else nan)
    value = _part(have.different, known)
    of = f"ties between people whose {column} is known"
    note = f"{have.unclear:,} more ties are with somebody whose {column} is not known." if have.unclear else ""
    crossing = share(_ties_across(column), have.different, known, of=of, lower=low, upper=high, note=note)
    expected = _ei(_part(all_pairs.different, all_pairs.same + all_pairs.different))
    index = Indicator(_index(column), _ei(value), _ei(low), _ei(high), known, of, crossing.note, count=have.different)
    by_chance = Indicator(
        _by_chance(column),
        expected,
        n=all_pairs.same + all_pairs.different,
        of=f"pairs of people whose {column} is known",
        method="mean over ties placed at random, exact",
    )
    return [crossing, index, by_chance]


def outside(network: Network, column: str) -> list[Indicator]:
    """People with no tie outside their own group (team) of a column, among those whose group is known."""
    measure = f"people with no tie outside their {column}"
    if column not in network.attributes:
        return [_unknown(column, measure)]
    alone, could = alone_inside(network, column)
    many = int((network.codes(column)[0] >= 0).sum())
    inside = int(alone.sum())
    return [share(measure, inside, many, of=f"people whose {column} is known",
                  lower=_part(inside - int((alone & could).sum()), many))]  # fmt: skip


def alone_inside(network: Network, column: str) -> tuple[np.ndarray, np.ndarray]:
    """Who has no known tie outside their group, and who of all might have one that is not known."""
    codes, _ = network.codes(column)
    pairs, known = network.pairs, codes >= 0
    a, b = np.concatenate((pairs.low, pairs.high)), np.concatenate((pairs.high, pairs.low))
    goes_out = known[a] & known[b] & (codes[a] != codes[b])
    unclear = known[a] & ~known[b]
    has = np.bincount(a[goes_out], minlength=len(codes)) > 0
    might = np.bincount(a[unclear], minlength=len(codes)) > 0
    return known & ~has, might | _may_reach_out(network, codes)


def _may_reach_out(network: Network, codes: np.ndarray) -> np.ndarray:
    """Who may have a tie outside their group that nobody told: they, or somebody outside, did not answer."""
    silent = ~network.answered
    own = np.bincount(codes + 1, silent, int(codes.max(initial=-1)) + 2)[codes + 1]
    elsewhere = silent.sum() - np.where(codes >= 0, own, 0)
    others = len(codes) - np.where(codes >= 0, np.bincount(codes + 1)[codes + 1] if len(codes) else 0, 1)
    return np.where(silent, others > 0, elsewhere > 0)


def advisers(network: Network, column: str, adviser: str) -> list[Indicator]:
    """Ties per public adviser, per person of any other role, and the difference."""
    names = (
        f"ties per {adviser}",
        "ties per person of another role",
        f"ties per {adviser}, less those per person of another role",
    )
    if column not in network.attributes:
        return [_unknown(column, name) for name in names]
    texts = network.attributes[column]
    ours = np.array([text is not None and text.casefold() == adviser.casefold() for text in texts], dtype=bool)
    rest = np.array([text is not None for text in texts], dtype=bool) & ~ours
    means = [_mean_degree(network, group, name) for group, name in zip((ours, rest), names, strict=False)]
    gap = means[0].value - means[1].value
    spread = _gap_limits(network, ours, rest) if any_silent(network) else (0.0, 0.0)
    note = "" if ours.any() and rest.any() else means[0].note or means[1].note
    return [
        *means,
        Indicator(names[2], gap, gap + spread[0], gap + spread[1], means[0].n, f"people who are a {adviser}", note),
    ]


def _mean_degree(network: Network, group: np.ndarray, measure: str) -> Indicator:
    many = int(group.sum())
    mean = _part(float(network.degree[group].sum()), many)
    more = _part(float(open_for(network)[group].sum()), many)
    note = "" if many else "Nobody has this role."
    return Indicator(measure, mean, mean, mean + more, many, "people with this role", note)


def _gap_limits(network: Network, ours: np.ndarray, rest: np.ndarray) -> tuple[float, float]:
    """How far the difference can move: each open pair moves it by what it adds to either mean."""
    if not ours.any() or not rest.any():
        return nan, nan
    kinds = np.where(ours, 0, np.where(rest, 1, 2))
    a, r = 1 / ours.sum(), -1 / rest.sum()
    moves = np.array([[2 * a, a + r, a], [a + r, 2 * r, r], [a, r, 0.0]])
    many = _open_by_kind(network, kinds)
    return float((many * np.minimum(moves, 0)).sum()), float((many * np.maximum(moves, 0)).sum())


def _open_by_kind(network: Network, kinds: np.ndarray) -> np.ndarray:
    """Open pairs between each two of three kinds of people, each pair once (upper triangle)."""
    every, heard = np.bincount(kinds, minlength=3), np.bincount(kinds[network.answered], minlength=3)
    low, high = network.pairs.low, network.pairs.high
    silent = ~network.answered[low] | ~network.answered[high]
    made = np.zeros((3, 3))
    for i in range(3):
        for j in range(i, 3):
            both = (every[i] * every[j] - heard[i] * heard[j]) if i != j else (
                every[i] * (every[i] - 1) - heard[i] * (heard[i] - 1)) / 2  # fmt: skip
            ends = ((kinds[low] == i) & (kinds[high] == j)) | ((kinds[low] == j) & (kinds[high] == i))
            made[i, j] = both - (ends & silent).sum()
    return made


def _ties_across(column: str) -> str:
    return f"ties to another {column}"


def _index(column: str) -> str:
    return f"E–I index by {column}"


def _by_chance(column: str) -> str:
    return f"{_index(column)}, expected of ties at random"


def _unknown(column: str, measure: str) -> Indicator:
    return Indicator(measure, nan, note=f"The people have no column “{column}”.")


def _ei(part: float) -> float:
    return 2 * part - 1


def _part(part: float, whole: float) -> float:
    return part / whole if whole else nan
