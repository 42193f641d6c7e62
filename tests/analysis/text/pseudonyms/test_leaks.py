"""Whatever kind of file, a name left in it is found, wherever it hides; and the report itself names nobody."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from datetime import UTC, datetime

import pytest
from docx import Document
from openpyxl import Workbook
from pypdf import PdfWriter

from evenground.analysis.text.pseudonyms import (
    CannotCheck,
    Certainty,
    Entry,
    Kind,
    Part,
    Roster,
    apply,
    check_leaks,
    decide,
    suggest,
)

ROSTER = Roster((
    Entry("Jane Whittle"),
    Entry("Zoë Łuczak"),
    Entry("Georgia May"),
    Entry("Wirral CCG", Kind.ORGANISATION),
))  # fmt: skip


def parts(content: bytes, name: str) -> set[Part]:
    leaks = check_leaks(content, ROSTER, name=name)
    assert not any(word in repr(leaks) + "".join(map(str, leaks)) for word in ("Whittle", "Jane", "Łuczak", "whittle"))
    return {leak.part for leak in leaks}


def zipped(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def word(*, author: str = "Coder 1", add: dict[str, bytes] | None = None, **change: tuple[str, str]) -> bytes:
    document = Document()
    document.add_paragraph("We met P1 in city1. HERE")
    document.core_properties.author = author
    document.core_properties.last_modified_by = ""
    document.core_properties.created = datetime(2026, 1, 1, tzinfo=UTC)
    held = io.BytesIO()
    document.save(held)
    with zipfile.ZipFile(held) as archive:
        members = {name: archive.read(name) for name in archive.namelist() if "thumbnail" not in name}
    for name, (old, new) in change.items():
        path = {"document": "word/document.xml", "types": "[Content_Types].xml"}[name]
        assert old.encode() in members[path]
        members[path] = members[path].replace(old.encode(), new.encode())
    return zipped(**members, **(add or {}))


def test_a_clean_word_file_has_no_leak():
    assert parts(word(), "report.docx") == set()


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("HERE", "Whittle", Part.TEXT),
        ("HERE", "Whit</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>tle", Part.TEXT),
        ("HERE", "</w:t></w:r><w:del w:id='1' w:author='P1'><w:r><w:delText>Jane Whittle</w:delText></w:r></w:del><w:r><w:t>", Part.DELETED),
        ("HERE", "</w:t></w:r><w:ins w:id='1' w:author='Jane Whittle'><w:r><w:t>x</w:t></w:r></w:ins><w:r><w:t>", Part.AUTHOR),
        ("<w:body>", "<w:body><!-- ask Whittle -->", Part.COMMENT),
        ("<w:p>", "<w:p w:rsidR='jwhittle'>", Part.PROPERTY),
        ("HERE", "NHS 943 476 5919", Part.TEXT),
    ],
)  # fmt: skip
def test_names_in_a_word_document(old, new, part):
    assert part in parts(word(document=(old, new)), "report.docx")


COMMENT = "<w:comments xmlns:w='w'><w:comment w:author='P1'><w:p><w:r><w:t>Ask Zoe Luczak</w:t></w:r></w:p></w:comment></w:comments>"


@pytest.mark.parametrize(
    ("add", "part"),
    [
        ({"word/comments.xml": COMMENT.encode()}, Part.COMMENT),
        ({"word/footnotes.xml": b"<f><p>Whittle 2016</p></f>"}, Part.TEXT),
        ({"word/header1.xml": b"<f><p>Interview JANE WHITTLE</p></f>"}, Part.TEXT),
        ({"docProps/custom.xml": b"<p><v>/Users/someone/Desktop/x.docx</v></p>"}, Part.TEXT),
        ({"docProps/thumbnail.jpeg": b"\xff\xd8\xff\xe0picture"}, Part.THUMBNAIL),
        ({"word/embeddings/Whittle.xlsx": b"PKbroken"}, Part.NAME),
        ({"word/embeddings/one.xlsx": b"PKbroken"}, Part.UNCHECKED),
        ({"word/media/image1.png": b"\x89PNG\r\n\x1a\nAuthor\0Jane Whittle\0"}, Part.RAW),
    ],
)
def test_names_in_the_other_parts_of_a_word_file(add, part):
    assert part in parts(word(add=add), "report.docx")


def test_who_wrote_a_document_is_said_even_if_nobody_listed_them():
    (leak,) = check_leaks(word(author="Sam Researcher"), ROSTER, name="report.docx")
    assert (leak.part, leak.context) == (Part.AUTHOR, "")
    assert "Sam" not in str(leak)


def test_fonts_are_nobody():
    document = Document()
    document.styles["Normal"].font.name = "Georgia"
    held = io.BytesIO()
    document.save(held)
    assert "Georgia" not in {leak.reason for leak in check_leaks(held.getvalue(), [Entry("Cal Ibri")], name="a.docx")}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "We asked jane whittle’s team".encode()),
        ("a.txt", "Zoë Łuczak".encode("utf-16")),
        ("a.csv", b"id;who\n1;Whittle\n"),
        ("a.json", json.dumps({"who": ["Zoë Łuczak"]}).encode()),
        ("a.json", b'{"jwhittle": 1}'),
        ("a.json", b'{"broken": "Jane Whittle"'),
        ("a.html", b"<p><b>Wh</b>ittle &amp; co</p>"),
        ("a.html", b"<img alt='Jane Whittle'>"),
        ("a.html", b"<p>Zo&euml; &#321;uczak</p>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><text>Whit<tspan>tle</tspan></text></svg>"),
        ("a.rtf", rb"{\rtf1\ansi Whit{\b tle} was here}"),
        ("a.md", b"at jane dot whittle at nhs dot net"),
        ("a.txt", b"file C:\\Users\\someone\\notes.txt"),
        ("a.txt", b"write to somebody@example.org"),
        ("Interview_JaneWhittle_2.txt", b"nothing here"),
        ("a.bin", bytes(range(256)) * 8 + "Whittle".encode("utf-16-le") + bytes(40)),
    ],
)
def test_names_in_files_of_every_kind(name, content):
    assert parts(content, name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"P1 met CCG1 in city2; a whittled stick, the mayor, wirral."),
        ("a.csv", b"id,n\n1,1234567890\n"),
        ("a.json", b'{"P1": [1, null, true]}'),
        ("a.txt", b"/home/ and /Users/Shared/x"),
    ],
)
def test_clean_files_have_no_leak(name, content):
    assert parts(content, name) == set()


def test_names_in_a_workbook():
    book = Workbook()
    book.properties.creator = "openpyxl"
    book.active.append(["P1", 9434765919])
    book.create_sheet("Whittle")
    held = io.BytesIO()
    book.save(held)
    assert {Part.PROPERTY, Part.TEXT} <= parts(held.getvalue(), "book.xlsx")


def test_names_in_a_pdf():
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": "Sam Researcher", "/Title": "Talk with Jane Whittle"})
    writer.add_attachment("whittle.txt", b"x")
    held = io.BytesIO()
    writer.write(held)
    assert {Part.AUTHOR, Part.PROPERTY, Part.NAME, Part.UNCHECKED} <= parts(held.getvalue(), "a.pdf")


def test_names_in_a_database_also_those_that_were_deleted(tmp_path):
    path = tmp_path / "study.db"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA secure_delete=OFF")
        database.execute('CREATE TABLE "the ""notes""" (said, n)')
        database.executemany('INSERT INTO "the ""notes""" VALUES (?, ?)', [("Whittle spoke", 1), ("Zoë Łuczak", 2)])
        database.commit()
        database.execute('DELETE FROM "the ""notes""" WHERE n = 1')
    database.close()
    assert parts(path.read_bytes(), "study.db") == {Part.TEXT, Part.RAW}


