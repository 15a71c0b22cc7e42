"""Define the command that reports the age of all content, for managers and for editors."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from ..domain.french import count
from ..reports.error_messages import EXIT_FINDINGS
from ..system.file_trees import write_file
from . import options
from .baseline_options import baseline_options, check_baseline, subtract_baseline

FORMATS = ("text", "json", "csv", "html", "ics", "eml")
ALONE = ("text", "json", "csv", "html")
"""The formats that consist of one document and can be written to standard output."""


@click.command("freshness")
@click.option(
    "--format", "forms", type=click.Choice(FORMATS), multiple=True, default=("text",), show_default=True,
    help="Format du rapport ; peut être répété avec --out.",
)  # fmt: skip
@click.option("--out", type=options.FOLDER, metavar="DOSSIER", help="Où écrire les fichiers du rapport.")
@baseline_options
@options.today
@options.root
def freshness_command(
    forms: tuple[str, ...], out: Path | None, baseline: Path | None, write_baseline: bool, today: date, root: Path
) -> None:
    """Dire ce qui est à jour ou en retard, et qui en répond.

    Les dates viennent des fichiers et de l'historique git, qui doit être complet. Rien n'est envoyé : les courriels
    sont des fichiers « .eml », les agendas des fichiers « .ics ».
    """
    from ..domain.local_coverage import coverage  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..freshness.report import freshness_report  # noqa: PLC0415
    from ..git.history import read_history  # noqa: PLC0415
    from ..load import load_project  # noqa: PLC0415
    from ..messages import RULES  # noqa: PLC0415
    from ..reports.freshness_formats import FRESHNESS_FORMATS  # noqa: PLC0415

    check_baseline(baseline, write=write_baseline)
    if out is None and (len(forms) > 1 or forms[0] not in ALONE):
        raise click.UsageError("--out : dire dans quel dossier écrire ces fichiers")
    project, found = load_project(root, today)
    history = read_history(root, project.tree.settings.freshness.bulk)
    report = freshness_report(project, history, today, found)
    if baseline:
        new = subtract_baseline(report.findings, lambda rule, _: rule in RULES, baseline, write=write_baseline)
        report = dataclasses.replace(report, findings=new)
    rows = coverage(project, today)
    files = {name: text for form in forms for name, text in FRESHNESS_FORMATS[form](report, rows).items()}
    if out is None:
        sys.stdout.buffer.write(next(iter(files.values())))
    else:
        _write(out, files)
        click.echo(f"{count(len(files), 'fichier')} dans « {out} ».", err=True)
    if any(found.severity == "error" for found in report.findings):
        sys.exit(EXIT_FINDINGS)


def _write(out: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` into `out`, each atomically, and delete calendars and mails of an earlier report."""
    from ..reports.freshness_formats import CALENDARS, MAILS  # noqa: PLC0415 - slow to import

    for folder, suffix in ((CALENDARS, "ics"), (MAILS, "eml")):
        if any(name.startswith(f"{folder}/") for name in files):
            for path in (out / folder).glob(f"*.{suffix}"):
                if f"{folder}/{path.name}" not in files:
                    path.unlink()
    for name, content in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, content)
