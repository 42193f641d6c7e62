"""Every public measure is in the list of measures, says where it comes from, and shows an example."""

from pathlib import Path

import pytest

from evenground.analysis import change, equity

LISTED = (Path(__file__).resolve().parents[2] / "docs" / "measures.md").read_text(encoding="utf-8")
# What is not a measure of a data frame: forms for a single count, rules and results by name.
NOT_MEASURES = {"absolute_gap", "rate_difference", "rate_ratio", "european_2013"}
MEASURES = [
    (room.__name__.rsplit(".", 1)[-1], name)
    for room in (equity, change)
    for name in room.__all__
    if callable(getattr(room, name)) and name[0].islower() and name not in NOT_MEASURES
]


@pytest.mark.parametrize(("room", "name"), MEASURES)
def test_a_measure_is_listed_sourced_and_shown(room, name):
    doc = getattr({"equity": equity, "change": change}[room], name).__doc__

    assert f"`{name}`" in LISTED
    assert ">>>" in doc
    assert "Parameters" in doc
    assert "References" in doc or "Raises" in doc
