"""What commands show as they go on, and how they count."""

from __future__ import annotations

import sys

import click


class Progress:
    """Says which sites are done: a bar on a terminal, a line now and then elsewhere."""

    def warn(self, text: str) -> None:
        """Say `text` apart from the results."""
        click.echo(f"Attention : {text}", err=True)

    def say(self, text: str) -> None:
        """Say `text` as it is."""
        click.echo(text, err=True)

    def done(self, name: str, count: int, total: int) -> None:
        """Move the bar on, or write a line every twenty sites."""
        if sys.stderr.isatty():
            bar = "█" * (30 * count // total)
            click.echo(f"\r[{bar:<30}] {count}/{total} {name:<8.8}", nl=count == total, err=True)
        elif count % 20 == 0 or count == total:
            click.echo(f"{count}/{total} sites construits", err=True)


def count(number: int, noun: str) -> str:
    """`number` and `noun`, in the plural where French wants it."""
    return f"{number} {noun}{'s' if number > 1 else ''}"
