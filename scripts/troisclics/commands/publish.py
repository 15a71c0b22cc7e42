"""Define the command that publishes the sites, and what it shares with those on releases."""

from __future__ import annotations

import getpass
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..constants import ADDRESSES
from ..domain.close_matches import hint
from ..domain.french import count, format_decimal, format_size
from ..errors import InputError
from ..model import PORTAL, Finding, Project, Target
from ..reports.error_messages import EXIT_FINDINGS
from ..reports.text import format_text
from . import options
from .completion import RuleName, TargetName
from .output import Progress, Steps, table

if TYPE_CHECKING:
    from ..publish.pack import Packed
    from ..publish.preparation import PreparedPublication

target_argument = click.argument("target", metavar="DESTINATION", type=TargetName())
dry_run_option = click.option("--dry-run", is_flag=True, help="Montrer ce qui serait fait, et ne rien changer.")
yes_option = click.option("--yes", is_flag=True, help="Ne pas demander de confirmation dans un terminal.")
allow_option = click.option(
    "--allow",
    multiple=True,
    type=RuleName(),
    metavar="RÈGLE",
    help="Publier malgré les refus de cette règle ; peut être répété.",
)


@click.command("publish")
@target_argument
@options.codes
@dry_run_option
@yes_option
@allow_option
@click.option(
    "--site", type=options.FOLDER, metavar="DOSSIER",
    help="Publier ce dossier tel qu'il est ; sans cette option, « site » est d'abord construit.",
)  # fmt: skip
@options.jobs
@options.today
@options.root
def publish_command(
    target: str, codes: Sequence[str], dry_run: bool, yes: bool, allow: Sequence[str], site: Path | None, jobs: int,
    today: date, root: Path,
) -> None:  # fmt: skip
    """Mettre les sites en ligne, tous ou rien.

    DESTINATION est décrite dans publish.yml. Avec des CODE, seuls ces sites changent.
    Les sites sont envoyés à part, vérifiés sur le serveur, puis servis par une bascule instantanée.
    """
    from ..domain.schedule import shown_on  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..publish.plan import check_address  # noqa: PLC0415
    from ..publish.preflight import connect_target  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..publish.preparation import prepare  # noqa: PLC0415
    from ..publish.publication import publish  # noqa: PLC0415
    from ..publish.release_order import check_order  # noqa: PLC0415
    from ..publish.signature import check_signing, signing_of  # noqa: PLC0415

    project, wanted = read_target(root, target, today)
    if codes and wanted.kind == "archives":
        raise click.UsageError("une destination d'archives reçoit toujours tous ses sites : ne pas donner de CODE")
    signing = signing_of(root, wanted)
    check_signing(signing)
    steps = Steps()
    packed = pack_sites(root, project, wanted, site, jobs, today, steps)
    chosen = target_slugs(project, codes) if codes else tuple(packed.manifests)
    if unknown := [slug or PORTAL for slug in chosen if slug not in packed.manifests]:
        raise click.UsageError(f"la destination « {wanted.id} » ne reçoit pas : {', '.join(unknown)}")
    built = site or root / "site"
    refusals = _check(root, project, built, today)
    if wanted.url:
        refusals += check_address(built, chosen, wanted.url)
    with connect_target(wanted, publisher(), steps, write=not dry_run) as (host, online):
        prepared = prepare(host, wanted, online, packed, chosen, project.tree.settings.publish, signing)
        _show_plan(wanted, prepared)
        refuse([*refusals, *prepared.refusals, *check_order(root, wanted, online, prepared.release)], allow)
        if dry_run:
            click.echo("Rien n'a été changé (--dry-run).")
            return
        if sys.stdin.isatty() and not yes:
            click.confirm("Mettre en ligne ?", abort=True)
        done = publish(host, wanted, online, prepared, datetime.now(UTC), steps)
    sent = (
        f"{count(done.sent.files, 'fichier')}, {format_size(done.sent.bytes)} transférés"
        if done.sent
        else "déjà en ligne"
    )
    click.echo(table(["Site", "Pages", "Publication"], [
        (slug or PORTAL, str(packed.manifests[slug].pages), done.release.id) for slug in chosen
    ]))  # fmt: skip
    _record_addresses(root, shown_on(project, today))
    click.echo(f"En ligne : {done.release.id}, {count(len(chosen), 'site')}, {sent}, "
               f"{format_reread(done.read, done.total)}, en {format_seconds(done.seconds)}.")  # fmt: skip


def _record_addresses(root: Path, project: Project) -> None:
    """Note the addresses that are published now; what is online stays so if this fails."""
    from ..publish.published_addresses import record_addresses  # noqa: PLC0415 - slow to import

    try:
        new = record_addresses(root, project)
    except OSError as error:
        click.echo(
            f"Attention : les adresses publiées ne sont pas notées dans {ADDRESSES} ({error.strerror}).", err=True
        )
        return
    if new:
        click.echo(f"{count(new, 'adresse')} de plus dans {ADDRESSES} : enregistrer ce fichier dans git.")


