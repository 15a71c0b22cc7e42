"""Define what reporting commands share: the format, and where the report is written."""

from __future__ import annotations

from pathlib import Path

import click

from ..reports.formats import FORMATS

destination = click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FICHIER",
    help="Où écrire, si ce n'est pas à l'écran.",
)  # fmt: skip
form_option = click.option(
    "--format", "form", type=click.Choice([*FORMATS]), default="text", show_default=True, help="Format du rapport."
)


def write_report(text: str, out: Path | None) -> None:
    """Write `text` to the file `out`, or to standard output."""
    if out is None:
        click.echo(text, nl=False)
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8", errors="replace")
