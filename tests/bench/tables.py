"""Tables for a terminal and for a page: Markdown, with its columns aligned."""

from __future__ import annotations

from collections.abc import Sequence


def format_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table: the first column aligned left, the others right."""
    widths = [max(len(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    rules = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_line(cells, widths) for cells in (head, rules, *rows))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    parts = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
    return f"| {' | '.join(parts)} |"


def megabytes(count: float) -> str:
    """Bytes as megabytes (10^6), with one decimal below ten."""
    value = count / 1e6
    return f"{value:.1f}" if value < 10 else f"{value:,.0f}"


def seconds(value: float) -> str:
    """Seconds, to a hundredth below ten."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"
