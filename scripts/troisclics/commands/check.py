"""Checking what was written, and the schemas that check as one types."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from .. import options
from ..failures import EXIT_FINDINGS
from ..reports.text import format_text
from .terminal import count


@click.command("check")
@options.today
@options.root
def check_command(today: date, root: Path) -> None:
    """Contrôler les textes et les données, sans rien construire."""
    from ..checks import Subject, run_checks  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..checks.catalogue import CHECKS  # noqa: PLC0415
    from ..load import load_project  # noqa: PLC0415
    from ..merge import merge_all  # noqa: PLC0415

    project, findings = load_project(root, today)
    _, merge_findings = merge_all(project, [None, *project.departments], today)
    checked = run_checks(CHECKS, Subject(root, project, today))
    everything = sorted({*findings, *merge_findings, *checked.findings})
    if everything:
        click.echo(format_text(everything))
    errors = sum(found.severity == "error" for found in everything)
    pages, departments = len(project.tree.pages), len(project.departments)
    click.echo(f"{pages} pages nationales, {departments} départements, {count(errors, 'erreur')}.")
    if errors:
        sys.exit(EXIT_FINDINGS)


@click.command("schemas")
@click.option(
    "--to", type=options.FOLDER, default="schemas", show_default=True, metavar="DOSSIER", help="Dossier des schémas."
)
def schemas_command(to: Path) -> None:
    """Écrire les schémas JSON pour les éditeurs de texte.

    Un éditeur qui les connaît propose les clés des fiches et signale les fautes pendant la frappe.
    """
    from ..load.schemas import json_schemas  # noqa: PLC0415 - seldom needed

    to.mkdir(parents=True, exist_ok=True)
    for name, text in json_schemas().items():
        (to / name).write_text(text, encoding="utf-8")
    click.echo(f"Schémas écrits dans « {to} ».")
