"""Groups, points and placements in words that a team can read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from evenground.analysis.groups.problem import Facilitator, Problem, Team, Weights, listed

LABEL_KINDS = ("condition", "service")


def said(theme: str) -> str:
    """The tag of a theme as a person says it."""
    return theme.partition(":")[2].replace("_", " ").strip()


def kind_of(theme: str) -> str:
    return theme.partition(":")[0]


def some(people: int, role: str) -> str:
    """``a commissioner``, ``an analyst``, ``3 public advisers``."""
    if people != 1:
        return f"{people} {role}s"
    return f"an {role}" if role[:1].lower() in "aeiou" else f"a {role}"


def number(count: int, what: str) -> str:
    """``1 team``, ``9 teams``."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def labels(problem: Problem, groups: Sequence[Sequence[Team]]) -> list[str]:
    """A name for every group: the one it is pinned to, or its commonest condition and service."""
    given = [next((problem.pinned[t.key] for t in group if t.key in problem.pinned), "") for group in groups]
    taken = set(given)
    for place, group in enumerate(groups):
        if not given[place]:
            given[place] = _free(_suggested(group), taken)
            taken.add(given[place])
    return given


def _suggested(group: Sequence[Team]) -> str:
    common = [theme for kind in LABEL_KINDS if (theme := _commonest(group, kind, at_least=(len(group) + 1) // 2))]
    if not common:
        common = [theme for kind in LABEL_KINDS if (theme := _commonest(group, kind, at_least=2))][:1]
    words = listed(said(theme) for theme in common)
    return words[:1].upper() + words[1:] if words else "Mixed themes"


def _commonest(group: Sequence[Team], kind: str, *, at_least: int) -> str | None:
    counts = Counter(theme for team in group for theme in sorted(team.themes) if kind_of(theme) == kind)
    theme, teams = min(counts.items(), key=lambda counted: (-counted[1], counted[0]), default=("", 0))
    return theme if teams >= max(2, at_least) else None


def _free(label: str, taken: set[str]) -> str:
    number = 2
    wanted = label
    while label in taken:
        label, number = f"{wanted} {number}", number + 1
    return label


def themes_said(group: Sequence[Team], weights: Weights) -> str:
    """For each kind of theme, how many of the teams share the commonest."""
    kinds = [*weights.themes, *sorted({kind_of(x) for t in group for x in t.themes} - set(weights.themes))]
    return " ".join(_theme_said(group, kind) for kind in kinds)


def _theme_said(group: Sequence[Team], kind: str) -> str:
    theme = _commonest(group, kind, at_least=2)
    if theme is None:
        return f"{kind.capitalize()}: no two alike."
    sharing = sum(theme in team.themes for team in group)
    how_many = f"all {_spelt(sharing)}" if sharing == len(group) else f"{sharing} of {len(group)}"
    return f"{kind.capitalize()}: {how_many} teams {said(theme)}."


def roles_said(group: Sequence[Team], weights: Weights) -> str:
    """Who is there, and which role nobody brings."""
    people = {role: sum(t.roles.get(role, 0) for t in group) for role in weights.roles}
    there = [number(n, role) for role, n in people.items() if n]
    gone = [f"no {role}" for role, n in people.items() if not n]
    return "; ".join(filter(None, [listed(there), listed(gone) if gone else ""])) + "."


def mixed_said(names: Iterable[str], what: str, whats: str) -> str:
    """How many organisations or areas there are among the teams; no name counts as one of its own."""
    given = list(names)
    different = len(set(filter(None, given))) + given.count("")
    return f"{different} {what if different == 1 else whats} among {len(given)} teams."


def facilitator_said(facilitator: Facilitator, group: Sequence[Team]) -> str:
    """How many teams' themes the facilitator knows."""
    known = sorted({said(theme) for team in group for theme in facilitator.knows(team)})
    teams = sum(bool(facilitator.knows(team)) for team in group)
    words = f"{facilitator.name} knows a theme of {teams} of {len(group)} teams"
    words += f" ({listed(known)})" if known else ""
    own = [t.name for t in group if facilitator.organisation and t.organisation == facilitator.organisation]
    return f"{words}, and works at the same organisation as {listed(own)}." if own else f"{words}."


def stability_said(group: Sequence[Team], problem: Problem) -> str:
    """Who was together last time."""
    again = [t.name for t in group if _former(t, group, problem)]
    return f"{listed(again)} were together before." if again else "No two teams were together before."


def wishes_said(group: Sequence[Team]) -> str:
    """Who has companions they asked for, and who asked in vain."""
    keys = {t.key for t in group}
    glad, sorry = (
        [t.name for t in group if t.wishes & keys],
        [t.name for t in group if t.wishes and not t.wishes & keys],
    )
    said = [f"{listed(glad)} {'has' if len(glad) == 1 else 'have'} somebody they asked for"] if glad else []
    said += [f"{listed(sorry)} {'has' if len(sorry) == 1 else 'have'} nobody they asked for"] if sorry else []
    return f"{'; '.join(said)}." if said else "Nobody here asked for anybody."


def days_said(group: Sequence[Team]) -> str:
    """The days on which all can meet, or the day that suits most."""
    return _agreed_said([t.days for t in group], [t.name for t in group])


def mode_said(group: Sequence[Team]) -> str:
    """How all want to meet, or what suits most."""
    return _agreed_said([frozenset(filter(None, [t.mode])) for t in group], [t.name for t in group])


def _agreed_said(choices: Sequence[frozenset[str]], names: Sequence[str]) -> str:
    suits = Counter(choice for given in choices for choice in given)
    if not suits:
        return "Nobody said."
    free = sum(not given for given in choices)
    best = max(suits.values())
    common = sorted(choice for choice, times in suits.items() if times == best)
    if best + free == len(choices):
        return f"{listed(common)} {'suits' if len(common) == 1 else 'suit'} all {len(choices)} teams."
    without = [name for name, given in zip(names, choices, strict=True) if given and common[0] not in given]
    return f"{common[0]} suits {best + free} of {len(choices)} teams, but not {listed(without)}."


def deputy_said(facilitator: Facilitator, group: Sequence[Team]) -> str:
    """Who deputises, and what they know."""
    known = sorted({said(theme) for team in group for theme in facilitator.knows(team)})
    return f"{facilitator.name}, who knows about {listed(known)}." if known else f"{facilitator.name}."


def _former(team: Team, group: Sequence[Team], problem: Problem) -> list[str]:
    label = problem.previous.get(team.key)
    return [t.name for t in group if t.key != team.key and label is not None and problem.previous.get(t.key) == label]


def reason(team: Team, group: Sequence[Team], label: str, problem: Problem) -> str:
    """One sentence: why this team is in this group.

    >>> from evenground.analysis.groups import Bounds, Team, form_groups
    >>> x, y = [Team(k, f"Project {k}", themes=frozenset({"condition:dementia"})) for k in "xy"]
    >>> print(form_groups([x, y], bounds=Bounds(2, 2), certificate_seconds=0).why["x"])
    With Project y because both are about dementia.
    """
    others = [t for t in group if t.key != team.key]
    start = f"Pinned to {label}, with" if team.key in problem.pinned else "With"
    clauses = _clauses(team, others, group, problem)
    return f"{start} {_alike(team, others, problem)}{'; ' if clauses else ''}{', and '.join(clauses)}."


def _alike(team: Team, others: Sequence[Team], problem: Problem) -> str:
    """The likest companions and what they share."""
    if not others:
        return "nobody else"
    nearest = max(others, key=lambda other: _likeness(team, other, problem.weights))
    shared = team.themes & nearest.themes
    if not shared:
        return f"{listed(t.name for t in others)}, though their themes differ, so that every group is a good size"
    companions = [t for t in others if shared <= t.themes]
    each = "both" if len(companions) == 1 else f"all {_spelt(len(companions) + 1)}"
    return f"{listed(t.name for t in companions)} because {each} are {_shared_said(shared)}"


def _spelt(count: int) -> str:
    names = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
    return names[count - 2] if 2 <= count <= 9 else str(count)


def _likeness(a: Team, b: Team, weights: Weights) -> tuple[int, int]:
    kinds = {kind_of(theme) for theme in a.themes & b.themes}
    return sum(weights.themes.get(kind, weights.other_theme) for kind in kinds), len(a.themes & b.themes)


def _shared_said(shared: frozenset[str]) -> str:
    order = sorted(shared, key=lambda theme: (theme.partition(":")[0] != "condition", theme))
    about = [said(theme) for theme in order if kind_of(theme) != "stage"]
    stage = [said(theme) for theme in order if kind_of(theme) == "stage"]
    parts = [f"about {listed(about)}"] if about else []
    parts += [f"at the same stage ({listed(stage)})"] if stage else []
    return listed(parts)


def _clauses(team: Team, others: Sequence[Team], group: Sequence[Team], problem: Problem) -> list[str]:
    alone = [
        role for role in problem.weights.roles if team.roles.get(role) and not any(t.roles.get(role) for t in others)
    ]
    clauses = [f"adds {listed(some(team.roles[role], role) for role in alone)}"] if alone else []
    former = _former(team, group, problem)
    clauses += [f"stays with {listed(former)}"] if former else []
    wished = [t.name for t in others if t.key in team.wishes]
    clauses += [f"asked to be with {listed(wished)}"] if wished else []
    if team.organisation and not any(t.organisation == team.organisation for t in others):
        clauses.append(f"nobody else comes from {team.organisation}")
    return clauses
