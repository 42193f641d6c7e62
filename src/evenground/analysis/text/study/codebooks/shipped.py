"""Read the frameworks that lie beside this module."""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from evenground.analysis.errors import UnknownChoice
from evenground.analysis.text.study.model import Code, Id

_OURS = uuid.UUID("a3b2f5c0-6a0f-5f4e-9d53-6d0c8a7d1c11")
NAMES = ("ward", "uk-standards", "hiat")


@dataclass(frozen=True, slots=True)
class Codebook:
    """A framework: what it is, whose it is, what may be done with it, and its codes, parents first.

    ``wording`` says whose words the names and definitions are.
    """

    key: str
    name: str
    about: str
    attribution: str
    licence: str
    wording: str
    codes: tuple[Code, ...]


def shipped_codebooks() -> tuple[Codebook, ...]:
    """All frameworks that come with Evenground."""
    return tuple(_read(name) for name in NAMES)


def codebook(key: str) -> list[Code]:
    """The codes of one framework: “ward”, “uk-standards” or “hiat”.

    Raises
    ------
    UnknownChoice
        If there is none of that name.

    Examples
    --------
    >>> [code.name for code in codebook("ward") if code.parent is None]
    ['Why is knowledge being mobilised?', 'Whose knowledge is being mobilised?', 'What type of knowledge is being mobilised?', 'How is knowledge being mobilised?']
    """  # fmt: skip
    if key not in NAMES:
        raise UnknownChoice("codebook", key, NAMES)
    return list(_read(key).codes)


@cache
def _read(key: str) -> Codebook:
    told = tomllib.loads(files(__package__).joinpath(f"{key}.toml").read_text(encoding="utf-8"))
    head = {name: told[name] for name in ("name", "about", "attribution", "licence", "wording")}
    return Codebook(key, **head, codes=tuple(_codes(told["codes"], key, told["name"], None)))


def _codes(told: Sequence[Mapping[str, Any]], key: str, framework: str, parent: Id | None) -> Iterator[Code]:
    for each in told:
        under = each.get("codes", ())
        code = Code(
            str(uuid.uuid5(_OURS, f"{key}/{each['key']}")),
            each["name"],
            parent,
            each.get("definition", ""),
            colour=each.get("colour"),
            codable=not under,
            framework=framework,
        )
        yield code
        yield from _codes(under, key, framework, code.id)
