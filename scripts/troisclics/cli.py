"""The command line: arguments in, messages in French out, and exit codes.

0 clean, 1 findings at error level, 2 bad usage or input, 3 the build failed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from io import TextIOWrapper
from pathlib import Path

import click

from . import options
from .build import Built, Shard, build, choose, read_project, stop_on_errors
from .failures import EXIT_FINDINGS, EXIT_INPUT, EXPECTED, INTERRUPTED, Failure, explain
from .locale import speak_french
from .model import PORTAL
from .reports.text import format_text

_COMMAND = "COMMANDE [ARGUMENT]..."


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, subcommand_metavar=_COMMAND)
@click.version_option(package_name="troisclics", message="troisclics %(version)s", help="Afficher la version.")
def cli() -> None:
    """Les sites de l'action sociale : un portail national et un site par département, depuis un seul texte."""


@cli.command("build")
@options.codes
@options.jobs
@click.option("--shard", type=options.Share(), help="Ne construire que la part I sur N, pour répartir le travail.")
@click.option(
    "--out", type=options.FOLDER, default="site", show_default=True, metavar="DOSSIER", help="Dossier des sites."
)
@options.today
@options.root
def build_command(codes: Sequence[str], jobs: int, shard: Shard | None, out: Path, today: date, root: Path) -> None:
    """Construire le portail et les sites.

    Tous, ou seulement ceux des CODE : 50, 2A, 50-manche, portail…
    """
    _spare(root, root / out)
    built = build(root, root / out, today, _Progress(), codes=codes, shard=shard, jobs=jobs)
    click.echo(_summary(built, out))


@cli.command("stage")
@click.argument("code")
@click.option("--to", type=options.FOLDER, required=True, metavar="DOSSIER", help="Dossier à créer.")
@options.today
@options.root
def stage_command(code: str, to: Path, today: date, root: Path) -> None:
    """Écrire un site comme un projet MkDocs ordinaire.

    MkDocs construit alors le site CODE (50, 2A, 50-manche, portail…) sans rien de nous.
    """
    from .merge import merge_all  # noqa: PLC0415 - slow to import, and not needed by every command
    from .render.stage import read_origin, stage  # noqa: PLC0415 - MkDocs is slow to import

    if to.exists() and not to.is_dir():
        raise click.UsageError(f"« {to} » n'est pas un dossier : en choisir un autre")
    if to.exists() and any(to.iterdir()):
        raise click.UsageError(f"le dossier « {to} » n'est pas vide : en choisir un autre, ou le vider")
    project = read_project(root, today)
    sites, findings = merge_all(project, choose(project, [code], None), today)
    stop_on_errors(findings)
    to.mkdir(parents=True, exist_ok=True)
    config = stage(read_origin(root, project, today), sites[0], to)
    click.echo(f"Projet écrit. Pour le construire : mkdocs build --strict -f {config}")


@cli.command("verify")
@options.codes
@click.option("--all", "every", is_flag=True, help="Comparer le portail et tous les départements (plusieurs minutes).")
@click.option(
    "--renderer", type=click.Choice(["mkdocs", "properdocs"]), default="mkdocs", show_default=True,
    help="Programme auquel comparer.",
)  # fmt: skip
@options.jobs
@options.today
@options.root
def verify_command(codes: Sequence[str], every: bool, renderer: str, jobs: int, today: date, root: Path) -> None:
    """Comparer, octet par octet, nos sites à ceux de MkDocs.

    Chaque site est construit des deux façons ; la moindre différence est une erreur.
    """
    from .merge import Merger  # noqa: PLC0415 - slow to import, and not needed by every command
    from .render.stage import read_origin  # noqa: PLC0415 - MkDocs is slow to import
    from .render.verify import verify_sites  # noqa: PLC0415

    if bool(codes) == every:
        raise click.UsageError("donner des codes (« 50 », « 2A », « portail »…), ou --all")
    project = read_project(root, today)
    chosen = choose(project, codes, None)
    wrong = 0
    for verified in verify_sites(read_origin(root, project, today), Merger(project, today), chosen, renderer, jobs):
        wrong += bool(verified.differences)
        click.echo(f"{verified.name} : {_count(verified.files, 'fichier')}, {len(verified.differences)} différent(s)")
        for difference in verified.differences[:5]:
            click.echo(f"  {difference.path}:{difference.line}")
            click.echo(f"    construit : {difference.engine}\n    {renderer} : {difference.stock}")
    click.echo(f"{_count(len(chosen), 'site')} comparé(s) à {renderer}, {wrong} différent(s).")
    if wrong:
        sys.exit(EXIT_FINDINGS)


@cli.command("check")
@options.today
@options.root
def check_command(today: date, root: Path) -> None:
    """Contrôler les textes et les données, sans rien construire."""
    from .load import load_project  # noqa: PLC0415 - slow to import, and not needed by every command
    from .merge import merge_all  # noqa: PLC0415

    project, findings = load_project(root, today)
    _, merge_findings = merge_all(project, [None, *project.departments], today)
    everything = sorted({*findings, *merge_findings})
    if everything:
        click.echo(format_text(everything))
    errors = sum(found.severity == "error" for found in everything)
    pages, departments = len(project.tree.pages), len(project.departments)
    click.echo(f"{pages} pages nationales, {departments} départements, {_count(errors, 'erreur')}.")
    if errors:
        sys.exit(EXIT_FINDINGS)


