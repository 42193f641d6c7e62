"""The mail kept in the home folder, read back for the demonstration."""

from dataclasses import dataclass
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

_NEWEST = 20


@dataclass(frozen=True)
class Letter:
    """One message: to whom, about what, what it says."""

    to: str
    subject: str
    date: str
    text: str


def letters(folder: Path) -> list[Letter]:
    """The newest messages first."""
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    return [letter for file in files[:_NEWEST] for letter in reversed(_in_file(file))][:_NEWEST]


def _in_file(file: Path) -> list[Letter]:
    """A file of the mail backend holds messages divided by a line of dashes."""
    parts = file.read_text(encoding="utf-8", errors="replace").split("-" * 79 + "\n")
    return [_read(part) for part in parts if part.strip()]


def _read(text: str) -> Letter:
    message = cast(EmailMessage, message_from_string(text, policy=policy.default))  # the policy makes it one
    return Letter(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        date=str(message["Date"]),
        text=str(message.get_content()),
    )
