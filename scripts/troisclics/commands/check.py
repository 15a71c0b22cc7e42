"""Checking what was written and built, and the schemas that check as one types."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import options
from ..failures import EXIT_FINDINGS
from ..model import Finding
from ..reports import Report, format_counts
from ..reports.catalogue import FORMATS
from .terminal import Progress, count, write_report

if TYPE_CHECKING:
    from ..check import Answer

SITE = "site"


@click.command("check")
@click.argument("files", nargs=-1, metavar="[FICHIER]...", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice([*FORMATS]), default="text", show_default=True, help="Format du rapport."
)
@options.report
@click.option("--only", multiple=True, metavar="RÈGLE", help="Ne contrôler que cette règle ; peut être répété.")
@click.option("--texts", is_flag=True, help="Ne contrôler que les textes et les données, sans rien construire.")
@click.option("--timings", is_flag=True, help="Dire combien de temps prend chaque famille de règles.")
@click.option(
    "--baseline", type=click.Path(path_type=Path, dir_okay=False), metavar="FICHIER",
    help="Référence : ce qui y est déjà n'est plus un échec.",
)  # fmt: skip
@click.option("--write-baseline", is_flag=True, help="Écrire dans la référence tout ce qui est constaté aujourd'hui.")
@options.jobs
@options.today
@options.root
def check_command(
    files: Sequence[Path], form: str, out: Path | None, only: Sequence[str], texts: bool, timings: bool,
    baseline: Path | None, write_baseline: bool, jobs: int, today: date, root: Path,
) -> None:  # fmt: skip
    """Contrôler les textes, les données et les pages construites.

    Les sites sont d'abord mis à jour dans « site ». Avec des FICHIER, ne sont dites que les erreurs, et ce qui
    concerne ces fichiers.
    """
    from ..check import Question, check  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..reports.owners import owners_of  # noqa: PLC0415

    if write_baseline and baseline is None:
        raise click.UsageError("--write-baseline : dire où, par exemple --baseline reference.json")
    if baseline and not write_baseline and not baseline.is_file():
        raise click.UsageError(f"--baseline : « {baseline} » n'existe pas ; l'écrire d'abord avec --write-baseline")
    inside = frozenset(_from_root(root, files)) if files else None
    site = None if texts else root / SITE
    question = Question(root, today, site, frozenset(_known_rules(only)), inside)
    answer = check(question, Progress(), jobs)
    if site and not answer.built:
        click.echo("Les sites ne peuvent pas être construits : seuls les textes ont été contrôlés.", err=True)
    findings = _less_known(answer, baseline, write=write_baseline) if baseline else answer.findings
    report = Report(findings, today, answer.rules, owners_of(answer.project))
    write_report(FORMATS[form](report), out)
    pages, departments = len(answer.project.tree.pages), len(answer.project.departments)
    summary = f"{pages} pages nationales, {departments} départements, {format_counts(findings)}."
    click.echo(summary, err=form != "text" and out is None)
    if timings:
        click.echo(_format_timings(answer.seconds), err=True)
    if report.count("error"):
        sys.exit(EXIT_FINDINGS)


def _from_root(root: Path, files: Iterable[Path]) -> list[str]:
    """`files`, named from the working directory, as they are named in findings."""
    top = os.path.realpath(root)
    return [Path(os.path.relpath(os.path.realpath(file), top)).as_posix() for file in files]


def _known_rules(names: Iterable[str]) -> Iterable[str]:
    """`names`, each of which must be that of a rule."""
    from ..messages import RULES  # noqa: PLC0415 - slow to import

    for name in names:
        if name not in RULES:
            close = difflib.get_close_matches(name, RULES, 1)
            hint = f" (« {close[0]} » ?)" if close else ""
            raise click.UsageError(f"--only : aucune règle ne s'appelle « {name} »{hint}")
        yield name


def _less_known(answer: Answer, path: Path, *, write: bool) -> tuple[Finding, ...]:
    """The findings that the baseline at `path` does not know; how many it knows, and what is gone, is said."""
    from ..baseline import EMPTY, compare, format_gone, load_baseline, renew, write_baseline  # noqa: PLC0415 - seldom needed

    baseline = load_baseline(path) if path.is_file() else EMPTY
    if write:
        baseline = renew(baseline, answer.findings, answer.looked_at)
        write_baseline(path, baseline)
    compared = compare(answer.findings, baseline, answer.looked_at)
    click.echo(f"{count(compared.known, 'constat')} déjà dans la référence « {path} ».", err=True)
    if compared.gone:
        click.echo(f"N'y a plus lieu d'être dans la référence :\n{format_gone(compared.gone)}", err=True)
    return compared.new


def _format_timings(seconds: Sequence[tuple[str, float]]) -> str:
    """What each step took, and the family of rules that takes most; building is no rule."""
    from ..check import BUILDING  # noqa: PLC0415 - slow to import

    total = sum(time for _, time in seconds)
    lines = [f"  {step:<40} {_decimal(time)} s" for step, time in seconds]
    name, slowest = max((entry for entry in seconds if entry[0] != BUILDING), key=lambda entry: entry[1])
    end = f"La famille de règles la plus lente : « {name} », {_decimal(slowest)} s sur {_decimal(total)} s."
    return "\n".join(["Durées :", *lines, end])


def _decimal(seconds: float) -> str:
    return f"{seconds:.2f}".replace(".", ",")


@click.command("schemas")
@click.option(
    "--to", type=options.FOLDER, default="schemas", show_default=True, metavar="DOSSIER", help="Dossier des schémas."
)
def schemas_command(to: Path) -> None:
    """Écrire les schémas JSON pour les éditeurs de texte.

    Un éditeur qui les connaît propose les clés des fiches et signale les fautes pendant la frappe.
    """
    from ..load.schemas import INPUTS, Described, json_schemas  # noqa: PLC0415 - seldom needed
    from ..reports.json import HELP, FindingFile  # noqa: PLC0415

    findings = Described("findings", FindingFile, "Rapport de « troisclics check --format json »", HELP)

    to.mkdir(parents=True, exist_ok=True)
    for name, text in json_schemas((*INPUTS, findings)).items():
        (to / name).write_text(text, encoding="utf-8")
    click.echo(f"Schémas écrits dans « {to} ».")
