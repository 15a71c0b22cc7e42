"""Define the command that checks the link to the portal in pages of intranets."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..domain.french import count
from ..model import Finding
from ..reports.error_messages import EXIT_FINDINGS
from ..reports.text import format_text
from . import options

if TYPE_CHECKING:
    from ..links.portal_link import IntranetLink


@click.command("intranet")
@click.argument(
    "files", nargs=-1, metavar="[FICHIER.html]...", type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@options.root
def intranet_command(files: Sequence[Path], root: Path) -> None:
    """Vérifier le lien vers le portail dans les intranets.

    Les FICHIER sont des pages d'accueil d'intranets, enregistrées depuis un navigateur : le lien y est-il, une seule
    fois, visible, avec la bonne adresse et le bon libellé, à la même place que dans les autres ? Sans FICHIER, montrer
    le code à coller.
    """
    from ..links.portal_link import PLACE, check_pages, common_place, parse_page  # noqa: PLC0415 - seldom needed
    from ..links.saved_page import describe  # noqa: PLC0415

    wanted = _wanted(root)
    if not files:
        click.echo(f"À coller {PLACE} :\n\n{wanted.snippet}")
        return
    pages = [parse_page(str(file), file.read_bytes()) for file in files]
    findings = check_pages(pages, wanted)
    if findings:
        click.echo(format_text(findings))
    wrong = len({found.place.file for found in findings if found.severity == "error"})
    where = describe(common_place(pages, wanted))
    click.echo(f"{count(len(pages), 'page')} d'intranet, {wrong} à corriger. Place du lien : {where}.")
    if wrong:
        sys.exit(EXIT_FINDINGS)


def _wanted(root: Path) -> IntranetLink:
    """Return the link as `mkdocs.yml` sets its address and text. Raises InputError, UsageError, OSError."""
    from ..links.portal_link import IntranetLink  # noqa: PLC0415
    from ..load.config import load_config, load_settings  # noqa: PLC0415
    from ..pipeline.build import stop_on_errors  # noqa: PLC0415 - slow to import
    from ..staging.stage import portal_address  # noqa: PLC0415 - MkDocs is slow to import

    findings: list[Finding] = []
    config = load_config(root, findings)
    settings = load_settings(config, findings)
    stop_on_errors(findings)
    address = portal_address(config.text)
    if not address:
        raise click.UsageError("l'adresse du portail n'est pas connue : la donner par « site_url » dans mkdocs.yml")
    return IntranetLink(address, settings.intranet_label)
