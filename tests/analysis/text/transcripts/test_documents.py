"""Word, OpenDocument, RTF, HTML and PDF, each made here and read back."""

import io
from html import escape

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from tests.analysis.text.transcripts.files import opendocument, packed, paragraph, pdf, word

from evenground.analysis.text.transcripts import UnreadableTranscript, from_bytes, read_transcript, read_transcripts

TALK = [("Ann", "Hello."), ("Bob", "Hi 🙂."), ("Ann", "So?"), ("Bob", "Yes.")]


def turns_of(read):
    return [(turn.speaker, turn.speech.of(read.text)) for turn in read.turns]


def saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_word_document_with_bold_names(tmp_path):
    document = docx.Document()
    for speaker, speech in TALK:
        line = document.add_paragraph()
        line.add_run(speaker).bold = True
        line.add_run(f" {speech}")
    path = tmp_path / "talk.docx"
    document.save(path)
    assert turns_of(read_transcript(path)) == TALK


spoken = st.text(alphabet="ab é́של🙂👩🏽‍⚕️ .<&", min_size=1, max_size=20).map(str.strip).filter(bool)


@pytest.mark.parametrize("kind", ["docx", "odt"])
@given(talk=st.lists(st.tuples(st.sampled_from(["P1", "INT"]), spoken), min_size=1, max_size=5))
def test_every_turn_of_a_document_says_exactly_what_was_said(kind, talk):
    lines = [escape(f"{speaker}: {' '.join(speech.split())}") for speaker, speech in talk]
    if kind == "docx":
        content = word("".join(paragraph(line) for line in lines))
    else:
        content = opendocument("".join(f"<text:p>{line}</text:p>" for line in lines))
    assert turns_of(from_bytes(content, "talk")) == [(speaker, " ".join(speech.split())) for speaker, speech in talk]


def test_a_word_table_of_speakers_and_speech():
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for speaker, speech in [("Speaker", "Text"), *TALK]:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = speaker, speech
    read = from_bytes(saved(document), "talk.docx")
    assert turns_of(read) == TALK
    assert "Ann\tHello." in read.text


def test_a_word_table_of_anything_else_is_read_row_by_row():
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for left, right in [("Beds in use", "12"), ("Nights waited for", "3")]:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = left, right
    read = from_bytes(saved(document), "talk.docx")
    assert read.text == "Beds in use\t12\nNights waited for\t3"
    assert read.turns == ()


def test_teams_puts_name_time_and_words_into_one_paragraph():
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{name}   {time}</w:t><w:br/><w:t>{speech}</w:t></w:r></w:p>'
        for name, time, speech in [("Lee, Ann", "0:03", "Hello."), ("Bob Ray", "0:10", "Hi.")]
    )
    read = from_bytes(word(body), "talk.docx")
    assert turns_of(read) == [("Lee, Ann", "Hello."), ("Bob Ray", "Hi.")]
    assert [turn.begins for turn in read.turns] == [3, 10]


def test_tracked_changes_are_accepted():
    body = (
        '<w:p><w:r><w:t xml:space="preserve">P1: We </w:t></w:r><w:ins><w:r><w:t>did </w:t></w:r></w:ins>'
        "<w:del><w:r><w:delText>did not </w:delText></w:r></w:del><w:moveFrom><w:r><w:t>long</w:t></w:r></w:moveFrom>"
        "<w:r><w:t>wait</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>P2: one </w:t></w:r></w:p><w:p><w:r><w:t>line</w:t></w:r></w:p>"
    )
    read = from_bytes(word(body), "talk.docx")
    assert read.text == "P1: We did wait\nP2: one line"
    assert "1 insertion kept, 2 deletions left out" in str(read.report)


