"""Mend a grouping after teams withdrew, moving as few of the others as the rules allow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from evenground.analysis.groups.anneal import Grouping, anneal, blocks, total
from evenground.analysis.groups.certificate import Certificate
from evenground.analysis.groups.child import Limits, last_of
from evenground.analysis.groups.clash import any_grouping, check_numbers, no_grouping
from evenground.analysis.groups.hard import Rules, problem_rules
from evenground.analysis.groups.leaders import assign
from evenground.analysis.groups.problem import GroupsInputWrong, Problem, listed
from evenground.analysis.groups.proposal import Group, Proposal, proposal_of
from evenground.analysis.groups.scoring import members
from evenground.analysis.groups.words import number

MOST_MOVES = 6  # beyond that forming anew is the honest answer
BEAM = 300  # half-mended groupings kept after each move

Masks = tuple[int, ...]


@dataclass(frozen=True)
class Repair:
    """A mended grouping beside the one before.

    ``moved`` has a (team key, old label, new label) for each team that must change its group; ``fewest`` says whether
    fewer moves were tried and cannot do.
    """

    before: Proposal
    after: Proposal
    gone: tuple[str, ...]
    moved: tuple[tuple[str, str, str], ...]
    fewest: bool

    def __str__(self) -> str:
        left = listed(self.before.problem.team(key).name for key in self.gone)
        scores = f"average score {self.before.average:g} → {self.after.average:g}"
        lines = [f"Without {left}: moves {number(len(self.moved), 'team')}, {scores}."]
        lines += [f"  {self.after.problem.team(key).name}: from {old} to {new}." for key, old, new in self.moved]
        closed = [g.label for g in self.before.groups if g.label not in {group.label for group in self.after.groups}]
        lines += [f"  {label} closes." for label in closed]
        return "\n".join([*lines, "", str(self.after)])


def repair(
    proposal: Proposal, *, gone: Iterable[str], extra_moves: int = 0, seed: int = 1, limits: Limits | None = None
) -> Repair:
    """The best grouping of the teams that stay among those that move the fewest of them.

    Groups keep their names and facilitators. A group too small to go on may close.

    Parameters
    ----------
    proposal
        The grouping in use; `as_arranged` makes one from groups made by hand.
    gone
        Keys of the teams that withdrew.
    extra_moves
        How many more teams than the fewest possible may move where that gains points.
    seed
        Of the search that forms anew when more than a few teams would have to move.

    Raises
    ------
    GroupsInputWrong
        If ``gone`` names a team that is not there, or every team.
    NoGrouping
        If the teams that stay cannot be grouped; the sentence names the rules that clash.
    """
    left = _checked(proposal, tuple(gone))
    return last_of(mended, proposal, left, extra_moves, seed, limits=limits).answer


def mended(proposal: Proposal, left: tuple[str, ...], extra_moves: int, seed: int) -> Iterator[Repair]:
    """The one repair."""
    problem = _without(proposal.problem, set(left))
    rules = problem_rules(problem)
    leaders = _leaders(proposal)
    masks = tuple(_mask(rules, group) for group in proposal.groups)
    mending = _Mending(rules, leaders)
    found = mending.run(masks, extra_moves)
    if found is None:
        yield _formed_anew(proposal, rules, left, seed)
    else:
        yield _repaired(proposal, rules, left, found, leaders, fewest=extra_moves == 0 and not mending.cut)


def _checked(proposal: Proposal, gone: tuple[str, ...]) -> tuple[str, ...]:
    for key in gone:
        proposal.problem.team(key)
    if not gone:
        raise GroupsInputWrong("No team is named as gone, so there is nothing to mend. Name at least one.")
    if len(set(gone)) == len(proposal.problem.teams):
        raise GroupsInputWrong("Every team is named as gone: nobody is left to group.")
    return tuple(dict.fromkeys(gone))


def _without(problem: Problem, gone: set[str]) -> Problem:
    return replace(
        problem,
        teams=tuple(t for t in problem.teams if t.key not in gone),
        pinned={key: label for key, label in problem.pinned.items() if key not in gone},
        together=tuple(pair for pair in problem.together if not pair & gone),
        apart=tuple(pair for pair in problem.apart if not pair & gone),
    )


def _leaders(proposal: Proposal) -> list[int]:
    keys = [f.key for f in proposal.problem.facilitators]
    return [keys.index(group.facilitator) if group.facilitator else 0 for group in proposal.groups]


def _mask(rules: Rules, group: Group) -> int:
    """Those of a group who stay."""
    return rules.scorer.mask(lambda team: team.key in group.teams)


class _Mending:
    """Breadth first by number of teams moved: only groups that break a rule give or take a team."""

    def __init__(self, rules: Rules, leaders: Sequence[int]) -> None:
        self.rules, self.leaders = rules, leaders
        pinned = rules.scorer.mask(lambda team: team.key in rules.problem.pinned)
        self.known: dict[tuple[int, int], int] = {}
        self.cut = False  # half-mended groupings were dropped that might have needed fewer moves
        self.free = [block for block in blocks(rules) if not block & pinned]

    def run(self, start: Masks, extra: int) -> Masks | None:
        """Fewest moves first, then the most points."""
        level: dict[int, set[Masks]] = {0: {start}}
        best: tuple[int, Masks] | None = None
        last = MOST_MOVES
        moves = 0
        while moves <= last:
            states = sorted(level.get(moves, set()), key=lambda s: (self.broken(s), -self.value(s), s))[:BEAM]
            whole = [s for s in states if not self.broken(s)]
            self.cut = self.cut or (not whole and best is None and len(level.get(moves, ())) > BEAM)
            if whole:
                last = moves + extra if best is None else last
                here = self.value(whole[0]), whole[0]
                best = here if best is None or here[0] > best[0] else best
            if moves < last:
                for state in states:
                    for cost, changed in self._moved(start, state):
                        level.setdefault(moves + cost, set()).add(changed)
            moves += 1
        return best[1] if best else None

    def _moved(self, start: Masks, state: Masks) -> Iterator[tuple[int, Masks]]:
        """Every state one block away, with the number of teams in the block."""
        ill = {n for n, mask in enumerate(state) if self._ills(mask, n)}
        for block in self.free:
            home = next(n for n, mask in enumerate(state) if mask & block)
            if not start[home] & block:
                continue  # has moved once: twice is never needed
            for goal in range(len(state)):
                if goal != home and (not ill or home in ill or goal in ill) and state[goal]:
                    changed = list(state)
                    changed[home], changed[goal] = state[home] ^ block, state[goal] | block
                    yield block.bit_count(), tuple(changed)

    def _ills(self, mask: int, place: int) -> int:
        if not mask:
            return 0
        return self.rules.count(mask) + (self.rules.scorer.fit(mask, self.leaders[place]) is None)

    def broken(self, state: Masks) -> int:
        return sum(self._ills(mask, n) for n, mask in enumerate(state))

    def value(self, state: Masks) -> int:
        """As `total`, with the worth of each group kept."""
        led = Counter(who for mask, who in zip(state, self.leaders, strict=True) if mask)
        load = sum(map(self.rules.scorer.load, led.values())) if self.rules.problem.facilitators else 0
        return sum(self._worth(mask, n) for n, mask in enumerate(state) if mask) - load

    def _worth(self, mask: int, place: int) -> int:
        known = self.known.get((mask, place))
        if known is None:
            scorer = self.rules.scorer
            known = self.known[mask, place] = scorer.counted(mask) + (scorer.fit(mask, self.leaders[place]) or 0)
        return known


def _formed_anew(proposal: Proposal, rules: Rules, gone: tuple[str, ...], seed: int) -> Repair:
    """When a few moves do not do: everything may move, and keeping one's companions counts most."""
    before = {key: group.label for group in proposal.groups for key in group.teams if key not in gone}
    bounds, problem = rules.problem.bounds, rules.problem
    groups = max(1, min(problem.groups, len(problem.teams) // bounds.smallest))
    weights = replace(problem.weights, stability=10 * problem.weights.stability)
    wanted = replace(problem, groups=groups, previous=before, weights=weights)
    check_numbers(wanted)
    fresh = problem_rules(wanted)
    annealed = anneal(fresh, seed=seed)
    found = any_grouping(fresh) if annealed.broken else annealed
    if found is None:
        raise no_grouping(wanted)
    masks, leaders = _in_old_places(proposal, rules, [mask for mask, _ in found.sets])
    return _repaired(proposal, rules, gone, masks, leaders, fewest=False)


def _in_old_places(proposal: Proposal, rules: Rules, found: list[int]) -> tuple[Masks, list[int]]:
    """Each new group takes the name of the old one it shares most teams with."""
    old = [_mask(rules, group) for group in proposal.groups]
    masks = [0] * len(old)
    pairs = sorted(((-(o & f).bit_count(), n, f) for n, o in enumerate(old) for f in found))
    for _, place, mask in pairs:
        if not masks[place] and mask not in masks:
            masks[place] = mask
    kept = [n for n, mask in enumerate(masks) if mask]
    assigned = assign(rules.scorer, [masks[n] for n in kept]) or [0] * len(kept)
    leaders = [0] * len(old)
    for n, who in zip(kept, assigned, strict=True):
        leaders[n] = who
    return tuple(masks), leaders


def _repaired(
    proposal: Proposal, rules: Rules, gone: tuple[str, ...], masks: Masks, leaders: Sequence[int], *, fewest: bool
) -> Repair:
    kept = [n for n, mask in enumerate(masks) if mask]
    problem = replace(rules.problem, groups=len(kept))
    sets = tuple((masks[n], leaders[n]) for n in kept)
    says = "Mended with the fewest moves." if fewest else "Mended; fewer moves may be possible."
    grouping = Grouping(sets, total(rules, sets))
    after = proposal_of(problem_rules(problem), grouping, Certificate(False, None, says))
    labels = [proposal.groups[n].label for n in kept]
    after = replace(after, groups=tuple(replace(g, label=label) for g, label in zip(after.groups, labels, strict=True)))
    moved = [
        (key, proposal.group_of(key).label, label)
        for n, label in zip(kept, labels, strict=True)
        for key in (problem.teams[i].key for i in members(masks[n]))
        if key not in proposal.groups[n].teams
    ]
    return Repair(proposal, after, gone, tuple(moved), fewest)
