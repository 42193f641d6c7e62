"""Taguette's projects: every highlight lands on its words, and a strange file does no harm."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.text.taguette.projects import Project, counted

from evenground.analysis.text.refi import HostileArchive, UnreadableStudy, read_qdpx, write_qdpx
from evenground.analysis.text.taguette import read_taguette, tables
from evenground.analysis.text.taguette.page import page_of

TALK = (
    "<h1>Focus  group – café 🙂🙂</h1>\n<p>Facilitator: What happened at <em>night</em>?</p>\n"
    "<p>P1: We waited &amp; waited; “nobody” came.<br>It was 3 &lt; 4 hours.</p>\n<ul><li>one</li><li>two 👩‍🔬</li></ul>\n"
    "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table><pre> keep   this\n</pre>\nloose text"
)


@pytest.fixture
def project(tmp_path):
    made = Project(tmp_path / "project.sqlite3")
    made.document(1, TALK)
    for number, path in enumerate(("access.phones", "access", "e.g. pain", "3.5 hours", "care.at.night"), start=1):
        made.tag(number, path, f"about {path}")
    return made


def quoted(read) -> list[str]:
    texts = {source.id: source.text for source in read.study.sources}
    return [one.place.of(texts[one.source]) for one in read.study.selections]


def test_the_text_is_what_a_reader_sees(project):
    (source,) = read_taguette(project.path).study.sources

    assert source.text == (
        "Focus group – café 🙂🙂\nFacilitator: What happened at night?\nP1: We waited & waited; “nobody” came.\n"
        "It was 3 < 4 hours.\none\ntwo 👩‍🔬\na\tb\n keep   this\n\nloose text"
    )


def test_bytes_between_tags_become_characters(project):
    words = ["Focus", "night", "waited & waited; “nobody” came", "3 < 4", "two 👩‍🔬", "keep   this", "loose text"]
    for number, each in enumerate(words, start=1):
        project.mark(number, 1, TALK, each, 1)
    read = read_taguette(project.path)

    assert quoted(read) == words
    assert not read.report.mended[1:] and not read.report.left_out


def test_a_highlight_over_paragraphs_takes_in_the_line_end(project):
    project.mark(1, 1, TALK, "night?\nP1: We", 1)

    assert quoted(read_taguette(project.path)) == ["night?\nP1: We"]


def test_tags_are_a_tree_where_their_names_say_so(project):
    study = read_taguette(project.path).study
    by_path = {" > ".join(study.path_of[code.id]): code for code in study.codes}

    assert set(by_path) == {
        "access", "access > phones", "e.g. pain", "3.5 hours", "care", "care > at", "care > at > night",
    }  # fmt: skip
    assert by_path["access > phones"].definition == "about access.phones"
    assert not by_path["care"].codable
    assert [code.name for code in read_taguette(project.path, separator="").study.codes] == [
        "access.phones", "access", "e.g. pain", "3.5 hours", "care.at.night",
    ]  # fmt: skip


def test_who_coded_and_when_is_kept_where_the_file_has_it(project):
    project.mark(1, 1, TALK, "night", 1, 2, by="maria")
    study = read_taguette(project.path).study

    assert [user.name for user in study.users] == ["maria"]
    assert {coding.coder for coding in study.codings} == {study.users[0].id}
    assert study.codings[0].at == datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=UTC)
    assert len(study.codings) == 2


def test_an_export_that_names_only_its_admin_is_said(project):
    project.mark(1, 1, TALK, "night", 1)

    assert "does not keep who coded" in str(read_taguette(project.path).report)


def test_white_space_at_the_start_that_was_not_counted(tmp_path):
    """Some documents begin with white space that a parser of whole pages drops; the snippets show it."""
    html = "\n\n <p>We waited all night.</p>"
    project = Project(tmp_path / "p.sqlite3")
    project.document(1, html)
    project.highlight(1, 1, 3, 9, "waited")
    read = read_taguette(project.path)

    assert quoted(read) == ["waited"]
    assert "white space at its start" in str(read.report)


def test_a_highlight_that_stands_elsewhere_is_moved_to_its_words(project):
    project.highlight(1, 1, 0, 4, "nobody", 1)
    project.highlight(2, 1, 0, 4, "not in it at all", 1)
    read = read_taguette(project.path)

    assert quoted(read) == ["nobody", "Focu"]
    assert "it was moved to them" in str(read.report)
    assert "covers other words than its snippet “not in it at all”" in str(read.report)


@pytest.mark.parametrize("start, end", [(-1, 4), (9, 4), ("x", 4), (2.5, 4), (None, 3)])
def test_a_highlight_that_is_no_place_is_left_out_and_said(project, start, end):
    project.run("DROP TABLE highlights; CREATE TABLE highlights (id, document_id, start_offset, end_offset, snippet)")
    project.highlight(1, 1, start, end, "x", 1)
    read = read_taguette(project.path)

    assert not read.study.selections and "is no place" in str(read.report)


def test_a_highlight_past_the_end_is_cut_and_one_of_nothing_left_out(project):
    project.highlight(1, 1, len(counted(TALK).encode()) - 4, 10**9, "text", 1)
    project.highlight(2, 1, 0, 0, "", 1)
    read = read_taguette(project.path)

    assert quoted(read) == ["text"]
    assert "ended behind the text" in str(read.report) and "only white space" in str(read.report)


def test_one_project_of_several_is_chosen_by_name(tmp_path):
    project = Project(tmp_path / "all.sqlite3", "Nights", "Days")
    project.document(1, "<p>dark</p>", project=1)
    project.document(2, "<p>light</p>", project=2)

    assert read_taguette(project.path, project="Days").study.sources[0].text == "light"
    for asked, says in ((None, "holds 2 projects"), ("Weeks", "no project called “Weeks”")):
        with pytest.raises(UnreadableStudy, match=says):
            read_taguette(project.path, project=asked)


def test_what_was_read_goes_through_refi_unchanged(project, tmp_path):
    project.mark(1, 1, TALK, "waited & waited", 1)
    study = read_taguette(project.path).study
    write_qdpx(study, tmp_path / "p.qdpx", users="names", names="kept")
    again = read_qdpx(tmp_path / "p.qdpx").study

    assert (again.sources, again.selections, again.codings) == (study.sources, study.selections, study.codings)
    assert set(again.codes) == set(study.codes)


def test_the_same_file_gives_the_same_study(project):
    project.mark(1, 1, TALK, "night", 1)

    assert read_taguette(project.path) == read_taguette(project.path)


pieces = st.sampled_from(["é", "🙂", "a", "&", "<", " ", "\n", "word", "“", "\u0301"])
tags = st.sampled_from(["<p>", "</p>", "<em>", "</em>", "<br>", "<td>", "</td>", "<h1>", "</h1>", "<pre>", "</pre>"])


@given(st.lists(st.one_of(pieces.map(lambda text: (escape(text), text)), tags.map(lambda tag: (tag, ""))), max_size=30),
       st.randoms(use_true_random=False))  # fmt: skip
def test_any_place_keeps_its_words(parts, chance: random.Random):
    """Our text at the place has the same visible characters as Taguette's at the bytes."""
    html, text = "".join(a for a, _ in parts), "".join(b for _, b in parts)
    page = page_of(html)
    start, end = sorted(chance.choices(range(len(text) + 1), k=2))
    place = page.place(page.from_bytes(len(text[:start].encode()), len(text[:end].encode())))

    assert page.counted == text
    assert "".join((place.of(page.text) if place else "").split()) == "".join(text[start:end].split())


