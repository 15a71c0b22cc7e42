"""Leave alone the hosts that cannot be asked from here: those of an intranet, or with a certificate of one's own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from ..domain.french import format_date
from ..model.settings import LinkSettings
from . import Reply


def exempt(urls: Iterable[str], settings: LinkSettings, today: date) -> dict[str, Reply]:
    """Return the result, « unknown », for each URL of a host that is exempted, by name or as part of one.

    Args:
        urls: the URLs.
        settings: the exemptions; one that has ended counts no more, so that its host is asked again.
        today: the day.
    """
    current = [host for host in settings.unasked if host.until >= today]
    replies = {}
    for url in urls:
        name = urlsplit(url).hostname or ""
        for host in current:
            if name == host.host or name.endswith(f".{host.host}"):
                reason = f"serveur non demandé jusqu'au {format_date(host.until)} : {host.reason}"
                replies[url] = Reply("unknown", reason, reached=False)
    return replies
