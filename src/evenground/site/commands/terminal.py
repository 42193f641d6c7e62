"""What every command says and how: sentences on stderr, results on stdout, a bar while something takes long."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

NOTHING_TO_DO = 3
NAMED_PROBLEMS = 40  # rows listed one by one on the terminal; --json lists them all

json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


class Refused(click.ClickException):
    """A rule, or the input, stands against it: one sentence, no traceback, exit code 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        click.echo(self.format_message(), err=True)


def print_json(value: object) -> None:
    """A result for a program: one JSON value on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def say(sentence: str) -> None:
    """Tell the person at the terminal; never mixed with a result."""
    click.echo(sentence, err=True)


def print_table(title: str, headings: list[str], rows: list[list[str]], *, numbers: bool = False) -> None:
    """A table on stdout. With ``numbers`` every column but the first is set to the right."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", title_style="bold", show_edge=False, pad_edge=False)
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if numbers and place else "left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))  # text as it is: a name may hold brackets
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else 120).print(table)


@contextmanager
def progress(what: str) -> Iterator[Callable[[float, str], None]]:
    """A bar on stderr. The function given takes the share done, 0 to 1, and what is being done."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr, stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=1.0)

        def tell(share: float, says: str) -> None:
            bar.update(task, completed=share, description=says)

        yield tell


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """A moving sign on stderr for work whose length is not known."""
    from rich.console import Console

    with Console(file=sys.stderr, stderr=True).status(what):
        yield


@contextmanager
def telling(what: str) -> Iterator[Callable[[str], None]]:
    """A moving sign on stderr; the function given changes what it says. Ctrl-C is for the search, which keeps its best."""
    from rich.console import Console

    with Console(file=sys.stderr, stderr=True).status(f"{what} (Ctrl-C takes the best so far)") as status:
        yield lambda says: status.update(f"{says} (Ctrl-C takes the best so far)")
