"""Define the command that lists the national facts and where they are used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from ..domain.close_matches import hint
from ..reports.facts_report import FACT_FORMATS
from . import options
from .completion import FactName
from .report_options import destination, write_report


@click.command("facts")
@click.argument("names", nargs=-1, metavar="[FAIT]...", type=FactName())
@click.option("--to-confirm", is_flag=True, help="Seulement les faits inconnus, anciens, contradictoires ou échus.")
@click.option(
    "--format", "form", type=click.Choice([*FACT_FORMATS]), default="text", show_default=True,
    help="Format de la liste.",
)  # fmt: skip
@destination
@options.today
@options.root
def facts_command(names: Sequence[str], to_confirm: bool, form: str, out: Path | None, today: date, root: Path) -> None:
    """Lister les faits nationaux, et les pages qui les montrent.

    Tous, ou seulement les FAIT nommés, par exemple pim.repas.
    Chaque montant, seuil, taux ou date : sa valeur du jour, son doute s'il y en a un, sa source, et chaque ligne où il
    paraît.
    """
    from ..load import load_project  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..merge.fact_register import list_facts  # noqa: PLC0415

    project, _ = load_project(root, today)
    known = {fact.id for fact in project.tree.facts}
    for name in names:
        if name not in known:
            raise click.UsageError(f"aucun fait ne s'appelle « {name} »{hint(name, known)}")
    usages = list_facts(project, today, to_confirm=to_confirm)
    shown = [usage for usage in usages if not names or usage.shown.fact.id in names]
    write_report(FACT_FORMATS[form](shown, today), out)
