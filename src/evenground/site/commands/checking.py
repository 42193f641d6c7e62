"""Is this installation well? One sentence each."""

import os
import platform
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import click

import evenground
from evenground.site.commands import home as homes
from evenground.site.commands.terminal import print_json

Finding = tuple[bool, str]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check(as_json: bool) -> None:
    """Look over the settings, the database, the built files and the home folder.

    \b
    Example:
      EVENGROUND_HOME=/srv/evenground evenground check
    """
    homes.wake_django()
    findings = {name: look() for name, look in _CHECKS.items()}
    if as_json:
        print_json({name: {"well": well, "says": says} for name, (well, says) in findings.items()})
    else:
        for well, says in findings.values():
            click.echo(f"{'ok ' if well else 'NO '} {says}")
    if not all(well for well, _ in findings.values()):
        sys.exit(1)


def _versions() -> Finding:
    import django

    parts = (evenground.__version__, platform.python_version(), django.__version__)
    return True, "Evenground {}, Python {}, Django {}.".format(*parts)


def _settings() -> Finding:
    from django.conf import settings
    from django.core import checks

    wrong = [str(message.msg) for message in checks.run_checks() if message.is_serious()]
    if wrong:
        return False, f"The settings have a fault: {wrong[0]}"
    if settings.DEBUG:
        return False, "EVENGROUND_DEBUG is on: error pages show inner workings. Unset it on a real site."
    where = "over HTTPS" if settings.HTTPS else "without HTTPS (set EVENGROUND_HTTPS=1 behind a proxy)"
    return True, f"The settings are in order; the site is meant to be served {where}."


def _home() -> Finding:
    from django.conf import settings

    home: Path = settings.HOME
    if not os.access(home, os.W_OK | os.X_OK):
        return False, f"The home folder {home} cannot be written. Give it to the user that runs Evenground."
    return True, f"The home folder {home} can be written."


def _secret() -> Finding:
    from django.conf import settings

    path = settings.HOME / "secret_key"
    if os.environ.get("EVENGROUND_SECRET_KEY"):
        return True, "The secret key comes from the environment."
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        return False, f"Others can read {path}. Run: chmod 600 {path}"
    return True, "The secret key is readable by its owner alone."


def _database() -> Finding:
    from django.db import Error, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as reason:
        return False, f"The database does not answer: {str(reason).splitlines()[0]}"
    name = "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"
    return True, f"The database ({name}) answers."


def _migrations() -> Finding:
    from django.db import Error

    try:
        missing = homes.missing_migrations()
    except Error:
        return False, "Whether the database is of this version cannot be told: it does not answer."
    if missing:
        return False, f"The database misses {len(missing)} changes of this version. Run “evenground serve --migrate”."
    return True, "The database is of this version."


def _built_files() -> Finding:
    from django.contrib.staticfiles import finders

    missing = [name for name in ("evenground.css", "evenground.js") if not finders.find(f"evenground/{name}")]
    if missing:
        return False, f"The file {missing[0]} is not built. In a checkout run “make demo” once; else install again."
    return True, "Styles and scripts are built."


def _mail() -> Finding:
    from django.conf import settings

    if "smtp" in settings.EMAIL_BACKEND:
        return True, f"Mail goes through {settings.EMAIL_HOST}."
    return True, "Mail is kept in the home folder and not sent (set EMAIL_URL to send it)."


_CHECKS: dict[str, Callable[[], Finding]] = {
    "versions": _versions,
    "settings": _settings,
    "home": _home,
    "secret": _secret,
    "database": _database,
    "migrations": _migrations,
    "built_files": _built_files,
    "mail": _mail,
}