@pytest.mark.parametrize(
    "html", ["<" * 300_000, "<a " * 100_000, '<a "' * 75_000, "<p><td>" * 40_000, "&" * 300_000, "<pre> " * 50_000,
             "<a 'x' " * 40_000, " \n" * 150_000],
)  # fmt: skip
def test_a_page_made_to_keep_us_busy_is_read(html):
    assert page_of(html).bytes.length <= len(html)


def test_files_that_are_no_project_are_refused_in_a_sentence(tmp_path, project):
    (tmp_path / "empty.sqlite3").write_bytes(b"")
    (tmp_path / "text.sqlite3").write_text("no database")
    with closing(sqlite3.connect(tmp_path / "other.sqlite3")) as other, other:
        other.execute("CREATE TABLE cakes (id)")
    whole = project.path.read_bytes()
    (tmp_path / "cut.sqlite3").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "wal.sqlite3").write_bytes(whole)
    (tmp_path / "wal.sqlite3-wal").write_bytes(b"newer")
    for name, says in (("empty", "no SQLite file"), ("text", "no SQLite file"), ("other", "no Taguette project"),
                       ("cut", "damaged"), ("absent", "There is no file"), ("wal", "in use")):  # fmt: skip
        with pytest.raises(UnreadableStudy, match=says):
            read_taguette(tmp_path / f"{name}.sqlite3")


