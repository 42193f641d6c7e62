"""A specification of GroupEng: the class list, the size of groups, and rules in order of priority.

Its published format is a text of ``word : value`` lines. ``#`` begins a comment. ``classlist`` names the CSV file beside
it, ``student_identifier`` the column of keys, ``group_size`` the people in a group with ``+`` (the leftover make some
groups larger) or ``-`` (some groups are smaller). Each rule is a line ``- cluster : Gender``, with lines ``values`` (or
``value``) and ``tol`` below it. In ``values``, commas part values that are treated one by one, ``=`` joins values that
count as one. Brackets around values are left out. Without ``tol`` a balance is within half a standard deviation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from re import fullmatch

from evenground.analysis.errors import UnreadableFile
from evenground.analysis.groups.problem import listed
from evenground.analysis.groups.rows import text_of
from evenground.analysis.groups.teaming.checking import checked, number_of
from evenground.analysis.groups.teaming.problem import LARGER, SMALLER, TeamsProblem, even_sizes
from evenground.analysis.groups.teaming.reading import read_members
from evenground.analysis.groups.teaming.rules import Aggregate, Balance, Cluster, Distribute, Rule, Value

KINDS = ("distribute", "cluster", "aggregate", "balance")
NEEDED = ("classlist", "student_identifier", "group_size")
IGNORED = ("tries", "rules", "uphold_rules")  # how hard it should try is its own affair
BELOW = {"values": "values", "value": "values", "tol": "tol", "tolerance": "tol"}
TOLERANCE = 0.5


@dataclass
class _Written:
    """A rule as it is written, and where."""

    kind: str
    attribute: str
    line: int
    below: dict[str, tuple[str, int]] = field(default_factory=dict)


def read_groupeng(path: Path) -> TeamsProblem:
    """The problem a specification describes, with the class it names.

    Its ``weight``, its number of ``tries`` and its files of results have no counterpart here.

    Raises
    ------
    UnreadableFile
        If a line cannot be read: which, and what it should be.
    GroupsInputWrong, MissingColumn
        If the class or a rule cannot be meant.
    """
    settings, written = _read(path, text_of(path))
    for word in NEEDED:
        if word not in settings:
            raise UnreadableFile(f"{path.name} has no line “{word} : …”. Add it.")
    size, leftover = _size(path, *settings["group_size"])
    members = read_members(path.parent / settings["classlist"][0], key=settings["student_identifier"][0])
    sizes = even_sizes(len(members), size=size, leftover=leftover) if members else ()
    return checked(TeamsProblem(tuple(members), sizes, tuple(_rule(path, each) for each in written)))


def _read(path: Path, text: str) -> tuple[dict[str, tuple[str, int]], list[_Written]]:
    settings: dict[str, tuple[str, int]] = {}
    written: list[_Written] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.partition("#")[0].strip()
        if not line:
            continue
        word, colon, value = (part.strip() for part in line.lstrip("-").partition(":"))
        word = word.casefold().replace(" ", "_")
        if not colon:
            raise _unreadable(path, number, f"“{line}” has no colon. Write it as “word : value”")
        if line.startswith("-") or word in KINDS:
            written.append(_begun(path, number, word, value))
        elif word in BELOW:
            _add_below(path, number, written, word, value)
        elif word in (*NEEDED, *IGNORED):
            if word in NEEDED and (word in settings or not value):
                says = (
                    f"“{word}” is there twice. Keep one" if word in settings else f"“{word}” says nothing. Fill it in"
                )
                raise _unreadable(path, number, says)
            settings[word] = value.strip("\"'"), number
        else:
            raise _unreadable(
                path, number, f"“{word}” is not a word of this format. It has: {listed([*NEEDED, *KINDS, *BELOW])}"
            )
    return settings, written


def _begun(path: Path, number: int, word: str, value: str) -> _Written:
    if word not in KINDS:
        raise _unreadable(
            path, number, f"“{word}” is not a kind of rule. Choose {', '.join(KINDS[:-1])} or {KINDS[-1]}"
        )
    if not value:
        raise _unreadable(path, number, f"“{word}” names no column. Write “- {word} : Gender”, say")
    return _Written(word, value.strip("\"'"), number)


def _add_below(path: Path, number: int, written: list[_Written], word: str, value: str) -> None:
    if not written:
        raise _unreadable(path, number, f"“{word}” belongs below a rule, and none comes before it")
    rule, meant = written[-1], BELOW[word]
    if meant in rule.below:
        raise _unreadable(path, number, f"“{word}” is there twice for the rule of line {rule.line}. Keep one")
    if (meant == "tol") != (rule.kind == "balance") or (meant == "values" and rule.kind == "aggregate"):
        raise _unreadable(path, number, f"“{word}” means nothing for “{rule.kind}”. Delete the line")
    rule.below[meant] = value, number


def _size(path: Path, text: str, number: int) -> tuple[int, str]:
    match = fullmatch(r"(\d{1,6})\s*([+-]?)", text)
    if not match:
        raise _unreadable(path, number, f"“{text}” is not a group size. Write 4, 4+ or 4-")
    return int(match[1]), SMALLER if match[2] == "-" else LARGER


def _rule(path: Path, written: _Written) -> Rule:
    if written.kind == "aggregate":
        return Aggregate(written.attribute)
    if written.kind == "balance":
        text, number = written.below.get("tol", (str(TOLERANCE), 0))
        tolerance = number_of(text)
        if tolerance is None or tolerance < 0:
            raise _unreadable(path, number, f"“{text}” is not a tolerance. Write a number such as 0.5")
        return Balance(written.attribute, tolerance)
    values = _values(path, *written.below["values"]) if "values" in written.below else ()
    return Distribute(written.attribute, values) if written.kind == "distribute" else Cluster(written.attribute, values)


def _values(path: Path, text: str, number: int) -> tuple[Value, ...]:
    found: list[Value] = []
    for part in text.strip("()[] ").split(","):
        joined = tuple(each.strip(" ()[]\"'") for each in part.split("="))
        if not all(joined):
            raise _unreadable(
                path, number, f"“{text}” has an empty value. Write “A, B”, or “A = B” for values that count as one"
            )
        found.append(joined if len(joined) > 1 else joined[0])
    return tuple(found)


def _unreadable(path: Path, number: int, says: str) -> UnreadableFile:
    return UnreadableFile(f"{path.name}, line {number}: {says}.")
