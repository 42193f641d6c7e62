"""Measures made from what is released, and estimates of models whose data are not."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import Any, Final

from evenground.analysis.disclosure.cells import absent, hidden
from evenground.analysis.disclosure.profiles import InternalPolicy, Profile, profile_named
from evenground.analysis.errors import MissingColumn
from evenground.analysis.results import Cell, FigureRow, Provenance, ReleasedFigures, ReleasedTable, State, TableRow
from evenground.analysis.results.sealed import _GATE

LEAST_FREEDOM: Final = 10  # ACRO's default: fewer and a line nearly goes through each point
_OURS: Final = ("measure", "estimate", "lower", "upper", "se", "level", "method", "n", "note", "direction")
_FROM_SHOWN: Final = "Worked out from the numbers shown in the table, and from nothing else."
_SOME_HIDDEN: Final = "Some numbers are hidden: an average or a best group is that of the numbers shown."
_NEEDS_HIDDEN: Final = "Withheld: it needs {what}, which {is_} hidden in the table."


def worked_out(table: ReleasedTable, measure: Callable[..., Any], **asked: Any) -> ReleasedFigures:
    """Work out a measure from the numbers of a released table.

    Safe, because it sees nothing but what is shown. Where a number it needs is hidden, so is the result, with the
    reason; the other groups stand.

    Parameters
    ----------
    table
        A table that has passed the gate.
    measure
        Any measure of the library for data frames. It is given the rows that are not totals, with the columns
        ``count`` and ``population`` (and ``expected``); a hidden number is blank.
    asked
        What the measure takes by keyword: ``by=`` names the columns it is worked out within.
    """
    import narwhals as nw

    by = _names(asked.get("by"))
    gone = [row for row in table.rows if not row.is_total and _is_hidden(row)]
    frame = _shown_to(table, gone, by)
    found = nw.from_native(measure(frame, **asked), eager_only=True) if frame.num_rows else None
    columns = list(found.columns) if found is not None else []
    groups = [name for name in columns if name not in _OURS or name in table.by]
    each_row = not by and set(table.by) <= set(columns)
    rows = list(_rows(found.rows(named=True), groups)) if found is not None else []
    if gone and not by and not each_row:
        rows = [replace(row, cell=hidden(_needs(gone, table)), se=None, n=None, note="") for row in rows]
        rows = rows or [FigureRow({}, _called(measure), hidden(_needs(gone, table)))]
    elif gone:
        there = {_group(row, table, table.by) for row in table.rows if not row.is_total}
        rows = [_or_hidden(row, gone, table, there) for row in rows]
        known = {tuple(row.groups.get(name, "") for name in by or table.by) for row in rows}
        measures = dict.fromkeys(row.measure for row in rows)
        rows += [
            row
            for row in _withheld(gone, table, by or table.by, measures, measure)
            if tuple(row.groups.values()) not in known
        ]
    return ReleasedFigures(
        by=tuple(by or (groups if each_row else ())),
        rows=tuple(sorted(rows, key=lambda row: (tuple(row.groups.values()),))),
        rule=table.rule,
        provenance=table.provenance,
        table=table,
        table_digest=table.digest,
        how=(*table.how, _FROM_SHOWN, *([_SOME_HIDDEN] if gone else [])),
        internal=table.internal,
        reason=table.reason,
        _gate=_GATE,
    )


def _shown_to(table: ReleasedTable, gone: Sequence[TableRow], by: Sequence[str]) -> Any:
    """The rows a measure sees: no group with a hidden number; without groups every row, the hidden numbers blank.

    A row left out would be taken for one that never was: the next to the least deprived would pass for the least.
    """
    import pyarrow as pa

    blank = {_group(row, table, by) for row in gone} if by else set()
    keep = [_group(row, table, by) not in blank for row in table.rows if not row.is_total] if by else None
    frame = table.frame(totals=False).drop_columns([table.column("state")])
    return frame if keep is None else frame.filter(pa.array(keep, pa.bool_()))


def _or_hidden(
    row: FigureRow, gone: Sequence[TableRow], table: ReleasedTable, there: Collection[tuple[str, ...]]
) -> FigureRow:
    """A figure of the table that could not be worked out is hidden; of what the table has not (a month), missing."""
    key = tuple(row.groups[name] for name in table.by if name in row.groups)
    if row.cell.state is not State.NONE or (len(key) == len(table.by) and key not in there):
        return row
    return replace(row, cell=hidden(_needs(gone, table)), se=None, n=None, note="", direction="")


def released_estimates(
    frame: Any,
    profile: str | Profile = "hes",
    *,
    units: str | int,
    parameters: int = 2,
    events: str | float | None = None,
    by: str | Sequence[str] = (),
    decimals: int = 1,
    policy: InternalPolicy | None = None,
    provenance: Provenance | None = None,
) -> ReleasedFigures:
    """Release the estimates of a model, whose data (small areas, persons) are not published.

    An estimate is shown, rounded, when ten more units than parameters stand behind it and as many events as the
    smallest count the rule shows; otherwise it is withheld with the reason.

    Parameters
    ----------
    frame
        The tidy result of a measure: group columns, ``measure``, ``estimate``, ``lower``, ``upper``, …
    profile
        The rule for small numbers.
    units, events
        How many units (areas, persons, months) and events stand behind each estimate: a number, or the name of a
        column. Neither column is released.
    parameters
        How many the model has.
    by
        The group columns.
    decimals
        To how many decimals estimates and limits are rounded; below 0 for tens and hundreds.

    Raises
    ------
    UnknownProfile, ReleaseRefused, MissingColumn
    """
    import narwhals as nw

    rule, names = profile_named(profile, policy), _names(by)
    found = nw.from_native(frame).lazy().collect()
    needed = [*names, "measure", "estimate", *(name for name in (units, events) if isinstance(name, str))]
    if missing := [name for name in needed if name not in found.columns]:
        raise MissingColumn(missing, found.columns)
    rows = []
    for row in found.rows(named=True):
        size, happened = _given(units, row), _given(events, row)
        made = next(_rows([row], list(names)))
        why = _too_few(size, happened, parameters, rule)
        rows.append(_coarse(made, why, decimals, size, rule))
    return ReleasedFigures(
        by=names,
        rows=tuple(rows),
        rule=rule.says,
        provenance=replace(provenance or Provenance(), profile=rule.name),
        how=(
            f"Estimates of a model are shown when {LEAST_FREEDOM} more units than its {parameters} parameters and enough"
            " events stand behind them; they are rounded.",
        ),
        internal=policy is not None,
        reason=policy.reason if policy else "",
        _gate=_GATE,
    )


def _too_few(units: float | None, events: float | None, parameters: int, rule: Profile) -> str:
    if not rule.controls:
        return ""
    least = max(rule.least_shown, rule.midpoint + 1, 1)
    if units is None or units - parameters < LEAST_FREEDOM:
        return (
            f"Withheld: at least {parameters + LEAST_FREEDOM} units are needed, so that the estimate does not say too"
            " much about each."
        )
    if events is not None and events < least:
        return f"Withheld: there were fewer than {least} events, too few for a model."
    return ""


def _coarse(row: FigureRow, why: str, decimals: int, units: float | None, rule: Profile) -> FigureRow:
    """Rounded, or withheld. A note may hold true numbers in words: a sentence with a figure in it is left out."""
    note = " ".join(said for said in re.split(r"(?<=[.!?]) ", row.note) if not re.search(r"\d", said))
    if why:
        return replace(row, cell=hidden(why), se=None, n=None, note="")
    cell = row.cell
    if cell.state is State.NONE:
        return replace(row, cell=absent(note or "It could not be worked out."), se=None, n=None, note=note)
    value, lower, upper = (
        None if x is None else round(x, decimals) + 0.0 for x in (cell.value, cell.lower, cell.upper)
    )
    text = f"{value:,.{max(decimals, 0)}f}"
    se = None if row.se is None else round(row.se, max(decimals + 1, 0))
    size = None if units is None or rule.hides(units) else rule.rounded(units)
    return replace(row, cell=replace(cell, text=text, value=value, lower=lower, upper=upper), se=se, n=size, note=note)


def _rows(found: Sequence[Mapping[str, Any]], groups: Sequence[str]) -> Iterator[FigureRow]:
    for row in found:
        note = str(row.get("note") or "")
        yield FigureRow(
            groups={name: "" if row[name] is None else str(row[name]) for name in groups},
            measure=str(row["measure"]),
            cell=_cell(row, note),
            se=_finite(row.get("se")),
            level=_finite(row.get("level")),
            n=_finite(row.get("n")),
            method=str(row.get("method") or ""),
            note=note,
            direction=str(row.get("direction") or ""),
        )


def _cell(row: Mapping[str, Any], note: str) -> Cell:
    value = _finite(row["estimate"])
    if value is None:
        return absent(note or "It could not be worked out.")
    size = abs(value)
    text = f"{value:,.0f}" if size >= 100 or value == round(value) else f"{value:.1f}" if size >= 10 else f"{value:.3g}"
    return Cell(text, value, _finite(row.get("lower")), _finite(row.get("upper")))


def _withheld(
    gone: Sequence[TableRow], table: ReleasedTable, by: Sequence[str], measures: Mapping[str, Any], measure: Any
) -> Iterator[FigureRow]:
    groups: dict[tuple[str, ...], list[TableRow]] = {}
    for row in gone:
        groups.setdefault(_group(row, table, by), []).append(row)
    for group, rows in groups.items():
        for name in measures or [_called(measure)]:
            yield FigureRow(dict(zip(by, group, strict=True)), name, hidden(_needs(rows, table)))


def _needs(gone: Sequence[TableRow], table: ReleasedTable) -> str:
    first, more = gone[0].label(table.total), len(gone) - 1
    what = f"the number for {first}" + (f" and {more} more" if more else "")
    return _NEEDS_HIDDEN.format(what=what, is_="are" if more else "is")


def _is_hidden(row: TableRow) -> bool:
    return any(row.cells[k].state is State.HIDDEN for k in ("count", "population") if k in row.cells)


def _group(row: TableRow, table: ReleasedTable, by: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.key[table.by.index(name)] or "" for name in by if name in table.by)


def _names(by: str | Sequence[str] | None) -> tuple[str, ...]:
    return (by,) if isinstance(by, str) else tuple(by or ())


def _given(what: str | float | None, row: Mapping[str, Any]) -> float | None:
    return _finite(row[what]) if isinstance(what, str) else what


def _finite(value: Any) -> float | None:
    return float(value) if value is not None and isfinite(value) else None


def _called(measure: Callable[..., Any]) -> str:
    return getattr(measure, "__name__", "measure").replace("_", " ")
