"""Define the command that records a review and its source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from . import options
from .completion import EditedFile


@click.command("review")
@click.argument("targets", nargs=-1, required=True, metavar="FICHIER[:LIGNE]...", type=EditedFile())
@click.option("--against", required=True, metavar="ADRESSE", help="La source comparée : une adresse https://…")
@click.option("--on", "day", type=options.Day(), metavar="DATE", help="Jour de la relecture, sinon aujourd'hui.")
@options.today
@options.root
def review_command(targets: Sequence[str], against: str, day: date | None, today: date, root: Path) -> None:
    """Noter qu'une page ou une information a été relue.

    Une seule ligne change : la date, et d'après quelle source. Dans une fiche ou un fichier de faits, l'information
    est désignée par sa ligne, comme dans les messages : departments/50-manche/department.yml:8.
    """
    from ..editing.record_review import record_reviews  # noqa: PLC0415 - slow to import, and not needed by every command

    for reviewed in record_reviews(root, targets, against, day or today, today):
        click.echo(f"{reviewed.file}:{reviewed.line}: relecture notée au {day or today}.")
        if reviewed.to_confirm:
            click.echo("  → reste « à confirmer » : si tout est vérifié, changer aussi « status ».")
