"""What a study holds and how two differ, in words and rows."""

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from evenground.site.commands.terminal import NAMED_PROBLEMS

if TYPE_CHECKING:
    from evenground.analysis.text.exports.differences import Differences, Differing
    from evenground.analysis.text.refi import Report
    from evenground.analysis.text.study.model import Study


def short(report: "Report") -> str:
    """A report without the hundredth sentence of one kind."""
    lines, many = [], 0
    for line in str(report).split("\n"):
        many = many + 1 if line.startswith("- ") else 0
        if many <= NAMED_PROBLEMS:
            lines.append(line)
        elif many == NAMED_PROBLEMS + 1:
            lines.append("- and more: --json lists them all.")
    return "\n".join(lines)


def codes_of(study: "Study") -> list[tuple[str, int, int]]:
    from evenground.analysis.text.refi import arranged

    often = Counter(coding.code for coding in study.codings)
    spread = Counter(code for code, _ in {(coding.code, coding.source) for coding in study.codings})
    codes = arranged(study).codes
    return [(" > ".join(study.path_of[code.id]), often[code.id], spread[code.id]) for code in codes]


def sources_of(study: "Study") -> list[tuple[str, str, int | None, int]]:
    often = Counter(coding.source for coding in study.codings)
    wanted = [source for source in study.sources if source.role not in ("note", "journal")]
    return [(one.name, one.kind, None if one.text is None else len(one.text), often[one.id]) for one in wanted]


def cells(rows: list[Any]) -> list[list[str]]:
    return [["" if cell is None else f"{cell:,}" if isinstance(cell, int) else cell for cell in row] for row in rows]


def named(one: "Differing") -> dict[str, Any]:
    changed = [{"id": after.id, "name": _name(after), "parts": parts} for _, after, parts in one.changed]
    return {
        "added": [{"id": thing.id, "name": _name(thing)} for thing in one.added],
        "removed": [{"id": thing.id, "name": _name(thing)} for thing in one.removed],
        "changed": changed,
    }


def _name(thing: Any) -> str:
    return getattr(thing, "name", "") or thing.id


def print_differences(found: "Differences") -> None:
    if found.study:
        click.echo(f"Of the study itself: {', '.join(found.study)}.")
    for kind, one in found.kinds.items():
        counts = [f"{len(things):,} {word}" for word, things in
                  (("added", one.added), ("changed", one.changed), ("removed", one.removed)) if things]  # fmt: skip
        click.echo(f"{kind.replace('_', ' ').capitalize()}: {', '.join(counts)}")
        lines = [f"  + {_name(thing)}" for thing in one.added]
        lines += [f"  ~ {_name(after)}: {', '.join(parts)}" for _, after, parts in one.changed]
        lines += [f"  - {_name(thing)}" for thing in one.removed]
        for line in lines[:NAMED_PROBLEMS]:
            click.echo(line)
        if len(lines) > NAMED_PROBLEMS:
            click.echo(f"  and {len(lines) - NAMED_PROBLEMS:,} more: --json lists them all.")
