"""Define the command that moves a page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ..domain.french import count
from . import options


@click.command("move")
@click.argument("old", metavar="ANCIEN")
@click.argument("new", metavar="NOUVEAU")
@options.today
@options.root
def move_command(old: str, new: str, today: date, root: Path) -> None:
    """Déplacer ou renommer une page, ou un dossier.

    Les liens, le menu, les tâches et les textes locaux suivent ; l'ancienne adresse mène à la nouvelle, sur tous les
    sites. Par exemple : troisclics move logement/aide-installation.md logement/aip.md
    """
    from ..editing.move_page import move_page  # noqa: PLC0415 - slow to import, and not needed by every command

    done = move_page(root, old, new, today)
    for before, after in done.pages:
        click.echo(f"{before} → {after}")
    click.echo(f"{count(len(done.changed), 'fichier')} à enregistrer ensemble dans git, après « troisclics check ».")
    if done.mentions:
        click.echo("À relire, l'ancien nom y est encore :")
        for place in done.mentions:
            click.echo(f"  {place}")
