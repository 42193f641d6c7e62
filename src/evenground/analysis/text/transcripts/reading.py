"""Reading a transcript of any kind, told by what is in the file rather than by its name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from evenground.analysis.text.transcripts.archives import Archive, is_packed, refuse_protected
from evenground.analysis.text.transcripts.cleaning import line_breaks
from evenground.analysis.text.transcripts.encoding import decoded
from evenground.analysis.text.transcripts.finishing import finished, limited
from evenground.analysis.text.transcripts.model import Draft, Line, Transcript, UnreadableTranscript, counted
from evenground.analysis.text.transcripts.survey import survey_from_bytes

KINDS = (".docx", ".odt", ".rtf", ".txt", ".md", ".html", ".htm", ".pdf", ".vtt", ".srt", ".csv", ".tsv", ".xlsx")

_BOLD = re.compile(r"\s*(?:\*\*|__)(.+?)(?:\*\*|__)")
# What RTF says of parts that are not read as text, and of words that were deleted but not yet accepted as gone.
_RTF_OUT = {
    b"annotation": ("comment", "comments"),
    b"footnote": ("footnote or endnote", "footnotes and endnotes"),
    b"pict": ("picture", "pictures"),
    b"shptxt": ("text box", "text boxes"),
    b"header": ("header", "headers"),
    b"footer": ("footer", "footers"),
}
_RTF_WORD = re.compile(rb"\\(annotation|footnote|pict|nonshppict|shptxt|header|footer|deleted)[lrf]?(?![a-z0])")
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


def read_transcript(path: Path | str, *, name: str | None = None, speakers: Sequence[str] = ()) -> Transcript:
    """Read one transcript: Word, OpenDocument, RTF, text, Markdown, HTML, PDF with text, WebVTT, SRT, or survey answers.

    The text has LF line ends and nothing that no XML file can hold, so that positions in it never move later. Its
    report says what was done to it and which labels were taken for speakers, and why.

    Parameters
    ----------
    path
        The file. What it is, is told by its content.
    name
        What the transcript is called; without it, the name of the file.
    speakers
        Labels that are certainly speakers, where the text alone would not show it.

    Raises
    ------
    UnreadableTranscript
        If the file is empty, scanned, protected, damaged, hostile or of an unknown kind; it says what to do.
    """
    path = Path(path)
    return from_bytes(limited(path), name or path.name, speakers=speakers)


def from_bytes(content: bytes, name: str, *, speakers: Sequence[str] = ()) -> Transcript:
    """`read_transcript` from the bytes of a file; the ending of ``name`` decides only between kinds of plain text."""
    if not content.strip(b" \t\r\n\x00"):
        raise UnreadableTranscript(f"{name} is empty: there is no text in it. Check that the right file was chosen.")
    refuse_protected(content)
    ending = PurePath(name).suffix.lower()
    if is_packed(content):
        return _packed(content, name, speakers)
    if content[:1024].lstrip().startswith(b"%PDF"):
        from evenground.analysis.text.transcripts.pdf import read_pdf

        return finished(read_pdf(content), name, speakers=speakers)
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        return finished(_rich(content), name, speakers=speakers)
    if ending in {".csv", ".tsv"}:
        return survey_from_bytes(content, name)
    if ending in {".docx", ".odt", ".pdf", ".xlsx", ".rtf"}:
        raise UnreadableTranscript(
            f"{name} is called {ending} but is no such file inside: it is damaged or wrongly named. Save it again."
        )
    return finished(_written(content, ending), name, speakers=speakers)


@dataclass(frozen=True, slots=True)
class Refused:
    """A file of a folder that could not be read, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Folder:
    """What was read from a folder and what was not, both by name."""

    transcripts: tuple[Transcript, ...]
    refused: tuple[Refused, ...]


def read_transcripts(folder: Path | str, *, speakers: Sequence[str] = ()) -> Folder:
    """Read every transcript of a folder; what cannot be read is told, and does not stop the rest.

    Raises
    ------
    UnreadableTranscript
        If there is no such folder, or nothing in it of a kind that can be read.
    """
    place = Path(folder)
    files = sorted(path for path in place.glob("*") if not path.name.startswith((".", "~$")))
    if not any(path.suffix.lower() in KINDS for path in files):
        raise UnreadableTranscript(
            f"There is no transcript in “{place.name}”. Kinds that can be read: {', '.join(KINDS)}."
        )
    read: list[Transcript] = []
    refused: list[Refused] = []
    for path in files:
        if path.suffix.lower() not in KINDS:
            refused.append(Refused(path.name, _of_no_kind(path)))
            continue
        try:
            read.append(read_transcript(path, speakers=speakers))
        except UnreadableTranscript as reason:
            refused.append(Refused(path.name, str(reason)))
    return Folder(tuple(read), tuple(refused))


