"""Starting Evenground: the demonstration, and a real site."""

import errno
import os
import socket
import time
from pathlib import Path

import click

from evenground.site.commands import home as homes
from evenground.site.commands.terminal import Refused, print_table, progress, say

_port = click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on."
)
_host = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")


@click.command()
@_port
@_host
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), help="Folder for the demonstration’s data.")
@click.option("--no-serve", is_flag=True, help="Load the demonstration and stop.")
def demo(port: int, host: str, home: Path | None, no_serve: bool) -> None:
    """Start Evenground with a made-up programme.

    Loads the demonstration once, into a folder of its own; a second start takes seconds.

    \b
    Example:
      evenground demo --port 8080
    """
    if not no_serve:
        check_port_free(host, port, command="demo")
    _choose_demonstration_home(home or homes.demonstration_home(), host, port)
    homes.wake_django()
    _make_demonstration()
    _print_sign_ins(host, port)
    if not no_serve:
        say("Press Ctrl+C to stop.")
        _serve(host, port, workers=1)


def _choose_demonstration_home(home: Path, host: str, port: int) -> None:
    os.environ["EVENGROUND_HOME"] = str(home.resolve())
    os.environ["EVENGROUND_DEMO"] = "1"
    # Made-up people never reach a real database, nor a real mail server.
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("EMAIL_URL", None)
    _answer_to(host, port)


def _answer_to(host: str, port: int) -> None:
    os.environ.setdefault("EVENGROUND_URL", f"http://{_shown(host)}:{port}")
    os.environ.setdefault(
        "EVENGROUND_HOSTS", ",".join(dict.fromkeys(["localhost", "127.0.0.1", "[::1]", _shown(host)]))
    )


def _shown(host: str) -> str:
    """The address as a browser on this machine writes it."""
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104  (compared, not listened on)
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _make_demonstration() -> None:
    from django.conf import settings

    from evenground.site.demonstration import loading

    began = time.monotonic()
    homes.migrate()
    if loading.is_loaded():
        say(f"The demonstration is in {settings.HOME} already.")
        return
    say(f"Loading the demonstration into {settings.HOME}. It takes less than a minute, once …")
    with progress("Beginning") as tell:
        loading.load(progress=tell)
    (settings.HOME / homes.MADE_UP).write_text("Everything in this home is made up.\n", encoding="utf-8")
    say(f"Loaded in {time.monotonic() - began:.0f} seconds.")


def _print_sign_ins(host: str, port: int) -> None:
    from evenground.site.demonstration import PASSWORD, sign_ins

    click.echo(f"\nEvenground: http://{_shown(host)}:{port}\n")
    rows = [[each.kind, each.name, each.email] for each in sign_ins()]
    print_table("Everybody and everything in it is made up. Sign in as:", ["Kind of person", "Name", "E-mail"], rows)
    click.echo(f"\nPassword for all of them: {PASSWORD}")
    click.echo("Or ask for a code by e-mail: the mail is shown under “Mail sent”.\n")


@click.command()
@_port
@_host
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that answer.")
@click.option("--migrate", is_flag=True, help="Bring the database to this version first.")
def serve(port: int, host: str, workers: int, migrate: bool) -> None:
    """Serve the programme in EVENGROUND_HOME.

    \b
    Example:
      EVENGROUND_HOME=/srv/evenground EVENGROUND_HOSTS=evenground.example.org evenground serve --workers 2
    """
    check_port_free(host, port, command="serve")
    _answer_to(host, port)
    homes.wake_django()
    if migrate:
        homes.migrate()
    homes.wake_database()
    say(f"Evenground: http://{_shown(host)}:{port} (Ctrl+C to stop)")
    _serve(host, port, workers)


def _serve(host: str, port: int, workers: int) -> None:
    import uvicorn

    workers_wanted = workers if workers > 1 else None
    uvicorn.run(
        "evenground.site.asgi:application",
        host=host,
        port=port,
        workers=workers_wanted,
        lifespan="off",
        log_level="warning",
    )


def check_port_free(host: str, port: int, *, command: str) -> None:
    """Say at once, not after a minute of loading, that nobody can listen there."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror as reason:
        raise Refused(f"“{host}” is not an address of this machine. Leave --host out to use 127.0.0.1.") from reason
    except OSError as reason:
        if reason.errno == errno.EADDRINUSE:
            other = port + 1 if port < 65535 else port - 1
            raise Refused(
                f"Port {port} is in use by another program. Stop that one, or choose another port:"
                f" evenground {command} --port {other}"
            ) from reason
        raise Refused(f"Nothing can listen on {host}, port {port}: {reason.strerror}. Choose another port.") from reason
