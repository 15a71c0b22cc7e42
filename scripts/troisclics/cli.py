"""Run the command line: commands, messages in French, and exit codes.

0: no error found; 1: findings at error level; 2: bad usage or input; 3: the build or a publication failed.
"""

from __future__ import annotations

import gc
import sys
from io import TextIOWrapper

import click

from .commands.command_groups import RENAMED, SECTIONS, CommandGroup
from .commands.locale import speak_french
from .reports.error_messages import EXIT_INPUT, EXPECTED, ErrorMessage, explain, interrupted


@click.group(
    cls=CommandGroup, sections=SECTIONS, renamed=RENAMED, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="troisclics", message="troisclics %(version)s", help="Afficher la version.")
def cli() -> None:
    """Les sites de l'action sociale : un portail national et un site par département, depuis un seul texte."""


def main() -> None:
    """Run the command line; every expected failure ends with a message in French and an exit code."""
    gc.freeze()  # imported modules live to the end: exclude them from garbage collection
    speak_french()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a Latin-1 terminal cannot show « → »
    try:
        cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_INPUT)
    except click.Abort as abort:
        _end(interrupted(abort.__cause__))
    except EXPECTED as error:
        _end(explain(error))


def _end(failure: ErrorMessage) -> None:
    click.echo(failure.text, err=True)
    sys.exit(failure.code)
