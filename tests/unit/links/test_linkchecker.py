"""What addresses answer, by the real LinkChecker, of a real server: nothing is pretended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from troisclics.links.linkchecker import RetryPolicy, check_addresses

from .conftest import WALL, Server

QUICK = RetryPolicy(timeout=30, retries=1, pause=0)
"""No pause; but on a busy machine even an answer of our own server may take seconds."""


def test_each_answer_is_understood(server: Server) -> None:
    """Statuses, redirections, delays, TLS faults, closed ports and unknown names each have their state and reason."""
    expected = {
        server.url("/200"): ("fine", ""),
        server.url("/302"): ("fine", ""),
        server.url("/301"): ("moved", server.url("/301").replace("/301", "/200")),
        server.url("/308"): ("moved", server.url("/308").replace("/308", "/200")),
        server.url("/404"): ("broken", "le code 404"),
        server.url("/410"): ("broken", "le code 410"),
        server.url("/500"): ("broken", "le code 500"),
        server.url("/403"): ("unknown", "le site refuse les programmes (403)"),
        server.url("/406"): ("unknown", "le site refuse les programmes (406)"),
        server.url("/429"): ("unknown", "le site refuse les programmes (429)"),
        server.url("/private"): ("unknown", "le site refuse les programmes (robots.txt)"),
        server.url("/loop"): ("broken", "des redirections sans fin"),
        server.url("/tls", "https"): ("broken", "un certificat TLS refusé"),
        "http://127.0.0.1:9/": ("broken", "une connexion refusée"),
        "https://nulle-part.invalid/a?b=c&d=é": ("broken", "un nom de serveur inconnu"),
    }
    replies = check_addresses(expected, replace(QUICK, retries=0))
    assert {url: (reply.state, reply.target or reply.reason) for url, reply in replies.items()} == expected
    assert not replies["http://127.0.0.1:9/"].reached
    assert replies[server.url("/404")].reached


def test_an_answer_that_is_late_is_none(server: Server) -> None:
    """A server that takes longer than it is waited for has not answered."""
    reply = check_addresses([server.url("/slow")], RetryPolicy(timeout=1, retries=0, pause=0))[server.url("/slow")]
    assert (reply.state, reply.reason) == ("broken", "aucune réponse à temps")


def test_only_what_fails_is_asked_again(server: Server) -> None:
    """A server that was down for a moment is given another chance; those that answered are left in peace."""
    flaky, fine, dead = server.url("/flaky"), server.url("/200"), server.url("/404")
    replies = check_addresses([flaky, fine, dead, fine], QUICK)
    assert [replies[url].state for url in (flaky, fine, dead)] == ["fine", "fine", "broken"]
    assert [server.asked[path] for path in ("/flaky", "/200", "/404")] == [2, 1, 3]  # the last as a browser


def test_a_second_look(server: Server) -> None:
    """What is there for a browser is fine, as written; a host that refuses everything is not known to lack a page."""
    states = {"/programs": "fine", "/as%2Fwritten": "fine", "/a:b": "fine", WALL: "unknown", "/404": "broken"}
    expected = {server.url(path): state for path, state in states.items()}
    replies = check_addresses(expected, replace(QUICK, retries=0))
    assert {url: reply.state for url, reply in replies.items()} == expected


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:99999/", "http://[", "https://a b.fr/", "http://\u0000/", "http://a..b/"]
)
def test_an_odd_address_does_not_end_the_run(server: Server, url: str) -> None:
    """It has a result of its own, and so has the one beside it."""
    fine = server.url("/200")
    replies = check_addresses([url, fine], replace(QUICK, retries=0))
    assert set(replies) == {url, fine}
    assert replies[fine].state == "fine"
    assert replies[url].state in {"broken", "unknown"}


def test_nothing_is_followed(server: Server) -> None:
    """Only the addresses that are named are asked, not those that their pages name."""
    check_addresses([server.url("/page")], QUICK)
    assert server.asked["/404"] == 0


def test_nothing_to_ask() -> None:
    """Without an address there is no answer, and nothing is run."""
    assert check_addresses([], QUICK) == {}