def _of_no_kind(path: Path) -> str:
    if path.is_dir():
        return f"{path.name} is a folder. Read it on its own."
    if path.suffix.lower() == ".doc":
        return f"{path.name} is a Word document of the old kind. Open it in Word and save it as .docx."
    return f"{path.name} is of no kind that can be read: {', '.join(KINDS)}."


def _packed(content: bytes, name: str, speakers: Sequence[str]) -> Transcript:
    archive = Archive(content)
    names = archive.names()
    if any(part.startswith("word/") for part in names):
        from evenground.analysis.text.transcripts.word import read_word

        return finished(read_word(archive), name, speakers=speakers)
    if "content.xml" in archive:
        from evenground.analysis.text.transcripts.opendocument import read_opendocument

        return finished(read_opendocument(archive), name, speakers=speakers)
    if any(part.startswith("xl/") for part in names):
        return survey_from_bytes(content, name)
    raise UnreadableTranscript(f"{name} is an archive but no Word, OpenDocument or Excel file. Unpack it first.")


def _rich(content: bytes) -> Draft:
    from striprtf.striprtf import rtf_to_text

    try:
        text: str = rtf_to_text(content.decode("latin-1"), encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]
    except Exception as reason:  # a damaged file fails in any of the ways its reader has
        raise UnreadableTranscript("The RTF file is damaged. Open it in Word and save it as .docx.") from reason
    # RTF writes an emoji as two halves, which are one character here.
    text, _ = line_breaks(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass"))
    draft = Draft([Line(line) for line in text.split("\n")], encoding="RTF")
    met = Counter(_RTF_WORD.findall(content))
    met[b"pict"] -= met[b"nonshppict"]  # the same picture once more, for old programs
    draft.dropped += [f"{counted(met[word], *called)}." for word, called in _RTF_OUT.items() if met[word] > 0]
    if met[b"deleted"]:
        draft.warnings.append(
            "Words deleted under tracked changes are still in the text. Accept all changes in Word, save it as .docx and"
            " read that."
        )
    return draft


def _written(content: bytes, ending: str) -> Draft:
    """Any kind of plain text."""
    text, encoding, warning = _declared(content) if ending in {".html", ".htm"} else decoded(content)
    text, newlines = line_breaks(text)
    draft = _drafted(text, ending)
    draft.encoding, draft.newlines = encoding, newlines
    draft.warnings += [warning] if warning else []
    return draft


def _declared(content: bytes) -> tuple[str, str, str]:
    """A page may say its encoding; valid UTF-8 speaks louder."""
    mark = _CHARSET.search(content[:4096])
    text, encoding, warning = decoded(content)
    if not warning or not mark:
        return text, encoding, warning
    called = mark[1].decode("ascii", "replace").lower()
    try:
        return content.decode("cp1252" if called == "iso-8859-1" else called), called, ""
    except (LookupError, UnicodeDecodeError):
        return text, encoding, warning


def _drafted(text: str, ending: str) -> Draft:
    start = text[:200].lstrip()
    if start.startswith("WEBVTT") or ending in {".vtt", ".srt"}:
        from evenground.analysis.text.transcripts.subtitles import read_subtitles

        return read_subtitles(text)
    if ending in {".html", ".htm"} or start.lower().startswith(("<!doctype html", "<html")):
        from evenground.analysis.text.transcripts.web import read_web

        return read_web(text)
    if ending == ".md":
        return _markdown(text)
    return Draft([Line(line) for line in text.split("\n")])


def _markdown(text: str) -> Draft:
    """As written, except that bold at the start of a line, which often is a label, loses its marks."""
    lines: list[Line] = []
    taken = 0
    for line in text.split("\n"):
        mark = _BOLD.match(line)
        taken += bool(mark)
        lines.append(Line(mark[1] + line[mark.end() :], bold=len(mark[1])) if mark else Line(line))
    said = [f"The marks of bold text were taken out at the start of {counted(taken, 'line')}."] if taken else []
    return Draft(lines, mended=said)
