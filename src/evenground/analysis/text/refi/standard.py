"""What REFI-QDA 1.5 allows where: written from the standard, so that no schema file is needed at run time.

An element is listed with its children in their order (``?`` at most one, ``*`` any number, ``+`` at least one, nothing:
exactly one; ``|`` in any order) and its attributes with their type (``!``: must be there).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"

_STAMP = "creatingUser:guid creationDateTime:datetime modifyingUser:guid modifiedDateTime:datetime"
_FILED = f"guid!:guid name:string path:string currentPath:string {_STAMP}"
_TEXT = f"guid!:guid name:string richTextPath:string plainTextPath:string {_STAMP}"
_MARK = f"guid!:guid name:string {_STAMP}"
_BOX = "firstX!:integer firstY!:integer secondX!:integer secondY!:integer"
_MARKED = "Description? Coding* NoteRef*"
_AFTER = "Coding* NoteRef* VariableValue*"
_TEXT_IN = f"Description? PlainTextContent? PlainTextSelection* {_AFTER}"
_TARGET = ("", "targetGUID!:guid")
_NAMED = "guid!:guid name!:string"

_PROJECT = {
    "Project": (
        "Users? CodeBook? Variables? Cases? Sources? Notes? Links? Sets? Graphs? Description? NoteRef*",
        "name!:string origin:string creatingUserGUID:guid creationDateTime:datetime modifyingUserGUID:guid"
        " modifiedDateTime:datetime basePath:string",
    ),
    "Users": ("User+", ""),
    "User": ("", "guid!:guid name:string id:string"),
    "CodeBook": ("Codes", ""),
    "Codes": ("Code+", ""),
    "Code": ("Description? NoteRef* Code*", f"{_NAMED} isCodable!:boolean color:colour"),
    "Cases": ("Case+", ""),
    "Case": ("Description? CodeRef* VariableValue* SourceRef* SelectionRef*", "guid!:guid name:string"),
    "Variables": ("Variable+", ""),
    "Variable": ("Description?", f"{_NAMED} typeOfVariable!:kind"),
    "VariableValue": (
        "VariableRef TextValue?|BooleanValue?|IntegerValue?|FloatValue?|DateValue?|DateTimeValue?",
        "",
    ),
    "Sets": ("Set+", ""),
    "Set": ("Description? MemberCode* MemberSource* MemberNote*", _NAMED),
    "Sources": ("TextSource*|PictureSource*|PDFSource*|AudioSource*|VideoSource*", ""),
    "TextSource": (_TEXT_IN, _TEXT),
    "Note": (_TEXT_IN, _TEXT),
    "TextDescription": (_TEXT_IN, _TEXT),
    "Representation": (_TEXT_IN, _TEXT),
    "PlainTextSelection": (_MARKED, f"{_MARK} startPosition!:integer endPosition!:integer"),
    "PictureSource": (f"Description? TextDescription? PictureSelection* {_AFTER}", _FILED),
    "PictureSelection": (_MARKED, f"{_MARK} {_BOX}"),
    "PDFSource": (f"Description? PDFSelection* Representation? {_AFTER}", _FILED),
    "PDFSelection": ("Description? Representation? Coding* NoteRef*", f"{_MARK} page!:integer {_BOX}"),
    "AudioSource": (f"Description? Transcript* AudioSelection* {_AFTER}", _FILED),
    "AudioSelection": (_MARKED, f"{_MARK} begin!:integer end!:integer"),
    "VideoSource": (f"Description? Transcript* VideoSelection* {_AFTER}", _FILED),
    "VideoSelection": (_MARKED, f"{_MARK} begin!:integer end!:integer"),
    "Transcript": ("Description? PlainTextContent? SyncPoint* TranscriptSelection* NoteRef*", _TEXT),
    "TranscriptSelection": (_MARKED, f"{_MARK} fromSyncPoint:guid toSyncPoint:guid"),
    "SyncPoint": ("", "guid!:guid timeStamp:integer position:integer"),
    "Coding": ("CodeRef NoteRef*", "guid!:guid creatingUser:guid creationDateTime:datetime"),
    "Graphs": ("Graph+", ""),
    "Graph": ("Vertex* Edge*", "guid!:guid name:string"),
    "Vertex": (
        "",
        "guid!:guid representedGUID:guid name:string firstX!:integer firstY!:integer secondX:integer secondY:integer"
        " shape:shape color:colour",
    ),
    "Edge": (
        "",
        "guid!:guid representedGUID:guid name:string sourceVertex!:guid targetVertex!:guid color:colour"
        " direction:direction lineStyle:line",
    ),
    "Notes": ("Note+", ""),
    "Links": ("Link+", ""),
    "Link": (
        "NoteRef*",
        "guid!:guid name:string direction:direction color:colour originGUID:guid targetGUID:guid",
    ),
    **dict.fromkeys(
        ("NoteRef", "CodeRef", "SourceRef", "SelectionRef", "VariableRef", "MemberCode", "MemberSource", "MemberNote"),
        _TARGET,
    ),
}
_CODEBOOK = {
    "CodeBook": ("Codes Sets?", "origin:string"),
    "Codes": ("Code+", ""),
    "Sets": ("Set+", ""),
    "Code": ("Description? Code*", f"{_NAMED} isCodable!:boolean color:colour"),
    "Set": ("Description? MemberCode*", _NAMED),
    "MemberCode": ("", "guid!:guid"),
}
TEXTS = {
    "Description": "string", "PlainTextContent": "string", "TextValue": "string", "BooleanValue": "boolean",
    "IntegerValue": "integer", "FloatValue": "decimal", "DateValue": "date", "DateTimeValue": "datetime",
}  # fmt: skip


@dataclass(frozen=True)
class Child:
    """One step of a content model: which elements, and how many of them."""

    names: frozenset[str]
    least: int
    most: int | None


@dataclass(frozen=True)
class Rule:
    """What an element holds."""

    children: tuple[Child, ...]
    attributes: Mapping[str, str]
    needed: tuple[str, ...]


def _step(written: str) -> Child:
    marks = {word[-1] for word in written.split("|")}
    names = frozenset(word.rstrip("?*+") for word in written.split("|"))
    if written.startswith("TextSource*|"):  # the one choice that must hold something
        return Child(names, 1, None)
    return Child(names, 0 if marks & {"?", "*"} else 1, None if marks & {"*", "+"} else 1)


def _rules(table: Mapping[str, tuple[str, str]]) -> dict[str, Rule]:
    rules = {name: Rule((), {}, ()) for name in TEXTS}
    for name, (children, attributes) in table.items():
        pairs = [word.split(":") for word in attributes.split()]
        rules[name] = Rule(
            tuple(_step(word) for word in children.split()),
            {attribute.rstrip("!"): kind for attribute, kind in pairs},
            tuple(attribute[:-1] for attribute, _ in pairs if attribute.endswith("!")),
        )
    return rules


RULES: Mapping[str, Mapping[str, Rule]] = {PROJECT: _rules(_PROJECT), CODEBOOK: _rules(_CODEBOOK)}
ROOTS = {PROJECT: "Project", CODEBOOK: "CodeBook"}
SHAPES = frozenset(
    [
        "Person",
        "Oval",
        "Rectangle",
        "RoundedRectangle",
        "Star",
        "LeftTriangle",
        "RightTriangle",
        "UpTriangle",
        "DownTriangle",
        "Note",
    ]
)
DIRECTIONS = frozenset({"Associative", "OneWay", "Bidirectional"})
LINES = frozenset({"dotted", "dashed", "solid"})
KINDS = frozenset({"Text", "Boolean", "Integer", "Float", "Date", "DateTime"})
