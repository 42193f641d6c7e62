"""Overlapping codings drawn in one pass."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from evenground.analysis.text.positions import Run, Segment, runs

segments = st.lists(
    st.tuples(st.builds(lambda a, b: Segment(min(a, b), max(a, b)), st.integers(0, 40), st.integers(0, 40)), st.integers(0, 5)),
    max_size=12,
)  # fmt: skip


@given(segments)
def test_each_character_has_the_keys_of_the_segments_that_cover_it(given_segments):
    found = runs(given_segments)
    for place in range(41):
        expected = list(dict.fromkeys(key for segment, key in given_segments if segment.start <= place < segment.end))
        covering = [run for run in found if run.start <= place < run.end]
        assert [list(run.keys) for run in covering] == ([expected] if expected else [])


@given(segments)
def test_runs_are_in_order_and_points_are_kept(given_segments):
    found = runs(given_segments)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    points = {segment.start for segment, _ in given_segments if segment.start == segment.end}
    assert points == {run.start for run in found if run.start == run.end}


def test_a_point_stands_before_what_starts_there_and_cuts_what_lies_around_it():
    assert runs([(Segment(0, 4), "hope"), (Segment(2, 2), "note")]) == [
        Run(0, 2, ("hope",)), Run(2, 2, ("note",)), Run(2, 4, ("hope",)),
    ]  # fmt: skip


def test_nothing_gives_nothing():
    assert runs([]) == []
