"""What the gate shows, hides and says, rule by rule."""

import json

import pytest
from tests.analysis.made_up import by_fifth

from evenground.analysis.disclosure import InternalPolicy, release
from evenground.analysis.equity.groups import LEAST, MOST
from evenground.analysis.equity.rates import rate_of
from evenground.analysis.errors import ReleaseRefused, UnknownProfile
from evenground.analysis.results import Count, Estimate, Gradient, Measured, Provenance, Role, State


def counts(released):
    return [row.cells["count"].text for row in released.rows]


def test_hes_shows_none_hides_1_to_7_and_rounds_the_rest():
    released = release(by_fifth([1003, 52, 8, 7, 13]))

    assert counts(released) == ["1,005", "50", "10", "*", "15"]
    assert counts(release(by_fifth([1003, 52, 48, 33, 0])))[-1] == "0"


def test_opensafely_hides_none_too_and_withholds_the_total():
    released = release(by_fifth([1003, 52, 8, 30, 0]), "opensafely")

    assert counts(released) == ["1,005", "50", "10", "30", "*"]
    assert released.total.cells["count"].state is State.HIDDEN
    assert release(by_fifth([1003, 52, 8, 30, 11]), "opensafely").total.cells["count"].text == "1,105"


def test_hes_totals_are_true_totals_rounded():
    released = release(by_fifth([12, 12, 12, 12, 12]))

    assert counts(released) == ["10"] * 5
    assert released.total.cells["count"].text == "60"


def test_a_rate_is_made_from_the_rounded_count():
    released = release(by_fifth([1003, 52, 48, 33, 22]))
    cell, rounded = released.rows[0].cells["rate"], rate_of(Count(1005, 20_000))

    assert (cell.value, cell.lower, cell.upper) == pytest.approx(
        (rounded.value, rounded.lower, rounded.upper), abs=0.05
    )
    assert cell.value != round(rate_of(Count(1003, 20_000)).value, 1)


def test_everything_about_a_hidden_count_goes_with_it():
    released = release(by_fifth([1003, 52, 48, 33, 4]))
    hidden = released.rows[-1].cells

    assert {key for key, cell in hidden.items() if cell.shown} == {"neighbourhoods", "population"}
    assert all(cell.why and cell.value is None and cell.text == "*" for cell in hidden.values() if not cell.shown)
    gap = released.figure("gap.absolute").cell
    assert (gap.text, gap.value, gap.lower) == ("*", None, None)
    assert "least deprived fifth of neighbourhoods is hidden" in gap.why


def test_no_true_small_count_is_anywhere_in_what_is_stored():
    stored = json.loads(release(by_fifth([1003, 52, 48, 33, 4])).to_json())
    numbers = [
        part for part in str(stored).replace(",", " ").split() if part.rstrip("}])") in ("4.0", "1003.0", "14.0")
    ]

    assert numbers == []


def test_a_group_of_a_handful_of_people_is_withheld_whole():
    groups = {MOST: Count(900, 10_000), "Middle": Count(40, 6), LEAST: Count(300, 9_000)}
    released = release(Measured(groups))

    assert not released.rows[1].cells["population"].shown
    assert "fewer than 8 people" in released.rows[1].cells["count"].why
    assert not released.total.cells["count"].shown  # 900 and 300 taken from it would give about 40


def test_a_whole_area_with_a_handful_shows_no_group_at_all():
    released = release(by_fifth([3, 0, 0, 2, 0]))

    assert counts(released) == ["*"] * 5
    assert released.total.cells["count"].text == "*"


def test_the_total_is_withheld_where_rounding_alone_would_not_do():
    """Four sevens and a nought add up to 28, shown as 30: only four sevens reach that far."""
    for every in ([7, 7, 7, 7, 0], [1, 2, 1, 2, 0]):
        released = release(by_fifth(every)) if sum(every) > 7 else None
        if released:
            assert "could be worked out" in released.total.cells["count"].why
    # The decision looks at the cells shown and not at the true total, so it tells nothing by itself.
    assert not release(by_fifth([6, 4, 7, 5, 0])).total.cells["count"].shown


def gradient(neighbourhoods, count):
    line = Estimate(900.04, 800.06, 1000.02)
    return Gradient("A01", "Northport", Role.AREA, neighbourhoods, count, line, Estimate(1, 0.9, 1.1), line)


@pytest.mark.parametrize(
    ("neighbourhoods", "count", "text", "why"),
    [
        (20, 10, "900", ""),
        (19, 500, "*", "at least 20 are needed"),
        (60, 9, "*", "fewer than 10 admissions"),
    ],
)
def test_a_gradient_needs_enough_neighbourhoods_and_events(neighbourhoods, count, text, why):
    measured = by_fifth([1003, 52, 48, 33, 22])
    with_line = Measured(measured.groups, gradients=(gradient(neighbourhoods, count),), provenance=measured.provenance)
    cell = release(with_line).figure("gradient.absolute").cell

    assert cell.text == text
    assert why in cell.why


def test_uncontrolled_figures_need_a_reason_and_are_marked_for_ever():
    measured = by_fifth([1003, 52, 48, 33, 4])

    for policy in (None, "because"):
        with pytest.raises(ReleaseRefused):
            release(measured, "internal", policy=policy)
    with pytest.raises(ReleaseRefused, match="Say in a sentence"):
        InternalPolicy("x")
    with pytest.raises(ReleaseRefused, match="leave the policy out"):
        release(measured, "hes", policy=InternalPolicy("Checking the source file."))
    inside = release(measured, "internal", policy=InternalPolicy("Checking the source file."))
    assert counts(inside) == ["1,003", "52", "48", "33", "4"]
    assert inside.internal
    assert inside.reason == "Checking the source file."


def test_national_figures_of_few_areas_are_refused():
    mine = by_fifth([1003, 52, 48, 33, 40], areas=2)
    both = Measured(mine.groups, national=by_fifth([2000, 90, 90, 60, 80]), provenance=mine.provenance)

    with pytest.raises(ReleaseRefused, match="2 areas would give away the areas left over"):
        release(both)


def test_an_unknown_rule_is_told_which_there_are():
    with pytest.raises(UnknownProfile, match="hes, opensafely, midpoint6, threshold10, internal, local-N"):
        release(Measured({"a": Count(20, 30)}, provenance=Provenance()), "HES")
