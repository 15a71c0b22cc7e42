"""What several commands take: the kinds of values that click does not know, and the options in common."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from ..pipeline.build import Shard


class Day(click.ParamType[date]):
    """A day of the calendar, in ISO 8601."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that `value` writes; bad usage if there is none."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"« {value} » n'est pas une date ; écrire par exemple 2026-11-22", param, ctx)


class Share(click.ParamType[Shard]):
    """A share of the work, « 2/4 »."""

    name = "I/N"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        """The share that `value` writes; bad usage if there is none."""
        if isinstance(value, Shard):
            return value
        index, _, count = str(value).partition("/")
        if index.isdecimal() and count.isdecimal() and 1 <= int(index) <= int(count):
            return Shard(int(index), int(count))
        return self.fail(f"« {value} » : écrire I/N, par exemple 2/4, avec I compris entre 1 et N", param, ctx)


FOLDER = click.Path(path_type=Path)
COMMAND = "COMMANDE [ARGUMENT]..."

root = click.option(
    "--root", type=click.Path(path_type=Path, file_okay=False, exists=True), default=".", show_default=True,
    metavar="DOSSIER", help="Racine du projet (le dossier de mkdocs.yml).",
)  # fmt: skip
today = click.option("--today", type=Day(), default=date.today, help="Date du jour, si ce n'est pas aujourd'hui.")
jobs = click.option(
    "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default=True,
    metavar="N", help="Processus en parallèle.",
)  # fmt: skip
codes = click.argument("codes", nargs=-1, metavar="[CODE]...")