def read_target(root: Path, name: str, today: date) -> tuple[Project, Target]:
    """Return the project and the target `name`. Raises InputError, UsageError."""
    from ..load.targets import load_targets  # noqa: PLC0415
    from ..pipeline.build import has_errors, read_project  # noqa: PLC0415 - slow to import, and not needed by every command

    project = read_project(root, today)
    findings: list[Finding] = []
    targets = load_targets(root, project, today, findings)
    if has_errors(findings):
        raise InputError(sorted(findings))
    for target in targets:
        if target.id == name:
            return project, target
    known = [target.id for target in targets]
    raise click.UsageError(
        f"destination « {name} » inconnue{hint(name, known)} ; publish.yml décrit : {', '.join(known)}"
    )


def target_slugs(project: Project, codes: Sequence[str]) -> tuple[str, ...]:
    """Return the slugs of the sites of `codes`, or of all sites if there are none; the portal is ""."""
    from ..pipeline.build import choose  # noqa: PLC0415 - slow to import, and not needed by every command

    return tuple(department.slug if department else "" for department in choose(project, codes, None))


def pack_sites(
    root: Path, project: Project, target: Target, site: Path | None, jobs: int, today: date, steps: Steps
) -> Packed:
    """Build the sites at the address of `target`, unless `site` is given, and pack those that it receives.

    Without a `url` of the target, pages get the address in `mkdocs.yml`, with a warning.
    """
    from ..clicks import find_sites  # noqa: PLC0415
    from ..messages import finding  # noqa: PLC0415
    from ..model import Place  # noqa: PLC0415
    from ..pipeline.build import build  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..publish.csp import theme_scripts  # noqa: PLC0415
    from ..publish.manifest import Provenance  # noqa: PLC0415
    from ..publish.pack import pack  # noqa: PLC0415
    from ..publish.sbom import find_components, format_sbom  # noqa: PLC0415

    if site is None:
        site = root / "site"
        if target.url is None:
            steps.warn("pas d'« url » pour cette destination : l'adresse des pages est « site_url » de mkdocs.yml.")
        build(root, site, today, Progress(), jobs=jobs, address=target.url)
    slugs = target_slugs(project, target.departments)
    missing = [slug for slug in slugs if slug not in find_sites(site)] if site.is_dir() else slugs
    if missing:
        raise InputError([finding("publication-site-absent", Place(f"{site.name}/{slug}")) for slug in missing])
    steps.step("préparation")
    place = root / ".cache" / "publication" / target.id
    place.parent.mkdir(parents=True, exist_ok=True)
    commit = commit_of(root)
    origin = Provenance(
        today, commit, f"troisclics {version('troisclics')}", format_sbom(find_components(), today, commit)
    )
    scripts = theme_scripts(root / "overrides")
    return pack(site, slugs, place, origin, scripts, jobs, lambda _, done, total: steps.moved(done, total))


def _check(root: Path, project: Project, site: Path, today: date) -> list[Finding]:
    """Return the errors that the checks find on the sites to publish."""
    from ..checks import Subject, run_checks  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..checks.registry import CHECKS  # noqa: PLC0415

    findings = run_checks(CHECKS, Subject(root, project, today, site)).findings
    return [found for found in findings if found.severity == "error"]


def refuse(findings: Sequence[Finding], allow: Sequence[str]) -> None:
    """Exit if a finding forbids publishing and is not in `allow`; foreign content can never be allowed."""
    from ..messages.publishing_rules import FOREIGN  # noqa: PLC0415 - only where something is published

    if findings:
        click.echo(format_text(sorted(findings)), err=True)
    against = [found for found in findings if found.rule not in allow or found.rule == FOREIGN]
    if against:
        click.echo(
            f"Publication refusée : {count(len(against), 'erreur')} ; ce qui est en ligne n'a pas changé.", err=True
        )
        sys.exit(EXIT_FINDINGS)


def _show_plan(target: Target, prepared: PreparedPublication) -> None:
    rows = [
        (
            change.name,
            str(change.pages),
            str(change.added),
            str(change.changed),
            str(change.removed),
            format_size(change.bytes),
        )
        for change in prepared.changes
        if change.added or change.changed or change.removed
    ]
    click.echo(f"Destination {target.id} ({target.path}), publication {prepared.release.id} :")
    if rows:
        click.echo(table(["Site", "Pages", "Ajoutés", "Changés", "Retirés", "Taille"], rows))
    same = len(prepared.changes) - len(rows)
    total = sum(change.added + change.changed for change in prepared.changes)
    bytes_ = format_size(sum(change.bytes for change in prepared.changes))
    click.echo(f"À envoyer : {count(total, 'fichier')}, {bytes_} au plus ; {count(same, 'site')} sans changement.")


def format_reread(number: int, total: int) -> str:
    """Format how many responses were verified over HTTP, of how many that a browser can get."""
    if not number:
        return "rien de relu par HTTP"
    of = f" sur {total} (« sample »)" if number < total else ""
    return f"{count(number, 'réponse')} relue(s){of}"


def format_seconds(number: float) -> str:
    """Format a duration in seconds, in French."""
    return f"{format_decimal(number)} s"


def publisher() -> str:
    """Return who is publishing, to be shown to others while the target is locked."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{getpass.getuser()} sur {socket.gethostname()}, processus {os.getpid()}, depuis {now}"


def commit_of(root: Path) -> str:
    """Return the commit of the project, with a plus sign if files differ from it; empty outside git."""
    command = ["git", "-C", str(root), "describe", "--always", "--abbrev=40", "--dirty=+", "--exclude=*"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""
