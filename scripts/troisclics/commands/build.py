"""Define the commands that build, stage, verify and preview the sites."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from ..constants import PORTAL
from ..domain.french import count, format_decimal
from ..pipeline.build import Built, Shard, build, choose, read_project, stop_on_errors
from ..reports.error_messages import EXIT_FINDINGS
from . import options
from .completion import SiteCode
from .explanation import explain_build
from .output import Progress


@click.command("build")
@options.codes
@options.jobs
@click.option("--shard", type=options.Share(), help="Ne construire que la part I sur N, pour répartir le travail.")
@click.option(
    "--out", type=options.FOLDER, metavar="DOSSIER",
    help="Dossier des sites.  [par défaut : site, ou site-hors-ligne avec --offline, dans le projet]",
)  # fmt: skip
@click.option("--offline", is_flag=True, help="Des sites qui se lisent sans serveur, depuis un dossier ou une clé USB.")
@click.option("--explain", is_flag=True, help="Dire ce qui a été refait, ce qui a été repris, et pourquoi.")
@options.today
@options.root
def build_command(
    codes: Sequence[str],
    jobs: int,
    shard: Shard | None,
    out: Path | None,
    offline: bool,
    explain: bool,
    today: date,
    root: Path,
) -> None:
    """Construire le portail et les sites.

    Tous, ou seulement ceux des CODE : 50, 2A, manche, 50-manche, portail…
    """
    out = out or root / ("site-hors-ligne" if offline else "site")
    _refuse_overwrite(root, out)
    built = build(root, out, today, Progress(), codes=codes, shard=shard, jobs=jobs, offline=offline, explain=explain)
    for line in explain_build(built) if explain else ():
        click.echo(line)
    click.echo(_summary(built, out, offline=offline))


@click.command("stage")
@click.argument("code", type=SiteCode())
@click.option(
    "--out", cls=options.PathOption, formerly="--to", type=options.FOLDER, required=True, metavar="DOSSIER",
    help="Dossier à créer.",
)  # fmt: skip
@options.today
@options.root
def stage_command(code: str, out: Path, today: date, root: Path) -> None:
    """Écrire un site comme un projet MkDocs ordinaire.

    MkDocs construit alors le site CODE (50, 2A, manche, portail…) sans rien de nous.
    """
    from ..domain.schedule import shown_on  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..merge.merger import merge_all  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..staging.stage import read_origin, stage  # noqa: PLC0415 - MkDocs is slow to import

    if out.exists() and not out.is_dir():
        raise click.UsageError(f"« {out} » n'est pas un dossier : en choisir un autre")
    if out.exists() and any(out.iterdir()):
        raise click.UsageError(f"le dossier « {out} » n'est pas vide : en choisir un autre, ou le vider")
    project = shown_on(read_project(root, today), today)
    sites, findings = merge_all(project, choose(project, [code], None), today)
    stop_on_errors(findings)
    out.mkdir(parents=True, exist_ok=True)
    config = stage(read_origin(root, project, today), sites[0], out)
    click.echo(f"Projet écrit. Pour le construire : mkdocs build --strict -f {config}")


@click.command("verify")
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
    """  # noqa: D401 - the help, in French
    from ..domain.schedule import shown_on  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..merge.merger import Merger  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..render.comparison import verify_sites  # noqa: PLC0415
    from ..staging.stage import read_origin  # noqa: PLC0415 - MkDocs is slow to import

    if bool(codes) == every:
        raise click.UsageError("nommer des sites (« 50 », « manche », « portail »…), ou --all")
    project = shown_on(read_project(root, today), today)
    chosen = choose(project, codes, None)
    wrong = 0
    for verified in verify_sites(read_origin(root, project, today), Merger(project, today), chosen, renderer, jobs):
        wrong += bool(verified.differences)
        click.echo(f"{verified.name} : {count(verified.files, 'fichier')}, {len(verified.differences)} différent(s)")
        for difference in verified.differences[:5]:
            click.echo(f"  {difference.path}:{difference.line}")
            click.echo(f"    construit : {difference.engine}\n    {renderer} : {difference.stock}")
    click.echo(f"{count(len(chosen), 'site')} comparé(s) à {renderer}, {wrong} différent(s).")
    if wrong:
        sys.exit(EXIT_FINDINGS)


@click.command("serve")
@click.argument("code", required=False, type=SiteCode())
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
    from ..preview.watch import PortError, serve  # noqa: PLC0415 - seldom needed

    try:
        serve(root, [code] if code else [], "127.0.0.1", port, lambda: today or date.today(), Progress())
    except PortError as error:
        raise click.UsageError(f"--port : {error} ; en choisir un autre, par exemple --port 0") from None


def _refuse_overwrite(root: Path, out: Path) -> None:
    """Refuse an output that no build wrote: a file, the project or a parent folder, a folder without sites."""
    holds_sites = (out / "api" / "pages.json").is_file() or any(out.glob("*/api/pages.json"))
    if out.is_file() or root.resolve().is_relative_to(out.resolve()):
        raise click.UsageError(f"--out : « {out} » serait effacé ; choisir un dossier à part, par exemple « site »")
    if out.is_dir() and any(out.iterdir()) and not holds_sites:
        raise click.UsageError(
            f"--out : le dossier « {out} » contient autre chose que des sites ; le vider, ou en choisir un autre"
        )


def _summary(built: Built, out: Path, *, offline: bool) -> str:
    departments = sum(name != PORTAL for name in built.sites)
    portal = ["le portail"] if PORTAL in built.sites else []
    what = " et ".join([*portal, *([count(departments, "site")] if departments else [])])
    done = "Rien n'a changé, tout était déjà construit" if built.unchanged else "Construit"
    served = f"python3 -m http.server -d {out} 8000, puis ouvrir http://localhost:8000/"
    how = f"ouvrir {out / 'index.html'} dans un navigateur" if offline else served
    return (
        f"{done} : {what or 'rien'}, {count(built.pages, 'page')}, en {format_decimal(built.seconds)} s, "
        f"dans « {out} ».\n"
        f"Pour regarder : {how}"
    )
