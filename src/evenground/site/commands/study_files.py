"""Studies in files of every kind the command line knows: told by their endings, read with a report, written."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from evenground.site.commands.terminal import Refused

if TYPE_CHECKING:
    from evenground.analysis.text.refi import Read, Report
    from evenground.analysis.text.study.model import Study
    from evenground.analysis.text.transcripts import Transcript

PROJECTS = {".qdpx"}
CODEBOOKS = {".qdc"}
TABLES = {".csv", ".xlsx", ".docx", ".md"}
TAGUETTE = {".sqlite3", ".sqlite", ".db"}
Tell = Callable[[float, str], None]


def read_study(path: Path, tell: Tell, *, project: str | None = None) -> "Read":
    """A study from a project, a codebook, a Taguette export, or transcripts (a file or a folder)."""
    ending = path.suffix.lower()
    tell(0.1, "Reading")
    if path.is_dir():
        return _of_transcripts(path.name, *_folder(path, tell))
    if ending in PROJECTS:
        from evenground.analysis.text.refi import read_qdpx

        return read_qdpx(path)
    if ending in CODEBOOKS:
        from evenground.analysis.text.refi import read_qdc

        return read_qdc(path)
    if ending in TAGUETTE:
        from evenground.analysis.text.taguette import read_taguette

        return read_taguette(path, project=project)
    from evenground.analysis.text.transcripts import read_transcript

    return _of_transcripts(path.stem, [read_transcript(path)], [])


def check_target(path: Path) -> None:
    """Refuse a name that does not say what to write, before hours of reading."""
    if path.suffix.lower() not in PROJECTS | CODEBOOKS | TABLES:
        raise Refused(
            f"“{path.name}” does not say what to write. End its name in .qdpx, .qdc, .csv, .xlsx, .docx or .md."
        )
    if not path.parent.is_dir():
        raise Refused(f"There is no folder “{path.parent}” to write “{path.name}” into. Make it first.")


def write_study(study: "Study", path: Path, asked: dict[str, Any]) -> "Report":
    """Write what the ending of the name asks for."""
    from evenground.analysis.text import exports, refi

    ending = path.suffix.lower()
    if ending in PROJECTS:
        chosen = {name: asked[name] for name in ("users", "names", "rich")}
        return refi.write_qdpx(study, path, **chosen).report
    if ending in CODEBOOKS:
        return refi.write_qdc(study, path).report
    if ending not in {".csv", ".xlsx", ".docx", ".md"}:
        raise Refused(
            f"“{path.name}” does not say what to write. End its name in .qdpx, .qdc, .csv, .xlsx, .docx or .md."
        )
    if not path.parent.is_dir():
        raise Refused(f"There is no folder “{path.parent}” to write “{path.name}” into. Make it first.")
    if asked["what"] == "codebook":
        if not study.codes:
            raise Refused("There are no codes to write. Add a code first, or choose a name that ends in .qdpx.")
        return exports.write_codebook(study, path).report
    if not study.codings:
        raise Refused("There are no codings to write. Choose --what codebook, or a name that ends in .qdpx.")
    return exports.write_codings(study, path, context=asked["context"], users=asked["users"]).report


def _folder(path: Path, tell: Tell) -> "tuple[list[Transcript], list[tuple[str, str]]]":
    """Each transcript of a folder and why others could not be read."""
    from evenground.analysis.text.transcripts import UnreadableTranscript, read_transcript
    from evenground.analysis.text.transcripts.reading import KINDS

    files = [one for one in sorted(path.iterdir()) if one.suffix.lower() in KINDS and one.name[0] not in ".~"]
    if not files:
        raise Refused(f"There is no transcript in “{path.name}”. Kinds that can be read: {', '.join(KINDS)}.")
    read, refused = [], []
    for number, file in enumerate(files):
        tell(number / len(files), f"Reading {number + 1:,} of {len(files):,}")
        try:
            read.append(read_transcript(file))
        except UnreadableTranscript as reason:
            refused.append((file.name, str(reason)))
    return read, refused


def _of_transcripts(name: str, transcripts: "list[Transcript]", refused: list[tuple[str, str]]) -> "Read":
    from evenground.analysis.text.refi import Read
    from evenground.analysis.text.refi.report import Recorder
    from evenground.analysis.text.study.model import Source, Study

    notes = Recorder()
    for where, why in refused:
        notes.left_out(where, why)
    for one in transcripts:
        for sentences, note in ((one.report.mended, notes.mended), (one.report.dropped, notes.left_out),
                                (one.report.warnings, notes.warn)):  # fmt: skip
            for sentence in sentences:
                note(one.name, sentence)
    if not transcripts:
        raise Refused("None of these files could be read. " + " ".join(why for _, why in refused[:3]))
    # Drawn at random: an id made from the words would tell, of a text without names, whether a guessed name was in it.
    sources = tuple(Source(str(uuid4()), one.name, text=one.text) for one in transcripts)
    notes.counts.update({"sources": len(sources)})
    return Read(Study(name, origin="Evenground", sources=sources), notes.report())
