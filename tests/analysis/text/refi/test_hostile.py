"""Files made to do harm are refused with a sentence, before they fill the memory or leave the archive."""

from __future__ import annotations

import random
import stat
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from tests.analysis.text.refi.foreign import ID, NS, packed, project, text_source

from evenground.analysis.text.refi import HostileArchive, UnreadableStudy, archive, check, read_qdc, read_qdpx, xml


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x", "/etc/passwd", "C:/Windows/x", "sources/../../x", "..\\..\\x", "sources\\..\\..\\x"]
)
def test_names_that_lead_out_of_the_archive(tmp_path: Path, name: str):
    with pytest.raises(HostileArchive, match="leads out of the archive"):
        read_qdpx(packed(tmp_path / "p.qdpx", project(""), {name: b"x"}))


def test_links_to_elsewhere(tmp_path: Path):
    path = packed(tmp_path / "p.qdpx", project(""))
    with zipfile.ZipFile(path, "a") as held:
        link = zipfile.ZipInfo("sources/T.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        held.writestr(link, "/etc/passwd")
    with pytest.raises(HostileArchive, match="leads out of the archive"):
        read_qdpx(path)


def test_two_members_with_one_name(tmp_path: Path):
    path = packed(tmp_path / "p.qdpx", project(""))
    with zipfile.ZipFile(path, "a") as held, pytest.warns(UserWarning, match="Duplicate name"):
        held.writestr("project.qde", project("<Users/>"))
    with pytest.raises(HostileArchive, match="two files called"):
        read_qdpx(path)


def test_bombs_by_ratio_by_count_and_by_total(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    bomb = packed(tmp_path / "bomb.qdpx", project(""), {"sources/T.txt": b"\0" * 20_000_000})
    with pytest.raises(HostileArchive, match="250 times its size"):
        read_qdpx(bomb)

    many = packed(tmp_path / "many.qdpx", project(""), {f"sources/{n}": b"" for n in range(archive.MOST_MEMBERS)})
    with pytest.raises(HostileArchive, match="20,001 files"):
        read_qdpx(many)

    monkeypatch.setattr(archive, "MOST_TOTAL", 10_000)
    with pytest.raises(HostileArchive, match="would unpack to"):
        read_qdpx(packed(tmp_path / "total.qdpx", project(""), {"sources/a.bin": bytes(range(256)) * 50}))


def test_a_size_that_is_a_lie_is_found_while_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "MOST_XML", 5_000)
    with pytest.raises(HostileArchive, match="larger than this program opens"):
        read_qdpx(packed(tmp_path / "p.qdpx", project("<Users>" + f'<User guid="{ID(1)}"/>' * 500 + "</Users>")))


def test_one_text_named_by_many_sources_counts_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "MOST_TEXTS", 5_000)
    sources = "".join(f'<TextSource guid="{ID(n)}" plainTextPath="internal://T.txt"/>' for n in range(10, 20))
    with pytest.raises(HostileArchive, match="larger together"):
        read_qdpx(packed(tmp_path / "p.qdpx", project(f"<Sources>{sources}</Sources>"), {"sources/T.txt": b"a" * 1000}))


ENTITIES = '<!DOCTYPE Project [<!ENTITY a "ha"><!ENTITY b "{}">]>'.format("&a;" * 50)


@pytest.mark.parametrize(
    "start",
    [
        ENTITIES,
        '<!DOCTYPE Project SYSTEM "http://example.org/x.dtd">',
        '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_document_types_and_entities(tmp_path: Path, start: str):
    text = f'<?xml version="1.0"?>{start}<Project xmlns="{NS}" name="p"><Description>&x;&b;</Description></Project>'
    with pytest.raises((HostileArchive, UnreadableStudy)):
        read_qdpx(packed(tmp_path / "p.qdpx", text))
    declared = text.replace("&x;&b;", "")
    with pytest.raises(HostileArchive, match="declares a document type"):
        read_qdpx(packed(tmp_path / "q.qdpx", declared))


def test_a_million_codes_are_refused_within_the_memory_of_a_tenth_of_them(tmp_path: Path):
    code = '<Code guid="00000000-0000-0000-0000-{:012}" name="c" isCodable="true"/>'
    codes = "".join(code.format(number) for number in range(1_000_000))
    path = packed(tmp_path / "p.qdpx", project(f"<CodeBook><Codes>{codes}</Codes></CodeBook>"))

    tracemalloc.start()
    with pytest.raises(HostileArchive, match="100,000 codes"):
        read_qdpx(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100 * 2**20


def test_huge_attributes_and_bottomless_nesting(tmp_path: Path):
    long = "".join(random.Random(1).choices("abcdefgh", k=1_100_000))
    with pytest.raises(HostileArchive, match="1,000,000 characters in one attribute"):
        read_qdpx(packed(tmp_path / "a.qdpx", project(f'<Users><User guid="{ID(1)}" name="{long}"/></Users>')))
    deep = "".join(f'<Code guid="{ID(1)}" name="c" isCodable="true">' for _ in range(5000)) + "</Code>" * 5000
    with pytest.raises(HostileArchive):
        read_qdpx(packed(tmp_path / "b.qdpx", project(f"<CodeBook><Codes>{deep}</Codes></CodeBook>")))
    assert xml.MOST_DEPTH == 256


@pytest.mark.parametrize(
    "path", ["absolute:///etc/passwd", "relative:///../../etc/passwd", "file:///etc/passwd", "/etc/passwd", "../x.txt"]
)
def test_paths_to_elsewhere_are_never_opened(tmp_path: Path, path: str):
    read = read_qdpx(packed(tmp_path / "p.qdpx", project(text_source([(3, 9, "a mark")], path=path))))

    assert read.study.sources[0].text is None
    assert [(one.place.start, one.place.end) for one in read.study.selections] == [(3, 9)]
    assert "is not inside the archive; kept without it" in str(read.report)


def test_a_locked_archive(tmp_path: Path):
    path = packed(tmp_path / "p.qdpx", project(""))
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(UnreadableStudy, match="password"):
        read_qdpx(path)


def test_damaged_files_of_every_kind_end_in_a_sentence(tmp_path: Path):
    whole = packed(
        tmp_path / "whole.qdpx", project(text_source([(0, 3, "abc")])), {"sources/T.txt": b"abc" * 100}
    ).read_bytes()
    path = tmp_path / "p.qdpx"
    for at in range(0, len(whole), 7):
        for broken in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            path.write_bytes(broken)
            try:
                read_qdpx(path)
            except (UnreadableStudy, HostileArchive) as reason:
                assert str(reason).startswith(("“", "The texts", "There is"))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"hello", "is not a .qdpx file"),
        (b"<Project/>", "is not a .qdpx file"),
    ],
)
def test_what_is_no_project_is_said_plainly(tmp_path: Path, data: bytes, says: str):
    path = tmp_path / "p.qdpx"
    path.write_bytes(data)
    with pytest.raises(UnreadableStudy, match=says):
        read_qdpx(path)
    with pytest.raises(UnreadableStudy, match=says):
        check(path)


