"""Searches that behave badly, to be run in a process of their own."""

import time
from collections.abc import Iterator

from evenground.analysis.errors import AnalysisError


def counting(most: int) -> Iterator[int]:
    yield from range(most)


def endless(first: int) -> Iterator[int]:
    yield first
    while True:
        time.monotonic()


def silent() -> Iterator[int]:
    while True:
        time.monotonic()
    yield 0


def hungry(first: int) -> Iterator[int]:
    yield first
    hoard = []
    while True:
        hoard.append(bytearray(50_000_000))


def refusing() -> Iterator[int]:
    yield 1
    raise AnalysisError("Two teams are pinned to one chair.")


def faulty() -> Iterator[int]:
    yield 1
    raise ZeroDivisionError


def talkative() -> Iterator[str]:
    print("a library that prints")
    yield "heard"
