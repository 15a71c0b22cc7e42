"""Map the commands: their groups in the help, where their code is, and their former names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

import click

from ..domain.close_matches import hint

COMMAND = "COMMANDE [ARGUMENT]..."

RENAMED: Mapping[str, tuple[str, ...]] = {
    "coverage": ("report", "coverage"),
    "facts": ("report", "facts"),
    "freshness": ("report", "freshness"),
    "intranet": ("report", "intranet"),
    "links": ("report", "links"),
    "owners": ("export", "codeowners"),
    "sbom": ("export", "sbom"),
    "schemas": ("export", "schemas"),
    "servers": ("export", "servers"),
    "tree-results": ("study", "tree-results"),
    "tree-test": ("study", "tree-test"),
    "verify-release": ("status",),
    "ways": ("report", "paths"),
}
"""Names from before version 0.1.0, accepted until the next release, and their replacements."""


class CommandGroup(click.Group):
    """List commands by section, and import each only when it is used.

    Args:
        name: the name of the group.
        sections: for each heading of the help, its commands and where each is: "module:name".
        renamed: former names of commands, and their replacements.
        attrs: the arguments of click.Group.
    """

    def __init__(
        self, name: str | None = None, *, sections: Mapping[str, Mapping[str, str]] | None = None,
        renamed: Mapping[str, tuple[str, ...]] | None = None, **attrs: object,
    ) -> None:  # fmt: skip
        super().__init__(name, subcommand_metavar=COMMAND, **attrs)  # type: ignore[arg-type]
        self.sections, self.renamed = sections or {}, renamed or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of the help."""
        return [name for commands in self.sections.values() for name in commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command `cmd_name`; return None if there is none."""
        for commands in self.sections.values():
            if cmd_name in commands:
                module, _, name = commands[cmd_name].partition(":")
                command: click.Command = getattr(import_module(f".{module}", __package__), name)
                return command
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command named in `args`, also by a former name; suggest one if there is none."""
        name = args[0]
        if name in self.renamed:
            args = [*self.renamed[name], *args[1:]]
            announce_new_name(ctx, f"troisclics {name}", f"troisclics {' '.join(self.renamed[name])}")
        elif not name.startswith("-") and not ctx.resilient_parsing and self.get_command(ctx, name) is None:
            close = hint(name, dict(self._named(ctx)))
            raise click.UsageError(f"la commande « {name} » n'existe pas{close}.", ctx)
        return super().resolve_command(ctx, args)

    def _named(self, ctx: click.Context) -> Iterator[tuple[str, str]]:
        """Yield each word that may stand for a command, and what to write for it."""
        for old, words in self.renamed.items():
            yield old, " ".join(words)
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if isinstance(command, click.Group):
                yield from ((inner, f"{name} {inner}") for inner in command.list_commands(ctx))
        yield from ((name, name) for name in self.list_commands(ctx))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each section with its commands, all in the same column."""
        names = self.list_commands(ctx)
        width = max(len(name) for name in names)
        limit = formatter.width - 6 - width
        for heading, commands in self.sections.items():
            rows = []
            for name in commands:
                command = self.get_command(ctx, name)
                rows.append((name.ljust(width), command.get_short_help_str(limit) if command else ""))
            with formatter.section(f"{heading} "):
                formatter.write_dl(rows)


def announce_new_name(ctx: click.Context, old: str, new: str) -> None:
    """Print on the error output that `old` is now called `new`, except during completion."""
    if not ctx.resilient_parsing:
        click.echo(
            f"Attention : « {old} » s'appelle désormais « {new} » ; l'ancien nom disparaîtra à la prochaine version.",
            err=True,
        )


REPORT = CommandGroup(
    "report",
    help="Faire le point : dates, faits, liens, chemins.",
    sections={
        "Commandes": {
            "freshness": "freshness:freshness_command",
            "coverage": "coverage:coverage_command",
            "facts": "facts:facts_command",
            "links": "links:links_command",
            "paths": "study:paths_command",
            "intranet": "intranet:intranet_command",
        }
    },
)
EXPORT = CommandGroup(
    "export",
    help="Écrire des fichiers pour d'autres outils.",
    sections={
        "Commandes": {
            "codeowners": "exports:codeowners_command",
            "sbom": "exports:sbom_command",
            "schemas": "exports:schemas_command",
            "servers": "exports:servers_command",
        }
    },
)
STUDY = CommandGroup(
    "study",
    help="Tester les mots du menu avec des personnes.",
    sections={
        "Commandes": {
            "tree-test": "study:tree_test_command",
            "tree-results": "study:tree_results_command",
        }
    },
)
SECTIONS = {
    "Rédiger": {
        "new": "new:new_group",
        "check": "check:check_command",
        "fix": "fix:fix_command",
        "move": "move:move_command",
        "serve": "build:serve_command",
        "review": "review:review_command",
    },
    "Faire le point": {
        "report": "command_groups:REPORT",
    },
    "Mettre en ligne": {
        "build": "build:build_command",
        "publish": "publish:publish_command",
        "rollback": "releases:rollback_command",
        "status": "releases:status_command",
    },
    "Développer": {
        "verify": "build:verify_command",
        "stage": "build:stage_command",
        "export": "command_groups:EXPORT",
        "study": "command_groups:STUDY",
    },
}
"""The commands below each heading of `troisclics --help`: one heading for each kind of user."""
