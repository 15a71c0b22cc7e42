"""Restrict the links of a delegation: a national list of hosts, and a strict syntax for addresses.

The whole address must match a form that browsers cannot interpret differently: no user, no port, and no host that is
a number, a single label or written in another alphabet. Everything else is refused, whatever it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

HOST = re.compile(r"(?!-)[a-z0-9-]+(?:\.(?!-)[a-z0-9-]+)*")
"""A host or domain suffix: « impots.gouv.fr », « fr »."""
_PATH = r"[^\s<>\"'\\^`{|}\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]*"
_WEB = re.compile(rf"https?://([A-Za-z0-9.-]+)(?:[/?#]{_PATH})?", re.I)
_MAIL = re.compile(r"mailto:[A-Za-z0-9._+-]+@([A-Za-z0-9.-]+)", re.I)
_PHONE = re.compile(r"tel:\+?[0-9]{2,15}", re.I)
_INSIDE = re.compile(r"(?!/)(?!.*//)[\w.~/%#?=&+,;!()'-]*")
_IMAGE = re.compile(r"[\w.~/-]+\.(?:png|jpe?g|webp|gif|svg)", re.I)
_SHOWN = re.compile(r"(?:https?:)?//+[^\s<>\"')\]»]+", re.I)

Reason = Literal["adresse", "hote", "image"]
"""The problem with an address: its syntax, its host, or that it is not an image of the site."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """The allowed domain suffixes, as complete labels: « fr », « exemple.org »."""

    ends: tuple[str, ...]

    def refuse_link(self, address: str) -> Reason | None:
        """Return the problem with the address of a link; None if it is allowed."""
        found = _WEB.fullmatch(address) or _MAIL.fullmatch(address)
        if found:
            return None if self.has(found[1]) else "hote"
        inside = _INSIDE.fullmatch(address) and not re.search(r"[\x00-\x1f:\\]|^/|//", unquote(address))
        return None if inside or _PHONE.fullmatch(address) else "adresse"

    def refuse_image(self, address: str) -> Reason | None:
        """Return the problem with the address of an image; None if it is an image of the site."""
        return None if _IMAGE.fullmatch(address) and _INSIDE.fullmatch(address) else "image"

    def refuse_shown(self, text: str) -> Iterable[str]:
        """Return the addresses in plain text that would not be allowed in links."""
        shown = (match[0].rstrip(".,;:!?…") for match in _SHOWN.finditer(text))
        return [address for address in shown if self.refuse_link(address)]

    def has(self, host: str) -> bool:
        """Return whether `host` has an allowed suffix. Numbers, single labels and punycode never do."""
        host = host.lower()
        labels = host.split(".")
        plain = HOST.fullmatch(host) and len(labels) > 1 and not labels[-1].isdigit()
        if not plain or any(label.startswith("xn--") for label in labels):
            return False
        return any(host == end or host.endswith(f".{end}") for end in self.ends)
