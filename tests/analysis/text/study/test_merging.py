"""Two copies become one, and nothing that anybody made is lost."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.text.refi.studies import Builder
from tests.analysis.text.study.coded import coded

from evenground.analysis.text.positions import Segment
from evenground.analysis.text.study import actions
from evenground.analysis.text.study.changes import adding, apply, changing
from evenground.analysis.text.study.checking import check
from evenground.analysis.text.study.deleting import delete
from evenground.analysis.text.study.merging import merge
from evenground.analysis.text.study.model import Case, Code, Coding, Selection, Study, Theme, User, Value
from evenground.analysis.text.study.references import collections, mapped_study

studies = st.composite(lambda draw: Builder(draw).study())()
TEXT = "We waited all night. Nobody came."


@pytest.fixture
def base() -> Study:
    told = coded({"talk": TEXT}, [("Ann", "waiting", "talk", 0, 20), ("Ann", "night", "talk", 10, 19)])
    return replace(
        told, cases=(Case("a", "Ann", sources=("talk",)),), themes=(Theme("t", "Lost time", codes=("night",)),)
    )


def edited(study: Study, *changes) -> Study:
    for change in changes:
        study = apply(study, change(study))
    return study


def deleting(*ids):
    return lambda study: delete(study, ids)


def things(study: Study) -> set:
    return {(name, repr(thing)) for name in collections() for thing in getattr(study, name)}


def edits(study: Study, who: str, draw) -> Study:
    """What one person does: adds, renames, deletes, corrects a text."""
    for number in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(["add", "rename", "delete", "text"]))
        if kind == "rename" and study.codes:
            one = draw(st.sampled_from(study.codes))
            study = apply(study, changing(study, replace(one, name=f"{who} {number}")))
        elif kind == "delete" and study.things:
            study = apply(study, delete(study, [draw(st.sampled_from(sorted(study.things)))]))
        elif kind == "text" and (texts := [source for source in study.sources if source.text]):
            one = draw(st.sampled_from(texts))
            study = apply(study, actions.new_text(study, one.id, draw(st.text("ab \n", max_size=9)) + one.text)[0])
        elif f"{who}{number}" not in study.things:
            new = Code(f"{who}{number}", f"{who} {number}")
            study = apply(study, adding(study, new, User(f"{who}{number}u", f"{who} {number}")))
    return study


@settings(max_examples=40)
@given(studies, st.data())
def test_a_copy_that_was_not_touched_changes_nothing(base, data):
    mine = edits(base, "mine", data.draw)
    assert merge(base, mine=mine, theirs=base).study == mine
    assert things(merge(base, mine=base, theirs=mine).study) == things(mine)
    assert merge(base, mine=mine, theirs=mine).study == mine


@settings(max_examples=40)
@given(studies, st.data())
def test_what_either_made_is_there_and_hangs_together(base, data):
    mine, theirs = edits(base, "mine", data.draw), edits(base, "theirs", data.draw)
    merged = merge(base, mine=mine, theirs=theirs).study
    made = (set(mine.things) | set(theirs.things)) - set(base.things)
    assert made <= set(merged.things)
    assert set(mine.things) & set(theirs.things) <= set(merged.things)
    assert not set(check(merged)) - set(check(base)) - set(check(mine)) - set(check(theirs))


def test_codings_of_both_come_together(base):
    mine = edited(base, lambda s: actions.code(s, source="talk", place=Segment(3, 9), code="night", coder="Ann"))
    theirs = edited(base, lambda s: actions.code(s, source="talk", place=Segment(21, 33), code="night", coder="Ann"))
    merged = merge(base, mine=mine, theirs=theirs)
    assert len(merged.study.codings) == 4
    assert merged.report == ("New from the other copy: 1 coding, 1 selection.",)


def test_new_ids_of_the_same_things_do_not_make_them_twice(base):
    def fresh(one):
        return f"new-{one}"

    renamed = mapped_study(base, fresh)
    groups = {n: tuple(replace(t, id=fresh(t.id)) for t in getattr(renamed, n)) for n in collections()}
    theirs = replace(renamed, **groups)
    merged = merge(base, mine=base, theirs=theirs)
    assert merged.study == base
    assert "ids differed" in merged.report[0]


def test_both_versions_of_a_definition_are_kept(base):
    mine = edited(base, lambda s: changing(s, replace(s.things["night"], definition="Dark hours.", colour="#000000")))
    theirs = edited(base, lambda s: changing(s, replace(s.things["night"], definition="After ten.", exclude="Shifts.")))
    merged = merge(base, mine=mine, theirs=theirs)
    code = merged.study.things["night"]
    assert (code.definition, code.colour, code.exclude) == ("Dark hours.", "#000000", "Shifts.")
    assert [merged.study.things[note].text for note in code.notes] == ["After ten."]
    assert "The definition of “night” was changed in both copies" in merged.report[-1]


def test_a_coding_that_both_recoded_is_kept_with_both_codes(base):
    base = apply(base, adding(base, Code("x", "X"), Code("y", "Y")))
    mine = edited(base, lambda s: changing(s, replace(s.things["c1"], code="x")))
    theirs = edited(base, lambda s: changing(s, replace(s.things["c1"], code="y")))
    assert sorted(coding.code for coding in merge(base, mine=mine, theirs=theirs).study.codings) == [
        "waiting",
        "x",
        "y",
    ]


def test_what_one_deleted_and_the_other_used_or_changed_stays(base):
    mine = edited(base, deleting("night"))
    theirs = edited(base, lambda s: actions.code(s, source="talk", place=Segment(21, 33), code="night", coder="Ann"))
    merged = merge(base, mine=mine, theirs=theirs)
    assert "night" in merged.study.things
    assert "“night” was deleted in one copy and is used in the other. It stays." in merged.report
    assert check(merged.study) == ()
    theirs = edited(base, lambda s: actions.rename(s, "night", "Dark"))
    assert (
        "“Dark” was deleted in one copy and changed in the other. It stays."
        in merge(base, mine=mine, theirs=theirs).report
    )


def test_what_one_deleted_and_nobody_touched_goes(base):
    merged = merge(base, mine=base, theirs=edited(base, deleting("night")))
    assert "night" not in merged.study.things
    assert merged.report == ("Deleted because the other copy deleted them: 1 code, 1 coding.",)


def test_places_marked_in_the_old_text_are_carried_to_the_corrected_one(base):
    mine = edited(base, lambda s: actions.new_text(s, "talk", "Oh. " + TEXT)[0])
    theirs = edited(base, lambda s: actions.code(s, source="talk", place=Segment(21, 27), code="night", coder="Ann"))
    merged = merge(base, mine=mine, theirs=theirs).study
    text = merged.things["talk"].text
    assert [selection.place.of(text) for selection in merged.selections] == [
        "We waited all night.",
        "all night",
        "Nobody",
    ]


def test_words_marked_in_a_passage_that_is_gone_are_kept_in_a_note(base):
    mine = edited(base, lambda s: actions.new_text(s, "talk", "We waited all night.")[0])
    theirs = edited(base, lambda s: actions.code(s, source="talk", place=Segment(21, 33), code="night", coder="Ann"))
    merged = merge(base, mine=mine, theirs=theirs)
    assert [source.text for source in merged.study.sources if source.role == "note"] == ["Nobody came."]
    assert "“Nobody came.” was marked in talk, and the text no longer has it" in merged.report[-1]


def test_a_text_that_both_changed_keeps_the_other_in_a_note(base):
    mine = edited(base, lambda s: actions.new_text(s, "talk", TEXT + " Mine.")[0])
    theirs = edited(base, lambda s: actions.new_text(s, "talk", "Theirs. " + TEXT)[0])
    merged = merge(base, mine=mine, theirs=theirs)
    assert [source.text for source in merged.study.sources] == [TEXT + " Mine.", "Theirs. " + TEXT]
    assert "The text of talk was changed in both copies" in merged.report[-1]
    assert merged.study.things["s1"].place.of(TEXT) == "all night"


def test_codes_put_under_each_other_do_not_make_a_circle(base):
    mine = edited(base, lambda s: actions.move_code(s, "night", under="waiting"))
    theirs = edited(base, lambda s: actions.move_code(s, "waiting", under="night"))
    merged = merge(base, mine=mine, theirs=theirs)
    assert (merged.study.things["night"].parent, merged.study.things["waiting"].parent) == ("waiting", None)
    assert "under each other" in merged.report[-1]


def test_lists_take_what_either_added_and_drop_what_either_took_out(base):
    base = replace(base, codes=(*base.codes, Code("a1", "A1"), Code("b1", "B1")))
    mine = edited(base, lambda s: changing(s, replace(s.themes[0], codes=("night", "a1"))))
    theirs = edited(base, lambda s: changing(s, replace(s.themes[0], codes=("b1",))))
    assert merge(base, mine=mine, theirs=theirs).study.themes[0].codes == ("a1", "b1")


def test_two_values_of_one_attribute_are_both_kept(base):
    mine = edited(base, lambda s: changing(s, replace(s.cases[0], values=(Value("v", "40"),))))
    theirs = edited(base, lambda s: changing(s, replace(s.cases[0], values=(Value("v", "41"),))))
    merged = merge(base, mine=mine, theirs=theirs)
    assert merged.study.cases[0].values == (Value("v", "40"),)
    assert [source.text for source in merged.study.sources if source.role == "note"] == ["41"]


def test_the_same_words_coded_by_both_alike_count_once(base):
    def code(study):
        return actions.code(study, source="talk", place=Segment(3, 9), code="night", coder="Ann")

    merged = merge(base, mine=edited(base, code), theirs=edited(base, code)).study
    assert len(merged.selections) == len(base.selections) + 1
    assert len(merged.codings) == len(base.codings) + 1
    assert isinstance(merged.selections[-1], Selection)
    assert isinstance(merged.codings[-1], Coding)


def test_what_the_other_copy_emptied_is_said_in_words(base):
    coloured = [
        replace(base, codes=(replace(base.codes[0], colour=each), *base.codes[1:])) for each in ("#1", "#2", None)
    ]
    merged = merge(coloured[0], mine=coloured[1], theirs=coloured[2]).study
    assert [source.text for source in merged.sources if source.role == "note"] == ["(nothing)"]
