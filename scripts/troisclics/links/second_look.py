"""Look at an address again as a browser asks it: exactly as written, with the headers of a person's browser.

LinkChecker rewrites some addresses before it asks them (« /a:b », « %2F »), and some servers answer programs with 404.
"""

from __future__ import annotations

import http.client
from urllib.parse import quote, urljoin, urlsplit

from . import Reply

_HEADERS = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "fr,en;q=0.5",
    "Connection": "close",
}
_AS_WRITTEN = "%/?#[]@!$&'()*+,;=:~"
_MOST = 5
"""Redirections to follow."""


def look_again(url: str, reply: Reply, timeout: int) -> Reply:
    """Return what a browser would get for an address that LinkChecker found broken.

    Args:
        url: the address, as written.
        reply: the result of LinkChecker, returned if the second look agrees.
        timeout: how long to wait for a response, in seconds.
    """
    status = _status(url, timeout)
    if status is None:
        return reply
    if status < 400:
        return Reply("fine")
    parts = urlsplit(url)
    home = _status(f"{parts.scheme}://{parts.netloc}/", timeout)
    if home is not None and home >= 400:
        return Reply("unknown", f"le site refuse les programmes ({status}, à toute adresse)")
    return reply


def _status(url: str, timeout: int) -> int | None:
    """Return the HTTP status of `url` after its redirections; None if there is no answer."""
    for _ in range(_MOST):
        parts = urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        try:
            connection = kind(parts.netloc, timeout=timeout)
            query = f"?{quote(parts.query, safe=_AS_WRITTEN)}" if parts.query else ""
            path = quote(parts.path or "/", safe=_AS_WRITTEN) + query
            connection.request("GET", path, headers=_HEADERS)
            answer = connection.getresponse()
            target = answer.getheader("Location")
            connection.close()
        except (OSError, http.client.HTTPException, ValueError):
            return None
        if not (300 <= answer.status < 400 and target):
            return answer.status
        url = urljoin(url, target)
    return None
