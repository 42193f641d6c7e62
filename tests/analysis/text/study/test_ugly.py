"""Studies in which nothing fits: every question is answered, and `check` says what is wrong."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.text.refi.studies import Builder

from evenground.analysis.errors import AnalysisError
from evenground.analysis.text.positions import Segment
from evenground.analysis.text.study import actions
from evenground.analysis.text.study.agreement import agreement, disagreements
from evenground.analysis.text.study.changes import apply, inverse
from evenground.analysis.text.study.checking import check
from evenground.analysis.text.study.deleting import delete
from evenground.analysis.text.study.errors import NothingToCompare
from evenground.analysis.text.study.merging import merge
from evenground.analysis.text.study.model import Code, Coding, Selection, Source, Study
from evenground.analysis.text.study.queries import cooccurrence, extracts_as_rows, framework_matrix, matrix, retrieve
from evenground.analysis.text.study.references import collections, mapped_study
from evenground.analysis.text.study.search import index, search


@st.composite
def broken(draw) -> Study:
    """A study whose references lead anywhere, some to nothing, and whose ids may come twice."""
    study = Builder(draw).study()
    ids = [*study.things, "nothing"]
    wrong = draw(st.dictionaries(st.sampled_from(ids), st.sampled_from(ids), max_size=4))
    study = mapped_study(study, lambda one: wrong.get(one, one))
    if study.codes and draw(st.booleans()):
        study = replace(study, codes=(*study.codes, replace(study.codes[0], name="Twice")))
    far = [
        replace(s, place=Segment(s.place.start, s.place.end + 50)) if isinstance(s.place, Segment) else s
        for s in study.selections
    ]
    return replace(study, selections=tuple(far)) if draw(st.booleans()) else study


@settings(max_examples=40)
@given(broken())
def test_every_question_is_answered(study):
    check(study)
    extracts = retrieve(study, context="turn")
    assert {coding for extract in extracts for coding in extract.codings} <= {coding.id for coding in study.codings}
    extracts_as_rows(study, extracts).to_csv()
    for by in ("case", "source", "coder"):
        matrix(study, columns=by, unit="characters").to_csv()
    for by in ("overlap", "sentence", "source"):
        cooccurrence(study, by=by).to_csv()
    framework_matrix(study).to_csv()
    search(index(study.sources), "a OR b* NOT c")
    try:
        assert agreement(study, unit="sentence").rows().to_csv()
        disagreements(study)
    except NothingToCompare as reason:
        assert "second person" in str(reason)


@settings(max_examples=40)
@given(broken(), broken())
def test_any_two_studies_can_be_merged_and_nothing_is_lost(mine, theirs):
    merged = merge(Study("empty"), mine=mine, theirs=theirs).study
    assert set(mine.things) <= set(merged.things)
    texts = [source.text for source in merged.sources]
    assert all(source.text in texts for study in (mine, theirs) for source in study.sources if source.text)
    for name in collections():
        assert len(getattr(merged, name)) >= len(getattr(mine, name))


@settings(max_examples=40)
@given(broken(), st.data())
def test_deleting_in_a_broken_study_can_be_undone_or_is_refused_in_words(study, data):
    gone = data.draw(st.sets(st.sampled_from([*study.things, "nothing"]), max_size=3))
    try:
        change = delete(study, gone)
        after = apply(study, change)
        assert apply(after, inverse(change)) == study
    except AnalysisError as reason:
        assert str(reason).endswith(".")


def test_a_coding_of_a_missing_code_is_shown_with_its_id():
    study = Study(
        "s",
        codes=(Code("a", "A"),),
        sources=(Source("x", "X", text="some words"),),
        selections=(Selection("1", "x", Segment(0, 4)),),
        codings=(Coding("2", "gone", "x", "1"),),
    )
    assert retrieve(study)[0].paths == ("(missing code gone)",)
    assert check(study) == ("The coding “2” refers to “gone”, which the study does not have.",)
    assert apply(study, actions.uncode(study, "2")).codings == ()
