"""Networks for other programs: GraphML, GEXF, CSV and Kumu, under pseudonyms unless names are asked for."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import numpy as np

from evenground.analysis.errors import MissingColumn, UnknownChoice
from evenground.analysis.network.pseudonyms import pseudonyms
from evenground.analysis.network.ties import Network
from evenground.analysis.network.written import People, Tie, gexf, graphml
from evenground.analysis.results.spreadsheet import defused

Form = Literal["graphml", "gexf", "csv", "kumu"]
FORMS: Final = ("graphml", "gexf", "csv", "kumu")


@dataclass(frozen=True)
class Exported:
    """Files by their ending, ready to write, and the key to their pseudonyms (empty where names were asked for)."""

    files: Mapping[str, str] = field(repr=False)
    key: Mapping[str, str] = field(repr=False)

    def write(self, stem: str | Path) -> list[Path]:
        """Write each file as the stem and its ending. The key is not written: it does not belong beside them."""
        written = [Path(f"{stem}{ending}") for ending in self.files]
        for path, text in zip(written, self.files.values(), strict=True):
            path.write_text(text, encoding="utf-8", newline="")
        return written


def export(
    network: Network, form: Form, *, attributes: Sequence[str] = (), names: bool = False, secret: str = ""
) -> Exported:
    """Write a network for another program.

    Parameters
    ----------
    network
        From `read_network`.
    form
        ``"graphml"``, ``"gexf"`` (Gephi), ``"csv"`` (two files: nodes and edges) or ``"kumu"`` (JSON).
    attributes
        Columns of the people that go along; none by default, since a role and an organisation together often name
        somebody.
    names
        Use the ids instead of P1, P2 ….
    secret
        See `pseudonyms`.

    Returns
    -------
    Several ties of two people are one: their weights added up, their kinds listed, and the first date. Where some ties go
    one way only, the others go both ways as two.

    Raises
    ------
    UnknownChoice, MissingColumn
    """
    if form not in FORMS:
        raise UnknownChoice("form", form, FORMS)
    for column in attributes:
        if column not in network.attributes:
            raise MissingColumn([column], list(network.attributes), of="table of people")
    key = {} if names else dict(pseudonyms(network, secret=secret))
    called = [key.get(person, person) for person in network.people]
    order = sorted(range(len(called)), key=lambda i: (len(called[i]), called[i]))  # no trace of the order they came in
    people = [(called[i], [network.attributes[column][i] or "" for column in attributes]) for i in order]
    ties = sorted(_ties(network, called), key=lambda tie: (len(tie.a), tie.a, len(tie.b), tie.b))
    make = {"graphml": graphml, "gexf": gexf, "csv": _csv, "kumu": _kumu}[form]
    return Exported(make(people, list(attributes), ties), key)


def _ties(network: Network, called: Sequence[str]) -> Iterable[Tie]:
    """Every direction that occurs once; every pair once where no tie of the network goes one way only."""
    one_way = network.is_directed
    both = ~network.directed if one_way else np.zeros(len(network.a), dtype=bool)
    a, b = (np.concatenate((x, y[both])) for x, y in ((network.a, network.b), (network.b, network.a)))
    if not one_way:
        a, b = np.minimum(a, b), np.maximum(a, b)
    row = np.concatenate((np.arange(len(network.a)), np.flatnonzero(both)))
    found: dict[tuple[int, int], list[int]] = {}
    for i, j, tie in zip(a.tolist(), b.tolist(), row.tolist(), strict=True):
        found.setdefault((i, j), []).append(tie)
    days, weights = network.dates.astype(str).tolist(), network.weights.tolist()
    for (i, j), own in found.items():
        kinds = ";".join(sorted({network.kinds[tie] for tie in own if network.kinds[tie]}))
        first_day = min((days[tie] for tie in own if days[tie] != "NaT"), default="")
        first, second = called[i], called[j]
        if not one_way and (len(second), second) < (len(first), first):
            first, second = second, first
        yield Tie(first, second, one_way, sum(weights[tie] for tie in own), kinds, first_day)


def _csv(people: People, columns: list[str], ties: list[Tie]) -> dict[str, str]:
    edges = [[tie.a, tie.b, "yes" if tie.one_way else "no", f"{tie.weight:g}", tie.kinds, tie.first] for tie in ties]
    return {
        "-nodes.csv": _rows(["id", *columns], [[name, *texts] for name, texts in people]),
        "-edges.csv": _rows(["from", "to", "directed", "weight", "kind", "date"], edges),
    }


def _kumu(people: People, columns: list[str], ties: list[Tie]) -> dict[str, str]:
    elements = [{"label": name, **dict(zip(columns, texts, strict=True))} for name, texts in people]
    connections = [
        {"from": tie.a, "to": tie.b, "direction": "directed" if tie.one_way else "undirected", "type": tie.kinds,
         "strength": tie.weight, "date": tie.first}
        for tie in ties
    ]  # fmt: skip
    return {
        ".json": json.dumps({"elements": elements, "connections": connections}, ensure_ascii=False, indent=1) + "\n"
    }


def _rows(headings: list[str], rows: list[list[str]]) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows([[defused(cell) for cell in row] for row in [headings, *rows]])
    return made.getvalue()
