"""One small project written as each program writes it gives one and the same study."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.text.refi.foreign import ID, packed, project, text_source

from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.refi import read_qdpx
from evenground.analysis.text.refi.variants import Counting, Mark, Positions, decoded, place

# Emoji of several code points, letters with combining marks and right-to-left text stand before what is marked.
TEXT = "Ann: 🙂👩\u200d🔬 cafe\u0301 we waited\nשלום 🙂 at the door.\n\nBen: two hours — two hours!\nNobody came.\n"
QUOTES = ("we waited", "at the door.", "two hours!", "Nobody came.")


def as_filed(quote: str, *, crlf: bool, mark: bool, halves: bool, inside: bool) -> tuple[int, int, str]:
    """Where a program that counts this way says the quotation is."""
    start = TEXT.rindex(quote)

    def count(until: int) -> int:
        before = TEXT[:until]
        return until + crlf * before.count("\n") + mark + halves * sum(sign > "\uffff" for sign in before)

    return count(start), count(start + len(quote)) - inside, quote


WAYS = list(product((False, True), repeat=4))


@pytest.mark.parametrize("written", ["lf", "crlf", "mark", "crlf and mark", "utf-16"])
@pytest.mark.parametrize(("crlf", "mark", "halves", "inside"), WAYS)
def test_every_way_of_counting_gives_the_same_study(tmp_path: Path, written: str, crlf, mark, halves, inside):
    if written in ("lf", "crlf"):  # no program counts a mark that is not there
        mark = False
    text = TEXT.replace("\n", "\r\n") if "crlf" in written else TEXT
    data = text.encode("utf-16") if written == "utf-16" else b"\xef\xbb\xbf" * ("mark" in written) + text.encode()
    marks = [as_filed(quote, crlf=crlf, mark=mark, halves=halves, inside=inside) for quote in QUOTES]

    study = read_qdpx(packed(tmp_path / "p.qdpx", project(text_source(marks)), {"sources/T.txt": data})).study

    assert study.sources[0].text == TEXT
    assert tuple(one.place.of(TEXT) for one in study.selections) == QUOTES


@pytest.mark.parametrize(("origin", "two"), [("ATLAS.ti 24", False), ("MAXQDA 24.7", True), ("NVivo", True)])
def test_without_quotations_the_program_decides_and_the_report_says_so(tmp_path: Path, origin: str, two: bool):
    start, end, _ = as_filed("Nobody came.", crlf=two, mark=False, halves=False, inside=False)
    xml = project(text_source([(start, end, "")]), origin=origin)
    read = read_qdpx(packed(tmp_path / "p.qdpx", xml, {"sources/T.txt": TEXT.replace("\n", "\r\n").encode()}))

    assert read.study.selections[0].place.of(TEXT) == "Nobody came."
    assert "no selection quotes its text" in str(read.report)


def test_quotations_cut_short_still_decide():
    text = "line\n" * 30 + "It was " + "very " * 40 + "late."
    start = text.index("It was")
    mark = Mark(start + 30, len(text) + 30, text[start : start + 100])

    placed = place(Positions(text.replace("\n", "\r\n")), [mark], Counting("one"))

    assert placed.segments == (Segment(start, len(text)),)
    assert placed.counting.lines == "filed"


def test_names_that_are_no_quotations_move_nothing(tmp_path: Path):
    marks = [(5, 9, "Fear"), (20, 30, "Something about waiting that the coder wrote")]
    read = read_qdpx(packed(tmp_path / "p.qdpx", project(text_source(marks)), {"sources/T.txt": TEXT.encode()}))

    assert [(one.place.start, one.place.end) for one in read.study.selections] == [(5, 9), (20, 30)]
    assert "2 of 2 selections have a name that is not what stands at their place" in str(read.report)


def test_one_selection_that_slipped_is_moved_to_its_words(tmp_path: Path):
    good = as_filed("we waited", crlf=False, mark=False, halves=False, inside=False)
    start = TEXT.index("Ben: two hours — two")
    slipped = (start + 12, start + 32, "Ben: two hours — two")
    read = read_qdpx(
        packed(tmp_path / "p.qdpx", project(text_source([good, slipped])), {"sources/T.txt": TEXT.encode()})
    )

    assert read.study.selections[1].place.of(TEXT) == "Ben: two hours — two"
    assert "moved to where the words stand" in str(read.report)


@pytest.mark.parametrize("slip", range(-9, 15))
def test_a_slip_of_any_size_is_put_right_to_the_letter(slip: int):
    quote = "Ben: two hours — two"
    start = TEXT.index(quote)

    placed = place(Positions(TEXT), [Mark(start + slip, start + slip + len(quote), quote)], Counting())

    assert placed.segments[0].of(TEXT) == quote


def test_quotation_marks_made_curly_by_a_word_processor_are_the_same_words():
    positions = Positions("She said “no” — it’s late")

    assert place(positions, [Mark(9, 13, '"no"')], Counting()).confirmed == 1


raw_texts = st.lists(st.sampled_from(["a", "\r", "\n", "\r\n", "🙂", "\u0301", "\x07"]), max_size=30).map("".join)


@given(raw=raw_texts)
def test_every_character_of_the_file_has_its_place(raw: str):
    """A position of the file leads to the same character of the kept text, whichever way line ends are counted."""
    positions = Positions(raw)

    for at, sign in enumerate(raw):
        if sign == "\x07" or (sign == "\r" and raw[at + 1 : at + 2] == "\n"):
            continue
        expected = "\n" if sign == "\r" else sign
        assert positions.text[positions.at(at, Counting("filed"))] == expected


@given(raw=raw_texts)
def test_counting_in_halves_is_utf_16(raw: str):
    positions = Positions(raw)
    for at in range(len(raw) + 1):
        halves = len(raw[:at].encode("utf-16-le")) // 2
        assert positions.at(halves, Counting("filed", halves=True)) == positions.at(at, Counting("filed"))


@given(raw=raw_texts, position=st.integers(-50, 100), lines=st.sampled_from(["one", "filed", "two"]))
def test_no_position_leads_out_of_the_text(raw: str, position: int, lines):
    positions = Positions(raw)
    for way in positions.ways(Counting(lines, True, True, True)):
        assert 0 <= positions.at(position, way) <= len(positions.text)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("café".encode(), "café", "UTF-8"),
        (b"\xef\xbb\xbfcaf\xc3\xa9", "café", "UTF-8"),
        ("café".encode("utf-16"), "café", "UTF-16"),
        ("café ‘x’".encode("cp1252"), "café ‘x’", "Windows-1252"),
        (b"", "", "UTF-8"),
    ],
)
def test_texts_are_read_in_the_encoding_they_are_in(data: bytes, text: str, encoding: str):
    assert (decoded(data).text, decoded(data).encoding) == (text, encoding)


def test_control_characters_go_and_positions_follow(tmp_path: Path):
    marks = [(4, 8, "late")]
    read = read_qdpx(packed(tmp_path / "p.qdpx", project(text_source(marks)), {"sources/T.txt": b"a\x0c\x00 late"}))

    assert read.study.sources[0].text == "a late"
    assert read.study.selections[0].place.of("a late") == "late"
    assert "2 control characters" in str(read.report)


def test_text_inside_the_project_is_understood_and_never_written(tmp_path: Path):
    inside = (
        f'<Sources><TextSource guid="{ID(1)}"><PlainTextContent>one\r\ntwo</PlainTextContent>'
        f'<PlainTextSelection guid="{ID(2)}" startPosition="5" endPosition="8" name="two"/></TextSource></Sources>'
    )
    study = read_qdpx(packed(tmp_path / "p.qdpx", project(inside))).study

    assert study.selections[0].place.of(study.sources[0].text) == "two"
