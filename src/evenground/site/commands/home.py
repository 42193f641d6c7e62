"""Where an installation lives, and waking Django in it."""

import os
import sys
from pathlib import Path

import evenground
from evenground.site.commands.terminal import Refused

MADE_UP = "made_up"  # a file in a home that holds the demonstration: its pages say so, whoever starts it


def demonstration_home() -> Path:
    """``EVENGROUND_HOME``, else ``var/demo`` of a checkout, else a folder of the person's own."""
    if given := os.environ.get("EVENGROUND_HOME"):
        return Path(given)
    root = Path(evenground.__file__).resolve().parents[2]
    if (root / "pyproject.toml").exists():
        return root / "var" / "demo"
    return _data_folder() / "evenground" / "demo"


def _data_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def wake_django() -> None:
    """Load the settings and the models. Nothing is asked of the database yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenground.site.settings")
    if (Path(os.environ.get("EVENGROUND_HOME", "var")) / MADE_UP).exists():
        os.environ["EVENGROUND_DEMO"] = "1"
    import django
    from django.apps import apps

    if not apps.ready:
        try:
            django.setup()
        except OSError as reason:
            folder = os.environ.get("EVENGROUND_HOME", "var")
            raise Refused(f"The home folder “{folder}” cannot be used: {reason.strerror}.") from reason


def missing_migrations() -> list[str]:
    """The changes that the database still needs, by name."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def migrate() -> None:
    """Bring the database to this version."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def wake_database() -> None:
    """The same, and make sure that the database is there and of this version."""
    wake_django()
    if missing := missing_migrations():
        from django.conf import settings
        from django.db import connection

        if "django_migrations" not in connection.introspection.table_names():
            raise Refused(
                f"There is no programme in {settings.HOME} yet. Begin with “evenground new --help”,"
                " or set EVENGROUND_HOME to the folder that holds it."
            )
        raise Refused(
            f"The database is of an older version ({len(missing)} changes are missing)."
            " Make a backup, then run “evenground serve --migrate”."
        )
