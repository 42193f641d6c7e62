"""Made-up studies of every shape the model can have, for properties."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from hypothesis import strategies as st

from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.refi import content_of
from evenground.analysis.text.study.model import (
    Area,
    Case,
    Code,
    Coding,
    Edge,
    File,
    Gathering,
    Graph,
    Link,
    Selection,
    Source,
    Stamp,
    Study,
    SyncPoint,
    SyncSpan,
    Theme,
    TimeSpan,
    User,
    Value,
    Variable,
    Vertex,
)  # fmt: skip

# Letters, marks that combine, right-to-left, emoji of several code points, what XML must escape, and our own headings.
words = st.text(st.sampled_from("aé\u0301 \tZ&<>\"'אب🙂👩\u200d🔬\u2028’\n"), max_size=12)
names = st.one_of(words, st.sampled_from(["", "Theme: x", "Include: y", "]]>", "…"]))
texts = st.one_of(st.none(), st.lists(st.one_of(words, st.sampled_from(["\ufeff", "\n\n"])), max_size=6).map("".join))
definitions = st.lists(st.one_of(words, st.sampled_from(["\n\n", "Include: ", "Example: "])), max_size=4).map("".join)
colours = st.sampled_from([None, "#000000", "#a1b2c3"])
zones = st.sampled_from([None, UTC, timezone(timedelta(hours=-3, minutes=-30)), timezone(timedelta(hours=14))])
moments = st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.none()).flatmap(
    lambda at: zones.map(lambda zone: at.replace(tzinfo=zone))
)
answers = st.one_of(
    st.none(), names, st.booleans(), st.integers(-(10**12), 10**12), st.dates(date(1000, 1, 1)), moments,
    st.decimals(-1000, 1000, places=3).map(Decimal),
)  # fmt: skip
directions = st.sampled_from([None, "Associative", "OneWay", "Bidirectional"])


class Builder:
    """Draws one study; every reference leads to something."""

    def __init__(self, draw) -> None:
        self.draw, self.made = draw, 0

    def id(self) -> str:
        self.made += 1
        return str(uuid.uuid5(uuid.NAMESPACE_OID, str(self.made)))

    def many(self, make, most: int = 3) -> list:
        return [make() for _ in range(self.draw(st.integers(0, most)))]

    def some(self, ids: list[str]) -> tuple[str, ...]:
        return tuple(self.draw(st.lists(st.sampled_from(ids), unique=True, max_size=3))) if ids else ()

    def one(self, ids: list[str]) -> str | None:
        return self.draw(st.one_of(st.none(), st.sampled_from(ids))) if ids else None

    def study(self) -> Study:
        draw = self.draw
        self.users = [User(self.id(), draw(names), draw(words)) for _ in range(draw(st.integers(0, 2)))]
        self.people = [user.id for user in self.users]
        self.variables = self.many(
            lambda: Variable(self.id(), draw(names), draw(st.sampled_from(["Text", "Integer", "Date"])), draw(words))
        )
        self.notes = self.many(self.note)
        self.memos = [note.id for note in self.notes]
        self.codes = self.many(self.code, 4)
        self.codes = [
            replace(code, parent=self.one([above.id for above in self.codes[:number]]))
            for number, code in enumerate(self.codes)
        ]
        self.sources, self.points, self.selections, self.codings = list(self.notes), [], [], []
        self.many(self.whole_source, 4)
        for source in list(self.sources):
            self.marks(source)
        self.sources = draw(st.permutations(self.sources))
        return self.rest()

    def note(self) -> Source:
        role = self.draw(st.sampled_from(["note", "journal"]))
        return Source(self.id(), self.draw(names), "text", role, None, self.draw(texts), stamp=self.stamp())

    def code(self) -> Code:
        draw, said = self.draw, definitions
        return Code(
            self.id(), draw(names), None, draw(said), draw(said), draw(said), draw(said), draw(colours),
            draw(st.booleans()), draw(words), self.some(self.memos),
        )  # fmt: skip

    def stamp(self) -> Stamp:
        when = st.one_of(st.none(), moments)
        return Stamp(self.one(self.people), self.draw(when), self.one(self.people), self.draw(when))

    def values(self) -> tuple[Value, ...]:
        return tuple(Value(one, self.draw(answers)) for one in self.some([v.id for v in self.variables]))

    def source(self, kind: str, role: str, part_of: str | None = None) -> Source:
        draw = self.draw
        file = File("scan of Mrs Smith.pdf", b"bytes") if kind != "text" and draw(st.booleans()) else None
        rich = File("Mrs Smith.docx", b"docx") if kind == "text" and draw(st.booleans()) else None
        text = draw(texts) if kind == "text" or draw(st.booleans()) else None
        source = Source(
            self.id(), draw(names), kind, role, part_of, text, rich, file, draw(words), self.stamp(),
            self.some(self.memos), self.values(),
        )  # fmt: skip
        self.sources.append(source)
        return source

    def whole_source(self) -> None:
        kind = self.draw(st.sampled_from(["text", "pdf", "picture", "audio", "video"]))
        whole = self.source(kind, "source")
        role = {"pdf": "representation", "picture": "description", "text": "source"}.get(kind, "transcript")
        if self.draw(st.booleans()):
            self.source("text", role, whole.id)
        if self.draw(st.integers(0, 4)) == 0:  # a transcript without its recording, a second representation
            self.source("text", "transcript" if kind == "text" else role, None if kind == "text" else whole.id)

    def marks(self, source: Source) -> None:
        draw = self.draw
        if source.role == "transcript":
            self.points += [
                SyncPoint(self.id(), source.id, draw(st.none() | st.integers(0, 99)), draw(st.none() | st.just(0)))
                for _ in range(draw(st.integers(0, 2)))
            ]
        for _ in range(draw(st.integers(0, 2))):
            its, place = self.id(), self.place(source)
            self.selections.append(
                Selection(its, source.id, place, draw(names), draw(words), self.stamp(), self.some(self.memos))
            )
            self.coded(source, its)
            if source.kind == "pdf" and draw(st.booleans()):
                self.source("text", "representation", its)
        self.coded(source, None)

    def place(self, source: Source):
        draw = self.draw
        if source.kind in ("audio", "video"):
            return TimeSpan(*sorted(draw(st.tuples(st.integers(0, 99), st.integers(0, 99)))))
        if source.kind in ("pdf", "picture"):
            return Area(*draw(st.tuples(*[st.integers(-5, 99)] * 4)), page=3 if source.kind == "pdf" else None)
        if source.role == "transcript" and draw(st.booleans()):
            mine = [point.id for point in self.points if point.transcript == source.id]
            return SyncSpan(self.one(mine), self.one(mine))
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(source.text or ""))] * 2)))
        return Segment(start, end)

    def coded(self, source: Source, selection: str | None) -> None:
        for code in self.some([code.id for code in self.codes]):
            at = self.draw(st.one_of(st.none(), moments))
            origin = self.draw(st.sampled_from(["person", "import", "suggestion"]))
            who = self.one(self.people)
            self.codings.append(Coding(self.id(), code, source.id, selection, who, at, origin, self.some(self.memos)))

    def rest(self) -> Study:
        draw = self.draw
        codes, sources = [code.id for code in self.codes], [source.id for source in self.sources]
        places, codings = [one.id for one in self.selections], [one.id for one in self.codings]
        cases = self.many(
            lambda: Case(
                self.id(), draw(names), draw(words), self.some(codes), self.values(), self.some(sources), self.some(places)
            )
        )  # fmt: skip
        links = self.many(
            lambda: Link(
                self.id(), self.one(sources + codes), self.one(places), draw(names), draw(directions), draw(colours),
                self.some(self.memos),
            )
        )  # fmt: skip
        sets = self.many(
            lambda: Gathering(
                self.id(), draw(names), draw(words), self.some(codes), self.some(sources), self.some(self.memos)
            )
        )
        themes = self.many(
            lambda: Theme(
                self.id(), draw(names), draw(words), None, self.some(codes), self.some(codings), self.some(self.memos)
            )
        )
        graphs = self.many(self.graph, 2)
        return Study(
            draw(names), draw(words), "Evenground", tuple(self.users), tuple(self.codes), tuple(self.variables),
            tuple(cases), tuple(self.sources), tuple(self.points), tuple(self.selections), tuple(self.codings),
            tuple(links), tuple(sets), tuple(themes), tuple(graphs), self.stamp(), self.some(self.memos),
        )  # fmt: skip

    def graph(self) -> Graph:
        draw, number = self.draw, st.integers(-99, 99)
        shape = st.sampled_from([None, "Person", "Star"])
        vertices = self.many(
            lambda: Vertex(
                self.id(), draw(number), draw(number), draw(st.none() | number), draw(st.none() | number),
                self.one([code.id for code in self.codes]), draw(names), draw(shape), draw(colours),
            )
        )  # fmt: skip
        ids = [vertex.id for vertex in vertices]
        line = st.sampled_from([None, "dotted", "dashed", "solid"])
        edges = ids and self.many(
            lambda: Edge(
                self.id(), draw(st.sampled_from(ids)), draw(st.sampled_from(ids)), None, draw(names), draw(colours),
                draw(directions), draw(line),
            )
        )  # fmt: skip
        return Graph(self.id(), draw(names), tuple(vertices), tuple(edges))


studies = st.composite(lambda draw: Builder(draw).study())()


def with_bytes(study: Study) -> Study:
    """The study with the content of its files instead of where they are kept."""

    def held(file: File | None) -> File | None:
        return file and replace(file, content=content_of(file))

    return replace(
        study, sources=tuple(replace(one, file=held(one.file), rich=held(one.rich)) for one in study.sources)
    )
