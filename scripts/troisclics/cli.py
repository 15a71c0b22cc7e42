"""The command line: arguments in, messages in French out, and exit codes.

0 clean, 1 findings at error level, 2 bad usage or input, 3 the build failed.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from .build import Built, InputError, OutputError, Shard, UnknownCodeError, build, choose, read_project, stop_on_errors
from .load import load_project
from .merge import Merger, merge_all
from .model import PORTAL, Finding
from .reports.text import format_text
from .switch import BusyError

EXIT_FINDINGS, EXIT_INPUT, EXIT_BUILD = 1, 2, 3


class _Day(click.ParamType[date]):
    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"« {value} » n'est pas une date ; écrire par exemple 2026-11-22", param, ctx)


class _Share(click.ParamType[Shard]):
    name = "I/N"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        if isinstance(value, Shard):
            return value
        index, _, count = str(value).partition("/")
        if index.isdecimal() and count.isdecimal() and 1 <= int(index) <= int(count):
            return Shard(int(index), int(count))
        return self.fail(f"« {value} » : écrire I/N, par exemple 2/4, avec I compris entre 1 et N", param, ctx)


_root = click.option(
    "--root", type=click.Path(path_type=Path, file_okay=False, exists=True), default=".", show_default=True,
    help="Racine du projet (le dossier de mkdocs.yml).",
)  # fmt: skip
_today = click.option(
    "--today", type=_Day(), default=date.today, show_default="aujourd'hui", help="Date du jour à prendre en compte."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="troisclics", message="troisclics %(version)s")
def cli() -> None:
    """Les sites de l'action sociale : un portail national et un site par département, depuis un seul texte."""


@cli.command("build")
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option(
    "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default=True, help="Processus en parallèle."
)
@click.option("--shard", type=_Share(), help="Ne construire que la part I sur N, pour répartir le travail.")
@click.option("--out", type=click.Path(path_type=Path), default="site", show_default=True, help="Dossier des sites.")
@_today
@_root
def build_command(codes: Sequence[str], jobs: int, shard: Shard | None, out: Path, today: date, root: Path) -> None:
    """Construire le portail et les sites (tous, ou ceux des CODE : « 50 », « 2A », « portail »…)."""
    _spare(root, root / out)
    built = build(root, root / out, today, _Progress(), codes=codes, shard=shard, jobs=jobs)
    click.echo(_summary(built, out))


@cli.command("stage")
@click.argument("code")
@click.option("--to", type=click.Path(path_type=Path), required=True, help="Dossier à créer.")
@_today
@_root
def stage_command(code: str, to: Path, today: date, root: Path) -> None:
    """Écrire le site CODE comme un projet MkDocs ordinaire, que « mkdocs build » construit sans rien d'autre."""
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
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--all", "every", is_flag=True, help="Comparer le portail et tous les départements (plusieurs minutes).")
@click.option("--renderer", type=click.Choice(["mkdocs", "properdocs"]), default="mkdocs", show_default=True)
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default=True)
@_today
@_root
def verify_command(codes: Sequence[str], every: bool, renderer: str, jobs: int, today: date, root: Path) -> None:
    """Comparer octet par octet ce qui est construit avec ce que MkDocs (ou ProperDocs) écrirait."""
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
@_today
@_root
def check_command(today: date, root: Path) -> None:
    """Contrôler les textes et les données, sans rien construire."""
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


@cli.command("schemas")
@click.option(
    "--to", type=click.Path(path_type=Path), default="schemas", show_default=True, help="Dossier des schémas."
)
def schemas_command(to: Path) -> None:
    """Écrire les schémas JSON qui aident à remplir les fiches dans un éditeur."""
    from .load.schemas import json_schemas  # noqa: PLC0415 - seldom needed

    to.mkdir(parents=True, exist_ok=True)
    for name, text in json_schemas().items():
        (to / name).write_text(text, encoding="utf-8")
    click.echo(f"Schémas écrits dans « {to} ».")


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
    return (
        f"Construit : {what or 'rien'}, {_count(built.pages, 'page')}, en {seconds} s, dans « {out} ».\n"
        f"Pour regarder : python3 -m http.server -d {out} 8000, puis ouvrir http://localhost:8000/"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''}"


def _say(findings: list[Finding]) -> None:
    click.echo(format_text(findings), err=True)
    errors = sum(found.severity == "error" for found in findings)
    click.echo(f"{_count(errors, 'erreur')} : rien n'a été construit, le dossier précédent est intact.", err=True)


def main() -> None:
    """Run the command line; every expected failure ends with a message in French and its exit code."""
    from .render.errors import RenderError  # noqa: PLC0415

    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_INPUT)
    except click.Abort:
        _fail("interrompu ; le dossier précédent est intact.", EXIT_BUILD)
    except InputError as error:
        _say(error.findings)
        sys.exit(EXIT_INPUT)
    except UnknownCodeError as error:
        _fail(f"département « {error.code} » inconnu ; codes possibles : {', '.join(error.known)}.", EXIT_INPUT)
    except OutputError as error:
        _fail(f"« {error} » contient autre chose que des sites : choisir un dossier vide ou nouveau.", EXIT_INPUT)
    except BusyError as error:
        _fail(f"une autre construction est en cours dans « {error} » ; attendre qu'elle finisse.", EXIT_BUILD)
    except RenderError as error:
        _fail(
            f"MkDocs refuse le site {error}\n  → corriger la page nommée ; le dossier précédent est intact.", EXIT_BUILD
        )
    except OSError as error:
        where = f" « {error.filename} »" if error.filename else ""
        what = _REASONS.get(error.errno or 0, "le système refuse l'opération")
        _fail(f"{what}{where}\n  → le dossier précédent est intact ; corriger puis relancer.", EXIT_BUILD)


_REASONS = {
    errno.ENOSPC: "il n'y a plus de place sur le disque pour",
    errno.EDQUOT: "le quota de place est atteint pour",
    errno.EFBIG: "le système limite la taille des fichiers pour",
    errno.EACCES: "droits insuffisants sur",
    errno.EPERM: "droits insuffisants sur",
    errno.EROFS: "disque en lecture seule :",
    errno.ENOENT: "fichier ou dossier introuvable :",
    errno.ENOTDIR: "ce n'est pas un dossier :",
    errno.EISDIR: "c'est un dossier et non un fichier :",
    errno.EMFILE: "trop de fichiers ouverts pour",
    errno.ENAMETOOLONG: "nom trop long :",
}


def _fail(message: str, code: int) -> None:
    click.echo(f"Erreur : {message}", err=True)
    sys.exit(code)