@cli.command("serve")
@click.argument("code", required=False)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, metavar="N",
    help="Port de cette machine ; 0 : le premier qui est libre.",
)  # fmt: skip
@click.option("--today", type=options.Day(), help="Date du jour, si ce n'est pas aujourd'hui.")
@options.root
def serve_command(code: str | None, port: int, today: date | None, root: Path) -> None:
    """Montrer les sites pendant que l'on écrit.

    Tous, ou le portail et celui de CODE. Chaque modification se voit aussitôt dans le navigateur, les erreurs aussi.
    """
    from .serve import PortError, serve  # noqa: PLC0415 - seldom needed

    try:
        serve(root, [code] if code else [], "127.0.0.1", port, lambda: today or date.today(), _Progress())
    except PortError as error:
        raise click.UsageError(f"--port : {error} ; en choisir un autre, par exemple --port 0") from None


@cli.command("schemas")
@click.option(
    "--to", type=options.FOLDER, default="schemas", show_default=True, metavar="DOSSIER", help="Dossier des schémas."
)
def schemas_command(to: Path) -> None:
    """Écrire les schémas JSON pour les éditeurs de texte.

    Un éditeur qui les connaît propose les clés des fiches et signale les fautes pendant la frappe.
    """
    from .load.schemas import json_schemas  # noqa: PLC0415 - seldom needed

    to.mkdir(parents=True, exist_ok=True)
    for name, text in json_schemas().items():
        (to / name).write_text(text, encoding="utf-8")
    click.echo(f"Schémas écrits dans « {to} ».")


@cli.group("new", subcommand_metavar=_COMMAND)
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
    from .scaffold import new_page  # noqa: PLC0415 - slow to import, and not needed by every command

    click.echo(new_page(root, where, title))


@new_group.command("department")
@click.argument("slug", metavar="CODE-NOM")
@options.root
def new_department_command(slug: str, root: Path) -> None:
    """Écrire la fiche d'un département, à compléter.

    CODE-NOM est le nom de son dossier, par exemple 50-manche ou 2a-corse-du-sud.
    """
    from .scaffold import new_department  # noqa: PLC0415 - slow to import, and not needed by every command

    click.echo(new_department(root, slug))


@new_group.command("event")
@click.argument("code")
@click.option("--title", required=True, metavar="TITRE", help="Ce qui a lieu.")
@click.option("--on", "day", type=options.Day(), required=True, help="Le jour, par exemple 2026-12-09.")
@options.root
def new_event_command(code: str, title: str, day: date, root: Path) -> None:
    """Ajouter un événement à la fiche d'un département.

    Par exemple : troisclics new event 50 --title "Arbre de Noël" --on 2026-12-09
    """
    from .scaffold import new_event  # noqa: PLC0415 - slow to import, and not needed by every command

    click.echo(new_event(root, code, title, day))


def _spare(root: Path, out: Path) -> None:
    """Refuse to replace what no build wrote: a file, the project or a folder above it, a folder that holds no site."""
    holds_sites = (out / "api" / "pages.json").is_file() or any(out.glob("*/api/pages.json"))
    if out.is_file() or root.resolve().is_relative_to(out.resolve()):
        raise click.UsageError(f"--out : « {out} » serait effacé ; choisir un dossier à part, par exemple « site »")
    if out.is_dir() and any(out.iterdir()) and not holds_sites:
        raise click.UsageError(
            f"--out : le dossier « {out} » contient autre chose que des sites ; le vider, ou en choisir un autre"
        )


class _Progress:
    """Says which sites are done: a bar on a terminal, a line now and then elsewhere."""

    def warn(self, text: str) -> None:
        """Say `text` apart from the results."""
        click.echo(f"Attention : {text}", err=True)

    def say(self, text: str) -> None:
        """Say `text` as it is."""
        click.echo(text, err=True)

    def done(self, name: str, count: int, total: int) -> None:
        """Move the bar on, or write a line every twenty sites."""
        if sys.stderr.isatty():
            bar = "█" * (30 * count // total)
            click.echo(f"\r[{bar:<30}] {count}/{total} {name:<8.8}", nl=count == total, err=True)
        elif count % 20 == 0 or count == total:
            click.echo(f"{count}/{total} sites construits", err=True)


def _summary(built: Built, out: Path) -> str:
    departments = sum(name != PORTAL for name in built.sites)
    portal = ["le portail"] if PORTAL in built.sites else []
    what = " et ".join([*portal, *([_count(departments, "site")] if departments else [])])
    seconds = f"{built.seconds:.1f}".replace(".", ",")
    done = "Rien n'a changé, tout était déjà construit" if built.unchanged else "Construit"
    return (
        f"{done} : {what or 'rien'}, {_count(built.pages, 'page')}, en {seconds} s, dans « {out} ».\n"
        f"Pour regarder : python3 -m http.server -d {out} 8000, puis ouvrir http://localhost:8000/"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''}"


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
