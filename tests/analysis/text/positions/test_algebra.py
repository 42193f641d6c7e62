"""What either, both or only one list of segments covers."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenground.analysis.text.positions import Segment, difference, intersection, split, union

places = st.integers(0, 30)
lists = st.lists(st.builds(lambda a, b: Segment(min(a, b), max(a, b)), places, places), max_size=8)


def covered(segments):
    return {place for segment in segments for place in range(segment.start, segment.end)}


@pytest.mark.parametrize(
    ("ours", "of_sets"),
    [(lambda a, b: union([*a, *b]), set.union), (intersection, set.intersection), (difference, set.difference)],
)
@given(these=lists, others=lists)
def test_they_are_the_sets_of_characters(ours, of_sets, these, others):
    found = ours(these, others)
    assert covered(found) == of_sets(covered(these), covered(others))
    assert all(one.end < other.start for one, other in itertools.pairwise(found))


@given(segments=lists, cuts=st.lists(places, max_size=5))
def test_pieces_put_together_are_what_was_split(segments, cuts):
    pieces = split(segments, cuts)
    assert covered(pieces) == covered(segments)
    assert not any(piece.start < cut < piece.end for piece in pieces for cut in cuts)
