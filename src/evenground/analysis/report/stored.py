"""A document as JSON, and back: a signed report is kept as its content, and every file is made from it again."""

from __future__ import annotations

import base64
import json
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from evenground.analysis.report import blocks
from evenground.analysis.report.blocks import Document, ReportInputWrong

FORMAT = 1


def to_json(document: Document) -> str:
    """The same document gives the same text, byte for byte."""
    return json.dumps({"format": FORMAT, "document": _plain(document)}, ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> Document:
    """Open a stored document; `ReportInputWrong` when it is damaged."""
    try:
        read = json.loads(text)
        document = _typed(read["document"]) if read["format"] == FORMAT else None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReportInputWrong("The stored report cannot be read. Make it again from the workbook.") from error
    if not isinstance(document, Document):
        raise ReportInputWrong("The stored report is of a newer kind than this version of Evenground can read.")
    return document


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        inside = {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
        return {"is": type(value).__name__, **inside}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bytes):
        return {"is": "bytes", "base64": base64.b64encode(value).decode()}
    if isinstance(value, date):
        return {"is": "date", "iso": value.isoformat()}
    return value


def _typed(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_typed(item) for item in value)
    if not isinstance(value, dict):
        return value
    kind = value["is"]
    if kind == "bytes":
        return base64.b64decode(value["base64"])
    if kind == "date":
        return date.fromisoformat(value["iso"])
    inside = {name: _typed(item) for name, item in value.items() if name != "is"}
    return getattr(blocks, kind)(**inside)
