"""Networks as XML: GraphML and GEXF, as text that holds nothing XML cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_XML = '<?xml version="1.0" encoding="UTF-8"?>'

People = Sequence[tuple[str, Sequence[str]]]  # what each is called, and their values of the columns


@dataclass(frozen=True)
class Tie:
    """All the ties of two people, or all from the one to the other."""

    a: str
    b: str
    one_way: bool
    weight: float
    kinds: str
    first: str


def clean(text: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(sign for sign in text if sign in "\t\n" or _fits(sign))


def graphml(people: People, columns: Sequence[str], ties: Sequence[Tie]) -> dict[str, str]:
    """Write GraphML, which Gephi, igraph, NetworkX and yEd open."""
    keys = [_key(f"n{i}", "node", name, "string") for i, name in enumerate(columns)]
    keys += [
        _key("w", "edge", "weight", "double"),
        _key("k", "edge", "kind", "string"),
        _key("d", "edge", "date", "string"),
    ]
    nodes = [f"<node id={_q(name)}>{_data_of(texts)}</node>" for name, texts in people]
    edges = [f"<edge source={_q(tie.a)} target={_q(tie.b)}>{_data_of_tie(tie)}</edge>" for tie in ties]
    head = ['<graphml xmlns="http://graphml.graphdrawing.org/xmlns">', *keys, f'<graph edgedefault="{_way(ties)}">']
    return {".graphml": "\n".join([_XML, *head, *nodes, *edges, "</graph>", "</graphml>", ""])}


def gexf(people: People, columns: Sequence[str], ties: Sequence[Tie]) -> dict[str, str]:
    """Write GEXF 1.2, which Gephi opens."""
    own = "".join(_attribute(str(i), name) for i, name in enumerate(columns))
    nodes = [f"<node id={_q(name)} label={_q(name)}>{_values(dict(_numbered(texts)))}</node>" for name, texts in people]
    edges = [
        f'<edge id="{i}" source={_q(tie.a)} target={_q(tie.b)} weight="{tie.weight:g}">'
        f"{_values({'kind': tie.kinds, 'date': tie.first})}</edge>"
        for i, tie in enumerate(ties)
    ]
    head = [
        '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">',
        f'<graph mode="static" defaultedgetype="{_way(ties)}">',
        f'<attributes class="node">{own}</attributes>',
        f'<attributes class="edge">{_attribute("kind", "kind")}{_attribute("date", "date")}</attributes>',
    ]
    body = ["<nodes>", *nodes, "</nodes>", "<edges>", *edges, "</edges>", "</graph>", "</gexf>", ""]
    return {".gexf": "\n".join([_XML, *head, *body])}


def _way(ties: Sequence[Tie]) -> str:
    return "directed" if any(tie.one_way for tie in ties) else "undirected"


def _key(key: str, of: str, name: str, kind: str) -> str:
    return f'<key id="{key}" for="{of}" attr.name={_q(name)} attr.type="{kind}"/>'


def _data_of(texts: Sequence[str]) -> str:
    return "".join(_data(f"n{i}", text) for i, text in enumerate(texts) if text)


def _data_of_tie(tie: Tie) -> str:
    more = [_data(key, text) for key, text in (("k", tie.kinds), ("d", tie.first)) if text]
    return "".join([_data("w", f"{tie.weight:g}"), *more])


def _data(key: str, text: str) -> str:
    return f'<data key="{key}">{escape(clean(text))}</data>'


def _attribute(key: str, name: str) -> str:
    return f'<attribute id="{key}" title={_q(name)} type="string"/>'


def _numbered(texts: Sequence[str]) -> list[tuple[str, str]]:
    return [(str(i), text) for i, text in enumerate(texts)]


def _values(values: dict[str, str]) -> str:
    inside = "".join(f'<attvalue for="{key}" value={_q(text)}/>' for key, text in values.items() if text)
    return f"<attvalues>{inside}</attvalues>" if inside else ""


def _q(text: str) -> str:
    return quoteattr(clean(text))


def _fits(sign: str) -> bool:
    return sign >= " " and not "\ud800" <= sign <= "\udfff" and sign not in "\ufffe\uffff"
