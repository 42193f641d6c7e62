"""Ties from what people did together: sat at one table, wrote one answer, came to one session."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from evenground.analysis.errors import OutOfRange
from evenground.analysis.frames import Frame, Labels, Positions, read
from evenground.analysis.frames.writing import as_given
from evenground.analysis.network.checking import Checker, ids_of

MOST_TIES: Final = 5_000_000


def ties_from_events(
    events: Frame, *, person: str, event: str, kind: str | None = None, date: str | None = None, most: int | None = None
) -> Frame:
    """Make a tie of every two people who were in one event. Give the result to `read_network`.

    Parameters
    ----------
    events
        One row a person and event. A person twice in an event counts once.
    person, event
        Columns of people and of events (tables, sessions, shared answers).
    kind, date
        Columns that go on to the ties, such as “same table”; those of the first row of the event.
    most
        Leave out events of more people than this: a plenary of two hundred makes nobody acquainted.

    Returns
    -------
    A data frame of the kind given: ``from``, ``to``, ``kind``, ``date``, ``event``; one row a pair and event.

    Raises
    ------
    BadTable, MissingColumn, OutOfRange
        When a row names nobody or no event; when the ties would be more than five million.

    Examples
    --------
    >>> import pyarrow as pa
    >>> seats = pa.table({"person": ["Ann", "Bea", "Cem", "Ann"], "table": ["1", "1", "2", "2"]})
    >>> [(row["from"], row["to"]) for row in ties_from_events(seats, person="person", event="table").to_pylist()]
    [('Ann', 'Bea'), ('Cem', 'Ann')]
    """
    import pyarrow as pa

    wanted = {"person": person, "event": event, "kind": kind, "date": date}
    rows = read(events, within={role: column for role, column in wanted.items() if column is not None})
    who, what = rows.labels["person"], rows.labels["event"]
    _check_named(who, what)
    member, of, first = _members(who.codes, what.codes)
    if most is not None:
        small = np.bincount(of, minlength=len(what.values))[of] <= most
        member, of = member[small], of[small]
    a, b, met = _every_two(member, of)
    ids, names = pa.array([str(i) for i in _ids(who)]), pa.array([str(i) for i in _ids(what)])
    made = {"from": ids.take(pa.array(a)), "to": ids.take(pa.array(b))}
    for column in (column for column in ("kind", "date") if column in rows.labels):
        labels = rows.labels[column]
        values = pa.array([*labels.values, None])
        made[column] = values.take(pa.array(labels.codes[first[met]] % len(values)))
    made["event"] = names.take(pa.array(met))
    return as_given(pa.table(made), events)


def _check_named(who: Labels, what: Labels) -> None:
    checker = Checker(1)
    for labels, says in ((who, "nobody is named."), (what, "no event is named.")):
        blank = [row for row, name in enumerate(ids_of(labels)) if not name]
        checker.say(blank, labels.column, says, "Fill it in or leave the row out.")
    checker.stop()


def _ids(labels: Labels) -> list[str]:
    return ids_of(Labels(labels.column, labels.values, np.arange(len(labels.values))))


def _members(people: Positions, events: Positions) -> tuple[Positions, Positions, Positions]:
    """Each person once an event, events together, people as they first came; and the first row of each event."""
    _, place = np.unique(events * (int(people.max(initial=0)) + 1) + people, return_index=True)
    place = np.sort(place)
    place = place[np.argsort(events[place], kind="stable")]
    first = np.zeros(int(events.max(initial=-1)) + 1, dtype=np.int64)
    first[events[::-1]] = np.arange(len(events) - 1, -1, -1)
    return people[place], events[place], first


def _every_two(member: Positions, of: Positions) -> tuple[Positions, Positions, Positions]:
    sizes = np.bincount(of) if len(of) else np.zeros(0, dtype=np.int64)
    many = int((sizes * (sizes - 1) // 2).sum())
    if many > MOST_TIES:
        raise OutOfRange(
            "The number of ties from these events",
            f"{many:,}",
            f"at most {MOST_TIES:,}: say with most= how many people an event may have",
        )
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int64)
    found: list[Any] = (
        [_two(member, int(start), int(size)) for start, size in zip(starts, sizes, strict=True)] if many else []
    )
    a = np.concatenate([pair[0] for pair in found]) if found else np.zeros(0, dtype=np.int64)
    b = np.concatenate([pair[1] for pair in found]) if found else np.zeros(0, dtype=np.int64)
    return a, b, np.repeat(np.arange(len(sizes)), sizes * (sizes - 1) // 2)


def _two(member: Positions, start: int, size: int) -> tuple[Positions, Positions]:
    i, j = np.triu_indices(size, 1)
    return member[start + i], member[start + j]
