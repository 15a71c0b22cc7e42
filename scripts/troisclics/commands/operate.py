"""What the operator of a server or of a forge needs: configurations, owners, what a release is made with."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from .. import options
from .publish import commit_of, pack_sites, read_target, target_argument
from .terminal import Steps, table

if TYPE_CHECKING:
    from ..publish.owners import Forge


@click.command("servers")
@target_argument
@click.option(
    "--to", type=options.FOLDER, default="serveurs", show_default=True, metavar="DOSSIER", help="Dossier des fichiers."
)
@click.option("--folder", metavar="DOSSIER", help="Dossier servi, sur le serveur ; sans cela, « current » du chemin.")
@click.option("--site", type=options.FOLDER, metavar="DOSSIER", help="Sites construits ; sans cela, ils le sont.")
@options.jobs
@options.today
@options.root
def servers_command(
    target: str, to: Path, folder: str | None, site: Path | None, jobs: int, today: date, root: Path
) -> None:
    """Écrire les configurations nginx et Apache.

    Elles sont calculées d'après les pages : à refaire quand « troisclics publish » le demande.
    """
    from ..publish.servers import server_files  # noqa: PLC0415 - slow to import, and not needed by every command

    project, wanted = read_target(root, target, today)
    packed = pack_sites(root, project, wanted, site, jobs, today, Steps())
    to.mkdir(parents=True, exist_ok=True)
    texts = server_files(packed.release, wanted.id, folder or f"{wanted.path}/current", wanted.url or "http://_/")
    for name, text in texts.items():
        (to / name).write_text(text, encoding="utf-8")
        click.echo(f"Écrit : {to / name}")


@click.command("owners")
@click.option(
    "--forge", type=click.Choice(["github", "gitlab"]), default="gitlab", show_default=True, help="Forge des textes."
)
@click.option("--to", type=options.FOLDER, metavar="FICHIER", help="Fichier à écrire ; sans cela, celui de la forge.")
@options.today
@options.root
def owners_command(forge: str, to: Path | None, today: date, root: Path) -> None:
    """Écrire CODEOWNERS : qui doit accepter quelle modification.

    Une délégation ne peut accepter que celles de son dossier.
    """
    from ..build import read_project  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..publish.owners import PLACES, format_owners  # noqa: PLC0415

    known = cast("Forge", forge)
    file = to or root / PLACES[known]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(format_owners(read_project(root, today), known), encoding="utf-8")
    click.echo(f"Écrit : {file}")


@click.command("sbom")
@click.option("--to", type=options.FOLDER, metavar="FICHIER", help="Fichier CycloneDX à écrire.")
@click.option("--licences", is_flag=True, help="Montrer seulement les programmes, leur version et leur licence.")
@options.today
@options.root
def sbom_command(to: Path | None, licences: bool, today: date, root: Path) -> None:
    """Lister les programmes employés et leurs licences.

    C'est un inventaire CycloneDX (SBOM), celui qui accompagne chaque publication."""
    from ..publish.sbom import find_components, format_sbom  # noqa: PLC0415 - seldom needed

    components = find_components()
    if licences:
        rows = [(component.name, component.version, component.licence) for component in components]
        click.echo(table(["Programme", "Version", "Licence"], rows))
        return
    text = format_sbom(components, today, commit_of(root))
    if to is None:
        click.echo(text, nl=False)
        return
    to.write_text(text, encoding="utf-8")
    click.echo(f"Écrit : {to}")
