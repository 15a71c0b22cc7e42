"""The national facts, those to confirm first of all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ..reports.facts_report import FACT_FORMATS
from . import options
from .report_options import destination, write_report


@click.command("facts")
@click.option("--to-confirm", is_flag=True, help="Seulement les faits inconnus, anciens, contradictoires ou échus.")
@click.option(
    "--format", "form", type=click.Choice([*FACT_FORMATS]), default="text", show_default=True,
    help="Format de la liste.",
)  # fmt: skip
@destination
@options.today
@options.root
def facts_command(to_confirm: bool, form: str, out: Path | None, today: date, root: Path) -> None:
    """Lister les faits nationaux, et les pages qui les montrent.

    Chaque montant, seuil, taux ou date : sa valeur du jour, son doute s'il y en a un, sa source, et chaque ligne où il
    paraît.
    """
    from ..load import load_project  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..merge.fact_register import list_facts  # noqa: PLC0415

    project, _ = load_project(root, today)
    write_report(FACT_FORMATS[form](list_facts(project, today, to_confirm=to_confirm), today), out)
