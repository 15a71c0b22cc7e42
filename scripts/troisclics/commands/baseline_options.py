"""The baseline of a command that finds faults: its options, and what is left once what it knows is taken away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..domain.french import count
from ..model import Finding

if TYPE_CHECKING:
    from ..reports.baseline import LookedAt


def baseline_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give `command` the options `--baseline` and `--write-baseline`."""
    write = click.option(
        "--write-baseline", is_flag=True, help="Écrire dans la référence tout ce qui est constaté aujourd'hui."
    )
    path = click.option(
        "--baseline", type=click.Path(path_type=Path, dir_okay=False), metavar="FICHIER",
        help="Référence : ce qui y est déjà n'est plus un échec.",
    )  # fmt: skip
    return path(write(command))


def check_baseline(path: Path | None, *, write: bool) -> None:
    """Raise UsageError unless the baseline is there, or is to be written."""
    if write and path is None:
        raise click.UsageError("--write-baseline : dire où, par exemple --baseline reference.json")
    if path and not write and not path.is_file():
        raise click.UsageError(f"--baseline : « {path} » n'existe pas ; l'écrire d'abord avec --write-baseline")


def less_known(findings: tuple[Finding, ...], looked_at: LookedAt, path: Path, *, write: bool) -> tuple[Finding, ...]:
    """The findings that the baseline at `path` does not know; how many it knows, and what is gone, is said."""
    from ..reports.baseline import EMPTY, compare, format_gone, load_baseline, renew, write_baseline  # noqa: PLC0415 - seldom needed

    baseline = load_baseline(path) if path.is_file() else EMPTY
    if write:
        baseline = renew(baseline, findings, looked_at)
        write_baseline(path, baseline)
    compared = compare(findings, baseline, looked_at)
    click.echo(f"{count(compared.known, 'constat')} déjà dans la référence « {path} ».", err=True)
    if compared.gone:
        click.echo(f"N'y a plus lieu d'être dans la référence :\n{format_gone(compared.gone)}", err=True)
    return compared.new
