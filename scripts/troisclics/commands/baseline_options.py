"""Add a baseline to a command that reports findings: its options, and the subtraction of accepted findings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..domain.french import count
from ..model import Finding

if TYPE_CHECKING:
    from ..reports.baseline import Covers


def baseline_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options `--baseline` and `--write-baseline` to `command`."""
    write = click.option(
        "--write-baseline", is_flag=True, help="Écrire dans la référence tout ce qui est constaté aujourd'hui."
    )
    path = click.option(
        "--baseline", type=click.Path(path_type=Path, dir_okay=False), metavar="FICHIER",
        help="Référence : ce qui y est déjà n'est plus un échec.",
    )  # fmt: skip
    return path(write(command))


def check_baseline(path: Path | None, *, write: bool) -> None:
    """Raise UsageError unless the baseline exists or is to be written."""
    if write and path is None:
        raise click.UsageError("--write-baseline : dire où, par exemple --baseline reference.json")
    if path and not write and not path.is_file():
        raise click.UsageError(f"--baseline : « {path} » n'existe pas ; l'écrire d'abord avec --write-baseline")


def subtract_baseline(findings: tuple[Finding, ...], covers: Covers, path: Path, *, write: bool) -> tuple[Finding, ...]:
    """Return the findings that the baseline at `path` does not accept, and print how many it accepts.

    Args:
        findings: all findings.
        covers: whether a rule was checked in a file; entries on others are kept.
        path: the file of the baseline.
        write: whether to accept all findings first.
    """
    from ..reports.baseline import EMPTY, compare, format_gone, load_baseline, renew, write_baseline  # noqa: PLC0415 - seldom needed

    baseline = load_baseline(path) if path.is_file() else EMPTY
    if write:
        baseline = renew(baseline, findings, covers)
        write_baseline(path, baseline)
    compared = compare(findings, baseline, covers)
    click.echo(f"{count(compared.known, 'constat')} déjà dans la référence « {path} ».", err=True)
    if compared.gone:
        click.echo(f"N'y a plus lieu d'être dans la référence :\n{format_gone(compared.gone)}", err=True)
    return compared.new