def test_what_nobody_said_is_counted_and_left_out():
    body = (
        "<w:p><w:r><w:t>P1: Here</w:t><w:commentReference/></w:r><w:r><w:footnoteReference/></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    read = from_bytes(word(body), "talk.docx")
    assert read.text == "P1: Here"
    for told in ("1 comment", "1 footnote", "1 text box", "1 stretch of hidden text"):
        assert told in str(read.report)


def test_an_opendocument_text():
    body = (
        "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
        '<text:h>Talk</text:h><text:p>P1:<text:tab/>We <text:span>waited</text:span><text:s text:c="2"/>long<text:line-break/>'
        "and long</text:p><text:p>P2: Yes<text:note><text:p>a note</text:p></text:note></text:p>"
    )
    read = from_bytes(opendocument(body), "talk.odt")
    assert read.text == "Talk\nP1:\tWe waited  long\nand long\nP2: Yes"
    assert turns_of(read) == [("P1", "We waited  long\nand long"), ("P2", "Yes")]
    assert "1 footnote or endnote" in str(read.report)


def test_an_opendocument_table_with_another_inside():
    def table(*rows):
        cells = ("".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in row) for row in rows)
        return (
            "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in cells) + "</table:table>"
        )

    inner = table(["<text:p>deep</text:p>"])
    body = table(
        ["<text:p>P1</text:p>", "<text:p>Hello.</text:p>"], ["<text:p>P2</text:p>", f"<text:p>Hi.</text:p>{inner}"]
    )
    read = from_bytes(opendocument(body), "talk.odt")
    assert turns_of(read) == [("P1", "Hello."), ("P2", "Hi.\ndeep")]


def test_rich_text():
    content = rb"{\rtf1\ansi\ansicpg1252 {\b INT:} caf\'e9?\par P1: It\rquote s \u9786? so.\par}"
    assert turns_of(from_bytes(content, "talk.rtf")) == [("INT", "café?"), ("P1", "It’s ☺ so.")]


def test_a_web_page_without_its_scripts():
    page = (
        "<!DOCTYPE html><html><head><title>x</title><script>alert(1)</script></head><body><p><b>Ann:</b> Hello\n <i>you</i>."
        "</p><p><b>Bob:</b> Hi &amp; <br>bye.</p><p><b>Ann:</b> So?</p></body></html>"
    )
    read = from_bytes(page.encode(), "talk.html")
    assert read.text == "Ann: Hello you.\nBob: Hi &\nbye.\nAnn: So?"
    assert turns_of(read)[1] == ("Bob", "Hi &\nbye.")
    assert "alert" not in read.text


def test_a_pdf_with_text():
    read = from_bytes(pdf("INT: How long did you wait?\n\nP1: All night.\n\nINT: And then?"), "talk.pdf")
    assert [speaker for speaker, _ in turns_of(read)] == ["INT", "P1", "INT"]
    assert "All night." in read.text


def test_a_scanned_pdf_says_what_to_do():
    with pytest.raises(
        UnreadableTranscript, match=r"2 pages and no text: it is probably a scan\. Have its text recognised"
    ):
        from_bytes(pdf("#rect(width: 5cm, height: 5cm)\n#pagebreak()\n#circle()"), "scan.pdf")


def test_protected_files_are_said_to_be_protected():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("P1: Hello"))))
    writer.encrypt("secret", algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    with pytest.raises(UnreadableTranscript, match="protected with a password"):
        from_bytes(buffer.getvalue(), "talk.pdf")
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(UnreadableTranscript, match="take the password off"):
        from_bytes(locked, "talk.docx")
    with pytest.raises(UnreadableTranscript, match=r"old kind \(\.doc\)"):
        from_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "talk.doc")
    manifest = packed(content_xml=b"\x01\x02", **{"META-INF__manifest_xml": "<m><encryption-data/></m>"})
    with pytest.raises(UnreadableTranscript, match="protected with a password"):
        from_bytes(manifest, "talk.odt")


def test_hostile_files_are_refused():
    with pytest.raises(UnreadableTranscript, match="would unpack to"):
        from_bytes(packed(word__document_xml=b"a" * 60_000_000), "bomb.docx")
    with pytest.raises(UnreadableTranscript, match="6,000 parts"):
        from_bytes(packed(**{f"word__p{n}_xml": b"" for n in range(6000)}), "many.docx")
    entities = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    with pytest.raises(UnreadableTranscript, match="document type"):
        from_bytes(packed(word__document_xml=entities), "dtd.docx")
    with pytest.raises(UnreadableTranscript, match="damaged"):
        from_bytes(packed(word__document_xml="<x>" * 5000 + "</x>" * 5000), "deep.docx")
    deep = "<html><body>" + "<div><b>" * 20_000 + "P1: Hello</body></html>"
    with pytest.raises(UnreadableTranscript, match="nested so deeply"):
        from_bytes(deep.encode(), "deep.html")


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a zip", word(paragraph("P1: Hello"))[:-30]])
def test_a_damaged_document_says_so(content):
    with pytest.raises(UnreadableTranscript, match="damaged"):
        from_bytes(content, "talk.docx")


