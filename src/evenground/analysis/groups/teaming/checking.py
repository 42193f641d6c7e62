"""What cannot be meant in a problem of teams: one sentence each, with the rows and what to change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from evenground.analysis.groups.problem import GroupsInputWrong
from evenground.analysis.groups.teaming.problem import Member, TeamsProblem, some
from evenground.analysis.groups.teaming.rules import (
    Aggregate,
    Alike,
    Balance,
    Cluster,
    Distribute,
    Diverse,
    Rule,
    as_set,
    attributes,
    value_said,
)

MOST_PAIRED = 4_000  # people; the differences of all pairs of more take too much memory
MOST_NUMBERS = 12  # more different numbers than this are a measurement, not kinds of people


def checked(problem: TeamsProblem) -> TeamsProblem:
    """The same problem, or the first thing in it that cannot be meant.

    Raises
    ------
    GroupsInputWrong
        One sentence: what, which rows, and how to mend it.
    """
    _check_people(problem.members)
    _check_sizes(problem)
    _check_pairs(problem)
    for number, rule in enumerate(problem.rules, 1):
        if rule in problem.rules[: number - 1]:
            raise GroupsInputWrong(f"Rule {number} (“{rule}”) is there twice. Leave one out.")
        _check_rule(rule, problem.members)
    _check_against(problem.rules)
    return problem


def _check_people(members: Sequence[Member]) -> None:
    if not members:
        raise GroupsInputWrong("There are no people to put into groups. Add at least two.")
    if len(members) == 1:
        raise GroupsInputWrong(f"{members[0]} is the only person: there is nobody to share a group with. Add people.")
    where: dict[str, list[str]] = {}
    for member in members:
        if not member.key.strip():
            raise GroupsInputWrong(f"A person has no key ({member.where}). Give everybody one of their own.")
        where.setdefault(member.key, []).append(member.where)
    for key, rows in where.items():
        if len(rows) > 1:
            raise GroupsInputWrong(
                f"“{key}” is there {len(rows)} times: {some(rows)}. Give each person a key of their own, or leave one out."
            )


def _check_sizes(problem: TeamsProblem) -> None:
    people = len(problem.members)
    if not problem.sizes:
        raise GroupsInputWrong("There are no groups to put people into. Say how many, or how large.")
    for number, size in enumerate(problem.sizes, 1):
        if not 1 <= size.smallest <= size.largest:
            raise GroupsInputWrong(
                f"Group {number} has room for {size.smallest} to {size.largest} people. Give 1 or more, the smaller first."
            )
    fewest, most = sum(s.smallest for s in problem.sizes), sum(s.largest for s in problem.sizes)
    if not fewest <= people <= most:
        room = str(most) if fewest == most else f"{fewest} to {most}"
        raise GroupsInputWrong(
            f"The {problem.groups} groups have room for {room} people, but there are {people}. Change the sizes or"
            " the number of groups."
        )


def _check_pairs(problem: TeamsProblem) -> None:
    there = {member.key for member in problem.members}
    for pair in (*problem.together, *problem.apart):
        for key in sorted(pair - there):
            raise GroupsInputWrong(
                f"A wish names “{key}”, who is not among the people. Mend the name or drop the wish."
            )
        if len(pair) != 2:
            raise GroupsInputWrong(f"A wish names {some(sorted(pair)) or 'nobody'}: it needs two different people.")


def _check_rule(rule: Rule, members: Sequence[Member]) -> None:
    if not attributes(rule):
        raise GroupsInputWrong(f"The rule {type(rule).__name__} names no attribute. Name at least one.")
    for attribute in attributes(rule):
        _check_attribute(attribute, members)
    if isinstance(rule, Balance):
        _check_numbers(rule, members)
    elif isinstance(rule, Distribute | Cluster | Aggregate):
        _check_kinds(rule, members)
    elif len(members) > MOST_PAIRED:
        raise GroupsInputWrong(
            f"“{rule}” compares every two people, which is too much for {len(members):,} of them; {MOST_PAIRED:,} can be"
            " compared. Use a rule that spreads or balances, or split the people first."
        )


def _check_attribute(attribute: str, members: Sequence[Member]) -> None:
    there = list(dict.fromkeys(name for member in members for name in member.attributes))
    if attribute not in there:
        has = f"There are: {some(there, 12)}." if there else "Nothing is known about anybody."
        raise GroupsInputWrong(f"A rule names “{attribute}”, which nobody has. {has}")
    if not any(member.value(attribute) for member in members):
        raise GroupsInputWrong(f"“{attribute}” is blank for everybody. Fill it in, or leave out the rule about it.")


def _check_numbers(rule: Balance, members: Sequence[Member]) -> None:
    wrong = [member for member in members if number_of(member.value(rule.attribute)) is None]
    if wrong:
        said = member.value(rule.attribute) if (member := wrong[0]) else ""
        what = f"“{said}”" if said else "blank"
        raise GroupsInputWrong(
            f"“{rule.attribute}” is to be balanced, but it is not a number for {some([m.where for m in wrong])}: it is"
            f" {what}{' in the first of them' if len(wrong) > 1 else ''}. Write a number such as 3.5, or leave out the rule."
        )


def _check_kinds(rule: Distribute | Cluster | Aggregate, members: Sequence[Member]) -> None:
    counts = Counter(filter(None, (member.value(rule.attribute) for member in members)))
    named = () if isinstance(rule, Aggregate) else rule.values
    for value in named:
        if not any(counts[each] for each in as_set(value)):
            raise GroupsInputWrong(
                f"Nobody has {value_said(value)} as “{rule.attribute}”. There are: {some(list(counts), 12)}."
            )
    if named:
        return
    if len(counts) > MOST_NUMBERS and all(number_of(value) is not None for value in counts):
        raise GroupsInputWrong(
            f"“{rule.attribute}” has {len(counts)} different numbers. Balance it, or put the numbers into bands first."
        )
    if len(counts) > 1 and max(counts.values()) == 1:
        raise GroupsInputWrong(
            f"No two people share a value of “{rule.attribute}”: it has {len(counts)} different ones, so that the rule"
            f" “{rule}” means nothing. Name the values in question, put them into bands, or choose another attribute."
        )


def _check_against(rules: Sequence[Rule]) -> None:
    """Two rules that ask for the opposite of each other about the same thing."""
    for earlier in rules:
        for later in rules:
            both = set(attributes(earlier)) & set(attributes(later))
            against = isinstance(earlier, Aggregate | Alike) and isinstance(later, Distribute | Diverse)
            whole = isinstance(later, Diverse) or (isinstance(later, Distribute) and not later.values)
            if both and against and whole:
                raise GroupsInputWrong(
                    f"Two rules contradict each other: “{earlier}” and “{later}”. Leave one out, or name the values"
                    " that are to be spread."
                )


def number_of(text: str) -> float | None:
    """The number a text says, if it says one."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < 1e100 else None  # neither nan nor infinity is below it