def test_no_file_and_no_project_inside(tmp_path: Path):
    with pytest.raises(UnreadableStudy, match="There is no file"):
        read_qdpx(tmp_path / "gone.qdpx")
    with pytest.raises(UnreadableStudy, match="no project inside"):
        read_qdpx(packed(tmp_path / "p.qdpx", "x", inner="readme.txt"))
    with pytest.raises(UnreadableStudy, match="a folder"):
        read_qdpx(tmp_path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "damaged or not"),
        ("<Project", "damaged or not"),
        ("<html><body/></html>", "not a REFI-QDA project"),
        ('<CodeBook xmlns="urn:QDA-XML:codebook:1.0"/>', "read it as .qdc"),
    ],
)
def test_what_is_inside_is_no_project(tmp_path: Path, text: str, says: str):
    with pytest.raises(UnreadableStudy, match=says):
        read_qdpx(packed(tmp_path / "p.qdpx", text))


def test_codebooks_have_the_same_guards(tmp_path: Path):
    path = tmp_path / "c.qdc"
    for text, error in (
        ("", UnreadableStudy),
        ("nonsense", UnreadableStudy),
        (project(""), UnreadableStudy),
        (f"{ENTITIES.replace('Project', 'CodeBook')}<CodeBook/>", HostileArchive),
    ):
        path.write_text(text)
        with pytest.raises(error):
            read_qdc(path)


def test_nothing_is_unpacked_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = packed(tmp_path / "p.qdpx", project(text_source([])), {"sources/T.txt": b"abc"})
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    monkeypatch.setenv("TMPDIR", str(empty))

    assert read_qdpx(path).study.sources[0].text == "abc"
    assert list(empty.iterdir()) == []


def test_one_id_used_many_thousand_times(tmp_path: Path):
    """Each has an id of its own, found without trying all ids that were given before."""
    codings = f'<Coding guid="{ID(2)}"><CodeRef targetGUID="{ID(3)}"/></Coding>' * 30_000
    inside = f'<Sources><TextSource guid="{ID(1)}">{codings}</TextSource></Sources>'
    study = read_qdpx(packed(tmp_path / "p.qdpx", project(inside), method=zipfile.ZIP_STORED)).study

    assert len({coding.id for coding in study.codings}) == 30_000


def test_a_description_of_blank_lines(tmp_path: Path):
    """Taken apart in one go: paragraph by paragraph it would be copied two million times."""
    said = "Waiting" + "\n\n" * 2_000_000 + "Include: nights"
    code = f'<Code guid="{ID(1)}" name="c" isCodable="true"><Description>{said}</Description></Code>'
    inside = f"<CodeBook><Codes>{code}</Codes></CodeBook>"
    study = read_qdpx(packed(tmp_path / "p.qdpx", project(inside), method=zipfile.ZIP_STORED)).study

    assert study.codes[0].include == "nights"


def test_a_set_of_very_many_members(tmp_path: Path):
    members = "".join(
        f'<MemberCode targetGUID="{number:08x}-0000-0000-0000-000000000000"/>' for number in range(60_000)
    )
    inside = f'<Sets><Set guid="{ID(1)}" name="s">{members}</Set></Sets>'
    report = read_qdpx(packed(tmp_path / "p.qdpx", project(inside), method=zipfile.ZIP_STORED)).report

    assert len(report.left_out) + report.more["left_out"] == 60_000


def test_a_recording_of_very_many_transcripts(tmp_path: Path):
    inside = f'<Sources><AudioSource guid="{ID(1)}">{"<Transcript/>" * 20_000}</AudioSource></Sources>'
    study = read_qdpx(packed(tmp_path / "p.qdpx", project(inside), method=zipfile.ZIP_STORED)).study

    assert len(study.sources) == 20_001


def test_a_folder_is_no_text(tmp_path: Path):
    path = packed(tmp_path / "p.qdpx", project(text_source([], path="internal://")), {"sources/": b""})
    read = read_qdpx(path)

    assert read.study.sources[0].text is None
    assert "is not inside the archive" in str(read.report)
