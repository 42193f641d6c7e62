"""What was released can be stored and opened again, and shows when it was changed in between."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, ClassVar, Final

from evenground.analysis.errors import BrokenRelease, ReleaseRefused

FORMAT: Final = 1
_GATE: Final = object()


def check_gate(key: object) -> None:
    """Refuse whoever does not hold the key of the gate."""
    if key is not _GATE:
        raise ReleaseRefused("Only the disclosure gate makes a release. Call disclosure.release(measured, profile).")


class Sealed:
    """A release with a fingerprint. ``FORM`` is the format of what is stored."""

    FORM: ClassVar[int | str] = FORMAT

    @property
    def digest(self) -> str:
        """SHA-256 of the content: two releases with the same digest say the same."""
        return hashlib.sha256(_canonical(self._content())).hexdigest()

    def _content(self) -> dict[str, Any]:
        return {"format": self.FORM} | {f.name: _plain(getattr(self, f.name)) for f in fields(self)}  # type: ignore[arg-type]

    def to_json(self) -> str:
        """Write as JSON, with the digest of the content."""
        return json.dumps({"digest": self.digest, **self._content()}, ensure_ascii=False)


def opened(text: str, form: int | str) -> tuple[dict[str, Any], object]:
    """Give the content of a stored release, and the key to make it again; `BrokenRelease` when it is not whole."""
    try:
        content = json.loads(text)
        digest = content.pop("digest")
        whole = hashlib.sha256(_canonical(content)).hexdigest() == digest and content.pop("format") == form
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise BrokenRelease("The stored table cannot be read. Make it again from its source file.") from error
    if not whole:
        raise BrokenRelease("The stored table was changed after it was made. Make it again from its source file.")
    return content, _GATE


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, frozenset | set):
        return sorted(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return value


def _canonical(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