def test_a_view_in_place_of_a_table_is_never_run(project):
    project.run(
        "ALTER TABLE tags RENAME TO t; CREATE VIEW tags AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1"
        " FROM n) SELECT id, 1 AS project_id, 'x' AS path, '' AS description FROM n"
    )
    with pytest.raises(HostileArchive, match="a view where Taguette has the table"):
        read_taguette(project.path)


def test_a_document_beyond_the_limit_is_refused(project):
    project.run("UPDATE documents SET contents = printf('%.*c', 40000000, 'x')")
    with pytest.raises(HostileArchive, match="larger than this program opens"):
        read_taguette(project.path)


def test_the_file_is_not_changed_and_nothing_is_left_beside_it(project):
    before = project.path.read_bytes()
    read_taguette(project.path)

    assert project.path.read_bytes() == before
    assert [path.name for path in project.path.parent.iterdir()] == [project.path.name]


def test_highlights_and_tags_that_lead_nowhere_are_said(project):
    project.highlight(7, 99, 0, 4, "gone", 1)
    project.add("highlight_tags", 88, 1)
    report = read_taguette(project.path).report

    assert {str(one) for one in report.left_out} == {
        "Highlights: 1 stand in documents that the file does not hold.",
        "Tags: 1 are put on highlights that the file does not hold.",
    }


def test_two_tags_of_one_name_are_one_code_and_said(project):
    project.tag(98, "twin", "first")
    project.tag(99, "twin", "second")
    read = read_taguette(project.path)

    assert [code.definition for code in read.study.codes if code.name == "twin"] == ["second"]
    assert "1 have the name of another" in str(read.report)


def test_a_tag_of_very_many_levels_is_one_code(project):
    project.tag(99, ".".join("a" * 20_000))

    assert read_taguette(project.path).study.codes[-1].name == ".".join("a" * 20_000)


def test_cells_of_every_kind(project):
    """A file may be made without the types that Taguette gives its columns."""
    columns = "id, name, description, filename, created, project_id, text_direction, contents"
    project.run(f"ALTER TABLE documents RENAME TO old; CREATE TABLE documents ({columns});"
                " INSERT INTO documents VALUES (1, 5, x'00', 1.5, 7, 1, NULL, 12)")  # fmt: skip

    assert [source.text for source in read_taguette(project.path).study.sources] == [""]


def test_what_is_said_with_highlights_counts_towards_the_limit(project, monkeypatch):
    monkeypatch.setattr(tables, "MOST_TEXT", 10_000)
    project.highlight(7, 1, 0, 4, "x" * 10_001, 1)
    with pytest.raises(HostileArchive, match="more in “highlights”"):
        read_taguette(project.path)
