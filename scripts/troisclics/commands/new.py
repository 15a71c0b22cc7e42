"""Define the commands that scaffold a page, a department or an event."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from . import options
from .command_groups import COMMAND
from .completion import SiteCode


@click.group("new", subcommand_metavar=COMMAND)
def new_group() -> None:
    """Préparer une page, un département ou un événement."""


@new_group.command("page")
@click.argument("where", metavar="RUBRIQUE/PAGE")
@click.option("--title", required=True, metavar="TITRE", help="Titre de la page.")
@options.root
def new_page_command(where: str, title: str, root: Path) -> None:
    """Écrire une page nationale, à compléter.

    Par exemple : troisclics new page logement/aide-demenagement --title "Aide au déménagement"
    """
    from ..editing.scaffold import new_page  # noqa: PLC0415 - slow to import, and not needed by every command

    click.echo(new_page(root, where, title))


@new_group.command("department")
@click.argument("slug", metavar="CODE-NOM")
@options.root
def new_department_command(slug: str, root: Path) -> None:
    """Écrire la fiche d'un département, à compléter.

    CODE-NOM est le nom de son dossier, par exemple 50-manche ou 2a-corse-du-sud.
    """
    from ..editing.scaffold import new_department  # noqa: PLC0415 - slow to import, and not needed by every command

    click.echo(new_department(root, slug))


@new_group.command("event")
@click.argument("code", type=SiteCode())
@click.option("--title", required=True, metavar="TITRE", help="Ce qui a lieu.")
@click.option("--on", "day", type=options.Day(), required=True, help="Le jour, par exemple 2026-12-09.")
@options.root
def new_event_command(code: str, title: str, day: date, root: Path) -> None:
    """Ajouter un événement à la fiche d'un département.

    Par exemple : troisclics new event 50 --title "Arbre de Noël" --on 2026-12-09
    """
    from ..editing.scaffold import new_event  # noqa: PLC0415 - slow to import, and not needed by every command

    click.echo(new_event(root, code, title, day))
