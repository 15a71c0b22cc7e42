"""Define the commands on releases: roll back to an earlier one, and compare what is online with its manifest."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..domain.due_dates import due_changes
from ..domain.french import count, format_date
from ..model import PORTAL, Project
from ..reports.error_messages import EXIT_FINDINGS
from . import options
from .completion import TargetName, target_names
from .output import Steps, table
from .publish import (
    allow_option,
    dry_run_option,
    format_reread,
    format_seconds,
    publisher,
    read_target,
    refuse,
    target_argument,
    yes_option,
)

if TYPE_CHECKING:
    from ..publish.release_log import ReleaseLog

_SHOWN = 50
"""The maximum number of differences printed one by one."""


@click.command("rollback")
@target_argument
@click.option("--to", metavar="PUBLICATION", help="Publication à remettre en ligne ; sans cela, la précédente.")
@dry_run_option
@yes_option
@allow_option
@options.today
@options.root
def rollback_command(
    target: str, to: str | None, dry_run: bool, yes: bool, allow: Sequence[str], today: date, root: Path
) -> None:
    """Remettre en ligne une publication gardée sur le serveur."""
    from ..publish.preflight import connect_target  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..publish.rollback import plan_rollback, roll_back  # noqa: PLC0415
    from ..publish.signature import signing_of  # noqa: PLC0415

    _, wanted = read_target(root, target, today)
    steps = Steps()
    with connect_target(wanted, publisher(), steps, write=not dry_run) as (host, online):
        plan = plan_rollback(host, wanted, online, to, signing_of(root, wanted).signers)
        now = online.release.id if online.release else "rien"
        click.echo(f"{wanted.id} : {now} en ligne ; revenir à {plan.entry.id}, construite le {plan.entry.built_on}, "
                   f"{count(len(plan.found.manifests), 'site')}.")  # fmt: skip
        click.echo(plan.verdict.text(plan.found.at))
        refuse(list(plan.refusals), allow)
        if dry_run:
            click.echo("Rien n'a été changé (--dry-run).")
            return
        if sys.stdin.isatty() and not yes:
            click.confirm("Revenir à cette publication ?", abort=True)
        done = roll_back(host, wanted, online, plan, datetime.now(UTC), steps)
    click.echo(
        f"En ligne : {done.release.id}, {format_reread(done.read, done.total)}, en {format_seconds(done.seconds)}."
    )


@click.command("status")
@click.argument("where", metavar="DESTINATION|DOSSIER|URL", type=TargetName())
@click.option(
    "--allowed-signers", type=options.FILE, metavar="FICHIER",
    help="Pour un dossier ou une URL, les signataires admis : la publication doit être signée par l'un d'eux."
    " Sans cela, le fichier « allowed_signers » du projet, s'il existe, dit qui a signé.",
)  # fmt: skip
@options.today
@options.root_if_any
def status_command(where: str, allowed_signers: Path | None, today: date, root: Path | None) -> None:
    """Dire ce qui est en ligne, et le comparer au publié.

    Pour une DESTINATION de publish.yml : ce que chaque département montre et depuis quand, comparé à ce qui est servi.
    Pour un DOSSIER ou une URL, même hors du projet : tout ce qu'un navigateur peut recevoir, copies compressées et
    pages d'erreur comprises, comparé au manifeste.
    """
    if not _is_target(where, root):
        _compare_with_manifest(where, allowed_signers, root)
        return
    if allowed_signers:
        raise click.UsageError("--allowed-signers : pour une destination, les signataires sont dits dans publish.yml")
    _compare_with_log(where, today, options.need_root(root))


def _is_target(where: str, root: Path | None) -> bool:
    """Tell whether `where` is a target of publish.yml; a folder of the same name is written with a slash."""
    if "/" in where or where in {".", ".."}:
        return False
    return not Path(where).is_dir() or (root is not None and where in target_names(root))


def _compare_with_log(target: str, today: date, root: Path) -> None:
    """Print what the target runs, and compare it with the release log and with what is served."""
    from ..publish.preflight import connect_target  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..publish.rollback import find_status  # noqa: PLC0415
    from ..publish.signature import signing_of  # noqa: PLC0415

    project, wanted = read_target(root, target, today)
    steps = Steps()
    with connect_target(wanted, publisher(), steps, write=False) as (host, online):
        if online.release is None and not (online.probe.current or online.probe.folder):
            click.echo(f"{wanted.id} : rien n'est en ligne.")
            return
        status = find_status(host, wanted, online, signing_of(root, wanted).signers, steps)
    _show_log(online.log)
    if online.release:
        click.echo(status.verdict.text(online.release.at))
    if not wanted.url:
        click.echo("Pas d'« url » pour cette destination : ce qui est servi n'a pas été relu.")
    _show_differences(status.wrong)
    click.echo(
        f"{wanted.id} : {online.release.id if online.release else 'publication inconnue'} en ligne, "
        f"{count(status.compared, 'fichier')} comparé(s) sur le serveur, "
        f"{format_reread(status.read, status.read)}, {len(status.wrong)} différence(s)."
    )
    late = online.release is not None and _show_due(project, date.fromisoformat(online.release.built_on), today)
    if status.wrong or late:
        sys.exit(EXIT_FINDINGS)


def _show_due(project: Project, built: date, today: date) -> bool:
    """Print what sites built on the day `built` should show by now, or the next change; return whether any is due."""
    coming = due_changes(project, built)
    due = [change for change in coming if change.day <= today]
    for change in due[:_SHOWN]:
        click.echo(f"  dû depuis le {format_date(change.day)} : {change.what} ({change.at})")
    if due:
        click.echo(f"{count(len(due), 'changement')} à publier depuis la construction du {format_date(built)}.")
    elif coming:
        click.echo(f"À jour ; prochain changement le {format_date(coming[0].day)} : {coming[0].what}.")
    return bool(due)


def _compare_with_manifest(where: str, allowed_signers: Path | None, root: Path | None) -> None:
    """Compare everything a browser can get from a folder or a URL with its manifest."""
    from ..publish.folder_listing import printable  # noqa: PLC0415
    from ..publish.signature import Signers, default_signers  # noqa: PLC0415 - seldom needed
    from ..publish.verification import verify_folder, verify_url  # noqa: PLC0415

    signers = Signers(allowed_signers, required=True) if allowed_signers else default_signers(root or Path())
    verified = verify_url(where, signers) if "://" in where else verify_folder(Path(where), signers)
    click.echo(verified.verdict.text(verified.at))
    _show_differences(verified.wrong)
    compared = count(verified.compared, "réponse" if "://" in where else "fichier")
    click.echo(f"{printable(verified.name)} : {compared} comparé(s), {len(verified.wrong)} différence(s).")
    if verified.wrong:
        sys.exit(EXIT_FINDINGS)


def _show_differences(lines: Sequence[str]) -> None:
    for line in lines[:_SHOWN]:
        click.echo(f"  différent : {line}")
    if len(lines) > _SHOWN:
        click.echo(f"  … et {len(lines) - _SHOWN} autre(s).")


def _show_log(log: ReleaseLog) -> None:
    rows = [(running.slug or PORTAL, running.release, running.since) for running in log.sites]
    click.echo(table(["Site", "Publication", "Depuis"], rows))
    click.echo("Publications gardées : " + ", ".join(entry.id for entry in log.releases))
