"""Hosts that cannot be asked are left alone until the day that is said, and by name only."""

from __future__ import annotations

from datetime import date, timedelta

from troisclics.links.exemptions import exempt
from troisclics.model.settings import LinkSettings, UnaskedHost

TODAY = date(2026, 11, 22)
SETTINGS = LinkSettings((UnaskedHost("intra.exemple.fr", "réseau interne", TODAY),))
INSIDE = ["https://intra.exemple.fr/a", "https://rh.intra.exemple.fr/"]
OUTSIDE = ["https://exemple.fr/", "https://autre-intra.exemple.fr/", "https://intra.exemple.fr.autre.fr/"]


def test_the_host_and_those_below_it() -> None:
    """They are unknown, with the reason; a name that only ends alike is asked."""
    replies = exempt([*INSIDE, *OUTSIDE], SETTINGS, TODAY)
    assert list(replies) == INSIDE
    assert {reply.state for reply in replies.values()} == {"unknown"}
    assert "réseau interne" in replies[INSIDE[0]].reason


def test_an_exemption_ends() -> None:
    """The day after its last one, the host is asked again."""
    assert exempt(INSIDE, SETTINGS, TODAY + timedelta(days=1)) == {}
