"""A hostile reader, who has the published rows and their reasons, patience, and no code of ours.

The reader writes down every table of true counts, keeps those that would have been published like this by the rule as
its legend states it, and looks at what is left to each hidden number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from math import ceil, nan, prod
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from evenground.analysis.disclosure import release
from evenground.analysis.errors import ReleaseRefused
from evenground.analysis.results import Count, MeasuredTable

MOST = 26  # the largest count of a cell the reader thinks of; more would only leave more values
PATIENCE = 3_000_000
COUNTS = st.integers(0, 11)


@dataclass(frozen=True)
class Rule:
    """A rule as its legend states it: which counts are hidden, and the steps to which the others are rounded."""

    hidden: range
    nearest: int = 1
    sixes: bool = False
    true_totals: bool = True

    def shown(self, n: int) -> int:
        if self.sixes:
            return 6 * ceil(n / 6) - 3 if n else 0
        return n if self.nearest == 1 else self.nearest * ((n + self.nearest // 2) // self.nearest)


RULES = {
    "local-4": Rule(range(1, 4)),
    "local-3-zero": Rule(range(3)),
    "threshold10": Rule(range(1, 10)),
    "local-6-nearest-3": Rule(range(1, 6), nearest=3),
    "hes": Rule(range(1, 8), nearest=5),
    "opensafely": Rule(range(8), nearest=5, true_totals=False),
    "midpoint6": Rule(range(0), sixes=True, true_totals=False),
}
SHAPES = {"2 by 2": (2, 2), "3 by 2": (3, 2), "4 groups": (4, 1)}


def made(numbers, shape, *, totals=True, **more):
    """A table by row and column, or by group alone where there is one column."""
    by = ("row", "column") if shape[1] > 1 else ("group",)
    keys = list(product("abcd"[: shape[0]], "xy"[: shape[1]])) if shape[1] > 1 else [(g,) for g in "abcd"[: shape[0]]]
    cells = {key: Count(float(n), nan) for key, n in zip(keys, numbers, strict=True)}
    margins = () if not totals else ((by[0],), (by[1],), ()) if shape[1] > 1 else ((),)
    return MeasuredTable(by, cells, margins, **more)


def fitting(row, rule, most):
    """Which true counts up to ``most`` can stand behind what is printed in a row."""
    cell = row.cells["count"]
    n = np.arange(most + 1)
    small = np.isin(n, rule.hidden)
    if cell.text != "*":
        return ~small & (np.array([rule.shown(int(i)) for i in n]) == int(cell.text.replace(",", "")))
    if said := re.match(r"Hidden because it is small: (\d+) to (\d+)", cell.why):
        assert range(int(said[1]), int(said[2]) + 1) == rule.hidden
        return small
    if cell.why.startswith("Hidden so that"):
        return ~small & (n > 0)
    if cell.why.startswith("Hidden because it is small, or"):
        return n >= rule.hidden[0]
    assert cell.why.startswith(("Hidden because, with an earlier release", "Withheld: by this rule a total")), cell.why
    return n >= 0


def at(key, of):
    """Whether a cell counts towards a row."""
    return all(part is None or part == mine for part, mine in zip(key, of, strict=True))


def worlds(released, rules):
    """Every table of cells that fits all the releases of it; the cells are those of the first."""
    cells = [row for row in released[0].rows if None not in row.key]
    allowed = [fitting(row, rules[0], MOST) for row in cells]
    for table, rule in zip(released[1:], rules[1:], strict=True):
        for i, cell in enumerate(cells):
            row = table.row(*cell.key) if table.by == released[0].by else None
            if row is not None:
                allowed[i] = allowed[i] & fitting(row, rule, MOST)
    choices = [np.flatnonzero(some) for some in allowed]
    if prod(len(some) for some in choices) > PATIENCE:
        reject()
    every = np.stack([grid.ravel() for grid in np.meshgrid(*choices, indexing="ij")]).astype(np.int16)
    kept = np.ones(every.shape[1], dtype=bool)
    for table, rule in zip(released, rules, strict=True):
        for row in table.rows:
            if rule.true_totals or None not in row.key:
                sums = sums_of(row, table, released[0], every)
                kept &= fitting(row, rule, int(sums.max(initial=0)))[sums]
    return every[:, kept]


def sums_of(row, table, first, every):
    cells = [cell.key for cell in first.rows if None not in cell.key]
    wanted = [None if name not in table.by else row.key[table.by.index(name)] for name in first.by]
    return every[[at(wanted, key) for key in cells]].sum(axis=0)


def left(released, rules):
    """How many values are left to every number that is hidden, or blurred in the lowest step of six."""
    every = worlds(released, rules)
    assert every.shape[1], "what is published fits no table at all"
    found = {}
    for number, (table, rule) in enumerate(zip(released, rules, strict=True)):
        for row in table.rows:
            summed = None in row.key and not rule.true_totals
            text = row.cells["count"].text
            if (text == "*" and not summed) or (rule.sixes and text == "3" and None not in row.key):
                found[number, row.key] = len(np.unique(sums_of(row, table, released[0], every)))
    return found


def texts(*released):
    return [[row.cells["count"].text for row in table.rows] for table in released]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=25)
@given(data=st.data())
def test_every_hidden_number_keeps_three_values(rule, shape, data):
    rows, columns = SHAPES[shape]
    numbers = data.draw(st.lists(COUNTS, min_size=rows * columns, max_size=rows * columns))
    released = release(made(numbers, (rows, columns)), rule)

    assert min(left([released], [RULES[rule]]).values(), default=3) >= 3, (numbers, texts(released))


@settings(max_examples=60)
@given(
    st.lists(COUNTS, min_size=3, max_size=4),
    st.sampled_from(["local-4", "hes", "midpoint6", "threshold10", "opensafely"]),
    st.sampled_from(["local-4", "hes", "midpoint6", "threshold10", "opensafely"]),
)
def test_one_table_by_two_rules_one_after_the_other(numbers, first, second):
    table = made(numbers, (len(numbers), 1), data="d")
    before = release(table, first)
    try:
        after = release(table, second, earlier=[before])
    except ReleaseRefused:  # allowed only where the first rule has told already what the second would withhold
        every = worlds([before], [RULES[first]])
        told = [n for n in (*every, every.sum(axis=0)) if len(np.unique(n)) < 3]
        assert first != second, (numbers, texts(before))
        assert told, (numbers, texts(before))
        return
    found = left([before, after], [RULES[first], RULES[second]])
    assert min(found.values(), default=3) >= 3, (numbers, texts(before, after))


@settings(max_examples=60)
@given(
    st.lists(COUNTS, min_size=4, max_size=4),
    st.sampled_from(["local-4", "hes", "threshold10", "midpoint6"]),
    st.booleans(),
)
def test_one_table_cut_two_ways(numbers, rule, totals):
    """First by row and column, then by column alone: the second says what the first withheld."""
    before = release(made(numbers, (2, 2), totals=False, data="d"), rule)
    a, b, c, d = numbers
    cells = {("x",): Count(float(a + c), nan), ("y",): Count(float(b + d), nan)}
    after = release(MeasuredTable(("column",), cells, ((),) if totals else (), data="d"), rule, earlier=[before])

    found = left([before, after], [RULES[rule]] * 2)
    assert min(found.values(), default=3) >= 3, (numbers, texts(before, after))


def careless(printed, rule):
    """A table of groups with their total, as somebody printed it who hid the small numbers and no more."""
    why = f"Hidden because it is small: {rule.hidden[0]} to {rule.hidden[-1]} events."
    keys = [(letter,) for letter in "abcd"[: len(printed) - 1]] + [(None,)]
    rows = [
        SimpleNamespace(key=key, cells={"count": SimpleNamespace(text=text, why=why)})
        for key, text in zip(keys, printed, strict=True)
    ]
    return SimpleNamespace(by=("group",), rows=rows, row=lambda *key: next(row for row in rows if row.key == key))


@pytest.mark.parametrize(
    ("rule", "printed", "values"),
    [
        ("hes", ["*", "*", "*", "*", "30"], 1),  # only four sevens come to 28 or more
        ("local-4", ["*", "20", "22"], 1),
        ("local-4", ["*", "*", "4"], 3),
        ("local-4", ["*", "*", "5"], 2),
    ],
)
def test_the_reader_is_not_blind(rule, printed, values):
    found = left([careless(printed, RULES[rule])], [RULES[rule]])

    assert set(found.values()) == {values}


@pytest.mark.parametrize("rule", ["opensafely", "midpoint6"])
def test_whoever_runs_the_rule_again_learns_nothing_where_totals_add_up_what_is_shown(rule):
    """Every table of three is released; those that come out the same are all that such a reader can tell apart."""
    same = {}
    for numbers in product(range(13), repeat=3):
        released = release(made(numbers, (3, 1)), rule)
        printed = tuple((row.cells["count"].text, row.cells["count"].why) for row in released.rows)
        same.setdefault(printed, []).append(numbers)
    for printed, tables in same.items():
        for place, (text, _) in enumerate(printed[:-1]):
            if text == "*" or (RULES[rule].sixes and text == "3"):
                assert len({table[place] for table in tables}) >= 3, printed
