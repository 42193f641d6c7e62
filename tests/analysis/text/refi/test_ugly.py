"""Every oddity that programs are known to write is understood, and the report says what was done."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.analysis.text.refi.foreign import ID, packed, project, text_source

from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.refi import Read, check, content_of, read_qdc, read_qdpx, write_qdpx
from evenground.analysis.text.study.model import Area, SyncSpan, TimeSpan


def read(tmp_path: Path, inside: str, files: dict[str, bytes] | None = None, **more) -> Read:
    inner = more.pop("inner", "project.qde")
    return read_qdpx(packed(tmp_path / "p.qdpx", project(inside, **more), files, inner=inner))


TEXT = b"We waited two hours."


@pytest.mark.parametrize("inner", ["Foo.qde", "PROJECT.QDE", "study/project.qde"])
@pytest.mark.parametrize("folder", ["Sources/", "sources/", "SOURCES/", ""])
def test_other_names_inside_the_archive(tmp_path: Path, inner: str, folder: str):
    base = "study/" if "/" in inner else ""
    found = read(tmp_path, text_source([]), {f"{base}{folder}t.TXT": TEXT}, inner=inner)

    assert found.study.sources[0].text == TEXT.decode()
    assert "not “project.qde”" in str(found.report)


def test_guids_in_braces_and_capitals_are_one_id(tmp_path: Path):
    mixed = "ABCDEF00-0000-0000-0000-000000000001"
    inside = (
        f'<CodeBook><Codes><Code guid="{{{mixed}}}" name="c" isCodable="true"/></Codes></CodeBook><Sources><TextSource'
        f' guid="{ID(1)}"><Coding guid="{ID(2)}"><CodeRef targetGUID="{mixed.lower()}"/></Coding></TextSource></Sources>'
    )
    study = read(tmp_path, inside).study

    assert study.codings[0].code == study.codes[0].id == mixed.lower()


def test_ids_that_are_none_missing_or_twice(tmp_path: Path):
    inside = (
        f'<Users><User guid="17" name="A"/><User name="B"/><User guid="{ID(1)}" name="C"/></Users><CodeBook><Codes>'
        f'<Code guid="{ID(1)}" name="c" isCodable="true"/><Code guid="{ID(1)}" name="d" isCodable="true"/></Codes></CodeBook>'
        f'<Sources><TextSource guid="{ID(2)}" creatingUser="17"><Coding guid="{ID(3)}"><CodeRef targetGUID="{ID(1)}"/>'
        "</Coding></TextSource></Sources>"
    )
    found = read(tmp_path, inside)
    study, says = found.study, str(found.report)

    assert len(study.things) == 7
    assert study.sources[0].stamp.by == study.users[0].id
    assert study.things[study.codings[0].code].name == "c"  # not the person who has the id too
    assert "not a GUID" in says
    assert "has no id" in says
    assert says.count("is used twice") == 2
    assert read(tmp_path, inside).study == study


def test_codes_nested_deeply_with_one_name_under_different_parents(tmp_path: Path):
    open_, close = "", ""
    for number in range(1, 7):
        open_ += f'<Code guid="{ID(number)}" name="Waiting" isCodable="{"false" if number < 6 else "true"}">'
        close += "</Code>"
    study = read(tmp_path, f"<CodeBook><Codes>{open_}{close}</Codes></CodeBook>").study

    assert study.path_of[ID(6)] == ("Waiting",) * 6


def test_a_code_not_meant_for_coding_keeps_its_codings(tmp_path: Path):
    inside = (
        f'<CodeBook><Codes><Code guid="{ID(5)}" name="Parent" isCodable="false"/></Codes></CodeBook><Sources>'
        f'<TextSource guid="{ID(1)}"><Coding guid="{ID(2)}"><CodeRef targetGUID="{ID(5)}"/></Coding></TextSource></Sources>'
    )
    found = read(tmp_path, inside)

    assert len(found.study.codings) == 1
    assert "not meant for coding but has 1 codings" in str(found.report)


def test_what_is_used_and_nowhere_described_stands_in(tmp_path: Path):
    inside = (
        f'<Cases><Case guid="{ID(6)}"><VariableValue><VariableRef targetGUID="{ID(8)}"/><TextValue>x</TextValue>'
        f'</VariableValue></Case></Cases><Sources><TextSource guid="{ID(1)}"><Coding guid="{ID(2)}" creatingUser="{ID(9)}">'
        f'<CodeRef targetGUID="{ID(5)}"/></Coding><Coding guid="{ID(3)}"/></TextSource></Sources>'
    )
    found = read(tmp_path, inside)
    study = found.study

    assert {coding.code for coding in study.codings} <= {code.id for code in study.codes}
    assert study.users[0].id == ID(9)
    assert study.variables[0].id == ID(8)
    assert str(found.report).count("nowhere described") == 4


def test_references_to_nothing_are_taken_out_and_named(tmp_path: Path):
    inside = (
        f'<Sets><Set guid="{ID(1)}" name="S"><MemberCode guid="{ID(2)}"/><MemberSource/></Set></Sets>'
        f'<NoteRef targetGUID="{ID(3)}"/>'
    )
    found = read(tmp_path, inside)

    assert found.study.sets[0].codes == ()
    assert found.study.notes == ()
    assert len(found.report.left_out) == 3


def test_sets_name_their_members_by_either_attribute(tmp_path: Path):
    codes = f'<Codes><Code guid="{ID(2)}" name="c" isCodable="true"/></Codes>'
    for attribute in ("guid", "targetGUID"):
        sets = f'<Sets><Set guid="{ID(1)}" name="S"><MemberCode {attribute}="{ID(2)}"/></Set></Sets>'
        assert read(tmp_path, f"<CodeBook>{codes}</CodeBook>{sets}").study.sets[0].codes == (ID(2),)
        (tmp_path / "c.qdc").write_text(f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0">{codes}{sets}</CodeBook>')
        assert read_qdc(tmp_path / "c.qdc").study.sets[0].codes == (ID(2),)


@pytest.mark.parametrize("attribute", ["creatingUser", "creatingUserGUID"])
def test_who_made_it_by_either_attribute(tmp_path: Path, attribute: str):
    inside = f'<Users><User guid="{ID(1)}" name="A"/></Users>'
    study = read(tmp_path, inside, attributes=f'{attribute}="{ID(1)}" creationDateTime="2024-05-01T10:00:00Z"').study

    assert study.stamp.by == ID(1)
    assert study.stamp.at == datetime(2024, 5, 1, 10, tzinfo=UTC)


def test_codings_of_a_case_are_places_where_it_speaks(tmp_path: Path):
    inside = (
        f'<Cases><Case guid="{ID(5)}" name="Ann"/></Cases><Sources><TextSource guid="{ID(1)}" plainTextPath="internal://T.txt">'
        f'<PlainTextSelection guid="{ID(2)}" startPosition="0" endPosition="2"><Coding guid="{ID(3)}">'
        f'<CodeRef targetGUID="{ID(5)}"/></Coding></PlainTextSelection></TextSource></Sources>'
    )
    found = read(tmp_path, inside, {"sources/T.txt": TEXT})

    assert found.study.cases[0].selections == (ID(2),)
    assert found.study.codings == ()
    assert "name a case instead of a code" in str(found.report)


def test_positions_beyond_turned_round_empty_and_unreadable(tmp_path: Path):
    marks = [(-5, 2, ""), (10, 999, ""), (9, 3, ""), (4, 4, "")]
    xml = text_source(marks).replace('startPosition="4"', 'startPosition="four"')
    found = read(tmp_path, xml, {"sources/T.txt": TEXT})
    says = str(found.report)

    assert [one.place for one in found.study.selections] == [
        Segment(0, 2),
        Segment(10, 20),
        Segment(3, 9),
        Segment(0, 4),
    ]
    for said in ("-5 to 2 reached beyond", "10 to 999 reached beyond", "turned round", "“four”, not a whole number"):
        assert said in says
    empty = read(tmp_path, text_source([(4, 4, "")]), {"sources/T.txt": TEXT})
    assert empty.study.selections[0].place == Segment(4, 4)
    assert "marks a place" in str(empty.report)


def test_numbers_too_long_to_be_numbers(tmp_path: Path):
    xml = text_source([(1, 2, "")]).replace('"2"', '"' + "9" * 5000 + '"', 1)
    assert read(tmp_path, xml, {"sources/T.txt": TEXT}).study.selections[0].place == Segment(0, 1)


def test_what_the_standard_does_not_have_is_left_out_and_counted(tmp_path: Path):
    inside = (
        f'<Users><User guid="{ID(1)}" shoeSize="9"/></Users><Sources><TextSource guid="{ID(2)}"><Mood><Deep/></Mood>'
        f"<Mood/></TextSource><HoloSource/></Sources><Wishes><Wish/></Wishes>"
    )
    says = str(read(tmp_path, inside).report)

    assert "the element “Mood”, which the standard does not have (2 times)" in says
    assert "the attribute “shoeSize” of User" in says
    for name in ("HoloSource", "Wish"):
        assert f"“{name}”" in says


def test_paths_of_somebodys_computer_are_not_kept(tmp_path: Path):
    inside = f'<Sources><AudioSource guid="{ID(1)}" currentPath="absolute:///home/ann/x.mp3"/></Sources>'
    found = read(tmp_path, inside, attributes='basePath="/home/ann"')

    assert "2 paths on somebody's computer" in str(found.report)
    assert "ann" not in repr(found.study)


def test_times_that_are_missing_or_unreadable(tmp_path: Path):
    xml = text_source([(0, 2, "")]).replace("<TextSource", '<TextSource creationDateTime="last Monday"')
    found = read(tmp_path, xml, {"sources/T.txt": TEXT})

    assert found.study.sources[0].stamp.at is None
    assert "the time “last Monday” cannot be read" in str(found.report)


def test_a_file_not_in_the_encoding_it_claims(tmp_path: Path):
    xml = project('<Users><User guid="{}" name="José"/></Users>'.replace("{}", ID(1))).encode("cp1252")
    found = read_qdpx(packed(tmp_path / "p.qdpx", xml))

    assert found.study.users[0].name == "José"
    assert "not in the encoding it claims" in str(found.report)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_projects_with_a_mark_at_the_start(tmp_path: Path, encoding: str):
    xml = project(f'<Users><User guid="{ID(1)}" name="José"/></Users>').replace("utf-8", encoding[:6].rstrip("-"))
    assert read_qdpx(packed(tmp_path / "p.qdpx", xml.encode(encoding))).study.users[0].name == "José"


def test_a_mark_in_the_middle_of_a_text_stays_so_that_positions_do(tmp_path: Path):
    text = "one \ufefftwo"
    found = read(tmp_path, text_source([(5, 8, "two")]), {"sources/T.txt": text.encode()})

    assert found.study.selections[0].place.of(found.study.sources[0].text) == "two"
    assert "byte-order marks inside" in str(found.report)


def test_an_empty_text_and_an_empty_project(tmp_path: Path):
    assert read(tmp_path, text_source([(0, 5, "gone")]), {"sources/T.txt": b""}).study.selections[0].place == Segment(
        0, 0
    )
    assert "holds nothing" in str(read(tmp_path, "").report)


def test_a_packed_file_in_the_place_of_a_text(tmp_path: Path):
    found = read(tmp_path, text_source([(0, 5, "x")]), {"sources/T.txt": b"PK\x03\x04docx"})

    assert found.study.sources[0].text is None
    assert found.study.selections[0].place == Segment(0, 5)


def test_colours_short_capital_or_wrong(tmp_path: Path):
    codes = "".join(
        f'<Code guid="{ID(number)}" name="c" isCodable="true" color="{colour}"/>'
        for number, colour in enumerate(("#ABC", "#A1B2C3", "red"))
    )
    found = read(tmp_path, f"<CodeBook><Codes>{codes}</Codes></CodeBook>")

    assert [code.colour for code in found.study.codes] == ["#aabbcc", "#a1b2c3", None]
    assert "“red” is not a colour" in str(found.report)


def test_everything_but_text(tmp_path: Path):
    inside = (
        f'<Sources><PDFSource guid="{ID(1)}" path="internal://a.pdf"><PDFSelection guid="{ID(2)}" page="0" firstX="1" firstY="2"'
        f' secondX="3" secondY="4"><Representation guid="{ID(3)}"><PlainTextContent>box</PlainTextContent></Representation>'
        f'</PDFSelection><Representation guid="{ID(4)}"><PlainTextContent>all</PlainTextContent><PlainTextSelection guid="{ID(5)}"'
        f' startPosition="0" endPosition="3"/></Representation></PDFSource>'
        f'<PictureSource guid="{ID(6)}"><TextDescription guid="{ID(7)}"/><PictureSelection guid="{ID(8)}" firstX="1" firstY="2"'
        f' secondX="3" secondY="4"/></PictureSource><VideoSource guid="{ID(9)}"><Transcript guid="{ID(10)}"><PlainTextContent>said'
        f'</PlainTextContent><SyncPoint guid="{ID(11)}" timeStamp="1500" position="2"/><TranscriptSelection guid="{ID(12)}"'
        f' fromSyncPoint="{ID(11)}"/></Transcript><VideoSelection guid="{ID(13)}" begin="9" end="5"/></VideoSource></Sources>'
    )
    found = read(tmp_path, inside, {"sources/A.pdf": b"%PDF"})
    study = found.study
    places = {one.id: one.place for one in study.selections}

    assert places[ID(2)] == Area(1, 2, 3, 4, 0)
    assert places[ID(8)] == Area(1, 2, 3, 4)
    assert places[ID(12)] == SyncSpan(ID(11), None)
    assert places[ID(13)] == TimeSpan(5, 9)
    assert (study.sync_points[0].time, study.sync_points[0].position) == (1500, 2)
    roles = {one.id: (one.role, one.part_of) for one in study.sources}
    assert roles[ID(3)] == ("representation", ID(2))
    assert roles[ID(4)] == ("representation", ID(1))
    assert roles[ID(7)] == ("description", ID(6))
    assert roles[ID(10)] == ("transcript", ID(9))
    assert content_of(study.things[ID(1)].file) == b"%PDF"


def test_the_report_is_data_too(tmp_path: Path):
    report = read(tmp_path, text_source([(9, 3, "")]), {"sources/T.txt": TEXT}).report

    assert json.loads(report.to_json())["counts"]["selections"] == 1
    assert json.loads(report.to_json())["mended"][0]["what"].startswith("started after its end")


BREACHES = {
    "no name": ('<Project xmlns="urn:QDA-XML:project:1.0"/>', False),
    "empty list": (project("<Users/>"), False),
    "two lists": (project(f'<Users><User guid="{ID(1)}"/></Users>' * 2), False),
    "out of order": (project(f'<Description>d</Description><Users><User guid="{ID(1)}"/></Users>'), False),
    "bad guid": (project('<Users><User guid="1"/></Users>'), False),
    "braces": (project(f'<Users><User guid=" {{{ID(1)}}} "/></Users>'), True),
    "unknown attribute": (project(f'<Users><User guid="{ID(1)}" age="4"/></Users>'), False),
    "other namespace": ('<Project xmlns="urn:x" name="p"/>', False),
    "schema location": (
        project("", attributes='xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b"'),
        True,
    ),
    "text between": (project("words"), False),
    "no code": (project("<CodeBook/>"), False),
    "coding without code": (
        project(f'<Sources><TextSource guid="{ID(1)}"><Coding guid="{ID(2)}"/></TextSource></Sources>'),
        False,
    ),
    "position": (project(text_source([(1, 2, "")]).replace('"2"', '"2.0"', 1)), False),
    "sources mixed": (project(f'<Sources><PDFSource guid="{ID(1)}"/><TextSource guid="{ID(2)}"/></Sources>'), True),
    "two values": (
        project(
            f'<Cases><Case guid="{ID(1)}"><VariableValue><VariableRef targetGUID="{ID(2)}"/><TextValue/><TextValue/>'
            "</VariableValue></Case></Cases>"
        ),
        False,
    ),
    "no value": (
        project(
            f'<Cases><Case guid="{ID(1)}"><VariableValue><VariableRef targetGUID="{ID(2)}"/></VariableValue></Case></Cases>'
        ),
        True,
    ),
    **{
        f"{tag} {text}": (
            project(
                f'<Cases><Case guid="{ID(1)}"><VariableValue><VariableRef targetGUID="{ID(2)}"/><{tag}>{text}</{tag}>'
                "</VariableValue></Case></Cases>"
            ),
            valid,
        )
        for tag, text, valid in (
            ("IntegerValue", " +5 ", True), ("IntegerValue", "5.", False), ("FloatValue", "5.", True),
            ("FloatValue", "1e5", False), ("FloatValue", "", False), ("BooleanValue", "1", True),
            ("BooleanValue", "True", False), ("DateValue", "2024-02-30", False), ("DateValue", "2024-02-29Z", True),
            ("DateTimeValue", "2024-02-29T24:00:00", True), ("DateTimeValue", "2024-02-29 10:00:00", False),
            ("DateTimeValue", "2024-02-29T10:00:00.1234567+14:00", True),
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("case", BREACHES)
def test_our_check_and_the_schema_agree(tmp_path: Path, case: str):
    from tests.analysis.text.refi.schemas import breaches_of

    xml, valid = BREACHES[case]
    path = packed(tmp_path / "p.qdpx", xml)

    assert (breaches_of(path) == []) is valid
    assert check(path).valid is valid


def test_sets_inside_the_codebook_are_read_and_named(tmp_path: Path):
    """As a codebook of its own has them."""
    code = f'<Codes><Code guid="{ID(1)}" name="c" isCodable="true"/></Codes>'
    sets = f'<Sets><Set guid="{ID(2)}" name="s"><MemberCode guid="{ID(1)}"/></Set></Sets>'
    found = read(tmp_path, f"<CodeBook>{code}{sets}</CodeBook>")

    assert [(one.name, one.codes) for one in found.study.sets] == [("s", (ID(1),))]


def test_lists_in_the_wrong_place_are_named(tmp_path: Path):
    found = read(tmp_path, f'<CodeBook><Cases><Case guid="{ID(1)}"/></Cases></CodeBook>')

    assert "“Cases” inside “CodeBook”" in str(found.report)


def test_what_a_codebook_should_not_hold_is_named(tmp_path: Path):
    path = tmp_path / "c.qdc"
    path.write_text(
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Remark>Mind the gap</Remark></Codes></CodeBook>'
    )

    assert "“Remark”" in str(read_qdc(path).report.left_out)


def test_moments_that_are_no_numbers_are_named(tmp_path: Path):
    points = f'<SyncPoint guid="{ID(3)}" timeStamp="00:01" position="x"/><SyncPoint guid="{ID(4)}" timeStamp="9"/>'
    inside = f'<AudioSource guid="{ID(1)}"><Transcript guid="{ID(2)}">{points}</Transcript></AudioSource>'
    found = read(tmp_path, f"<Sources>{inside}</Sources>")

    assert [(point.time, point.position) for point in found.study.sync_points] == [(None, None), (9, None)]
    assert {one.what for one in found.report.left_out} == {
        "timeStamp is “00:01”, not a whole number.", "position is “x”, not a whole number."
    }  # fmt: skip


def test_values_and_texts_beyond_the_one_that_is_read_are_named(tmp_path: Path):
    value = f'<VariableValue><VariableRef targetGUID="{ID(2)}"/><TextValue>a</TextValue><TextValue>b</TextValue></VariableValue>'
    texts = "<PlainTextContent>one</PlainTextContent><PlainTextContent>two</PlainTextContent>"
    found = read(tmp_path, f'<Sources><TextSource guid="{ID(1)}">{texts}{value}</TextSource></Sources>')

    assert found.study.sources[0].text == "one"
    assert {one.what for one in found.report.left_out} == {
        "1 more texts in it than the one that is read.", "1 more variables or values in it than one of each."
    }  # fmt: skip


def test_words_behind_a_date_stay(tmp_path: Path):
    value = '<VariableValue><VariableRef targetGUID="{}"/><DateValue>{}</DateValue></VariableValue>'.format
    values = value(ID(2), "2026-03-04 to 2026-05-06") + value(ID(2), "2026-03-04Z")
    found = read(tmp_path, f'<Cases><Case guid="{ID(1)}">{values}</Case></Cases>')

    assert [one.value for one in found.study.cases[0].values] == ["2026-03-04 to 2026-05-06", date(2026, 3, 4)]


def test_a_moment_at_the_beginning_of_time_can_be_written(tmp_path: Path):
    study = read(tmp_path, "", attributes='creationDateTime="0001-01-01T00:00:00+15:00"').study
    write_qdpx(study, tmp_path / "again.qdpx")

    assert check(tmp_path / "again.qdpx").valid


def test_codings_of_the_note_that_keeps_what_the_standard_does_not(tmp_path: Path):
    """Another program shows it as a note, so somebody may code it."""
    coding = f'<Coding guid="{ID(2)}"><CodeRef targetGUID="{ID(3)}"/></Coding>'
    said = '{"fields": {}, "codings": [], "sync_points": []}'
    text = f"<PlainTextContent>{said}</PlainTextContent>{coding}"
    note = f'<Notes><Note guid="{ID(1)}" name="Evenground: kept beside the standard">{text}</Note></Notes>'
    found = read(tmp_path, note)

    assert found.study.codings[0].source in {source.id for source in found.study.sources}
    assert "was coded in another program" in str(found.report)


def test_a_selection_between_moments_that_are_not_there_is_said(tmp_path: Path):
    marked = f'<TranscriptSelection guid="{ID(3)}" fromSyncPoint="{ID(4)}" toSyncPoint="{ID(5)}"/>'
    inside = f'<AudioSource guid="{ID(1)}"><Transcript guid="{ID(2)}">{marked}</Transcript></AudioSource>'
    found = read(tmp_path, f"<Sources>{inside}</Sources>")

    assert found.study.selections[0].place == SyncSpan(ID(4), ID(5))
    assert "moments that the file does not describe" in str(found.report)
