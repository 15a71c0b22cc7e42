"""Turn the results of link checks into findings, each at the first occurrence of the URL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..domain.french import count
from ..messages import finding
from ..messages.external_rules import RULES
from ..model import Finding
from . import Address, Reply
from .failure_log import ALARM, FailingLink

LINK_RULES = frozenset(RULES)


def link_findings(
    addresses: Iterable[Address], replies: Mapping[str, Reply], failures: Mapping[str, FailingLink] | None
) -> Iterator[Finding]:
    """Yield a finding on each URL that does not work.

    Args:
        addresses: the URLs and their places.
        replies: the result for each.
        failures: the log; None if only changed lines are checked: a failing URL is then an error at once, because its
            author has just used it.
    """
    for address in addresses:
        reply = replies[address.url]
        rule = _rule(address.url, reply, failures)
        if rule:
            failure = (failures or {}).get(address.url)
            yield finding(
                rule,
                address.places[0],
                url=address.url,
                reason=reply.reason,
                target=reply.target,
                elsewhere=_elsewhere(address),
                times=failure.times if failure else 0,
                first=failure.first if failure else "",
            )


def _rule(url: str, reply: Reply, failures: Mapping[str, FailingLink] | None) -> str:
    if reply.state == "broken":
        if failures is None:
            return "lien-externe-non-verifie" if reply.fleeting else "lien-externe-faux"
        return "lien-externe-mort" if failures[url].times >= ALARM else "lien-externe-casse"
    return {"moved": "lien-externe-deplace", "unknown": "lien-externe-non-verifie"}.get(reply.state, "")


def _elsewhere(address: Address) -> str:
    """Return, for example, « , et à 2 autres endroits »."""
    others = len(address.places) - 1
    return f", et à {count(others, 'autre endroit')}" if others else ""
