"""The command `evenground`."""

import sys
from typing import Any

import click

import evenground
from evenground.site.commands.analysing import analyse
from evenground.site.commands.attacking import attack
from evenground.site.commands.backing_up import backup
from evenground.site.commands.checking import check
from evenground.site.commands.forming import groups
from evenground.site.commands.grouping import form_cigs
from evenground.site.commands.networking import network
from evenground.site.commands.registering import import_registrations
from evenground.site.commands.reporting import report
from evenground.site.commands.restoring import restore
from evenground.site.commands.running import demo, serve
from evenground.site.commands.seating import seat
from evenground.site.commands.starting import new
from evenground.site.commands.studying import qda
from evenground.site.commands.teaming import teams
from evenground.site.commands.terminal import Refused


class Commands(click.Group):
    """Turns whatever a person can mend into one sentence."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except Exception as reason:
            if (sentence := _sentence(reason)) is None:
                raise
            raise Refused(sentence) from reason

    def list_commands(self, context: click.Context) -> list[str]:
        return list(self.commands)  # in the order of use, not of the alphabet


def _sentence(reason: Exception) -> str | None:
    """What to say to the person; nothing for a fault of the program, which keeps its traceback."""
    from evenground.analysis.errors import AnalysisError
    from evenground.programme.errors import RuleBroken

    if isinstance(reason, AnalysisError | RuleBroken):
        return str(reason)
    if "django.core.exceptions" in sys.modules:
        from django.core.exceptions import ImproperlyConfigured

        if isinstance(reason, ImproperlyConfigured):
            return str(reason)
    if "django.db" in sys.modules:
        from django.db import OperationalError

        if isinstance(reason, OperationalError):
            return f"The database does not answer: {str(reason).strip().splitlines()[0]}"
    if isinstance(reason, OSError) and reason.filename:
        return f"“{reason.filename}” cannot be used: {reason.strerror}."
    return None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(evenground.__version__, prog_name="evenground")
def main() -> None:
    """Mixed teams evaluate their own health services together.

    Data live in the folder that EVENGROUND_HOME names (default: var).

    \b
    Exit codes:
      0  done
      1  a rule or the input stands against it; one sentence on stderr says which and how to mend it
      2  the command was written wrongly
      3  nothing to do: everything is there already; for attack: a hidden number can be worked out

    \b
    Example:
      evenground demo
    """


groups.add_command(seat)
groups.add_command(teams)
for command in (
    demo,
    serve,
    new,
    import_registrations,
    form_cigs,
    groups,
    network,
    qda,
    analyse,
    attack,
    report,
    backup,
    restore,
    check,
):
    main.add_command(command)


if __name__ == "__main__":
    main()
