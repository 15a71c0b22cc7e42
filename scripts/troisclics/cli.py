"""The command line: its commands, messages in French, and exit codes.

0 clean, 1 findings at error level, 2 bad usage or input, 3 the build failed.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper

import click

from . import options
from .commands.build import build_command, serve_command, stage_command, verify_command
from .commands.check import check_command, schemas_command
from .commands.coverage import coverage_command
from .commands.facts import facts_command
from .commands.new import new_group
from .failures import EXIT_INPUT, EXPECTED, INTERRUPTED, Failure, explain
from .locale import speak_french


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, subcommand_metavar=options.COMMAND)
@click.version_option(package_name="troisclics", message="troisclics %(version)s", help="Afficher la version.")
def cli() -> None:
    """Les sites de l'action sociale : un portail national et un site par département, depuis un seul texte."""


for command in (
    build_command,
    check_command,
    coverage_command,
    facts_command,
    new_group,
    schemas_command,
    serve_command,
    stage_command,
    verify_command,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line; every expected failure ends with a message in French and its exit code."""
    speak_french()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal in Latin-1 has no « → »
    try:
        cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_INPUT)
    except click.Abort:
        _end(INTERRUPTED)
    except EXPECTED as error:
        _end(explain(error))


def _end(failure: Failure) -> None:
    click.echo(failure.text, err=True)
    sys.exit(failure.code)
