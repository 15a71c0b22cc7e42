"""Define the command that reports which local facts each department gives."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ..reports.coverage_report import COVERAGE_FORMATS
from . import options
from .report_options import destination, write_report


@click.command("coverage")
@click.option(
    "--format", "form", type=click.Choice([*COVERAGE_FORMATS]), default="text", show_default=True,
    help="Format du tableau.",
)  # fmt: skip
@destination
@options.today
@options.root
def coverage_command(form: str, out: Path | None, today: date, root: Path) -> None:
    """Montrer ce que chaque département dit de lui.

    Un tableau : les départements, et les informations locales que chaque agent attend. Les moins renseignés sont en
    tête.
    """
    from ..domain.local_coverage import coverage  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..load import load_project  # noqa: PLC0415

    project, _ = load_project(root, today)
    write_report(COVERAGE_FORMATS[form](coverage(project, today), today), out)
