"""What is written is valid by the standard's own schema and by another program, and comes back the same."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from pyrefiqda import RefiProject
from tests.analysis.text.refi.schemas import breaches_of, schema
from tests.analysis.text.refi.studies import studies, with_bytes

from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.refi import arranged, check, content_of, read_qdc, read_qdpx, write_qdc, write_qdpx
from evenground.analysis.text.study.model import Area, Code, Coding, File, Selection, Source, Study, Theme, User

quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def marked_names(study: Study) -> Study:
    """Names that begin with a mark are read as they are written; texts may not begin with one."""
    return replace(
        study,
        sources=tuple(replace(one, text=one.text.lstrip("\ufeff") if one.text else one.text) for one in study.sources),
    )


def expected(study: Study) -> Study:
    """The study as a file has it: its order, and nothing before the first character of a text."""
    study = marked_names(study)
    lengths = {one.id: len(one.text or "") for one in study.sources}

    def fit(selection: Selection) -> Selection:
        place = selection.place
        if isinstance(place, Segment) and place.end > lengths[selection.source]:
            last = lengths[selection.source]
            return replace(selection, place=Segment(min(place.start, last), last))
        return selection

    return arranged(replace(study, selections=tuple(map(fit, study.selections))))


@quick
@given(study=studies)
def test_a_study_comes_back_as_it_was(tmp_path: Path, study: Study):
    study = expected(study)
    write_qdpx(study, tmp_path / "s.qdpx", users="names", names="kept", rich=True)

    assert with_bytes(read_qdpx(tmp_path / "s.qdpx").study) == with_bytes(study)


@quick
@given(study=studies, users=st.sampled_from(["pseudonyms", "names"]), rich=st.booleans())
def test_every_file_is_valid_by_the_schema_and_by_our_own_check(tmp_path: Path, study: Study, users, rich):
    path = tmp_path / "s.qdpx"
    write_qdpx(study, path, users=users, rich=rich)

    assert breaches_of(path) == []
    assert check(path).breaches == ()


@quick
@given(study=studies)
def test_the_same_study_gives_the_same_bytes_however_it_is_sorted(tmp_path: Path, study: Study):
    first, second = tmp_path / "a.qdpx", tmp_path / "b.qdpx"
    write_qdpx(study, first)
    write_qdpx(arranged(study), second)

    assert first.read_bytes() == second.read_bytes()


@settings(quick, max_examples=15)
@given(study=studies)
def test_another_program_counts_the_same(tmp_path: Path, study: Study):
    write_qdpx(study, tmp_path / "s.qdpx")
    project = RefiProject.load(tmp_path / "s.qdpx", extract_dir=str(tmp_path / "out"))

    with zipfile.ZipFile(tmp_path / "s.qdpx") as archive:
        ours = etree.fromstring(archive.read("project.qde"))
    theirs = etree.fromstring(_again(project))
    for name in ("Code", "Coding", "PlainTextSelection", "Case", "Note", "Set", "Link", "Vertex", "SyncPoint", "User"):
        assert len(theirs.findall(f".//{{*}}{name}")) == len(ours.findall(f".//{{*}}{name}"))
    top_codes = project.code_book.codes.code if project.code_book else []
    assert sum(1 for _ in _walk(top_codes)) == len(study.codes)


def _again(project) -> bytes:
    from xsdata_pydantic.bindings import XmlSerializer

    return XmlSerializer().render(project).encode()


def _walk(codes):
    for code in codes:
        yield code
        yield from _walk(code.code)


ID = "00000000-0000-0000-0000-0000000000{:02}".format


def small() -> Study:
    return Study(
        "Lights out",
        users=(User(ID(1), "Mary Byrne", "MB"),),
        codes=(Code(ID(2), "Waiting", definition="Time lost", include="Queues", example="“two hours”"),),
        sources=(
            Source(ID(3), "Interview 1", text="We waited two hours.\nThen home.", rich=File("Ann Lee.docx", b"PK Ann")),
            Source(ID(4), "Ann Lee at home", "audio", file=File("Ann Lee at home.mp3", b"sound")),
            Source(ID(5), role="transcript", part_of=ID(4), text="It was dark."),
            Source(ID(6), "Monday", role="journal", text="Read it twice."),
        ),
        selections=(
            Selection(ID(7), ID(3), Segment(3, 19), "waited two hours"),
            Selection(ID(8), ID(5), Segment(7, 11), "dark"),
        ),
        codings=(Coding(ID(9), ID(2), ID(3), ID(7), ID(1), origin="suggestion"), Coding(ID(10), ID(2), ID(5), ID(8))),
        themes=(Theme(ID(11), "Lost time", "Waiting is work", codes=(ID(2),), codings=(ID(9),)),),
    )


def test_nothing_of_a_person_goes_out_unless_it_is_asked_for(tmp_path: Path):
    report = write_qdpx(small(), tmp_path / "s.qdpx").report

    with zipfile.ZipFile(tmp_path / "s.qdpx") as archive:
        everything = b"".join([name.encode() + archive.read(name) for name in archive.namelist()])
    for told in (b"Mary", b"Byrne", b'"MB"', b"Ann", b"currentPath", b"basePath", b"\r", b"\xef\xbb\xbf"):
        assert told not in everything
    assert "formatted twin" in str(report)
    assert {name for name in zipfile.ZipFile(tmp_path / "s.qdpx").namelist() if "/" not in name} == {"project.qde"}


def test_other_programs_see_what_the_standard_has_no_place_for(tmp_path: Path):
    write_qdpx(small(), tmp_path / "s.qdpx")
    project = zipfile.ZipFile(tmp_path / "s.qdpx").read("project.qde").decode()

    assert "Time lost\n\nInclude: Queues\n\nExample: “two hours”" in project
    assert 'name="Theme: Lost time"' in project
    assert "TranscriptSelection" in project


def test_a_description_changed_elsewhere_counts_more_than_what_was_kept(tmp_path: Path):
    study = replace(small(), codes=(Code(ID(2), "Waiting", definition="a\n\nInclude: b", include="c"),))
    write_qdpx(study, tmp_path / "s.qdpx")
    assert read_qdpx(tmp_path / "s.qdpx").study.codes == study.codes

    _edit(tmp_path / "s.qdpx", "Include: c", "Include: changed")

    assert "changed" in read_qdpx(tmp_path / "s.qdpx").study.codes[0].include


def test_new_ids_given_by_another_program_are_reported(tmp_path: Path):
    write_qdpx(small(), tmp_path / "s.qdpx")
    _edit(tmp_path / "s.qdpx", ID(11), ID(99))

    read = read_qdpx(tmp_path / "s.qdpx")

    assert [one.name for one in read.study.sets] == ["Theme: Lost time"]
    assert "belong to nothing in the file any more" in str(read.report)


def _edit(path: Path, old: str, new: str) -> None:
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    held["project.qde"] = held["project.qde"].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data)


def test_what_fits_nowhere_is_named(tmp_path: Path):
    study = replace(
        small(),
        selections=(
            Selection(ID(7), ID(3), Area(1, 2, 3, 4), "a box on a text"),
            Selection(ID(8), ID(77), Segment(0, 1)),
        ),
    )
    says = str(write_qdpx(study, tmp_path / "s.qdpx").report)

    assert "Selection “a box on a text”: stands in nothing that can hold it." in says
    assert f"Selection “{ID(8)}”" in says
    assert f"Coding “{ID(9)}”" in says
    assert "selections" not in says.splitlines()[0]


def test_ids_line_ends_and_signs_a_file_cannot_hold_are_mended_with_their_positions(tmp_path: Path):
    study = Study(
        "s\x00",
        sources=(Source("interview", text="\ufeffa\x07b\r\ncd"),),
        selections=(Selection("mark", "interview", Segment(6, 8), "cd"),),
    )
    written = write_qdpx(study, tmp_path / "s.qdpx")
    read = read_qdpx(tmp_path / "s.qdpx").study

    assert breaches_of(tmp_path / "s.qdpx") == []
    assert read.sources[0].text == "ab\ncd"
    assert read.selections[0].place.of(read.sources[0].text) == "cd"
    assert "interview: is not a GUID" in str(written.report)


def test_codes_in_a_ring_or_under_nothing_stand_at_the_top(tmp_path: Path):
    codes = (Code(ID(1), "a", ID(2)), Code(ID(2), "b", ID(1)), Code(ID(3), "c", ID(44)))
    write_qdpx(Study("s", codes=codes), tmp_path / "s.qdpx")

    assert {code.name for code in read_qdpx(tmp_path / "s.qdpx").study.codes} == {"a", "b", "c"}


def test_a_failed_write_leaves_the_old_file(tmp_path: Path):
    path = tmp_path / "s.qdpx"
    write_qdpx(small(), path)
    before = path.read_bytes()
    broken = replace(small(), name=None)  # not even a name
    with pytest.raises(TypeError):
        write_qdpx(broken, path)

    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["s.qdpx"]


def test_a_missing_recording_is_reported_and_the_rest_written(tmp_path: Path):
    study = Study("s", sources=(Source(ID(1), "tape", "audio", file=File("a.mp3", tmp_path / "gone.mp3")),))
    report = write_qdpx(study, tmp_path / "s.qdpx").report

    assert "is not there any more" in str(report)
    assert read_qdpx(tmp_path / "s.qdpx").study.sources[0].kind == "audio"


def test_files_are_read_from_the_archive_when_they_are_wanted_and_can_be_written_again(tmp_path: Path):
    write_qdpx(small(), tmp_path / "a.qdpx")
    study = read_qdpx(tmp_path / "a.qdpx").study
    write_qdpx(study, tmp_path / "a.qdpx")  # over the file that holds its recording

    again = read_qdpx(tmp_path / "a.qdpx").study
    assert content_of(next(one.file for one in again.sources if one.file)) == b"sound"


@quick
@given(study=studies.filter(lambda study: study.codes))
def test_a_codebook_comes_back_and_is_valid(tmp_path: Path, study: Study):
    path = tmp_path / "c.qdc"
    write_qdc(study, path)
    read = read_qdc(path).study

    assert schema("Codebook").validate(etree.parse(str(path)))
    assert check(path).breaches == ()
    assert [code.name for code in read.codes] == [code.name for code in arranged(study).codes]
    assert [code.parent for code in read.codes] == [code.parent for code in arranged(study).codes]
    assert [(one.name, one.codes) for one in read.sets] == [(one.name, one.codes) for one in study.sets]
