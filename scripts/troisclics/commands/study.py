"""Define the commands on navigation: the table of shortest paths, and the tree test with people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from ..domain.french import count
from ..pipeline.build import read_project
from . import options
from .report_options import destination, write_report

_site = click.option(
    "--site", cls=options.PathOption, in_project="site", type=options.FOLDER,
    metavar="DOSSIER", help="Dossier des sites construits.",
)  # fmt: skip


@click.command("paths")
@_site
@click.option(
    "--out", cls=options.PathOption, in_project="docs/chemins.md", type=options.FILE, metavar="FICHIER",
    help="Où écrire.",
)  # fmt: skip
@options.today
@options.root
def paths_command(site: Path, out: Path, today: date, root: Path) -> None:
    """Écrire le chemin le plus court vers chaque réponse.

    Les sites doivent être construits. Les actions sont comptées à l'ordinateur et au téléphone, menu à ouvrir compris.
    """
    from ..clicks.paths_table import paths_table  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..domain.schedule import shown_on  # noqa: PLC0415

    text = paths_table(shown_on(read_project(root, today), today), _built(site))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")
    click.echo(f"Chemins écrits dans « {out} ».")


@click.command("tree-test")
@click.option("--out", type=options.FOLDER, required=True, metavar="DOSSIER", help="Où écrire la page.")
@click.option(
    "--questions", type=click.IntRange(1), default=10, show_default=True, metavar="N",
    help="Questions posées à chaque personne, tirées au hasard.",
)  # fmt: skip
@_site
@options.today
@options.root
def tree_test_command(out: Path, questions: int, site: Path, today: date, root: Path) -> None:
    """Écrire une page qui teste les mots du menu.

    La page n'est pas publiée avec les sites : elle s'ouvre sur un poste, n'envoie rien, et donne à la fin un fichier
    de réponses. « troisclics study tree-results » additionne ces fichiers.
    """
    from ..clicks import files_of, find_sites, load_site  # noqa: PLC0415 - slow to import
    from ..clicks.tree_test import menu_tree, write_page  # noqa: PLC0415
    from ..domain.schedule import shown_on  # noqa: PLC0415

    built = _built(site)
    portal = load_site(built, "", files_of(built, "", find_sites(built)))
    tree = menu_tree(portal, shown_on(read_project(root, today), today).tree.tasks)
    write_page(tree, out, questions)
    click.echo(f"{count(len(tree.questions), 'question')} sur {count(len(tree.entries), 'rubrique')} dans « {out} ».")
    if tree.left_out:
        click.echo(f"Écartées, car leur réponse n'est pas dans le menu : {', '.join(tree.left_out)}.")
    click.echo(f"Pour tester : ouvrir « {out / 'index.html'} » dans un navigateur.")


@click.command("tree-results")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FICHIER..."
)
@destination
def tree_results_command(files: Sequence[Path], out: Path | None) -> None:
    """Additionner les réponses recueillies par « tree-test ».

    Pour chaque question : réussite, détours, temps, première rubrique ouverte et erreur la plus fréquente.
    """
    from ..clicks.tree_test_results import format_results, load_session  # noqa: PLC0415 - slow to import

    text = format_results(load_session(path) for path in files)
    write_report(text, out)
    if out:
        click.echo(f"Résultats écrits dans « {out} ».")


def _built(site: Path) -> Path:
    """Return the folder of the sites. Raises UsageError unless it has the portal and a department."""
    if not (site / "api" / "pages.json").is_file() or not any(site.glob("*/api/pages.json")):
        raise click.UsageError(f"aucun site dans « {site} » ; construire d'abord : troisclics build")
    return site
