"""Read a network from data frames, CSV, spreadsheets or GraphML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from evenground.analysis.errors import MissingColumn
from evenground.analysis.frames import Labels, read
from evenground.analysis.frames.collecting import frame_of
from evenground.analysis.network.checking import Checker, flags, ids_of, texts_of
from evenground.analysis.network.graphml import graphml_tables
from evenground.analysis.network.ties import NOT_SAID, Network

PERSON: Final = ("id", "person", "person_id", "name", "label")
ENDS: Final = (("from", "to"), ("source", "target"), ("a", "b"), ("person_a", "person_b"), ("person", "other"))
KNOWN: Final = ("known_before", "known before")


@dataclass(frozen=True)
class _Table:
    """Columns of one table by their names in small letters, and the number a person gives its first row."""

    columns: dict[str, Labels]
    headings: tuple[str, ...]
    first: int
    source: Any

    def find(self, name: str | None, guesses: Sequence[str] = ()) -> Labels | None:
        """The column of that name, which must be there; or the first guess that is."""
        if name is not None:
            if name.casefold() not in self.columns:
                raise MissingColumn([name], self.headings)
            return self.columns[name.casefold()]
        return next((self.columns[guess] for guess in guesses if guess in self.columns), None)

    def need(self, name: str | None, guesses: Sequence[str]) -> Labels:
        if (found := self.find(name, guesses)) is None:
            raise MissingColumn(guesses[:3], self.headings)
        return found


def read_network(
    ties: Any,
    *,
    people: Any = None,
    person: str | None = None,
    a: str | None = None,
    b: str | None = None,
    kind: str | None = None,
    date: str | None = None,
    weight: str | None = None,
    known_before: str | None = None,
    answered: str | None = None,
    directed: bool | str | None = None,
) -> Network:
    """Read people and the ties between them.

    Parameters
    ----------
    ties
        One row a tie: any data frame, or the path of a CSV, spreadsheet or GraphML file.
    people
        One row a person, with any further columns (role, organisation, team, area, themes …), as a data frame or the
        path of a file. Left out, the people are those the ties name. Who has no tie is only known from here.
    person, answered
        Columns of ``people``: the id, and whether they answered (yes or no; blank is no). Without ``answered``,
        everybody has.
    a, b, kind, date, weight, known_before
        Columns of ``ties``: the two people (from ``a`` to ``b``), the kind of tie, its date, its weight, and whether the
        two knew each other before. Left out, they are found by their usual names: “from” and “to”, “source” and
        “target”, “kind”, “date”, “weight”, “known_before”.
    directed
        Whether ties go one way only: for all of them, or the column that says it of each.

    Raises
    ------
    BadTable, MissingColumn, NotATable, UnreadableFile
        Every row that must be mended is named: nobody or somebody unknown in a tie, a tie of a person to themselves, a
        date or weight that cannot be read, a person twice. The first row of a data frame is 1; row 1 of a file holds
        the headings.

    Examples
    --------
    >>> import pyarrow as pa
    >>> ties = pa.table({"from": ["Ann", "Bea"], "to": ["Bea", "Cem"], "date": ["2026-03-01", "2026-04-01"]})
    >>> read_network(ties)
    Network(3 people, 2 ties between 2 pairs)
    """
    if _is_graphml(ties):
        found = graphml_tables(Path(ties))
        people, ties = (found.people if people is None else people), found.ties
        directed = "directed" if directed is None else directed
    rows = _table(ties)
    ends = _ends(rows, a, b)
    checker = Checker(rows.first)
    ids, attributes, said, like = _people(people, person, answered, ends)
    place = {name: number for number, name in enumerate(ids)}
    from_, to = (checker.ends(end, place, told=people is not None) for end in ends)
    itself = [row for row, (x, y) in enumerate(zip(*map(ids_of, ends), strict=True)) if x and x == y]
    checker.say(itself, ends[1].column, "the tie goes from a person to the same person.", "Leave the row out.")
    known = rows.find(known_before, KNOWN)
    dates, weights = rows.find(date, ("date",)), rows.find(weight, ("weight",))
    kinds = rows.find(kind, ("kind", "type"))
    many = len(from_)
    made = Network(
        people=tuple(ids),
        attributes=attributes,
        a=from_,
        b=to,
        directed=_directed(rows, directed, checker, many),
        kinds=tuple(text or "" for text in texts_of(kinds)) if kinds else ("",) * many,
        dates=checker.dates(dates) if dates else np.full(many, np.datetime64("NaT"), dtype="datetime64[D]"),
        weights=checker.weights(weights) if weights else np.ones(many),
        known=checker.choices(known) if known else np.full(many, NOT_SAID, dtype=np.int64),
        answered=said,
        like=rows.source if like is None else like,
    )
    checker.stop()
    return made


def _ends(rows: _Table, a: str | None, b: str | None) -> tuple[Labels, Labels]:
    if a is None and b is None:
        pair = next((pair for pair in ENDS if all(name in rows.columns for name in pair)), ENDS[0])
        return rows.need(None, pair[:1]), rows.need(None, pair[1:])
    return rows.need(a, ("from", "source", "a")), rows.need(b, ("to", "target", "b"))


def _people(people: Any, person: str | None, answered: str | None, ends: tuple[Labels, Labels]) -> Any:
    if people is None:
        ids = list(dict.fromkeys(name for both in zip(*map(ids_of, ends), strict=True) for name in both if name))
        return ids, {}, np.ones(len(ids), dtype=bool), None
    table = _table(people)
    own, checker = table.need(person, PERSON), Checker(table.first)
    ids = ids_of(own)
    _check_ids(ids, own.column, checker)
    said = table.find(answered, ("answered",))
    choices = checker.choices(said, blank=0) if said else np.ones(len(ids), dtype=np.int64)
    checker.stop()
    skip = {own.column} | ({said.column} if said else set())
    rest = {one.column: texts_of(one) for one in table.columns.values() if one.column not in skip}
    return ids, rest, flags(choices), table.source


def _check_ids(ids: Sequence[str], column: str, checker: Checker) -> None:
    seen: dict[str, int] = {}
    for row, name in enumerate(ids):
        if not name:
            checker.say([row], column, "the person has no id.", "Give each person an id of their own.")
        elif name in seen:
            says = f"“{name}” is in row {seen[name] + checker.first:,} as well."
            checker.say([row], column, says, "Keep one row a person.")
        seen.setdefault(name, row)


def _directed(rows: _Table, directed: bool | str | None, checker: Checker, many: int) -> Any:
    if isinstance(directed, bool):
        return np.full(many, directed)
    column = rows.find(directed, ("directed",))
    return flags(checker.choices(column, blank=0)) if column else np.zeros(many, dtype=bool)


def _is_graphml(ties: Any) -> bool:
    return isinstance(ties, str | Path) and Path(ties).suffix.casefold() in (".graphml", ".xml")


def _table(data: Any) -> _Table:
    first = 1
    if isinstance(data, str | Path):
        data, first = _from_file(Path(data)), 2
    names = list(frame_of(data).collect_schema().names())
    labels = read(data, within={name: name for name in names}).labels
    return _Table({name.casefold(): labels[name] for name in reversed(names)}, tuple(names), first, data)


def _from_file(path: Path) -> Any:
    from evenground.analysis.tables.opening import ROW, opened

    with opened(path) as table:
        return table.order_by(ROW).drop(ROW).to_pyarrow()
