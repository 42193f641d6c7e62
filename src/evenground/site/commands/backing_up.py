"""One archive with the database and the uploaded files."""

import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

import evenground
from evenground.site.commands import home as homes
from evenground.site.commands.archive import FILES, FORMAT, MANIFEST, SECRET, SERIALISED, SQLITE, sha256_of
from evenground.site.commands.home import MADE_UP
from evenground.site.commands.terminal import Refused, print_json, say, waiting

# Made anew by every installation, or worth nothing after a restore.
_NOT_KEPT = ("contenttypes", "auth", "sessions")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--with-secret", is_flag=True, help="Keep the secret key too: whoever has it can forge sign-ins.")
@click.option("--json", "as_json", is_flag=True, help="Print what was kept as JSON.")
def backup(file: Path, with_secret: bool, as_json: bool) -> None:
    """Keep the database and the uploaded files in one archive, while the site runs.

    \b
    Example:
      evenground backup /backups/evenground-monday.zip
    """
    homes.wake_database()
    if file.exists():
        raise Refused(f"{file} is there already. Choose another name: a backup never replaces another.")
    if not file.parent.is_dir():
        raise Refused(f"There is no folder {file.parent}. Make it first.")
    with waiting("Making the backup"):
        manifest = _made(file, with_secret=with_secret)
    if as_json:
        print_json({"file": str(file), **manifest})
    else:
        uploads = sum(name.startswith(f"{FILES}/") for name in manifest["sha256"])
        say(f"Kept the database and {uploads} uploaded files in {file} ({file.stat().st_size / 1e6:.1f} MB).")
        say("It holds personal data: keep it where only those may read it who run the site.")


def _made(file: Path, *, with_secret: bool) -> dict[str, Any]:
    from django.conf import settings

    # Written beside it first: half a backup never looks like a whole one.
    partial = file.with_name(file.name + ".part")
    descriptor = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with tempfile.TemporaryDirectory(prefix="evenground-") as folder:
            kept = dict(_to_keep(Path(folder), Path(settings.MEDIA_ROOT), settings.HOME, with_secret=with_secret))
            manifest = _manifest(kept)
            with os.fdopen(descriptor, "w+b") as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(MANIFEST, json.dumps(manifest, indent=2))
                for name, path in kept.items():
                    archive.write(path, name)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _to_keep(folder: Path, media: Path, home: Path, *, with_secret: bool) -> Iterator[tuple[str, Path]]:
    yield _database_copy(folder)
    for path in sorted(media.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield f"{FILES}/{path.relative_to(media).as_posix()}", path
    wanted = (MADE_UP, SECRET) if with_secret else (MADE_UP,)
    yield from ((name, home / name) for name in wanted if (home / name).exists())


def _database_copy(folder: Path) -> tuple[str, Path]:
    """The database as it is at one moment: SQLite copies itself, PostgreSQL is written out as JSON."""
    from django.db import connection

    if connection.vendor == "sqlite":
        path = folder / SQLITE
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
        return SQLITE, path
    from django.core.management import call_command
    from django.db import transaction

    path = folder / SERIALISED
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")  # every table as of one moment
        call_command("dumpdata", exclude=_NOT_KEPT, output=str(path), verbosity=0)
    return SERIALISED, path


def _manifest(kept: dict[str, Path]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": evenground.__version__,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": next(name for name in kept if name in {SQLITE, SERIALISED}),
        "sha256": {name: sha256_of(path) for name, path in kept.items()},
    }
