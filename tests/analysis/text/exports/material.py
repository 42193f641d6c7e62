"""A small study with everything a row can hold."""

from __future__ import annotations

from datetime import UTC, datetime

from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.study.model import (
    Area,
    Case,
    Code,
    Coding,
    File,
    Selection,
    Source,
    Study,
    SyncPoint,
    SyncSpan,
    TimeSpan,
    User,
    Value,
    Variable,
)

TALK = (
    "Facilitator: How was it? 🙂\nP1: We waited all night.\nFacilitator: And then?\nP1: Nobody came.\nP2: =1+1, I say."
)


def place(words: str) -> Segment:
    return Segment(TALK.index(words), TALK.index(words) + len(words))


def study() -> Study:
    codes = (
        Code("access", "Access", definition="Getting in.", include="Phones", exclude="Costs", example="“No line”"),
        Code("wait", "Waiting | queueing", parent="access", colour="#a1b2c3", notes=("memo",)),
        Code("unused", "=HYPERLINK(1)", codable=False, framework="Ward"),
    )
    sources = (
        Source("talk", "Group 1", text=TALK, values=(Value("age", 41), Value("carer", True))),
        Source("film", "Home visit", kind="video", file=File("x.mp4", b"")),
        Source("script", role="transcript", part_of="film", text="We came in. It was dark."),
        Source("scan", "Letter", kind="pdf", file=File("x.pdf", b"")),
        Source("memo", "Memo", role="note", text="Ask\nabout nights."),
    )
    selections = (
        Selection("s1", "talk", place("waited all night"), description="strong", notes=("memo",)),
        Selection("s2", "talk", place("=1+1, I say.")),
        Selection("s3", "script", SyncSpan("t1", None)),
        Selection("s4", "film", TimeSpan(61_000, 3_665_000), name="the door"),
        Selection("s5", "scan", Area(1, 2, 30, 40, page=0)),
        Selection("s6", "talk", place("How was it? 🙂\nP1: We")),
    )
    at = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
    codings = (
        Coding("c2", "access", "talk", "s2", "bo"),
        Coding("c1", "wait", "talk", "s1", "ann", at),
        Coding("c3", "wait", "script", "s3", "bo", origin="suggestion"),
        Coding("c4", "access", "film", "s4"),
        Coding("c5", "access", "scan", "s5"),
        Coding("c6", "access", "talk"),
        Coding("c7", "wait", "talk", "s6"),
    )
    return Study(
        "Night care",
        users=(User("ann", "Ann Quist"), User("bo", "Bo Quist")),
        codes=codes,
        variables=(Variable("age", "Age", "Integer"), Variable("carer", "Case"), Variable("area", "Area")),
        cases=(Case("n1", "Kirkby", sources=("talk",), values=(Value("area", "north"),)), Case("n2", "P1", selections=("s1",))),
        sources=sources,
        sync_points=(SyncPoint("t1", "script", 5000, 12),),
        selections=selections,
        codings=codings,
    )  # fmt: skip
