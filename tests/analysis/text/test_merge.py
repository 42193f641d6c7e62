"""Two people change one answer."""

from hypothesis import given
from hypothesis import strategies as st

from evenground.analysis.text.merge import merge_words

BASE = "We visit people at home within two hours of a call."
texts = st.text(alphabet="ab c\n", max_size=30).map(str.strip)


def test_two_changes_in_different_places_are_joined():
    merged = merge_words(
        BASE,
        mine="We nurses visit people at home within two hours of a call.",
        theirs="We visit people at home within two hours of a call, day and night.",
    )
    assert merged.text == "We nurses visit people at home within two hours of a call, day and night."


def test_two_rewrites_clash_and_are_never_blended():
    merged = merge_words("Reduce admissions", mine="Reduce admissions by 10% in a year", theirs="Improve wellbeing")
    assert merged.clash


def test_two_first_answers_clash():
    assert merge_words("", mine="Older people", theirs="Carers").clash


def test_a_line_added_at_the_end_by_each_clashes():
    assert merge_words("First line", mine="First line\nsecond by me", theirs="First line\nsecond by you").clash


def test_changes_on_different_lines_keep_their_lines():
    base = "Damp housing.\nWork that cannot be left.\nNo bus."
    merged = merge_words(
        base, mine=base.replace("Damp", "Cold, damp"), theirs=base.replace("No bus.", "No bus on Sunday.")
    )
    assert merged.text == "Cold, damp housing.\nWork that cannot be left.\nNo bus on Sunday."


@given(texts, texts)
def test_a_change_by_one_alone_is_taken(base, changed):
    assert merge_words(base, mine=changed, theirs=base).text == changed
    assert merge_words(base, mine=base, theirs=changed).text == changed


@given(texts, texts)
def test_the_same_change_by_both_is_taken_once(base, changed):
    assert merge_words(base, mine=changed, theirs=changed).text == changed


@given(texts, texts, texts)
def test_no_word_is_made_up_and_none_of_a_change_is_lost(base, mine, theirs):
    merged = merge_words(base, mine=mine, theirs=theirs)
    if merged.text is not None:
        assert set(merged.text.split()) <= set(mine.split()) | set(theirs.split())
        new = (set(mine.split()) | set(theirs.split())) - set(base.split())
        assert new <= set(merged.text.split())


@given(texts, texts, texts)
def test_it_does_not_matter_who_was_first(base, mine, theirs):
    one = merge_words(base, mine=mine, theirs=theirs)
    other = merge_words(base, mine=theirs, theirs=mine)
    assert one.clash == other.clash
    if one.text is not None and other.text is not None:
        assert one.text.split() == other.text.split()
