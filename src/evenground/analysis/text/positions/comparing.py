"""What changed between two texts, word by word, quickly also for long ones.

Lines first, then words inside the lines that changed. Inside each, words (or runs of words) that both texts have
exactly once are anchors, as in the patience method of Bram Cohen; only what lies between two anchors, and is short,
is compared each with each.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

# Products of lengths up to this are compared in full: about a thousandth of a second.
SHORT = 10_000
# Runs of so many words are tried as anchors, shortest first: in a long text single words are seldom unique.
RUNS = (1, 3, 8)

# Without any anchor the texts are compared step by step, so many words of each at a time, in so many steps at most.
NEAR = 100
STEPS = 2_000

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")

Same = tuple[int, int, int]  # place in the one, place in the other, how many
Changed = tuple[int, int, int, int]  # from, to in the one; from, to in the other


def changes(old: str, new: str) -> list[Changed]:
    """Where two texts differ, as positions in both, in order; between them the texts are the same.

    Examples
    --------
    >>> changes("We saw Ann at home.", "We saw [P1] at home.")
    [(7, 10, 7, 11)]
    """
    found: list[Changed] = []
    for a, b, c, d in _text_changes(old, new, old.splitlines(keepends=True), new.splitlines(keepends=True)):
        words = _TOKEN.findall(old[a:b]), _TOKEN.findall(new[c:d])
        inner = _text_changes(old[a:b], new[c:d], *words)
        found += [(a + w, a + x, c + y, c + z) for w, x, y, z in _whole(inner, old[a:b])]
    return found


def _text_changes(old: str, new: str, ours: Sequence[str], theirs: Sequence[str]) -> list[Changed]:
    """Changes as positions in the texts, from two lists of pieces that make them up."""
    at, to = [0, *accumulate(map(len, ours))], [0, *accumulate(map(len, theirs))]
    found: list[Changed] = []
    i = j = 0
    for a, b, size in [*_same(ours, theirs), (len(ours), len(theirs), 0)]:
        if i < a or j < b:
            found.append((at[i], at[a], to[j], to[b]))
        i, j = a + size, b + size
    return found


def _whole(found: Sequence[Changed], old: str) -> list[Changed]:
    """Join changes with only white space between them, unless each put one word for one word."""
    joined: list[Changed] = []
    for change in found:
        if joined and old[joined[-1][1] : change[0]].isspace() and not (_is_swap(joined[-1]) and _is_swap(change)):
            joined[-1] = (joined[-1][0], change[1], joined[-1][2], change[3])
        else:
            joined.append(change)
    return joined


def _is_swap(change: Changed) -> bool:
    return change[0] < change[1] and change[2] < change[3]


def _same(ours: Sequence[str], theirs: Sequence[str]) -> list[Same]:
    """Stretches that both have, in order."""
    found: list[Same] = []
    waiting = [(0, len(ours), 0, len(theirs))]
    steps = STEPS
    while waiting:
        a, b, c, d = waiting.pop()
        start = _alike(ours, theirs, a, b, c, d)
        end = _alike_at_end(ours, theirs, a + start, b, c + start, d)
        found += [(a, c, start), (b - end, d - end, end)]
        a, b, c, d = a + start, b - end, c + start, d - end
        if a == b or c == d:
            continue
        if (b - a) * (d - c) <= SHORT:
            found += [(a + i, c + j, 1) for i, j in _longest(ours[a:b], theirs[c:d])]
        elif anchors := [(a + i, c + j) for i, j in _anchors(ours[a:b], theirs[c:d])]:
            waiting += _gaps(anchors, a, b, c, d)
        else:
            stepped, steps = _step_by_step(ours[a:b], theirs[c:d], steps)
            found += [(a + i, c + j, size) for i, j, size in stepped]
    return sorted(same for same in found if same[2])


def _step_by_step(ours: Sequence[str], theirs: Sequence[str], steps: int) -> tuple[list[Same], int]:
    """What two texts without anchors share, and how many steps are left; past the last the rest counts as changed."""
    found: list[Same] = []
    a = c = 0
    while steps and a < len(ours) and c < len(theirs):
        if alike := _alike(ours, theirs, a, len(ours), c, len(theirs)):
            found.append((a, c, alike))
            a, c = a + alike, c + alike
            continue
        steps -= 1
        near = [(a + i, c + j) for i, j in _longest(ours[a : a + NEAR], theirs[c : c + NEAR])]
        # The far end of what was in sight may belong to something out of sight: only the first half is sure.
        sure = near[: max(len(near) // 2, 1)]
        found += [(i, j, 1) for i, j in sure]
        a, c = (sure[-1][0] + 1, sure[-1][1] + 1) if sure else (a + NEAR, c + NEAR)
    return found, steps


def _gaps(anchors: Sequence[tuple[int, int]], a: int, b: int, c: int, d: int) -> Iterator[tuple[int, int, int, int]]:
    """What lies between anchors; each gap begins with its anchor, which the common beginning then takes in."""
    starts = [(a, c), *anchors] if anchors[0] != (a, c) else anchors
    for (i, j), (k, m) in zip(starts, [*starts[1:], (b, d)], strict=True):
        yield i, k, j, m


def _alike(ours: Sequence[str], theirs: Sequence[str], a: int, b: int, c: int, d: int) -> int:
    most = min(b - a, d - c)
    return next((n for n in range(most) if ours[a + n] != theirs[c + n]), most)


def _alike_at_end(ours: Sequence[str], theirs: Sequence[str], a: int, b: int, c: int, d: int) -> int:
    most = min(b - a, d - c)
    return next((n for n in range(most) if ours[b - 1 - n] != theirs[d - 1 - n]), most)


def _longest(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of the same token, in order, that hold the most characters: the heaviest common subsequence."""
    best = [[0] * (len(theirs) + 1)]
    for one in ours:
        above, row, weight = best[-1], [0], len(one)
        for j, other in enumerate(theirs):
            kept = above[j + 1] if above[j + 1] >= row[j] else row[j]
            row.append(max(kept, above[j] + weight) if one == other else kept)
        best.append(row)
    pairs: list[tuple[int, int]] = []
    i, j = len(ours), len(theirs)
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


def _anchors(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Places of what both have exactly once, the longest rising series of them."""
    for size in RUNS:
        there, here = _once(theirs, size), _once(ours, size)
        pairs = [(at, there[run]) for run, at in here.items() if run in there]
        if pairs:
            return _rising(pairs)
    return []


def _once(tokens: Sequence[str], size: int) -> dict[tuple[str, ...], int]:
    runs = list(zip(*(tokens[n:] for n in range(size)), strict=False))
    often = Counter(runs)
    return {run: at for at, run in enumerate(runs) if often[run] == 1}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest series rising in both, by patience sorting. ``pairs`` rise in the first."""
    tops: list[int] = []
    last: list[int] = []  # the pair on top of each pile
    before: list[int] = []  # for each pair, the top of the pile to its left
    for index, (_, there) in enumerate(pairs):
        pile = bisect_left(tops, there)
        before.append(last[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(there)
            last.append(index)
        else:
            tops[pile], last[pile] = there, index
    series: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        series.append(pairs[at])
        at = before[at]
    return series[::-1]
