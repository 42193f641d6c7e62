"""Small coded studies made from plain words."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from evenground.analysis.text.positions import Segment
from evenground.analysis.text.study.model import Code, Coding, Selection, Source, Study, User

Mark = tuple[str, str, str, int, int]  # coder, code, source, start, end


def coded(texts: dict[str, str], marks: Iterable[Mark], **more: object) -> Study:
    """A study in which each mark is a selection with one coding; everything is called by its id."""
    marks = list(marks)
    return Study(
        "study",
        users=tuple(User(name, name) for name in dict.fromkeys(mark[0] for mark in marks)),
        codes=tuple(Code(name, name) for name in dict.fromkeys(mark[1] for mark in marks)),
        sources=tuple(Source(name, name, text=text) for name, text in texts.items()),
        selections=tuple(Selection(f"s{n}", m[2], Segment(m[3], m[4])) for n, m in enumerate(marks)),
        codings=tuple(Coding(f"c{n}", m[1], m[2], f"s{n}", m[0]) for n, m in enumerate(marks)),
        **more,
    )


def marks(
    coders: str = "ABC",
    codes: tuple[str, ...] = ("hope", "care"),
    sources: tuple[str, ...] = ("one", "two"),
    length: int = 24,
):
    """Lists of marks in texts of that length."""
    place = st.tuples(st.integers(0, length), st.integers(0, length)).map(sorted)
    mark = st.tuples(st.sampled_from(coders), st.sampled_from(codes), st.sampled_from(sources), place)
    return st.lists(mark.map(lambda m: (m[0], m[1], m[2], *m[3])), max_size=14)