def test_archives_within_archives_to_a_depth():
    inner = zipped(**{"sources/Whittle.txt": b"P1", "b.txt": b"Jane Whittle"})
    assert {Part.NAME, Part.TEXT} <= parts(zipped(**{"x.zip": inner}), "all.zip")
    for _ in range(8):
        inner = zipped(**{"x.zip": inner})
    assert parts(inner, "all.zip") == {Part.UNCHECKED}


def test_hostile_files_are_said_to_be_unchecked():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 50_000_000)
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    assert Part.UNCHECKED in parts(bomb.getvalue(), "bomb.zip")
    assert Part.UNCHECKED in parts(entity, "a.xml")
    assert Part.UNCHECKED in parts(b"%PDF-1.7 broken", "a.pdf")
    assert Part.UNCHECKED in parts(b"SQLite format 3\0 broken", "a.db")


def test_a_key_finds_what_it_replaced_and_the_new_texts_are_clean():
    documents = {"a": "Jane Whittle of L8 7TX; Mrs Kowalsky; ring 0151 794 1234"}
    found = suggest(documents, roster=ROSTER)
    applied = apply(documents, found, decide(found, documents, choices={"phone number": "replace"}))

    assert check_leaks(applied.documents["a"].encode(), applied.key, name="a.txt") == []
    assert {leak.reason.split(":")[0] for leak in check_leaks(b"kowalsky, l87tx", applied.key, name="a.txt")} == {
        "person",
        "a full postcode",
    }


def test_a_folder_is_checked_file_by_file(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Whittle, Whittle")
    (leak,) = check_leaks(tmp_path, ROSTER)
    assert (leak.where, leak.many) == ("in/a.txt", 2)
    assert leak.certainty is Certainty.HIGH


def test_nothing_to_check_is_said(tmp_path):
    with pytest.raises(CannotCheck, match="no such file"):
        check_leaks(tmp_path / "none", ROSTER)
    with pytest.raises(CannotCheck, match="no names to look for"):
        check_leaks(b"", [])
