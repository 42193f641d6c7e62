"""Every change can be taken back, and no change is made on top of what somebody else did unseen."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.analysis.text.refi.studies import Builder
from tests.analysis.text.study.coded import coded

from evenground.analysis.text.positions import Segment
from evenground.analysis.text.study import actions
from evenground.analysis.text.study.changes import (
    About,
    Described,
    History,
    Together,
    about,
    adding,
    apply,
    changing,
    inverse,
    removing,
)
from evenground.analysis.text.study.checking import check
from evenground.analysis.text.study.deleting import delete
from evenground.analysis.text.study.errors import CannotChange, UnknownThing
from evenground.analysis.text.study.model import (
    Case,
    Code,
    Coding,
    Gathering,
    Link,
    Selection,
    Source,
    Study,
    SyncPoint,
    SyncSpan,
    Theme,
    User,
)

studies = st.composite(lambda draw: Builder(draw).study())()
TEXTS = {"talk": "We waited all night. Nobody came.", "note": "The bus was late."}


def a_study() -> Study:
    told = coded(TEXTS, [
        ("Ann", "waiting", "talk", 0, 20), ("Ben", "waiting", "talk", 0, 20), ("Ann", "night", "talk", 10, 19),
        ("Ann", "travel", "note", 4, 7),
    ])  # fmt: skip
    parents = {"night": "waiting", "travel": "barriers"}
    return replace(
        told,
        codes=(*(replace(code, parent=parents.get(code.id)) for code in told.codes), Code("barriers", "Barriers")),
        cases=(Case("a", "Ann", codes=("night",), sources=("talk", "note"), selections=("s0",)),),
        themes=(Theme("t", "Lost time", codes=("night", "waiting"), codings=("c0", "c2")),),
        sets=(Gathering("g", "Set", codes=("waiting", "travel"), sources=("note",)),),
    )


def some_change(study: Study, draw) -> object:
    """Any change that fits the study."""
    ids = sorted(study.things)
    kind = draw(st.sampled_from(["add", "remove", "change", "describe", "delete", "text", "merge", "together"]))
    if kind == "remove":
        return removing(study, draw(st.sets(st.sampled_from(ids), max_size=5)) if ids else [])
    if kind == "delete":
        return delete(study, draw(st.sets(st.sampled_from(ids), max_size=4)) if ids else [])
    if kind == "change" and study.codes:
        one = draw(st.sampled_from(study.codes))
        return changing(study, replace(one, name=draw(st.text(max_size=3))))
    if kind == "describe":
        return Described(about(study), About(draw(st.text(max_size=3))))
    if kind == "text" and (texts := [source for source in study.sources if source.text]):
        return actions.new_text(study, draw(st.sampled_from(texts)).id, draw(st.text(max_size=20)))[0]
    if kind == "merge" and len(study.codes) > 1:
        into, *others = draw(st.permutations(study.codes))
        try:
            return actions.merge_codes(study, codes=[other.id for other in others[:2]], into=into.id)
        except CannotChange:
            pass
    if kind == "together":
        first = some_change(study, draw)
        return Together((first, some_change(apply(study, first), draw)), "both")
    new = f"new {len(study.codes)}"
    there = {new, new + "u"} & set(study.things)  # a change before this one may have taken out only one of them
    return removing(study, there) if there else adding(study, Code(new, "New"), User(new + "u"))


@settings(max_examples=40)
@given(studies, st.data())
def test_a_change_and_its_inverse_leave_everything_as_it_was(study, data):
    change = some_change(study, data.draw)
    after = apply(study, change)
    assert apply(after, inverse(change)) == study
    assert apply(apply(after, inverse(change)), inverse(inverse(change))) == after


@settings(max_examples=40)
@given(studies, st.data())
def test_undoing_everything_leads_back_and_redoing_it_forward(study, data):
    history = History(study)
    for _ in range(data.draw(st.integers(0, 4))):
        history = history.do(some_change(history.study, data.draw), by="Ann", why="because")
    latest, done = history.study, len(history.done)
    for _ in range(done):
        history = history.undo()
    assert history.study == study
    for _ in range(done):
        history = history.redo()
    assert history.study == latest
    assert len(history.log) == 3 * done


@settings(max_examples=40)
@given(studies, st.data())
def test_deleting_leaves_no_reference_to_what_is_gone(study, data):
    assume(study.things)
    before = set(check(study))
    gone = data.draw(st.sets(st.sampled_from(sorted(study.things)), min_size=1, max_size=4))
    after = apply(study, delete(study, gone))
    assert not gone & set(after.things)
    assert not [fault for fault in check(after) if "does not have" in fault and fault not in before]


def test_deleting_a_code_takes_its_codings_and_lifts_what_stood_under_it():
    after = apply(a_study(), delete(a_study(), ["waiting"]))
    assert [code.id for code in after.codes] == ["night", "travel", "barriers"]
    assert after.things["night"].parent is None
    assert [coding.id for coding in after.codings] == ["c2", "c3"]
    assert after.themes[0] == Theme("t", "Lost time", codes=("night",), codings=("c2",))
    assert after.sets[0].codes == ("travel",)


def test_deleting_a_source_takes_its_selections_codings_and_parts():
    study = a_study()
    study = replace(
        study, sources=(*study.sources, Source("part", "Transcript", role="transcript", part_of="talk", text="x"))
    )
    after = apply(study, delete(study, ["talk"]))
    assert [source.id for source in after.sources] == ["note"]
    assert [coding.id for coding in after.codings] == ["c3"]
    assert (after.cases[0].sources, after.cases[0].selections) == (("note",), ())


def test_a_code_is_given_once_and_uses_the_selection_that_is_there():
    study = a_study()
    change = actions.code(
        study, source="talk", place=Segment(0, 20), code="travel", coder="Ann", ids=iter("xy").__next__
    )
    after = apply(study, change)
    assert after.codings[-1] == Coding("x", "travel", "talk", "s0", "Ann")
    assert len(after.selections) == len(study.selections)
    with pytest.raises(CannotChange, match="already there"):
        actions.code(after, source="talk", place=Segment(0, 20), code="travel", coder="Ann")
    with pytest.raises(CannotChange, match=r"ends at 40, but talk has 33 characters"):
        actions.code(study, source="talk", place=Segment(2, 40), code="travel")
    with pytest.raises(CannotChange, match="No words are marked"):
        actions.code(study, source="talk", place=Segment(2, 2), code="travel")
    with pytest.raises(UnknownThing, match="no source"):
        actions.code(study, source="gone", place=None, code="travel")


def test_taking_a_code_off_takes_the_selection_when_nothing_else_uses_it():
    study = a_study()
    assert "s2" not in apply(study, actions.uncode(study, "c2")).things
    assert "s0" in apply(study, actions.uncode(study, "c0")).things  # a case speaks there


def test_merged_codes_bring_codings_children_sets_and_themes_each_once():
    study = a_study()
    study = replace(study, codings=(*study.codings, Coding("again", "travel", "talk", "s0", "Ann")))
    after = apply(study, actions.merge_codes(study, codes=["waiting"], into="travel"))
    assert [(c.id, c.code) for c in after.codings] == [
        ("c1", "travel"),
        ("c2", "night"),
        ("c3", "travel"),
        ("again", "travel"),
    ]
    assert after.things["night"].parent == "travel"
    assert after.sets[0].codes == ("travel",)
    assert after.themes[0].codes == ("night", "travel")
    with pytest.raises(CannotChange, match="stands under"):
        actions.merge_codes(study, codes=["waiting"], into="night")


def test_a_split_moves_the_chosen_codings_only():
    study = a_study()
    after = apply(study, actions.split_code(study, code="waiting", new=Code("long", "Long"), codings=["c1"]))
    assert [coding.code for coding in after.codings] == ["waiting", "long", "night", "travel"]
    with pytest.raises(UnknownThing, match="do not have the code"):
        actions.split_code(study, code="waiting", new=Code("long", "Long"), codings=["c3"])


def test_a_code_cannot_stand_under_itself():
    study = a_study()
    assert apply(study, actions.move_code(study, "travel", under=None)).things["travel"].parent is None
    with pytest.raises(CannotChange, match="which stands under it"):
        actions.move_code(study, "waiting", under="night")


def test_a_new_text_carries_selections_and_names_those_that_are_lost():
    study = a_study()
    study = replace(
        study,
        sync_points=(SyncPoint("p", "talk", 10, 21),),
        selections=(
            *study.selections,
            Selection("last", "talk", Segment(21, 33)),
            Selection("sync", "talk", SyncSpan("p")),
        ),
    )
    change, lost = actions.new_text(study, "talk", "Oh, we waited, all night long. ")
    after = apply(study, change)
    text = after.things["talk"].text
    assert after.things["s2"].place.of(text) == "all night"
    assert [selection.id for selection, _ in lost] == ["last"]
    assert "last" not in after.things
    assert apply(after, inverse(change)) == study
    assert check(after) == ()


def test_work_of_others_in_between_is_not_overwritten():
    study = a_study()
    renamed = actions.rename(study, "waiting", "Waiting")
    meanwhile = apply(study, actions.rename(study, "waiting", "Delay"))
    with pytest.raises(CannotChange, match="“waiting” was changed meanwhile"):
        apply(meanwhile, renamed)
    with pytest.raises(CannotChange, match="no longer there"):
        apply(apply(study, delete(study, ["waiting"])), renamed)
    with pytest.raises(CannotChange, match="already has something"):
        apply(study, adding(study, Code("waiting", "Again")))
    with pytest.raises(CannotChange, match="nothing to undo"):
        History(study).undo()
    with pytest.raises(CannotChange, match="nothing to do again"):
        History(study).do(renamed).redo()
    with pytest.raises(CannotChange, match="cannot be empty"):
        actions.rename(study, "waiting", " ")


def test_the_log_only_grows_and_says_who_and_why():
    history = (
        History(a_study()).do(actions.rename(a_study(), "waiting", "Delay"), by="Ann", why="clearer").undo(by="Ben")
    )
    assert [(entry.by, entry.why, entry.undoes) for entry in history.log] == [("Ann", "clearer", None), ("Ben", "", 0)]


def test_checking_names_every_fault():
    study = a_study()
    broken = replace(
        study,
        codes=(*study.codes, Code("night", "Twice"), Code("a1", "A", parent="a2"), Code("a2", "B", parent="a1")),
        selections=(
            *study.selections,
            Selection("far", "talk", Segment(3, 99)),
            Selection("lost", "gone", Segment(0, 1)),
        ),
        codings=(*study.codings, Coding("c9", "talk", "talk", "s3"), Coding("c8", "code", "note")),
    )
    said = "\n".join(check(broken))
    for fault in (
        "The id “night” is used 2 times", "The selection “lost” refers to “gone”", "The code “A” stands under itself",
        "ends at 99, but “talk” has only 33 characters", "has as its code “talk”, which is not a code",
        "on a selection of another source", "refers to “code”, which the study does not have",
    ):  # fmt: skip
        assert fault in said
    assert check(study) == ()


def test_uncoding_leaves_a_place_that_something_else_points_to():
    study = coded({"talk": "We waited."}, [("Ann", "waiting", "talk", 0, 2)], links=(Link("l", "s0", "talk"),))
    after = apply(study, actions.uncode(study, "c0"))
    assert (after.codings, after.links, len(after.selections)) == ((), study.links, 1)


def test_merging_codes_brings_their_notes():
    study = coded({"talk": "We waited."}, [("Ann", "waiting", "talk", 0, 2), ("Ann", "delay", "talk", 0, 2)])
    memo = Source("memo", "Memo", role="note", text="Why two?")
    waiting, delay = study.codes
    study = replace(study, codes=(waiting, replace(delay, notes=("memo",))), sources=(*study.sources, memo))
    change = actions.merge_codes(study, codes=["delay"], into="waiting")
    merged = apply(study, change)
    assert [(code.id, code.notes) for code in merged.codes] == [("waiting", ("memo",))]
    assert apply(merged, inverse(change)) == study
