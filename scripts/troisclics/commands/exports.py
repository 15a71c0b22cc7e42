"""Define the commands that write files for servers, forges and other tools."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from . import options
from .output import table
from .publish import commit_of, read_target, target_argument, target_slugs
from .report_options import write_report

if TYPE_CHECKING:
    from ..publish.codeowners import Forge


@click.command("servers")
@target_argument
@click.option(
    "--out", cls=options.PathOption, in_project="serveurs", formerly="--to", type=options.FOLDER, metavar="DOSSIER",
    help="Dossier des fichiers.",
)  # fmt: skip
@click.option("--folder", metavar="DOSSIER", help="Dossier servi, sur le serveur ; sans cela, « current » du chemin.")
@options.today
@options.root
def servers_command(target: str, out: Path, folder: str | None, today: date, root: Path) -> None:
    """Écrire les configurations nginx et Apache.

    Elles ne dépendent que du thème, de la destination et des départements, jamais de ce que contiennent les pages.
    """
    from ..publish.csp import theme_scripts  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..publish.servers import server_files  # noqa: PLC0415

    project, wanted = read_target(root, target, today)
    slugs = [slug for slug in target_slugs(project, wanted.departments) if slug]
    scripts = theme_scripts(root / "overrides")
    out.mkdir(parents=True, exist_ok=True)
    texts = server_files(slugs, scripts, wanted.id, folder or f"{wanted.path}/current", wanted.url)
    for name, text in texts.items():
        (out / name).write_text(text, encoding="utf-8")
        click.echo(f"Écrit : {out / name}")


@click.command("codeowners")
@click.option(
    "--forge", type=click.Choice(["github", "gitlab"]), default="gitlab", show_default=True, help="Forge des textes."
)
@click.option(
    "--out", cls=options.PathOption, formerly="--to", type=options.FILE, metavar="FICHIER",
    help="Fichier à écrire ; sans cela, celui de la forge.",
)  # fmt: skip
@options.today
@options.root
def codeowners_command(forge: str, out: Path | None, today: date, root: Path) -> None:
    """Écrire CODEOWNERS : qui doit accepter quelle modification.

    Une délégation ne peut accepter que celles de son dossier.
    """
    from ..pipeline.build import read_project  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..publish.codeowners import PLACES, format_owners  # noqa: PLC0415

    known = cast("Forge", forge)
    file = out or root / PLACES[known]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(format_owners(read_project(root, today), known), encoding="utf-8")
    click.echo(f"Écrit : {file}")


@click.command("sbom")
@click.option(
    "--out", cls=options.PathOption, formerly="--to", type=options.FILE, metavar="FICHIER",
    help="Fichier CycloneDX à écrire, si ce n'est pas à l'écran.",
)  # fmt: skip
@click.option("--licences", is_flag=True, help="Montrer seulement les programmes, leur version et leur licence.")
@options.today
@options.root_if_any
def sbom_command(out: Path | None, licences: bool, today: date, root: Path | None) -> None:
    """Lister les programmes employés et leurs licences.

    C'est un inventaire CycloneDX (SBOM), celui qui accompagne chaque publication.
    """
    from ..publish.sbom import find_components, format_sbom  # noqa: PLC0415 - seldom needed

    components = find_components()
    if licences:
        rows = [(component.name, component.version, component.licence) for component in components]
        click.echo(table(["Programme", "Version", "Licence"], rows))
        return
    text = format_sbom(components, today, commit_of(root or Path()))
    write_report(text, out)
    if out:
        click.echo(f"Écrit : {out}")


@click.command("schemas")
@click.option(
    "--out", cls=options.PathOption, in_project="schemas", formerly="--to", type=options.FOLDER, metavar="DOSSIER",
    help="Dossier des schémas.",
)  # fmt: skip
@options.root_if_any
def schemas_command(out: Path, root: Path | None) -> None:
    """Écrire les schémas JSON pour les éditeurs de texte.

    Un éditeur qui les connaît propose les clés des fiches et signale les fautes pendant la frappe.
    """
    from ..load.schemas import INPUTS, SchemaSource, json_schemas  # noqa: PLC0415 - seldom needed
    from ..reports import freshness_json  # noqa: PLC0415
    from ..reports.json import HELP, FindingFile  # noqa: PLC0415

    title = "Rapport de « troisclics {} --format json »"
    reports = (
        SchemaSource("findings", FindingFile, title.format("check"), HELP),
        SchemaSource("freshness", freshness_json.FreshnessFile, title.format("report freshness"), freshness_json.HELP),
    )
    out.mkdir(parents=True, exist_ok=True)
    for name, text in json_schemas((*INPUTS, *reports)).items():
        (out / name).write_text(text, encoding="utf-8")
    click.echo(f"Schémas écrits dans « {out} ».")
