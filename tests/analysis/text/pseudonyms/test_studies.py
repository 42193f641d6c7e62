"""A whole study: nothing a person wrote keeps a name, and selections keep to their words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from tests.analysis.text.refi.studies import studies

from evenground.analysis.text.positions import Segment
from evenground.analysis.text.pseudonyms import (
    Entry,
    Roster,
    check_leaks,
    decide,
    pseudonymise_study,
    reidentify,
    study_texts,
    suggest,
)
from evenground.analysis.text.refi import read_qdpx, write_qdpx
from evenground.analysis.text.study.model import (
    Case,
    Code,
    Coding,
    File,
    Gathering,
    Link,
    Selection,
    Source,
    Study,
    SyncPoint,
    Theme,
    User,
    Value,
    Variable,
)

ROSTER = Roster((Entry("Jane Whittle"), Entry("Lena Oduya")))
TEXT = "Interviewer: Jane, how was it?\nJane Whittle: We waited all night. Whittle’s view is plain."
QUOTE = Segment(TEXT.index("We waited"), TEXT.index(" Whittle’s"))


def guid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


@pytest.fixture
def study() -> Study:
    source, note, selection, code, user = (guid(number) for number in range(1, 6))
    return Study(
        name="Interviews of Whittle",
        users=(User(user, "Lena Oduya", "LO"),),
        codes=(Code(code, "Waiting", definition="As Jane says", example="“Whittle waited”"),),
        variables=(Variable(guid(6), "speaker", description="Jane or not"), Variable(guid(7), "born", "Date")),
        cases=(Case(guid(8), "Jane Whittle", values=(Value(guid(6), "Jane Whittle"), Value(guid(6), 3)), sources=(source,)),),
        sources=(
            Source(source, "Jane Whittle.docx", text=TEXT, rich=File("Jane Whittle.docx", b"PK"), notes=(note,)),
            Source(note, "memo", role="note", text="Jane cried."),
        ),
        sync_points=(SyncPoint(guid(9), source, 1000, TEXT.index("We waited")),),
        selections=(Selection(selection, source, QUOTE, name="Whittle waits"),),
        codings=(Coding(guid(10), code, source, selection, coder=user),),
        links=(Link(guid(11), source, note, "said by Jane"),),
        sets=(Gathering(guid(12), "Whittle", "of Jane", sources=(source,)),),
        themes=(Theme(guid(13), "Jane’s nights", "Whittle waits"),),
    )  # fmt: skip


def treated(study: Study, **options):
    texts = study_texts(study)
    found = suggest(texts, roster=ROSTER)
    return pseudonymise_study(study, found, decide(found, texts), **options)


def test_no_text_of_the_study_keeps_a_name(study):
    safe = treated(study).study
    left = suggest(study_texts(safe), roster=ROSTER)

    assert [one.document for one in left if one.entry] == []
    assert safe.sources[0].name == "P1.docx"
    assert safe.cases[0].values[0].value == "P1"
    assert safe.cases[0].values[1].value == 3
    assert safe.users == (User(study.users[0].id, "Coder 1", "C1"),)


def test_selections_and_moments_keep_to_their_words(study):
    safe = treated(study).study
    text = safe.sources[0].text or ""

    assert safe.selections[0].place.of(text) == QUOTE.of(TEXT) == "We waited all night."
    assert text[safe.sync_points[0].position :].startswith("We waited")


def test_only_what_was_written_changes(study):
    safe = treated(study).study
    assert safe.codings == study.codings
    assert safe.variables[1] == study.variables[1]
    assert [one.id for one in safe.things.values()] == [one.id for one in study.things.values()]


def test_files_that_still_hold_the_names_are_taken_out_and_said(study):
    result = treated(study)
    assert result.study.sources[0].rich is None
    assert result.removed == ("“P1.docx” of source “P1.docx”",)
    assert result.look_at == ("The variable “born” holds dates. Take it out if they are dates of birth or of events.",)
    assert treated(study, keep_files=True).study.sources[0].rich == File("P1.docx", b"PK")


def test_the_key_gives_back_texts_and_coders(study):
    result = treated(study)
    texts = study_texts(study)
    assert {path: reidentify(new, result.key, document=path) for path, new in result.applied.documents.items()} == texts


def test_the_exported_study_has_no_leak_and_the_untreated_one_has(study, tmp_path):
    safe = treated(study).study
    exported = write_qdpx(safe, tmp_path / "safe.qdpx").path
    assert check_leaks(exported, ROSTER) == []
    back = read_qdpx(exported).study
    assert [one.text for one in back.sources if one.role == "source"] == [safe.sources[0].text]

    bare = replace(study, sources=tuple(replace(one, rich=None) for one in study.sources))
    leaks = check_leaks(write_qdpx(bare, tmp_path / "bare.qdpx").path, ROSTER)
    assert {"text", "property"} <= {str(one.part) for one in leaks}
    assert not any("Whittle" in str(one) or "Jane" in str(one) for one in leaks)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40)
@given(studies)
def test_a_study_in_which_nobody_is_named_stays_as_it_is(made):
    result = pseudonymise_study(made, [], decide([], {}), coders=False, keep_files=True)
    assert result.study == made