def test_a_text_called_docx_says_so():
    with pytest.raises(UnreadableTranscript, match="wrongly named"):
        from_bytes(b"P1: Hello", "talk.docx")


def test_a_folder_is_read_and_what_cannot_be_is_told(tmp_path):
    (tmp_path / "b.txt").write_text("P1: Hello\nP2: Hi")
    (tmp_path / "a.docx").write_bytes(word(paragraph(" Hello", bold="INT:")))
    (tmp_path / "c.txt").write_text("")
    (tmp_path / "picture.png").write_bytes(b"x")
    (tmp_path / "old.doc").write_bytes(b"x")
    folder = read_transcripts(tmp_path)
    assert [read.name for read in folder.transcripts] == ["a.docx", "b.txt"]
    assert [refused.name for refused in folder.refused] == ["c.txt", "old.doc", "picture.png"]
    assert "is empty" in folder.refused[0].why
    assert "save it as .docx" in folder.refused[1].why


def test_a_missing_file_and_an_empty_folder_say_so(tmp_path):
    with pytest.raises(UnreadableTranscript, match="cannot be opened"):
        read_transcript(tmp_path / "none.txt")
    with pytest.raises(UnreadableTranscript, match="no transcript in"):
        read_transcripts(tmp_path)


def table(*rows):
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def test_a_table_on_the_front_page_does_not_take_the_turns_that_follow():
    front = table(("Interviewer", "Bob Lee"), ("Participant", "P1"))
    talk = ["Interviewer: Hello", "P1: Hi", "Interviewer: How?", "P1: Well"]
    read = from_bytes(word(front + "".join(map(paragraph, talk))), "talk.docx")
    assert turns_of(read)[-4:] == [("Interviewer", "Hello"), ("P1", "Hi"), ("Interviewer", "How?"), ("P1", "Well")]


def test_what_word_shows_and_we_cannot_read_is_said():
    read = from_bytes(word('<w:altChunk/><w:p><w:r><w:t>a</w:t><w:sym w:char="F0E0"/></w:r></w:p>'), "talk.docx")
    assert [said.split(":")[0] for said in read.report.dropped] == ["1 embedded document", "1 sign of a symbol font"]


@pytest.mark.parametrize(("count", "blanks"), [("²", 1), ("3", 3), ("٣", 3), ("9" * 5_000, 100)])
def test_blanks_that_a_document_counts_out(count, blanks):
    read = from_bytes(opendocument(f'<text:p>a<text:s text:c="{count}"/>b</text:p>'), "talk.odt")
    assert read.text == f"a{' ' * blanks}b"


def test_a_table_of_contents_is_left_out_and_said():
    body = "<text:table-of-content><text:p>One 1</text:p></text:table-of-content><text:p>Hello</text:p>"
    read = from_bytes(opendocument(body), "talk.odt")
    assert (read.text, read.report.dropped) == ("Hello", ("1 table of contents.",))


def test_rtf_keeps_emoji_whole_and_says_what_it_leaves_out():
    content = (
        rb"{\rtf1 P1: a \u-10179?\u-8704? b{\footnote f}{\*\annotation c}{\*\shppict{\pict 00}}{\nonshppict{\pict 00}}}"
    )
    read = from_bytes(content, "talk.rtf")
    assert read.text == "P1: a \U0001f600 b"
    assert read.report.dropped == ("1 comment.", "1 footnote or endnote.", "1 picture.")


def test_rtf_with_tracked_deletions_says_that_they_are_still_there():
    read = from_bytes(rb"{\rtf1 P1: yes {\deleted no}}", "talk.rtf")
    assert "still in the text" in read.report.warnings[0]


def test_preformatted_lines_of_a_page_stay_lines():
    read = from_bytes(b"<html><body><pre>Ann: hello\nBob: <b>yes</b>\nAnn: no\nBob: so</pre></body></html>", "a.html")
    assert turns_of(read) == [("Ann", "hello"), ("Bob", "yes"), ("Ann", "no"), ("Bob", "so")]


def test_a_page_of_which_the_end_would_be_lost_is_refused():
    page = b"<html><body><p>first</p><p>" + b"word " * 2_100_000 + b"</p><p>last</p></body></html>"
    with pytest.raises(UnreadableTranscript, match="only be read in part"):
        from_bytes(page, "a.html")
