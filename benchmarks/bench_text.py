"""Qualitative studies: seconds and peak memory, beside the plainest honest way of doing the same.

    PYTHONPATH=src python benchmarks/bench_text.py [--jobs reading runs refi exports search suggestions agreement taguette]

Each line is the best of three runs in a process of its own (one run where it takes longer than 20 seconds); making the
data and importing are not counted, and memory is the most the process holds while the work runs, imports and data among
it. Texts are made up: 40 voices, 3,150 different words, each as
frequent as the others. “plain” is what a careful person would write in an afternoon with
the same libraries; it stands only where there is such a way. Taguette's own times are in no column: its export to Word of
2,000 quotations took 4.7 to 5.3 seconds when it was last measured, through its web server. QualCoder is not measured.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

Work = Callable[[], Any]
KINDS = ("txt", "md", "html", "docx", "odt", "rtf", "vtt", "srt", "csv", "xlsx")
WORDS = [f"{p}{a}{b}{c}" for p in ("", "un", "de", "co", "ex", "in", "mis", "pro", "sub") for a in
         ("wa", "no", "ca", "ti", "re", "sto", "mé") for b in ("it", "re", "st", "ne", "lo") for c in
         ("ed", "ing", "s", "ly", "er", "", "al", "y", "n", "th")]  # fmt: skip
FOLDER = Path(tempfile.gettempdir()) / "evenground-bench-text"


def made(*parts: object) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, " ".join(map(str, parts))))


def talk(characters: int, seed: int = 1) -> str:
    """Turns of about 150 characters, now and then an emoji."""
    chance, lines, many = random.Random(seed), [], 0
    while many < characters:
        words = " ".join(chance.choices(WORDS, k=chance.randint(8, 40)))
        lines.append(f"P{chance.randint(1, 40)}: {words.capitalize()}{chance.choice(['.', '?', '. 🙂'])}")
        many += len(lines[-1]) + 1
    return "\n".join(lines)


def study(sources: int, codings: int, characters: int, coders: int = 1) -> Any:
    from evenground.analysis.text.positions import Segment
    from evenground.analysis.text.study.model import Code, Coding, Selection, Source, Study, User

    chance = random.Random(2)
    codes = tuple(Code(made("code", n), f"Code {n}", made("code", n // 5) if n >= 5 else None) for n in range(60))
    whole = tuple(Source(made("source", n), f"Interview {n}", text=talk(characters, n)) for n in range(sources))
    users = tuple(User(made("user", n), f"Coder {n}") for n in range(coders))
    places, marks = [], []
    for n in range(codings):
        source = whole[n % sources]
        start = chance.randrange(len(source.text or "") - 400)
        places.append(Selection(made("place", n), source.id, Segment(start, start + chance.randint(10, 300))))
        code, coder = codes[chance.randrange(60)], users[chance.randrange(coders)]
        marks.append(Coding(made("mark", n), code.id, source.id, places[-1].id, coder.id))
    return Study("Trial", users=users, codes=codes, sources=whole, selections=tuple(places), codings=tuple(marks))


def transcript(kind: str, megabytes: int) -> Path:
    """A file whose text has so many megabytes."""
    path = FOLDER / f"{megabytes}.{kind}"
    if path.exists():
        return path
    lines = talk(megabytes * 1_000_000).split("\n")
    writers = {"docx": _docx, "odt": _odt, "xlsx": _xlsx, "pdf": _pdf}
    if kind in writers:
        writers[kind](path, lines)
        return path
    moment = "{0:02}:{1:02}:{2:02}{3}000".format
    stamps = [(n // 3600 % 99, n // 60 % 60, n % 60) for n in range(len(lines) + 1)]
    sign = "," if kind == "srt" else "."
    cues = [
        f"{n + 1}\n{moment(*stamps[n], sign)} --> {moment(*stamps[n + 1], sign)}\n{line}\n"
        for n, line in enumerate(lines)
    ]
    text = {
        "html": lambda: "<html><body>" + "".join(f"<p>{line}</p>\n" for line in lines) + "</body></html>",
        "rtf": lambda: (
            "{\\rtf1\\ansi " + "\\par\n".join(line.encode("ascii", "ignore").decode() for line in lines) + "}"
        ),
        "vtt": lambda: "WEBVTT\n\n" + "\n".join(cues),
        "srt": lambda: "\n".join(cues),
        "csv": lambda: "id,answer\n" + "\n".join(f'{n},"{line}"' for n, line in enumerate(lines)),
    }.get(kind, lambda: "\n".join(lines))()
    path.write_text(text, encoding="utf-8")
    return path


def _docx(path: Path, lines: list[str]) -> None:
    import docx
    from docx.oxml.ns import qn
    from lxml import etree

    word = docx.Document()
    for line in lines:
        paragraph = etree.Element(qn("w:p"))
        etree.SubElement(etree.SubElement(paragraph, qn("w:r")), qn("w:t")).text = line
        word.element.body.sectPr.addprevious(paragraph)
    word.save(str(path))


def _odt(path: Path, lines: list[str]) -> None:
    import zipfile

    office, text = "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    body = "".join(f"<text:p>{line}</text:p>" for line in lines)
    head = f'<office:document-content xmlns:office="{office}" xmlns:text="{text}"><office:body><office:text>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", f"{head}{body}</office:text></office:body></office:document-content>")


def _pdf(path: Path, lines: list[str]) -> None:
    import typst

    quoted = "\n\n".join('#"' + line.replace("🙂", "").replace('"', "") + '"' for line in lines)
    path.write_bytes(typst.compile(quoted.encode()))


def _xlsx(path: Path, lines: list[str]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Answers")
    sheet.append(["id", "answer"])
    for number, line in enumerate(lines):
        sheet.append([number, line])
    book.save(path)


def reading(kind: str, megabytes: str) -> tuple[Work, Work | None]:
    from evenground.analysis.text.transcripts import read_transcript

    path = transcript(kind, int(megabytes))

    def plain() -> str:
        if kind == "docx":
            import docx

            return "\n".join(each.text for each in docx.Document(str(path)).paragraphs)
        return path.read_text(encoding="utf-8")

    return lambda: read_transcript(path), plain if kind in {"docx", "txt"} else None


def runs_of(many: str) -> tuple[Work, Work]:
    from evenground.analysis.text.positions.runs import runs

    made_up = study(1, int(many), 1_000_000)
    segments = [(one.place, n) for n, one in enumerate(made_up.selections)]

    def plain() -> list[tuple[int, int, tuple[int, ...]]]:
        """Paint every character, then join neighbours that have the same paint."""
        paint: list[tuple[int, ...]] = [()] * len(made_up.sources[0].text)
        for segment, key in segments:
            for place in range(segment.start, segment.end):
                paint[place] += (key,)
        found, start = [], 0
        for place in range(1, len(paint) + 1):
            if place == len(paint) or paint[place] != paint[start]:
                found += [(start, place, paint[start])] if paint[start] else []
                start = place
        return found

    return lambda: runs(segments), plain


def refi(what: str) -> tuple[Work, None]:
    from evenground.analysis.text import refi as ours

    path = FOLDER / "bench.qdpx"
    if what == "write" or not path.exists():
        made_up = study(50, 20_000, 60_000)
        if what == "write":
            return lambda: ours.write_qdpx(made_up, path), None
        ours.write_qdpx(made_up, path)
    return (lambda: ours.read_qdpx(path)) if what == "read" else (lambda: ours.check(path)), None


def exports(form: str, many: str) -> tuple[Work, Work | None]:
    from evenground.analysis.text.exports import quotations, write_codings

    made_up = study(20, int(many), 60_000)
    path = FOLDER / f"bench.{form}"

    def plain() -> None:
        import docx

        word, order = docx.Document(), {code.id: code for code in made_up.codes}
        rows = quotations(made_up, context=60)
        for code in order.values():
            word.add_heading(code.name, 1)
            for row in (row for row in rows if row.code[-1] == code.name):
                word.add_paragraph(f"{row.before}{row.text}{row.after}", style="Quote")
                word.add_paragraph(f"{row.source}, {row.place}", style="Caption")
        word.save(str(path))

    return lambda: write_codings(made_up, path, context=60), plain if form == "docx" and many == "2000" else None


QUERIES = ("waited", "stoned", '"waited noring"', "wai*", "waited AND casting", "relo* NEAR/5 tited", "titing OR mélo",
           "castly NOT noney", "méited", "nothere")  # fmt: skip


def search(what: str) -> tuple[Work, Work | None]:
    from evenground.analysis.text.study.model import Source
    from evenground.analysis.text.study.search import index
    from evenground.analysis.text.study.search import search as find

    sources = [Source(made(n), f"Interview {n}", text=talk(1_000_000, n)) for n in range(50)]
    if what == "index":
        return lambda: index(sources), None
    ready = index(sources)
    find(ready, "waited")

    def percentile(query: Callable[[str], Any]) -> float:
        took = []
        for each in QUERIES * 10:
            start = perf_counter()
            query(each)
            took.append(perf_counter() - start)
        return sorted(took)[int(len(took) * 0.95)]

    def scan(query: str) -> int:
        """Without an index: only the first word, without folding accents."""
        word = re.split(r"[ \"*]+", query.strip('"'))[0].casefold()
        return sum(source.text.casefold().count(word) for source in sources if source.text)

    def plain() -> float:
        took = []
        for each in QUERIES:
            start = perf_counter()
            scan(each)
            took.append(perf_counter() - start)
        return max(took)

    return lambda: percentile(lambda query: find(ready, query)), plain


def suggestions() -> tuple[Work, Work]:
    from evenground.analysis.text.pseudonyms import Entry, Roster, suggest

    chance = random.Random(3)
    names = [
        f"{chance.choice(WORDS).capitalize()}a{n // 25}x {chance.choice(WORDS).capitalize()}o{n}z" for n in range(500)
    ]
    words = talk(1_000_000).split(" ")
    for _ in range(3_000):
        words[chance.randrange(len(words))] = chance.choice(names)
    text = " ".join(words)
    roster = Roster(tuple(Entry(name) for name in names))

    def plain() -> int:
        """Full names and each part of them, as whole words in any case; nothing else that we look for."""
        found = 0
        for name in names:
            pattern = re.compile(rf"\b(?:{re.escape(name)}|{'|'.join(map(re.escape, name.split()))})\b", re.IGNORECASE)
            found += sum(1 for _ in pattern.finditer(text))
        return found

    return lambda: suggest({"talk": text}, roster=roster), plain


def agreement(unit: str) -> tuple[Work, None]:
    from evenground.analysis.text.study.agreement import agreement as agreed

    made_up = study(20, 100_000, 60_000, coders=5)
    return lambda: agreed(made_up, unit=unit), None


def taguette(many: str) -> tuple[Work, None]:
    import sqlite3
    from html import escape

    from evenground.analysis.text.taguette import read_taguette
    from evenground.analysis.text.taguette.page import counted_text

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tests.analysis.text.taguette.projects import TABLES, WHEN

    path = FOLDER / f"taguette-{many}.sqlite3"
    path.unlink(missing_ok=True)
    html = "".join(f"<p>{escape(line)}</p>\n" for line in talk(1_000_000).split("\n"))
    text, chance = counted_text(html), random.Random(4)
    with sqlite3.connect(path) as database:
        database.executescript(TABLES)
        database.execute("INSERT INTO projects VALUES (1, 'Trial', '', ?)", [WHEN])
        database.execute(
            "INSERT INTO documents VALUES (1, 'One', '', 'o.html', ?, 1, 'LEFT_TO_RIGHT', ?)", [WHEN, html]
        )
        database.execute("INSERT INTO tags VALUES (1, 1, 'tag', '')")
        before = [0]
        for letter in text:
            before.append(before[-1] + len(letter.encode()))
        for number in range(int(many)):
            start = chance.randrange(len(text) - 300)
            words = text[start : start + 200]
            row = [number, 1, before[start], before[start + 200], escape(words)]
            database.execute("INSERT INTO highlights VALUES (?, ?, ?, ?, ?)", row)
            database.execute("INSERT INTO highlight_tags VALUES (?, 1)", [number])
    database.close()
    return lambda: read_taguette(path), None


JOBS: dict[str, tuple[Callable[..., tuple[Work, Work | None]], list[tuple[str, ...]]]] = {
    "reading": (reading, [*((kind, size) for kind in KINDS for size in ("1", "10")), ("pdf", "1")]),
    "runs": (runs_of, [("2000",), ("20000",)]),
    "refi": (refi, [("write",), ("read",), ("check",)]),
    "exports": (exports, [(form, many) for many in ("2000", "20000") for form in ("csv", "xlsx", "docx", "md")]),
    "search": (search, [("index",), ("95th percentile",)]),
    "suggestions": (suggestions, [()]),
    "agreement": (agreement, [("character",), ("sentence",), ("turn",)]),
    "taguette": (taguette, [("2000",), ("20000",)]),
}
ABOUT = {
    "reading": "Transcripts of 1 and 10 MB; plain: read_text, or python-docx's paragraphs",
    "runs": "Codings on 1 MB to runs; plain: every character painted",
    "refi": ".qdpx of 50 sources of 60 kB and 20,000 codings",
    "exports": "Quotations with 60 characters of context; plain: python-docx's add_paragraph with styles by name",
    "search": "Search in 50 MB (50 texts); plain: casefold and count one word, no index",
    "suggestions": "Pseudonym suggestions in 1 MB, roster of 500; plain: one regular expression a name, exact spelling only",
    "agreement": "Agreement of 5 coders, 20,000 codings each, 60 codes and pooled, on 1.2 MB",
    "taguette": "Taguette project, one document of 1 MB, so many highlights",
}


class Memory:
    """The most that this process holds, looked at every few milliseconds."""

    def __enter__(self) -> Memory:
        import psutil  # type: ignore[import-untyped]

        self.most, self._done, self._own = 0, threading.Event(), psutil.Process()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def _watch(self) -> None:
        while not self._done.is_set():
            self.most = max(self.most, self._own.memory_info().rss)
            self._done.wait(0.01)

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()


def one(job: str, which: str, arguments: list[str]) -> dict[str, float]:
    work = JOBS[job][0](*arguments)[0 if which == "ours" else 1]
    if work is None:
        return {}
    took: list[float] = []
    with Memory() as memory:
        while len(took) < 3 and sum(took) < 20:
            start = perf_counter()
            found = work()
            took.append(found if isinstance(found, float) else perf_counter() - start)
    return {"seconds": min(took), "megabytes": memory.most / 2**20}


def run(job: str, which: str, arguments: tuple[str, ...]) -> dict[str, Any]:
    command = [sys.executable, __file__, "--one", job, which, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"failed": (done.stderr.strip().splitlines() or [f"ended {done.returncode}"])[-1]}
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def shown(found: dict[str, Any]) -> str:
    if "failed" in found:
        return str(found["failed"])[:60]
    return f"{found['seconds']:9.3f} s {found['megabytes']:6.0f} MB" if found else "-"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--jobs", nargs="+", default=list(JOBS), choices=list(JOBS))
    asked.add_argument("--one", nargs="+", help=argparse.SUPPRESS)
    given = asked.parse_args()
    FOLDER.mkdir(exist_ok=True)
    if given.one:
        print(json.dumps(one(given.one[0], given.one[1], given.one[2:])))
        return
    for job in given.jobs:
        print(f"\n{ABOUT[job]}", flush=True)
        for arguments in JOBS[job][1]:
            ours, plain = run(job, "ours", arguments), run(job, "plain", arguments)
            print(f"  {' '.join(arguments):24} {shown(ours):28} plain {shown(plain)}", flush=True)


if __name__ == "__main__":
    main()
