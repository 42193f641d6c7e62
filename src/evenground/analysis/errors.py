"""Everything that can go wrong in an analysis, as one tree. Each says what is wrong, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


class AnalysisError(Exception):
    """The base: ``str(error)`` can be shown to anybody."""


class UnreadableFile(AnalysisError):
    """The file is empty, too large, or not a table."""


class MissingColumn(AnalysisError):
    """A chosen column is not in the file."""

    def __init__(self, wanted: Iterable[str], there: Sequence[str], *, of: str = "file") -> None:
        self.wanted, self.there = tuple(str(name) for name in wanted), tuple(there)
        names = " or ".join(f"“{name}”" for name in self.wanted)
        nearest = [near for name in self.wanted for near in _near(name, there)]
        hint = f" Did you mean “{nearest[0]}”?" if nearest else ""
        has, it = ("have", "They have") if of == "data" else ("has", "It has")
        super().__init__(f"The {of} {has} no column called {names}.{hint} {it}: {_listed(there)}.")


class ColumnTwice(AnalysisError):
    """One column cannot mean two things."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The column “{name}” is chosen twice. Each column can mean one thing.")


class SameName(AnalysisError):
    """Two columns of the data have one name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Two columns of the data are called “{name}”. Give each a name of its own.")


@dataclass(frozen=True)
class Problem:
    """Something about one place in a file. Row 1 holds the headings; row 0 means the whole column or file."""

    row: int
    column: str
    says: str
    mend: str

    def __str__(self) -> str:
        where = f"Row {self.row:,}, column “{self.column}”: " if self.row else ""
        return f"{where}{self.says} {self.mend}".strip()


class BadTable(AnalysisError):
    """The table was read, but cells in it must be mended first. ``problems`` holds every one."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        more = len(self.problems) - 1
        rest = f" There {'is' if more == 1 else 'are'} {more:,} more to mend." if more else ""
        super().__init__(f"{first}{rest}")


class NotATable(AnalysisError):
    """What was given as data is not a data frame of any known kind."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"The data are a “{kind}”, not a table. Give a pandas, Polars or PyArrow table, a DuckDB relation,"
            " an Ibis table or a Spark data frame."
        )


class BadNumbers(AnalysisError):
    """A column holds something that cannot be worked with. ``rows`` names up to five, the first row of data being 1."""

    def __init__(self, column: str, rows: Sequence[int], many: int | None, says: str, mend: str) -> None:
        self.column, self.rows = column, tuple(rows[:5])
        where = f" (row{'s' if len(self.rows) > 1 else ''} {_and(self.rows)}" if self.rows else ""
        if where:
            where += f" and {many - len(self.rows):,} more)" if many and many > len(self.rows) else ")"
        super().__init__(f"The column “{column}” has values that are {says}{where}. {mend}")


class BadLabels(AnalysisError):
    """A column of groups, times or other labels holds something that cannot be one."""

    def __init__(self, column: str, says: str) -> None:
        super().__init__(
            f"The column “{column}” holds {says}, so rows cannot be put together by it. Turn it into text first."
        )


class UnknownOrder(AnalysisError):
    """Labels do not say which comes first."""

    def __init__(self, column: str, labels: Sequence[str], *, told: Sequence[str] = ()) -> None:
        if told:
            super().__init__(f"The order given for “{column}” leaves out {_listed(labels)}. It has: {_listed(told)}.")
            return
        super().__init__(
            f"The order of “{column}” cannot be told from its labels: {_listed(labels)}. Say it with order=[…],"
            " the most deprived first."
        )


class UnknownChoice(AnalysisError):
    """An option was given a value it does not have."""

    def __init__(self, option: str, given: object, there: Sequence[str]) -> None:
        super().__init__(f"“{given}” is not a choice for {option}. Choose one of: {_listed(there)}.")


class OutOfRange(AnalysisError):
    """A number given as an option is not one it can be."""

    def __init__(self, option: str, given: object, wanted: str) -> None:
        said = "left out" if given is None else given
        super().__init__(f"{option} is {said}; it must be {wanted}.")


class UnknownGroup(AnalysisError):
    """No group of that name was measured."""

    def __init__(self, name: str, there: Sequence[str]) -> None:
        those = (
            f"The groups are: {_listed(there)}."
            if there
            else "No row has a group: its column is blank, or there are no rows."
        )
        super().__init__(f"There is no group called “{name}”. {those}")


class UnknownArea(AnalysisError):
    """No neighbourhood in the file belongs to that area."""

    def __init__(self, code: str, there: Sequence[str]) -> None:
        self.near = tuple(_near(code, there) or there[:5])
        super().__init__(
            f"No row of the file belongs to area “{code}”. Areas with a code like it: {_listed(self.near)}."
            f" The file has {len(there):,} areas; choose one of their codes."
        )


class UnusableArea(AnalysisError):
    """Rows of the area are in the file, and none of them can be used."""


class UnknownProfile(AnalysisError):
    """No rule for small numbers has that name."""

    def __init__(self, name: str, there: Sequence[str]) -> None:
        super().__init__(f"There is no rule for small numbers called “{name}”. Choose one of: {_listed(there)}.")


class TooFewToEstimate(AnalysisError):
    """There is not enough to fit a model or form an interval."""


class ReleaseRefused(AnalysisError):
    """Something tried to go round the gate, or to use uncontrolled figures without a reason."""


class BrokenRelease(AnalysisError):
    """A stored release is damaged, or was changed after it was made."""


class UnknownBand(AnalysisError):
    """An age band cannot be read, or does not fit the standard population."""

    def __init__(self, says: str, mend: str) -> None:
        super().__init__(f"{says} {mend}")


class NotEnoughGiven(AnalysisError):
    """Too few columns were named to work a measure out."""


def _near(name: str, there: Sequence[str]) -> list[str]:
    lowered = {choice.casefold(): choice for choice in there}
    return [lowered[match] for match in get_close_matches(name.casefold(), lowered, n=5, cutoff=0.5)]


def _and(rows: Sequence[int]) -> str:
    texts = [f"{row:,}" for row in rows]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def _listed(names: Sequence[str], most: int = 12) -> str:
    extra = len(names) - most
    return ", ".join(name if name.strip() else "(an empty text)" for name in names[:most]) + (
        f" and {extra:,} more" if extra > 0 else ""
    )


class UnreadableTimes(AnalysisError):
    """A column of times holds something that is not a date, a month, a year or a whole number."""

    def __init__(self, column: str, values: Sequence[object]) -> None:
        super().__init__(
            f"The times in “{column}” cannot be read: {_listed([str(value) for value in values], 3)}. Use dates, text such"
            " as 2016-04 or 2016-04-01, or whole numbers; one kind throughout."
        )


class PointTwice(AnalysisError):
    """One series has two figures for one time."""

    def __init__(self, group: str, time: object) -> None:
        of = f" of {group}" if group else ""
        super().__init__(
            f"The series{of} has more than one row for {time}. Add the rows up first, or name in by= what tells them apart."
        )


class StaggeredStart(AnalysisError):
    """Units began at different times, which one difference in differences cannot handle."""

    def __init__(self, starts: Sequence[object]) -> None:
        self.starts = tuple(starts)
        super().__init__(
            f"The change began at {len(self.starts)} different times: {_listed([str(start) for start in self.starts])}."
            " Comparing them all at once would use units already changed as if they were unchanged, and can even turn the"
            " sign. Make one comparison for each start, each with units that never changed, or say which start with by=."
        )
