"""Fine points of the rules on built sites."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from troisclics.checks.layout_consistency import check_between_sites

from .looking import look


@pytest.mark.parametrize(
    ("source", "expected"),
    [("data:image/png;base64,AAAA", []), ("https://ailleurs.example/a.png", ["ressource-exterieure"])],
)
def test_an_image_written_into_the_page_is_not_from_elsewhere(
    faultless_built: Path, source: str, expected: list[str]
) -> None:
    """An image with its bytes in its address asks nobody for anything."""
    page = faultless_built / "site" / "90-dunes" / "logement" / "aide" / "index.html"
    page.write_text(page.read_text().replace("</article>", f'<img src="{source}" alt=""></article>'))
    assert [found.rule for found in look(faultless_built)] == expected


@pytest.mark.parametrize(("portal", "compared"), [("shared", []), ("another", ["", "90"])])
def test_the_portal_is_compared_with_departments(portal: str, compared: list[str]) -> None:
    """Where the portal has not what it shares with departments, it is read again, and one of them to show both."""
    loaded: list[str] = []

    def load(slug: str) -> Any:
        loaded.append(slug)
        return SimpleNamespace(slug=slug, listed=(), pages={})

    assert list(check_between_sites({"": ("whole", portal), "90": ("a", "shared"), "9a": ("a", "shared")}, load)) == []
    assert loaded == compared
