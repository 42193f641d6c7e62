"""What happened while a file was read, written or checked, in sentences and as data."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

# A hostile file could ask for a sentence a thousand times a megabyte: the rest are counted, not kept.
MOST_FINDINGS = 1_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about one place."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


@dataclass(frozen=True)
class Report:
    """What was read or written (number by kind), what was mended, what was left out, and what to look at.

    ``breaches`` are the places where the file does not follow the standard; only `check` looks for them.
    """

    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    mended: tuple[Finding, ...] = ()
    left_out: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    breaches: tuple[Finding, ...] = ()
    more: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def valid(self) -> bool:
        """Whether no breach of the standard was found."""
        return not self.breaches

    def __str__(self) -> str:
        lines = [", ".join(f"{many:,} {kind}" for kind, many in self.counts.items() if many) or "Nothing."]
        for title, name in _TITLES:
            found: tuple[Finding, ...] = getattr(self, name)
            lines += ["", f"{title} ({len(found) + self.more.get(name, 0):,})"] if found else []
            lines += [f"- {finding}" for finding in found]
            lines += [f"- and {self.more[name]:,} more"] if self.more.get(name) else []
        return "\n".join(lines)

    def to_json(self) -> str:
        """The same as JSON text, keys in a fixed order."""
        lists = {name: [{"where": f.where, "what": f.what} for f in getattr(self, name)] for _, name in _TITLES}
        return json.dumps({"counts": dict(self.counts), **lists, "more": dict(self.more)}, ensure_ascii=False, indent=2)


_TITLES = (
    ("Does not follow the standard", "breaches"),
    ("Mended", "mended"),
    ("Left out", "left_out"),
    ("To look at", "warnings"),
)


class Recorder:
    """Gathers a report; sentences beyond the limit are counted."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._found: dict[str, dict[Finding, None]] = {name: {} for _, name in _TITLES}
        self._more: Counter[str] = Counter()

    def mended(self, where: str, what: str) -> None:
        self._add("mended", where, what)

    def left_out(self, where: str, what: str) -> None:
        self._add("left_out", where, what)

    def warn(self, where: str, what: str) -> None:
        self._add("warnings", where, what)

    def breach(self, where: str, what: str) -> None:
        self._add("breaches", where, what)

    def take(self, report: Report) -> None:
        """Add all that another report says."""
        self.counts.update(report.counts)
        for _, name in _TITLES:
            for finding in getattr(report, name):
                self._add(name, finding.where, finding.what)
        self._more.update(report.more)

    def report(self) -> Report:
        lists = {name: tuple(found) for name, found in self._found.items()}
        return Report(MappingProxyType(dict(self.counts)), more=MappingProxyType(dict(self._more)), **lists)

    def _add(self, kind: str, where: str, what: str) -> None:
        found = self._found[kind]
        finding = Finding(_short(where), what)
        if len(found) >= MOST_FINDINGS and finding not in found:
            self._more[kind] += 1
        else:
            found[finding] = None


def _short(text: str, most: int = 120) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
