"""A search in a process of its own, killed when its time or memory is up.

A library's own limit cannot be trusted: one solver ran 550 seconds against a limit of 120. What a search found before
it was stopped still counts, so searches are generators that yield better and better answers.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from types import TracebackType
from typing import Any, BinaryIO, Generic, Literal, TypeVar

import evenground
from evenground.analysis.errors import AnalysisError

Answer = TypeVar("Answer")
Ending = Literal["done", "time", "memory", "stopped"]
_SOURCE = Path(evenground.__file__).resolve().parents[1]
GRACE = 15  # seconds of processor time beyond the limit, after which the child ends even if its parent has died


class SearchEnded(AnalysisError):
    """A search was cut short by its limits before it had any answer."""


class SearchFailed(RuntimeError):
    """A fault of the program inside a child process; the traceback is the child's."""


@dataclass(frozen=True)
class Limits:
    """What one search may use at most; an answer depends on them only when they cut it short.

    Parameters
    ----------
    seconds
        On the clock on the wall.
    megabytes
        Of address space. Kept by Linux; macOS and Windows have no such limit.
    """

    seconds: float = 120.0
    megabytes: int = 4_000


@dataclass(frozen=True)
class Found(Generic[Answer]):
    """The last answer of a search, and why there was no later one."""

    answer: Answer
    ending: Ending


def last_of(
    search: Callable[..., Iterator[Answer]],
    *arguments: Any,
    limits: Limits | None = None,
    on_better: Callable[[Answer], None] | None = None,
) -> Found[Answer]:
    """The last answer a search yields in a process of its own; Ctrl-C ends it early with what it has.

    Parameters
    ----------
    search
        A generator function at the top of a module of ours.
    arguments
        What it is called with; anything that can be pickled.
    on_better
        Told every answer on the way.

    Raises
    ------
    SearchEnded
        If the limits ended it before it had any answer.
    """
    answers: list[Answer] = []
    child = Child(search, *arguments, limits=limits or Limits())
    with child, suppress(KeyboardInterrupt):
        for answer in child:
            answers.append(answer)
            if on_better:
                on_better(answer)
    if answers:
        return Found(answers[-1], child.ending)
    if child.ending == "stopped":
        raise KeyboardInterrupt
    raise SearchEnded(
        f"The search had no answer when its {child.limit_said} was up. Allow it more, or make the task smaller."
    )


class Child(Generic[Answer]):
    """What a search yields, as it comes. ``ending`` says afterwards why it ended; by then the process is gone."""

    def __init__(self, search: Callable[..., Iterator[Answer]], *arguments: Any, limits: Limits) -> None:
        self.limits, self.ending = limits, "stopped"
        self._until = time.monotonic() + limits.seconds
        self._frames: Queue[tuple[str, Any]] = Queue()
        self._process = subprocess.Popen(  # our own module; nothing of the user's on the command line
            [sys.executable, "-P", "-m", "evenground.analysis.groups.child"],  # -P: nothing of the folder one is in
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_surroundings(),
            start_new_session=True,  # Ctrl-C reaches the parent only, which knows what to keep
        )
        task = (limits, search.__module__, search.__qualname__, arguments)
        Thread(target=self._talk, args=(pickle.dumps(task),), daemon=True).start()

    ending: Ending

    @property
    def limit_said(self) -> str:
        """The limit that ended it, in words."""
        memory = f"memory of {self.limits.megabytes:,} megabytes"
        return memory if self.ending == "memory" else f"time of {self.limits.seconds:g} seconds"

    def _talk(self, task: bytes) -> None:
        pipe_in, pipe_out = self._process.stdin, self._process.stdout
        if pipe_in is None or pipe_out is None:
            return
        with suppress(OSError), pipe_in:
            pipe_in.write(task)
        with suppress(EOFError, OSError, ValueError, pickle.UnpicklingError):
            while True:
                self._frames.put(pickle.load(pipe_out))  # noqa: S301  our own child process wrote it
        self._frames.put(("gone", None))

    def __enter__(self) -> Child[Answer]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()

    def __iter__(self) -> Iterator[Answer]:
        while True:
            try:
                what, said = self._frames.get(timeout=max(0.0, self._until - time.monotonic()))
            except Empty:
                self.ending = "time"
                return
            if what == "answer":
                yield said
            elif what == "error":
                raise said
            elif what == "fault":
                raise SearchFailed(said)
            else:
                self.ending = "done" if what == "done" else "memory"
                return


def _surroundings() -> dict[str, str]:
    """One thread each, so that the same search takes the same way on any machine, and modules from where ours are."""
    paths = os.pathsep.join(dict.fromkeys(path for path in [str(_SOURCE), *sys.path] if path))
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**os.environ, **single, "PYTHONPATH": paths, "PYTHONHASHSEED": "0"}


def _limit(limits: Limits) -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit
        return
    space = limits.megabytes * 1_000_000
    with suppress(OSError, ValueError):  # a lower limit of the machine's stands
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
        seconds = int(limits.seconds) + GRACE
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _answers(pipe: BinaryIO, limits: Limits, module: str, name: str, arguments: tuple[Any, ...]) -> None:
    def send(what: str, said: Any) -> None:
        pickle.dump((what, said), pipe)
        pipe.flush()

    _limit(limits)
    try:
        for answer in getattr(import_module(module), name)(*arguments):
            send("answer", answer)
    except MemoryError:
        send("gone", None)
    except AnalysisError as error:
        send("error", error)
    except Exception as fault:
        import traceback

        send("fault", "".join(traceback.format_exception(fault)))
    else:
        send("done", None)


def main() -> None:
    """Read the task from the parent, send what is found. What libraries print goes nowhere."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as pipe:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        _answers(pipe, *pickle.load(sys.stdin.buffer))  # noqa: S301  our own parent process wrote it


if __name__ == "__main__":
    # Under its own name, so that what is pickled here is known there.
    import_module("evenground.analysis.groups.child").main()
