"""The command line: its commands, messages in French, and exit codes.

0 clean, 1 findings at error level, 2 bad usage or input, 3 the build failed.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from io import TextIOWrapper

import click

from .commands import options
from .commands.locale import speak_french
from .reports.error_messages import EXIT_INPUT, EXPECTED, ErrorMessage, explain, interrupted

COMMANDS = {
    "build": ("build", "build_command"),
    "check": ("check", "check_command"),
    "coverage": ("coverage", "coverage_command"),
    "facts": ("facts", "facts_command"),
    "freshness": ("freshness", "freshness_command"),
    "intranet": ("intranet", "intranet_command"),
    "links": ("links", "links_command"),
    "new": ("new", "new_group"),
    "owners": ("exports", "owners_command"),
    "publish": ("publish", "publish_command"),
    "review": ("review", "review_command"),
    "rollback": ("releases", "rollback_command"),
    "sbom": ("exports", "sbom_command"),
    "schemas": ("check", "schemas_command"),
    "serve": ("build", "serve_command"),
    "servers": ("exports", "servers_command"),
    "stage": ("build", "stage_command"),
    "status": ("releases", "status_command"),
    "tree-results": ("study", "tree_results_command"),
    "tree-test": ("study", "tree_test_command"),
    "verify": ("build", "verify_command"),
    "verify-release": ("releases", "verify_release_command"),
    "ways": ("study", "ways_command"),
}
"""Each command: its module in `commands/`, and what it is called there."""


class _Commands(click.Group):
    """Imports a command when it is asked for: none waits for what only another needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, if there is one."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f".commands.{module}", __package__), name)
        return command


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]}, subcommand_metavar=options.COMMAND
)
@click.version_option(package_name="troisclics", message="troisclics %(version)s", help="Afficher la version.")
def cli() -> None:
    """Les sites de l'action sociale : un portail national et un site par département, depuis un seul texte."""


def main() -> None:
    """Run the command line; every expected failure ends with a message in French and its exit code."""
    gc.freeze()  # what was imported stays to the end: the collector need not look at it again and again
    speak_french()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal in Latin-1 has no « → »
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
