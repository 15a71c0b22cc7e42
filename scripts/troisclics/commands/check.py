"""Checking what was written and built, and the schemas that check as one types."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import click

from ..domain.french import format_decimal
from ..reports import Report, format_counts
from ..reports.error_messages import EXIT_FINDINGS
from ..reports.formats import FORMATS
from . import options
from .baseline_options import baseline_options, check_baseline, less_known
from .output import Progress
from .report_options import destination, form_option, write_report

SITE = "site"


@click.command("check")
@click.argument("files", nargs=-1, metavar="[FICHIER]...", type=click.Path(path_type=Path))
@form_option
@destination
@click.option("--only", multiple=True, metavar="RÈGLE", help="Ne contrôler que cette règle ; peut être répété.")
@click.option("--texts", is_flag=True, help="Ne contrôler que les textes et les données, sans rien construire.")
@click.option("--timings", is_flag=True, help="Dire combien de temps prend chaque famille de règles.")
@baseline_options
@options.jobs
@options.today
@options.root
def check_command(
    files: Sequence[Path], form: str, out: Path | None, only: Sequence[str], texts: bool, timings: bool,
    baseline: Path | None, write_baseline: bool, jobs: int, today: date, root: Path,
) -> None:  # fmt: skip
    """Contrôler les textes, données et pages construites.

    Les sites sont d'abord mis à jour dans « site ». Avec des FICHIER, ne sont dites que les erreurs, et ce qui
    concerne ces fichiers.
    """
    from ..pipeline.check import CheckRequest, check  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..reports.file_owners import owners_of  # noqa: PLC0415

    check_baseline(baseline, write=write_baseline)
    inside = frozenset(_from_root(root, files)) if files else None
    site = None if texts else root / SITE
    question = CheckRequest(root, today, site, frozenset(_known_rules(only)), inside)
    answer = check(question, Progress(), jobs)
    if site and not answer.built:
        click.echo("Les sites ne peuvent pas être construits : seuls les textes ont été contrôlés.", err=True)
    findings = answer.findings
    if baseline:
        findings = less_known(findings, answer.looked_at, baseline, write=write_baseline)
    report = Report(findings, today, answer.rules, owners_of(answer.project))
    write_report(FORMATS[form](report), out)
    pages, departments = len(answer.project.tree.pages), len(answer.project.departments)
    summary = f"{pages} pages nationales, {departments} départements, {format_counts(findings)}."
    click.echo(summary, err=form != "text" and out is None)
    if timings:
        click.echo(_format_timings(answer.seconds), err=True)
    if report.count("error"):
        sys.exit(EXIT_FINDINGS)


def _from_root(root: Path, files: Iterable[Path]) -> Iterable[str]:
    """`files`, named from the working directory, as they are named in findings.

    Each must be a file of the project: one whose name is misspelt would pass for a file without a fault.
    """
    top = os.path.realpath(root)
    for file in files:
        # The last part is not resolved: a link is a fault of the project that is to be said.
        path = os.path.join(os.path.realpath(file.parent), file.name)
        if not os.path.lexists(path) or (os.path.isdir(path) and not os.path.islink(path)):
            raise click.UsageError(f"aucun fichier « {file} »")
        if not Path(path).is_relative_to(top):
            raise click.UsageError(f"« {file} » n'est pas dans le projet « {root} »")
        yield Path(os.path.relpath(path, top)).as_posix()


def _known_rules(names: Iterable[str]) -> Iterable[str]:
    """`names`, each of which must be that of a rule."""
    from ..messages import RULES  # noqa: PLC0415 - slow to import

    for name in names:
        if name not in RULES:
            close = difflib.get_close_matches(name, RULES, 1)
            hint = f" (« {close[0]} » ?)" if close else ""
            raise click.UsageError(f"--only : aucune règle ne s'appelle « {name} »{hint}")
        yield name


def _format_timings(seconds: Sequence[tuple[str, float]]) -> str:
    """What each step took, and the family of rules that takes most; building is no rule."""
    from ..pipeline.check import BUILDING  # noqa: PLC0415 - slow to import

    total = sum(time for _, time in seconds)
    lines = [f"  {step:<40} {format_decimal(time, 2)} s" for step, time in seconds]
    name, slowest = max((entry for entry in seconds if entry[0] != BUILDING), key=lambda entry: entry[1])
    part = f"{format_decimal(slowest, 2)} s sur {format_decimal(total, 2)} s"
    end = f"La famille de règles la plus lente : « {name} », {part}."
    return "\n".join(["Durées :", *lines, end])


@click.command("schemas")
@click.option(
    "--to", type=options.FOLDER, default="schemas", show_default=True, metavar="DOSSIER", help="Dossier des schémas."
)
def schemas_command(to: Path) -> None:
    """Écrire les schémas JSON pour les éditeurs de texte.

    Un éditeur qui les connaît propose les clés des fiches et signale les fautes pendant la frappe.
    """
    from ..load.schemas import INPUTS, Described, json_schemas  # noqa: PLC0415 - seldom needed
    from ..reports import freshness_json  # noqa: PLC0415
    from ..reports.json import HELP, FindingFile  # noqa: PLC0415

    title = "Rapport de « troisclics {} --format json »"
    reports = (
        Described("findings", FindingFile, title.format("check"), HELP),
        Described("freshness", freshness_json.FreshnessFile, title.format("freshness"), freshness_json.HELP),
    )
    to.mkdir(parents=True, exist_ok=True)
    for name, text in json_schemas((*INPUTS, *reports)).items():
        (to / name).write_text(text, encoding="utf-8")
    click.echo(f"Schémas écrits dans « {to} ».")
