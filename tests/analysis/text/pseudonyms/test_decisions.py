"""One decision a subject, placeholders in the paper's style, numbered in order and stable."""

from __future__ import annotations

import pytest

from evenground.analysis.errors import UnknownChoice
from evenground.analysis.text.pseudonyms import BadDecision, Decision, Decisions, Entry, Kind, Roster, decide, suggest

ROSTER = Roster((
    Entry("Liverpool CCG", Kind.ORGANISATION, (), "CCG"),
    Entry("Wirral CCG", Kind.ORGANISATION, (), "CCG"),
    Entry("Liverpool", Kind.PLACE, (), "city"),
    Entry("Chester", Kind.PLACE, (), "city"),
    Entry("motor neurone disease", Kind.CONDITION, ("MND",), "[neurological condition]"),
    Entry("multiple sclerosis", Kind.CONDITION, ("MS",), "[neurological condition]"),
    Entry("Jane Whittle", called="P07"),
    Entry("Ann Lee"),
))  # fmt: skip


def decided(documents, **options):
    return decide(suggest(documents, roster=ROSTER, known=options.get("known")), documents, **options)


def placeholders(decisions) -> dict[str, str]:
    return {one.name: one.placeholder for one in decisions}


def test_placeholders_as_the_paper_writes_them():
    text = (
        "Chester, Wirral CCG and Liverpool CCG on one table; Liverpool too. Jane and Ann Lee: MND, multiple sclerosis."
    )
    assert placeholders(decided({"": text})) == {
        "Chester": "city1",
        "Wirral CCG": "CCG1",
        "Liverpool CCG": "CCG2",
        "Liverpool": "city2",
        "Jane Whittle": "P07",
        "Ann Lee": "P1",
        "motor neurone disease": "[neurological condition]",
        "multiple sclerosis": "[neurological condition]",
    }


def test_documents_added_later_change_no_number():
    first = {"a": "Liverpool CCG is in Liverpool."}
    known = decided(first)
    later = decided({"b": "Wirral CCG, then Liverpool CCG, in Chester.", **first}, known=known)

    assert later.each[: len(known)] == known.each
    assert placeholders(later) | {"Wirral CCG": "CCG2", "Chester": "city2"} == placeholders(later)


def test_numbers_that_stand_in_the_texts_are_passed_over():
    assert placeholders(decided({"": "P1: hello. p2 left. Ann Lee came."}))["Ann Lee"] == "P3"


def test_numbers_and_addresses_are_redacted_dates_and_ages_made_wider_unless_chosen_otherwise():
    documents = {"": "a@b.org, born 3 April 1934, aged 93, L8 7TX, Chester"}
    usual = {one.kind: one.do for one in decided(documents)}
    chosen = decided(
        documents, choices={"e-mail address": "replace", "place: chester": "keep", "age over 89": "redact"}
    )

    assert usual == {
        Kind.EMAIL: "redact",
        Kind.BIRTH: "generalise",
        Kind.AGE: "generalise",
        Kind.POSTCODE: "generalise",
        Kind.PLACE: "replace",
    }
    assert {one.kind: (one.do, one.placeholder) for one in chosen} == {
        Kind.EMAIL: ("replace", "[e-mail address 1]"),
        Kind.BIRTH: ("generalise", ""),
        Kind.AGE: ("redact", "[age over 89 removed]"),
        Kind.POSTCODE: ("generalise", ""),
        Kind.PLACE: ("keep", ""),
    }


def test_one_decision_can_be_changed():
    decisions = decided({"": "Ann Lee came to Chester."})
    changed = decisions.changed("person: ann lee", do="replace", placeholder="Adviser 1")

    assert placeholders(changed) == {"Ann Lee": "Adviser 1", "Chester": "city1"}
    assert decisions.changed("place: chester", do="generalise").each[1].placeholder == "[place]"
    with pytest.raises(BadDecision, match="Nothing was decided"):
        decisions.changed("person: nobody", do="keep")


def test_bad_decisions_are_refused_without_a_name():
    lee, may = Entry("Ann Lee"), Entry("Theresa Quill")
    with pytest.raises(UnknownChoice, match="Choose one of: replace, keep, redact, generalise"):
        decided({"": "Chester"}, choices={"place": "burn"})
    with pytest.raises(BadDecision, match="no kind and no subject"):
        decided({"": "Chester"}, choices={"places": "keep"})
    with pytest.raises(BadDecision, match="has no placeholder"):
        Decisions((Decision("person: ann lee", "replace", " ", "Ann Lee", Kind.PERSON, lee),))
    with pytest.raises(BadDecision, match="same subject"):
        Decisions((Decision("a", "keep"), Decision("a", "keep")))
    with pytest.raises(BadDecision, match="contains a name that is to be hidden") as refusal:
        Decisions((Decision("person: theresa quill", "replace", "Miss Quill", "Theresa Quill", Kind.PERSON, may),))
    assert "Quill" not in str(refusal.value)
    with pytest.raises(BadDecision, match="placeholder of two subjects"):
        Decisions((Decision("a", "replace", "P1"), Decision("b", "replace", "P1")))
