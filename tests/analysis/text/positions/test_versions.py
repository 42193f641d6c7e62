"""A text never changes: segments are carried to its next version."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenground.analysis.text.positions import CannotCarry, Lost, Moved, Segment, Version

letters = "ab 🙂é\n"


@st.composite
def edited(draw, text=None):
    """A text and edits of it that do not overlap."""
    text = draw(st.text(alphabet=letters, max_size=40)) if text is None else text
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [(Segment(a, b), draw(st.text(alphabet=letters, max_size=4))) for a, b in pairs]


def every_segment(text):
    return [Segment(a, b) for a in range(len(text) + 1) for b in range(a, len(text) + 1)]


@given(edited())
def test_a_segment_outside_all_edits_keeps_its_text(case):
    text, edits = case
    later, moves = Version(text).edited(edits)
    for segment in every_segment(text):
        placed = moves.place(segment)
        if not any(edit.start < segment.end and segment.start < edit.end for edit, _ in edits) and len(segment):
            assert isinstance(placed, Moved) and not placed.changed
        if isinstance(placed, Moved) and not placed.changed:
            assert placed.after.of(later.text) == segment.of(text)


@given(edited())
def test_the_way_back_brings_untouched_segments_home(case):
    text, edits = case
    moves = Version(text).edited(edits)[1]
    back = moves.inverse()
    for moved in moves.carry(segment for segment in every_segment(text) if len(segment)).moved:
        assert back.place(moved.after) == Moved(moved.after, moved.before)


@given(edited(), st.data())
def test_two_maps_joined_do_what_they_do_one_after_the_other(case, data):
    text, edits = case
    middle, first = Version(text).edited(edits)
    last, second = middle.edited(data.draw(edited(text=middle.text))[1])
    joined = first.then(second)
    for segment in every_segment(text):
        one = first.place(segment)
        both = second.place(one.after) if isinstance(one, Moved) else one
        found = joined.place(segment)
        if isinstance(both, Lost):
            assert isinstance(found, Lost)
        else:
            assert found == Moved(segment, both.after, one.changed or both.changed)
            assert found.after.end <= len(last.text)


@given(st.text(alphabet=letters, max_size=60), st.text(alphabet=letters, max_size=60))
def test_what_a_comparison_calls_the_same_is_the_same(old, new):
    moves = Version(old).compared(Version(new))
    for moved in moves.carry(every_segment(old)).moved:
        assert moved.after.of(new) == moved.before.of(old)
    rebuilt = Version(old).edited([(change.old, change.new.of(new)) for change in moves.changes])[0]
    assert rebuilt.text == new


def test_a_name_replaced_takes_its_coding_along():
    text = "We saw Ann Lee at home."
    later, moves = Version(text).edited([(Segment(7, 14), "[P1]")])
    name, clause, part = moves.carry([Segment(7, 14), Segment(0, 14), Segment(7, 10)]).changed
    assert [moved.after.of(later.text) for moved in (name, clause, part)] == ["[P1]", "We saw [P1]", "[P1]"]


def test_what_is_put_in_beside_a_segment_stays_outside():
    text = "home"
    later, moves = Version(text).edited([(Segment(0, 0), "at "), (Segment(4, 4), " now")])
    assert moves.place(Segment(0, 4)).after.of(later.text) == "home"


def test_what_was_taken_out_is_lost_and_says_so():
    moves = Version("one two three").edited([(Segment(4, 8), "")])[1]
    lost = moves.carry([Segment(4, 7)]).lost
    assert lost == [Lost(Segment(4, 7), "All 3 characters of it were taken out.")]


def test_a_corrected_word_leaves_its_neighbours_alone():
    old = "I: Where did you go?\nP1: To the hospitle, on Monday.\n" * 3
    new = old.replace("hospitle", "hospital", 1)
    carried = Version(old).compared(Version(new)).carry([Segment(21, 23), Segment(32, 40), Segment(45, 51)])
    assert [moved.after.of(new) for moved in carried.moved] == ["P1", "Monday"]
    assert [moved.after.of(new) for moved in carried.changed] == ["hospital"]


def test_a_long_text_is_compared_word_by_word():
    words = [f"{('the', 'a', 'we', 'and')[n % 4]} {n % 997}" for n in range(60_000)]
    old = " ".join(words)
    new = " ".join(["NEW" if n % 5_000 == 77 else word for n, word in enumerate(words)])
    moves = Version(old).compared(Version(new))
    assert sum(len(change.old) for change in moves.changes) < 300
    assert len(moves.changes) >= 12


def test_edits_that_overlap_are_refused():
    with pytest.raises(CannotCarry, match="Two edits overlap"):
        Version("abcdef").edited([(Segment(0, 3), "x"), (Segment(2, 4), "y")])
    with pytest.raises(CannotCarry, match="only 6 characters"):
        Version("abcdef").edited([(Segment(4, 9), "x")])


def test_maps_and_segments_of_another_text_are_refused():
    one, other = Version("abc").edited([])[1], Version("abcdef").edited([])[1]
    with pytest.raises(CannotCarry, match="do not belong together"):
        one.then(other)
    with pytest.raises(CannotCarry, match="ends at 5"):
        one.place(Segment(0, 5))
