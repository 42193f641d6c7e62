"""What stands in a backup, under which names."""

import hashlib
from pathlib import Path

from evenground.site.commands.home import MADE_UP

FORMAT = 1
MANIFEST, FILES = "manifest.json", "files"
SQLITE, SERIALISED = "database.sqlite3", "database.json"
SECRET = "secret_key"  # noqa: S105  (the name of a file)
SINGLE = (SQLITE, SERIALISED, SECRET, MADE_UP)


def sha256_of(path: Path) -> str:
    """The fingerprint of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
