"""Define the command that checks the texts, the data and the built sites."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import click

from ..domain.close_matches import hint
from ..domain.french import format_decimal
from ..model import Finding
from ..reports import Report, format_counts
from ..reports.error_messages import EXIT_FINDINGS
from ..reports.formats import FORMATS
from ..reports.text import count_by_rule, format_grouped, format_text
from . import options
from .baseline_options import baseline_options, check_baseline, subtract_baseline
from .completion import EditedFile, RuleName
from .output import Progress, table
from .report_options import destination, form_option, write_report

SITE = "site"


@click.command("check")
@click.argument("files", nargs=-1, metavar="[FICHIER]...", type=EditedFile())
@form_option
@destination
@click.option(
    "--only", multiple=True, type=RuleName(), metavar="RÈGLE", help="Ne contrôler que cette règle ; peut être répété."
)
@click.option("--texts", is_flag=True, help="Ne contrôler que les textes et les données, sans rien construire.")
@click.option("--all", "every", is_flag=True, help="Montrer une à une les notes répétées d'une même règle.")
@click.option("--timings", is_flag=True, help="Dire combien de temps prend chaque famille de règles.")
@baseline_options
@options.jobs
@options.today
@options.root
def check_command(
    files: Sequence[str], form: str, out: Path | None, only: Sequence[str], texts: bool, every: bool, timings: bool,
    baseline: Path | None, write_baseline: bool, jobs: int, today: date, root: Path,
) -> None:  # fmt: skip
    """Contrôler les textes, données et pages construites.

    Les sites sont d'abord mis à jour dans « site ». Avec des FICHIER, ne sont dites que les erreurs, et ce qui
    concerne ces fichiers. À la fin, un tableau compte les constats par règle.
    """
    from ..pipeline.check import CheckRequest, check  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..reports.file_owners import owners_of  # noqa: PLC0415

    check_baseline(baseline, write=write_baseline)
    inside = frozenset(options.project_files(root, files)) if files else None
    site = None if texts else root / SITE
    request = CheckRequest(root, today, site, frozenset(_known_rules(only)), inside)
    result = check(request, Progress(), jobs)
    if site and not result.built:
        click.echo("Les sites ne peuvent pas être construits : seuls les textes ont été contrôlés.", err=True)
    findings = result.findings
    if baseline:
        findings = subtract_baseline(findings, result.covers, baseline, write=write_baseline)
    report = Report(findings, today, result.rules, owners_of(result.project))
    write_report(_format_text(findings, every=every) if form == "text" else FORMATS[form](report), out)
    pages, departments = len(result.project.tree.pages), len(result.project.departments)
    summary = f"{pages} pages nationales, {departments} départements, {format_counts(findings)}."
    click.echo(summary, err=form != "text" and out is None)
    if timings:
        click.echo(_format_timings(result.seconds), err=True)
    if report.count("error"):
        sys.exit(EXIT_FINDINGS)


def _format_text(findings: Sequence[Finding], *, every: bool) -> str:
    """Format the findings for people, followed by a count by rule."""
    if not findings:
        return ""
    rows = [(rule, severity, str(number)) for rule, severity, number in count_by_rule(findings)]
    shown = format_text(findings) if every else format_grouped(findings)
    return f"{shown}\n\n{table(['Règle', 'Gravité', 'Nombre'], rows)}\n\n"


def _known_rules(names: Iterable[str]) -> Iterable[str]:
    """Yield `names`. Raises UsageError if one is not the name of a rule."""
    from ..messages import RULES  # noqa: PLC0415 - slow to import

    for name in names:
        if name not in RULES:
            raise click.UsageError(f"--only : aucune règle ne s'appelle « {name} »{hint(name, list(RULES))}")
        yield name


def _format_timings(seconds: Sequence[tuple[str, float]]) -> str:
    """Format the duration of each step, and name the slowest family of rules; building is not one."""
    from ..pipeline.check import BUILDING  # noqa: PLC0415 - slow to import

    total = sum(time for _, time in seconds)
    lines = [f"  {step:<40} {format_decimal(time, 2)} s" for step, time in seconds]
    name, slowest = max((entry for entry in seconds if entry[0] != BUILDING), key=lambda entry: entry[1])
    part = f"{format_decimal(slowest, 2)} s sur {format_decimal(total, 2)} s"
    end = f"La famille de règles la plus lente : « {name} », {part}."
    return "\n".join(["Durées :", *lines, end])
