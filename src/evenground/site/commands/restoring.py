"""Putting a backup in the place of what is there, after every file of it was checked."""

import json
import shutil
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import click

from evenground.site.commands import home as homes
from evenground.site.commands.archive import FILES, FORMAT, MANIFEST, SECRET, SERIALISED, SINGLE, SQLITE, sha256_of
from evenground.site.commands.home import MADE_UP
from evenground.site.commands.terminal import Refused, print_json, say, waiting


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Set aside what is in the home now, and put the backup in its place.")
@click.option("--json", "as_json", is_flag=True, help="Print what was restored as JSON.")
def restore(file: Path, replace: bool, as_json: bool) -> None:
    """Put a backup into EVENGROUND_HOME. Stop the site first.

    A home that holds something is left alone without --replace; with it, what was there is set aside, not deleted
    (PostgreSQL: the rows are replaced; make a backup of them first).

    \b
    Example:
      EVENGROUND_HOME=/srv/evenground evenground restore /backups/evenground-monday.zip
    """
    homes.wake_django()
    from django.conf import settings

    with tempfile.TemporaryDirectory(prefix="restoring-", dir=settings.HOME) as folder, waiting("Restoring"):
        backup = unpacked(file, Path(folder))
        _check_fits(backup)
        if not replace and _holds_something(settings.HOME, Path(settings.MEDIA_ROOT)):
            raise Refused(f"{settings.HOME} holds a programme already. To put the backup in its place, add --replace.")
        aside = _put_in_place(backup, settings.HOME, Path(settings.MEDIA_ROOT))
        homes.migrate()
    if as_json:
        print_json({"home": str(settings.HOME), "set_aside": str(aside) if aside else None, **backup.manifest})
        return
    say(f"Restored the backup of {backup.manifest['made_at']} into {settings.HOME}.")
    if aside:
        say(f"What was there before is in {aside}. Delete it when you are sure.")


@dataclass(frozen=True)
class Backup:
    """A backup unpacked into a folder, every file of it checked."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def database(self) -> Path:
        return self.folder / self.manifest["database"]


def unpacked(file: Path, folder: Path) -> Backup:
    """Unpack what the manifest lists and nothing else, each file checked against its fingerprint."""
    damaged = f"{file} is damaged or is not a backup of Evenground. Nothing was changed."
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _read_manifest(archive)
            names = set(archive.namelist()) - {MANIFEST}
            escapes = next((name for name in sorted(names | set(manifest["sha256"])) if not _is_safe(name)), None)
            if escapes:
                raise Refused(
                    f"{file} holds a file named “{escapes}” that does not belong in a backup. Nothing was changed."
                )
            if names != set(manifest["sha256"]):
                raise Refused(damaged)
            for name, sha256 in manifest["sha256"].items():
                _unpack(archive, name, folder / name)
                if sha256_of(folder / name) != sha256:
                    raise Refused(damaged)
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, AttributeError, EOFError, OSError) as reason:
        raise Refused(damaged) from reason
    return Backup(folder, manifest)


def _read_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if manifest["format"] > FORMAT:
        raise Refused(
            f"This backup was made by a newer Evenground ({manifest['version']}). Install that version first."
        )
    if manifest["database"] not in {SQLITE, SERIALISED} or manifest["database"] not in manifest["sha256"]:
        raise KeyError("database")
    return manifest


def _is_safe(name: str) -> bool:
    """A database, a secret key, or a file below ``files/``: no way out of the folder it is unpacked into."""
    parts = PurePosixPath(name).parts
    if name in SINGLE:
        return True
    plain = all(part not in {"..", "."} and "\\" not in part and ":" not in part for part in parts)
    return len(parts) > 1 and parts[0] == FILES and plain and not name.endswith("/")


def _unpack(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as packed, path.open("wb") as file:
        shutil.copyfileobj(packed, file)
    path.chmod(0o600)


def _check_fits(backup: Backup) -> None:
    """The backup is of the kind of database that is configured, and whole."""
    from django.db import connection

    sqlite = backup.database.name == SQLITE
    if sqlite != (connection.vendor == "sqlite"):
        made, here = ("SQLite", "PostgreSQL") if sqlite else ("PostgreSQL", "SQLite")
        raise Refused(f"This backup was made from {made}, and DATABASE_URL says {here}. Restore it into {made}.")
    if sqlite:
        with closing(sqlite3.connect(backup.database)) as database:
            said = database.execute("PRAGMA integrity_check").fetchone()
        if said != ("ok",):
            raise Refused("The database in this backup is damaged. Nothing was changed.")


def _holds_something(home: Path, media: Path) -> bool:
    from django.db import connection

    if any(path.is_file() for path in media.rglob("*")):
        return True
    if connection.vendor == "sqlite" and not (home / "evenground.sqlite3").exists():
        return False
    from evenground.programme.people.models import Person

    return Person._meta.db_table in connection.introspection.table_names() and Person.objects.exists()


def _put_in_place(backup: Backup, home: Path, media: Path) -> Path | None:
    from django.db import connection

    connection.close()
    aside = home / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    if connection.vendor == "sqlite":
        for ending in ("", "-wal", "-shm"):
            _set_aside(home / f"evenground.sqlite3{ending}", aside)
        backup.database.replace(home / "evenground.sqlite3")
    else:
        _load_rows(backup.database)
    _set_aside(media, aside)
    if (backup.folder / FILES).exists():
        shutil.move(backup.folder / FILES, media)
    _set_aside(home / MADE_UP, aside)
    for name in (SECRET, MADE_UP):
        if (backup.folder / name).exists():
            _set_aside(home / name, aside)
            (backup.folder / name).replace(home / name)
    return aside if aside.exists() else None


def _set_aside(path: Path, aside: Path) -> None:
    if path.exists():
        aside.mkdir(mode=0o700, exist_ok=True)
        shutil.move(path, aside / path.name)


def _load_rows(path: Path) -> None:
    """Empty every table and fill it again, in one transaction: a backup that does not fit changes nothing."""
    from django.core.management import call_command
    from django.db import transaction

    homes.migrate()
    with transaction.atomic():
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
        call_command("loaddata", str(path), verbosity=0)
