"""Define the command that checks links to other sites."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from ..domain.french import count
from ..reports import Report, format_counts
from ..reports.error_messages import EXIT_FINDINGS
from ..reports.formats import FORMATS
from . import options
from .report_options import destination, form_option, write_report


@click.command("links")
@click.option(
    "--since", metavar="RÉVISION", help="Seulement les adresses des lignes changées depuis cette révision de git."
)
@click.option(
    "--memory", cls=options.PathOption, in_project=".cache/liens.json", type=options.FILE, metavar="FICHIER",
    help="Ce qui est retenu d'un contrôle à l'autre.",
)  # fmt: skip
@form_option
@destination
@click.option(
    "--timeout", type=click.IntRange(1), default=20, show_default=True, metavar="S", help="Attente, en secondes."
)
@click.option("--retries", type=click.IntRange(0), default=2, show_default=True, metavar="N", help="Nouveaux essais.")
@click.option(
    "--pause", type=click.IntRange(0), default=10, show_default=True, metavar="S",
    help="Attente avant un nouvel essai, en secondes.",
)  # fmt: skip
@options.today
@options.root
def links_command(
    since: str | None, memory: Path, form: str, out: Path | None, timeout: int, retries: int, pause: int, today: date,
    root: Path,
) -> None:  # fmt: skip
    """Vérifier les adresses des autres sites.

    Chaque adresse est demandée une seule fois, une par seconde et par serveur. Une adresse qui échoue trois jours de
    suite est une erreur.
    """
    from ..git.changed_lines import changed_lines  # noqa: PLC0415 - slow to import, and not needed by every command
    from ..links import Reply  # noqa: PLC0415
    from ..links.addresses import FOLDERS, find_addresses  # noqa: PLC0415
    from ..links.exemptions import exempt  # noqa: PLC0415
    from ..links.failure_log import load_links, update_log, write_links  # noqa: PLC0415
    from ..links.link_findings import LINK_RULES, link_findings  # noqa: PLC0415
    from ..links.linkchecker import RetryPolicy, check_addresses  # noqa: PLC0415
    from ..load import load_project  # noqa: PLC0415
    from ..reports.file_owners import owners_of  # noqa: PLC0415

    known = load_links(memory)
    addresses = find_addresses(root, changed_lines(root, since, FOLDERS) if since else None)
    urls = [address.url for address in addresses]
    project = load_project(root, today)[0]
    exempted = exempt(urls, project.tree.settings.links, today)
    asked = [url for url in urls if url not in exempted]
    replies = check_addresses(asked, RetryPolicy(timeout, retries, pause)) | exempted
    offline = bool(asked) and not any(replies[url].reached for url in asked)
    if offline:
        replies = {url: Reply("unknown", "aucune réponse de personne : pas de réseau ?", reached=False) for url in urls}
    if not since:
        known = update_log(known, urls, replies, today)
        write_links(memory, known)
    findings = tuple(sorted(link_findings(addresses, replies, None if since else known.failures())))
    report = Report(findings, today, LINK_RULES, owners_of(project))
    write_report(FORMATS[form](report), out)
    unknown = sum(reply.state == "unknown" for reply in replies.values())
    summary = f"{count(len(urls), 'adresse')}, dont {unknown} non vérifiée(s) : {format_counts(findings)}."
    click.echo(summary, err=form != "text" and out is None)
    if report.count("error"):
        sys.exit(EXIT_FINDINGS)
