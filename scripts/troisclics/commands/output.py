"""Show progress, and format tables and sizes."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click


class Progress:
    """Show which sites are done: with a bar on a terminal, with a line now and then elsewhere."""

    def __init__(self) -> None:
        self._warned: set[str] = set()

    def warn(self, text: str) -> None:
        """Print a warning once, even if a preview builds again and again."""
        if text not in self._warned:
            self._warned.add(text)
            click.echo(f"Attention : {text}", err=True)

    def report(self, text: str) -> None:
        """Print `text` on the error output."""
        click.echo(text, err=True)

    def done(self, name: str, count: int, total: int) -> None:
        """Advance the bar, or print a line every twenty sites."""
        if sys.stderr.isatty():
            bar = "█" * (30 * count // total)
            click.echo(f"\r[{bar:<30}] {count}/{total} {name:<8.8}", nl=count == total, err=True)
        elif count % 20 == 0 or count == total:
            click.echo(f"{count}/{total} sites construits", err=True)


class Steps(Progress):
    """Show the step that a publication has reached, and its progress on a terminal."""

    def step(self, name: str) -> None:
        """Print that the step `name` begins."""
        click.echo(f"Étape : {name}…", err=True)

    def moved(self, count: int, total: int) -> None:
        """Advance the bar of the step."""
        if sys.stderr.isatty() and total:
            click.echo(f"\r[{'█' * (30 * count // total):<30}] {count}/{total}", nl=count == total, err=True)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Format `rows` in columns below `head`; columns of numbers are right-aligned."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    numbers = [all(row[column][:1].isdigit() for row in rows) and column > 0 for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(line, widths, numbers, strict=True)
        ).rstrip()
        for line in lines
    )
