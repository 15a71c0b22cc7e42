"""Define the command that fixes what needs no decision in a text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from . import options
from .completion import EditedFile


@click.command("fix")
@click.argument("files", nargs=-1, required=True, metavar="FICHIER...", type=EditedFile())
@options.root
def fix_command(files: Sequence[str], root: Path) -> None:
    """Corriger ce qui peut l'être sans rien décider.

    Ligne vide avant une liste ou un tableau, espaces devant une sous-liste, puces et signes cachés d'un traitement de
    texte : ce que « check » appelle liste-collee, retrait-court, signe-cache, et une part de marque-brute. Les mots
    et l'en-tête ne changent pas.
    """
    from ..editing.fix_text import fix_files  # noqa: PLC0415 - slow to import, and not needed by every command

    for fixed in fix_files(root, list(options.project_files(root, files))):
        lines = f"{fixed.lines} ligne{'s' if fixed.lines > 1 else ''} corrigée{'s' if fixed.lines > 1 else ''}"
        click.echo(f"{fixed.file} : {lines if fixed.lines else 'rien à corriger'}.")
