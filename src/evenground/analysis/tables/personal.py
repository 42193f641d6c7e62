"""Look for what should not be in a table of figures: numbers, names and addresses of people. Values are never given out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from evenground.analysis.tables.opening import ROW, opened

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import StringValue


class What(StrEnum):
    """What a cell seems to hold."""

    NHS_NUMBER = "NHS numbers"
    NATIONAL_INSURANCE = "National Insurance numbers"
    BIRTH = "dates of birth"
    POSTCODE = "full postcodes"
    EMAIL = "e-mail addresses"
    PHONE = "phone numbers"
    NAME = "names of people"


@dataclass(frozen=True)
class Personal:
    """A column that seems to hold something personal: how many of its cells, never which values."""

    column: str
    what: What
    cells: int
    filled: int
    note: str = ""

    @property
    def by_chance(self) -> bool:
        """Whether so few of the numbers fit that chance explains it."""
        return self.note == _BY_CHANCE

    def __str__(self) -> str:
        cells = "1 cell looks" if self.cells == 1 else f"{self.cells:,} cells look"
        return f"Column “{self.column}”: {cells} like {self.what}, of {self.filled:,} filled.{self.note and ' ' + self.note}"


# Not within a decimal number: 0.1234567890 is no NHS number.
_TEN_DIGITS: Final = r"(?:^|[^0-9.,])([0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4})(?:[^0-9.,]|[.,][^0-9]|[.,]?$)"
# Written so that every engine reads them alike: no word boundaries, no flags.
_SIGNS: Final = {
    What.NATIONAL_INSURANCE: r"(?:^|[^A-Za-z0-9])[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z][A-CEGHJ-NPR-TW-Za-ceghj-npr-tw-z]"
    r" ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-Da-d](?:[^A-Za-z0-9]|$)",
    What.BIRTH: r"(?:^|[^A-Za-z])(?:[Bb]orn|[Bb]irth|BORN|BIRTH|[Dd]\.?[Oo]\.?[Bb])[^A-Za-z].{0,12}[0-9]{1,4}[/. -]",
    What.POSTCODE: r"(?:^|[^A-Za-z0-9])[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}(?:[^A-Za-z0-9]|$)",
    What.EMAIL: r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z.]{2,}",
    What.PHONE: r"(?:^|[^0-9.,])(?:\+44|0044|0)[ -]?\(?0?\)?[1-9](?:[ -]?[0-9]){8,9}(?:[^0-9.,]|$)",
    What.NAME: r"(?:^|[^A-Za-z])(?:Mr|Mrs|Miss|Ms|Mx|Dr|Prof|Professor|Sir|Dame|Sister|Nurse)\.? [A-Z][a-z'’-]+",
}
_NAME_HEADING: Final = re.compile(
    r"(fore|first|sur|last|family|given|middle|full|maiden|preferred)[\s_-]*name|patient[\s_-]*name|^patient$", re.I
)
# Not “live births”, which counts them.
_BIRTH_HEADING: Final = re.compile(
    r"(date|day|year)[\s_-]*(of[\s_-]*)?birth|birth[\s_-]*(date|day|year)|^(patient[\s_-]*)?d\.?o\.?b\.?$|^born", re.I
)
_BY_CHANCE: Final = "About one in eleven ten-digit numbers has a valid check digit by chance."
_LONG_LIFE: Final = 40  # years: dates of care hardly spread so far, dates of birth do
_COLUMNS_AT_ONCE: Final = 20


def scan(table: ibis.Table, *, leave_out: Sequence[str] = ()) -> tuple[Personal, ...]:
    """Look through every cell of a table, where the data are.

    Parameters
    ----------
    table
        Any Ibis table: on DuckDB, Spark, PostgreSQL or another engine.
    leave_out
        Columns not to look at.

    Returns
    -------
    tuple of Personal
        One for each column and kind of thing, in the order of the columns. It holds counts and no values.
    """
    schema = table.schema()
    texts = [
        name for name in table.columns if name not in leave_out and (schema[name].is_string() or _is_id(schema[name]))
    ]
    dates = [name for name in table.columns if name not in leave_out and schema[name].is_temporal()]
    found = [*_in_texts(table, texts), *_in_dates(table, dates)]
    order = {name: place for place, name in enumerate(table.columns)}
    return tuple(sorted(found, key=lambda one: (order[one.column], list(What).index(one.what))))


def scan_file(path: str | Path) -> tuple[Personal, ...]:
    """Look through every cell of a file that `opened` can open, its first sheet if it is a workbook."""
    with opened(path) as table:
        return scan(table, leave_out=[ROW])


def _is_id(kind: Any) -> bool:
    return bool(kind.is_integer()) and kind.nbytes >= 8  # ten digits need eight bytes


def _in_texts(table: ibis.Table, names: Sequence[str]) -> Iterator[Personal]:
    for start in range(0, len(names), _COLUMNS_AT_ONCE):
        some = names[start : start + _COLUMNS_AT_ONCE]
        counts = _counted(table, some)
        for name in some:
            yield from _findings(name, counts[name], is_text=bool(table.schema()[name].is_string()))


def _counted(table: ibis.Table, names: Sequence[str]) -> dict[str, dict[str, int]]:
    texts = table.select(**{name: table[name].cast("string") for name in names})
    kinds = texts.aggregate(**{name: texts[name].approx_nunique() for name in names}, rows=texts.count())
    several = kinds.to_pyarrow().to_pylist()[0]
    alike = [name for name in names if several[name] * 10 < several["rows"]]
    apart = [name for name in names if name not in alike]
    found = _signs_of(texts, apart) if apart else {}
    for name in alike:  # a column of few different values is looked at once a value
        values = texts.group_by(name).aggregate(times=texts.count())
        found |= _signs_of(values, [name], times="times")
    return found


def _signs_of(table: ibis.Table, names: Sequence[str], times: str | None = None) -> dict[str, dict[str, int]]:
    import ibis

    asked: dict[str, Any] = {}
    for place, name in enumerate(names):
        text = table[name]
        signs = {what.name: text.re_search(sign) for what, sign in _SIGNS.items()}
        signs |= {What.NHS_NUMBER.name: _has_nhs_number(text), "TEN_DIGITS": text.re_search(_TEN_DIGITS)}
        signs |= {"FILLED": text != ""}
        each = table[times] if times else 1
        asked |= {f"{place} {what}": (ibis.ifelse(sign, 1, 0) * each).sum() for what, sign in signs.items()}
    row = table.aggregate(**asked).to_pyarrow().to_pylist()[0]
    wanted = [*(what.name for what in What), "TEN_DIGITS", "FILLED"]
    return {name: {what: int(row[f"{place} {what}"] or 0) for what in wanted} for place, name in enumerate(names)}


def _findings(name: str, counts: dict[str, int], *, is_text: bool) -> Iterator[Personal]:
    filled = counts["FILLED"]
    for what in What:
        cells, note = counts.get(what.name, 0), ""
        if what is What.NHS_NUMBER and cells:
            note = "" if cells * 5 > counts["TEN_DIGITS"] else _BY_CHANCE
        if not is_text and what is not What.NHS_NUMBER:
            continue
        if what is What.NAME and _NAME_HEADING.search(name.strip()):
            cells = filled
        if what is What.BIRTH and _BIRTH_HEADING.search(name.strip()):
            cells = filled
        if cells:
            yield Personal(name, what, cells, filled, note)


def _has_nhs_number(text: StringValue) -> Any:
    """Whether the first ten-digit number of a cell has the check digit of an NHS number (modulus 11)."""
    digits = text.re_extract(_TEN_DIGITS, 1).replace(" ", "").replace("-", "")
    each = [digits.substr(place, 1).ascii_str() - 48 for place in range(10)]
    check = 11 - sum(each[place] * (10 - place) for place in range(9)) % 11
    # A check of 10 belongs to no number, and 11 is written 0; ten equal digits are never given out.
    return (
        (digits.length() == 10) & (each[9] == check % 11) & (check != 10) & (digits != digits.substr(0, 1).repeat(10))
    )


def _in_dates(table: ibis.Table, names: Sequence[str]) -> Iterator[Personal]:
    for name in names:
        dates = table[name]
        years = dates.year() if hasattr(dates, "year") else None
        if years is None:
            continue
        row = table.aggregate(filled=dates.count(), first=years.min(), last=years.max()).to_pyarrow().to_pylist()[0]
        if not row["filled"]:
            continue
        spread = int(row["last"]) - int(row["first"])
        if _BIRTH_HEADING.search(name.strip()) or spread > _LONG_LIFE:
            yield Personal(
                name, What.BIRTH, int(row["filled"]), int(row["filled"]), f"They spread over {spread} years."
            )
