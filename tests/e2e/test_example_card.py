"""The card that CONTRIBUTING shows is sound, and every value of it is seen on the site of its department."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from repository import REPOSITORY, copy_input
from selectolax.lexbor import LexborHTMLParser
from unit.commands import troisclics

pytestmark = pytest.mark.slow

SLUG = "50-manche"
HIDDEN = {
    "status",
    "last_reviewed_on",
    "review_in",
    "kind",
    "retirees",
    "starts_on",
    "valid_until",
    "register_by",
    "form",
    "year",
}
"""Keys whose values are shown in other words."""
SAID = (
    "Ouvert aux retraités",
    "restaurant inter-administratif (RIA)",
    "9 décembre 2026",
    "30 juin 2027",
    "(2026)",
    "Arbre de Noël (PDF, 1 Ko)",
)


def example() -> str:
    """Return the YAML of the example."""
    found = re.search(r"```yaml\n(contacts:.*?)```", (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8"), re.S)
    assert found
    return found[1]


def values(data: Any) -> Iterator[str]:
    """Yield the values that a page must show as they are typed."""
    for key, value in data.items() if isinstance(data, dict) else ():
        if key not in HIDDEN:
            yield from values(value) if isinstance(value, dict | list) else [_shown(value)]
    for item in data if isinstance(data, list) else ():
        yield from values(item)


def _shown(value: object) -> str:
    if isinstance(value, float | Decimal):
        return f"{value:.2f}".replace(".", ",")
    text = re.sub(r"\[([^\]]+)\]\([^)]+\)|\*\*([^*]+)\*\*", lambda match: match[1] or match[2], str(value))
    return text.removeprefix("https://")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return this project with one department, whose card is the example."""
    root = copy_input(tmp_path_factory.mktemp("fiche") / "projet", SLUG.__eq__, ["scripts/troisclics/staging"])
    (root / "departments" / SLUG / "department.yml").write_text(example(), encoding="utf-8")
    form = root / "departments" / SLUG / "ma-delegation/bulletin.pdf"
    form.parent.mkdir(exist_ok=True)
    form.write_bytes(b"%PDF-1.7\n".ljust(1000, b" "))
    with (root / "content/_hosts.yml").open("a", encoding="utf-8") as hosts:
        hosts.write("  - action-sociale.example\n")
    return root


def words_of(root: Path, today: date) -> str:
    """Return all that the pages of the department say on a day."""
    out = root.with_name(f"site-{today}")
    built = troisclics("build", "50", "--root", root, "--out", out, "--today", today.isoformat())
    assert built.returncode == 0, built.stderr
    pages = sorted((out / SLUG / "ma-delegation").rglob("*.html"))
    texts = [LexborHTMLParser(page.read_text(encoding="utf-8")).text(separator="") for page in pages]
    return " ".join(" ".join(texts).split())


def test_every_value_is_shown(root: Path) -> None:
    """Prices in euros, telephone numbers, links and bold words of notes included."""
    said = words_of(root, date(2026, 11, 22))
    expected = [*values(yaml.safe_load(example())), *SAID, "Inscription jusqu'au 30 novembre 2026"]
    assert len(expected) > 30
    assert [value for value in expected if " ".join(value.split()) not in said] == []


def test_dates_that_go_by(root: Path) -> None:
    """Registration closes on its day, then the event is over, then the offer goes, without an edit."""
    closed = words_of(root, date(2026, 12, 1))
    assert "Inscriptions closes depuis le 30 novembre 2026" in closed
    over = words_of(root, date(2026, 12, 10))
    assert "Événements passés" in over
    assert "Théâtre imaginaire" in over
    assert "Théâtre imaginaire" not in words_of(root, date(2027, 7, 1))
