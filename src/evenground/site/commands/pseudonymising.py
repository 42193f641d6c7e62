"""Names out of transcripts and studies: suggested, decided by a person, carried out, and looked for again in what was written."""

import sys
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evenground.site.commands.pseudonym_lists import (
    SURE,
    Work,
    accepted,
    decided,
    kept_as_written,
    rows_of,
    tell_suggestions,
    write_list,
)
from evenground.site.commands.study_files import PROJECTS, TAGUETTE, read_study
from evenground.site.commands.terminal import Refused, json_option, print_json, progress, say

if TYPE_CHECKING:
    from evenground.analysis.text.pseudonyms import Key, Leak, Replacement, Roster, SafeStudy

_file = click.Path(exists=True, dir_okay=False, path_type=Path)


Write = Callable[[Path], object]


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="IN...", type=click.Path(exists=True, path_type=Path))
@click.option("--roster", "roster", type=_file, required=True, help="Who may be named: name, kind, also, called (CSV).")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder to write into.")
@click.option("--key", "key_path", type=click.Path(dir_okay=False, path_type=Path), required=True,
              help="File for the way back to the names, encrypted; one that is there already is carried on.")  # fmt: skip
@click.option("--passphrase-file", type=_file, help="Its first line opens the key; left out, it is asked for.")
@click.option(
    "--decide", type=_file, help="What to do otherwise: text, do (replace, keep, redact, generalise), as (CSV)."
)
@click.option("--list", "listed", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the suggestions as CSV, to be changed and given back with --decide. It holds names.")  # fmt: skip
@click.option("--at-least", type=click.Choice(SURE), default="medium", show_default=True,
              help="Suggestions less certain than this are only carried out where --decide says so.")  # fmt: skip
@click.option("--initials", is_flag=True, help="Also look for the initials of people on the roster.")
@click.option("--model", is_flag=True, help="Also ask the small language model, where it is installed.")
@click.option("--confirm", is_flag=True, help="Write; without it, suggestions are only listed.")
@json_option
def pseudonymise(
    files: tuple[Path, ...],
    out: Path,
    key_path: Path,
    passphrase_file: Path | None,
    confirm: bool,
    as_json: bool,
    **asked: Any,
) -> None:
    """Take names out of transcripts and studies, the same way in all of them.

    Without --confirm nothing is written: what would be done is listed, with the words around it. Look at every line,
    put what should be otherwise into a file, and give it with --decide. Transcripts are written as .txt, studies as
    .qdpx without their recordings and originals. What was written is then searched for every name again, and the command
    ends with exit code 1 when one is found. Keep the key and the list apart from what you share.

    \b
    Example:
      evenground qda pseudonymise interviews/ --roster roster.csv --out safe --key ../keys/study.key --list found.csv
      evenground qda pseudonymise interviews/ --roster roster.csv --out safe --key ../keys/study.key --decide found.csv --confirm
    """
    from evenground.analysis.text.pseudonyms import read_roster

    _check_apart(files, out, key_path, asked["listed"])
    _check_no_transcripts(files, {"--roster": asked["roster"], "--key": key_path, "--passphrase-file": passphrase_file,
                                  "--decide": asked["decide"], "--list": asked["listed"]})  # fmt: skip
    roster = read_roster(asked["roster"])
    passphrase = _passphrase(passphrase_file, confirm, key_path) if confirm or key_path.exists() else None
    before = _earlier(key_path, passphrase)
    with progress("Reading") as tell:
        work = _prepared(files, roster, before, asked, tell)
    if asked["listed"]:
        write_list(work, asked["listed"])
    if not confirm:
        tell_suggestions(work, as_json=as_json)
        return
    with progress("Writing") as tell:
        writes, key = _made(work, out, before)
        # The key comes first: without it, what is written could never be led back.
        _write_key(key, key_path, passphrase)
        written = [_write(path, write) for path, write in writes.items()]
        tell(0.7, "Looking for names in what was written")
        leaks = _leaks(written, key, roster, work)
    _tell_result(work, written, leaks, as_json=as_json)
    if leaks:
        say(f"NOT SAFE: {len(leaks):,} places may still give somebody away. Decide on them and write again.")
        sys.exit(1)
    say("No name of the roster and none that was replaced was found in what was written. A person must still read it.")
    if left := len(work.suggestions) - len(work.accepted) - len(work.kept):
        say(f"Uncertain places left as they are: {left:,}. Look at them with --list, and decide.")
    if others := sum(1 for path in out.rglob("*") if path.is_file() and path not in written):
        say(f"Files that lay in “{out}” before and were not looked at: {others:,}.")


def _check_apart(files: Sequence[Path], out: Path, key: Path, listed: Path | None) -> None:
    """What is shared lies in a folder of its own: no original is written over, and no name gets into it."""
    shared = out.resolve()
    if any(shared == file.resolve() or shared in file.resolve().parents for file in files):
        raise Refused(
            "The originals lie in the folder of --out and could be written over. Give --out a folder of its own."
        )
    for option, path in (("--key", key), ("--list", listed)):
        if path and shared in path.resolve().parents:
            raise Refused(f"{option} must not lie in the folder that is shared. Give it a place outside of --out.")


def _check_no_transcripts(files: Sequence[Path], others: Mapping[str, Path | None]) -> None:
    """A folder is read whole: what holds names and is no transcript must not lie in it."""
    folders = [file.resolve() for file in files if file.is_dir()]
    for option, path in others.items():
        if path and path.resolve().parent in folders:
            raise Refused(
                f"The file of {option} lies in the folder of transcripts and would be taken for one. Move it elsewhere."
            )


def _passphrase(file: Path | None, confirm: bool, key_path: Path) -> str:
    if file:
        return file.read_text(encoding="utf-8-sig", errors="surrogateescape").split("\n", 1)[0].rstrip("\r")
    new = confirm and not key_path.exists()
    asked: str = click.prompt("Passphrase for the key", hide_input=True, confirmation_prompt=new, err=True)
    return asked


def _earlier(path: Path, passphrase: str | None) -> "Key | None":
    from evenground.analysis.text.pseudonyms import read_key

    return read_key(path, passphrase=passphrase) if path.exists() else None


def _write_key(key: "Key", path: Path, passphrase: str | None) -> None:
    from evenground.analysis.text.pseudonyms import write_key

    path.parent.mkdir(parents=True, exist_ok=True)
    write_key(key, path, passphrase=passphrase)


def _prepared(files: Sequence[Path], roster: "Roster", before: "Key | None", asked: dict[str, Any], tell: Any) -> Work:
    from evenground.analysis.text.pseudonyms import language_model, study_texts, suggest

    model = language_model() if asked["model"] else None
    reads = [read_study(file, tell) for file in files]
    if left := sum(len(read.report.left_out) for read in reads):
        say(f"{left:,} things were left out while reading. evenground qda report IN says which.")
    studies = [read.study for read in reads]
    texts = {
        f"{number}|{path}": text for number, study in enumerate(studies) for path, text in study_texts(study).items()
    }
    tell(0.3, "Looking for names")
    known = before.decisions if before else None
    found = suggest(texts, roster=roster, model=model, known=known, initials=asked["initials"])
    rows = rows_of(asked["decide"]) if asked["decide"] else {}
    taken = [one for one in found if accepted(one, rows, asked["at_least"])]
    kept = [one for one in found if kept_as_written(one, rows)]
    return Work(files, studies, texts, found, taken, kept, decided(taken, texts, known, rows))


def _made(work: Work, out: Path, before: "Key | None") -> "tuple[dict[Path, Write], Key]":
    """How to write each study in its new words; and the key, which knows every file by its new name."""
    from evenground.analysis.text.pseudonyms import Key, apply, pseudonymise_study

    safe_names = apply({file.name: "" for file in work.files}, [], work.decisions).names
    writes: dict[Path, Write] = {}
    replacements: list[Replacement] = []
    prints: dict[str, str] = {}
    for number, (file, study) in enumerate(zip(work.files, work.studies, strict=True)):
        start = f"{number}|"
        mine = [one for one in work.accepted if one.document.startswith(start)]
        mine = [replace(one, document=one.document.removeprefix(start)) for one in mine]
        safe = pseudonymise_study(study, mine, work.decisions)
        for sentence in safe.look_at:
            say(sentence)
        for place, write, names in _files_of(file, safe_names[file.name], safe, out):
            path = _free(place, writes)
            writes[path] = write
            called = {text: f"{path.name}{rest}" for text, rest in names.items()}
            replacements += [
                replace(r, document=called[r.document]) for r in safe.key.replacements if r.document in called
            ]
            prints |= {called[text]: mark for text, mark in safe.key.fingerprints.items() if text in called}
    key = Key(work.decisions, tuple(replacements), prints)
    return writes, _with_earlier(key, before, {path.name for path in writes}) if before else key


def _with_earlier(key: "Key", before: "Key", again: Container[str]) -> "Key":
    """What the key knew of files that are not written again."""
    earlier = tuple(one for one in before.replacements if one.document.partition(": ")[0] not in again)
    prints = {name: mark for name, mark in before.fingerprints.items() if name.partition(": ")[0] not in again}
    return replace(key, replacements=(*earlier, *key.replacements), fingerprints={**prints, **key.fingerprints})


def _files_of(file: Path, name: str, safe: "SafeStudy", out: Path) -> "Iterator[tuple[Path, Write, dict[str, str]]]":
    """What is written of one study: where, how, and which of its texts is in it."""
    if file.suffix.lower() in PROJECTS | TAGUETTE:
        from evenground.analysis.text.refi import write_qdpx

        texts = {text: f": {text}" for text in safe.applied.documents}
        yield out / f"{Path(name).stem}.qdpx", partial(write_qdpx, safe.study), texts
        return
    for number, source in enumerate(safe.study.sources, start=1):
        content = (source.text or "").encode()
        path = out / f"{Path(source.name).stem or 'transcript'}.txt"
        yield path, partial(_write_bytes, content), {f"study/sources/{number}/text": ""}


def _write_bytes(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def _write(path: Path, write: Write) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path)
    return path


def _free(path: Path, taken: Container[Path]) -> Path:
    number, free = 1, path
    while free in taken:
        number += 1
        free = path.with_stem(f"{path.stem} ({number})")
    return free


def _leaks(written: list[Path], key: "Key", roster: "Roster", work: Work) -> "list[tuple[Path, Leak]]":
    """Names that were replaced, and those of the roster on which nothing was decided."""
    from evenground.analysis.text.pseudonyms import check_leaks

    kept = {one.entry for one in key.decisions if one.do == "keep"}
    undecided = [one for one in roster if one not in kept and one not in key.decisions.entries]
    excused = {f"{one.kind}: {one.reason}" for one in work.kept}
    found: dict[tuple[Path, Leak], None] = {}
    for path in written:
        leaks = check_leaks(path, key) if any(one.do != "keep" for one in key.decisions) else []
        leaks += check_leaks(path, undecided) if undecided else []
        found |= {(path, leak): None for leak in leaks if leak.reason not in excused}
    return list(found)


def _tell_result(work: Work, written: list[Path], leaks: "list[tuple[Path, Leak]]", *, as_json: bool) -> None:
    left = len(work.suggestions) - len(work.accepted)
    if as_json:
        print_json({"written": [str(path) for path in written], "treated": len(work.accepted),
                    "left_alone": left, "leaks": [{"file": path.name, "place": str(leak)} for path, leak in leaks]})  # fmt: skip
        return
    click.echo(f"{len(work.accepted):,} places treated, {left:,} left alone.")
    for path in written:
        click.echo(f"Written: {path}")
    for path, leak in leaks:
        click.echo(f"{path.name}: {leak}")
