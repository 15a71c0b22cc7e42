"""What a server answers is right or wrong; which copies are asked for by their names."""

from __future__ import annotations

import dataclasses

import pytest

from troisclics.publish.expected import ExpectedFile, requests, site_items
from troisclics.publish.http_check import HttpResponse, copy_to_request, response_problems

from .releases import BODY, GZ, HEADERS, SITE

ITEM = next(item for item in site_items(SITE, "", "x") if item.path == "a/index.html")
ERROR = next(item for item in site_items(SITE, "", "x") if item.status == 404)
OK = HttpResponse(200, {**HEADERS, "content-type": "text/html; charset=utf-8", "vary": "Accept-Encoding"}, BODY)


def faults(answer: HttpResponse, encoding: str = "identity", item: ExpectedFile = ITEM) -> list[str]:
    """What is wrong with `answer`."""
    wanted = next(request for request in requests([item]) if request.encoding == encoding)
    return list(response_problems(wanted, answer))


def changed(body: bytes = BODY, status: int = 200, **headers: str) -> HttpResponse:
    """OK with other headers."""
    return HttpResponse(
        status, {**OK.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}, body
    )


@pytest.mark.parametrize(
    ("answer", "encoding", "item", "said"),
    [
        (OK, "identity", ITEM, ""),
        (OK, "gzip", ITEM, ""),
        (changed(GZ, content_encoding="gzip"), "gzip", ITEM, ""),
        (changed(BODY, content_encoding="gzip"), "gzip", ITEM, "contenu"),
        (changed(GZ), "gzip", ITEM, "contenu"),
        (changed(GZ, content_encoding="gzip"), "identity", ITEM, "pas été demandé"),
        (changed(GZ, content_encoding="x"), "gzip", ITEM, "pas été demandé"),
        (changed(b"autre"), "identity", ITEM, "contenu"),
        (changed(status=500), "identity", ITEM, "réponse 500"),
        (changed(status=404), "identity", ERROR, ""),
        (changed(), "identity", ERROR, "au lieu de 404"),
        (changed(b"autre", 404), "identity", ERROR, "contenu"),
        (changed(content_type="text/plain"), "identity", ITEM, "type « text/plain »"),
        (changed(content_type="application/javascript"), "identity", ITEM, "type"),
        (changed(vary=""), "identity", ITEM, "vary"),
        (changed(x_content_type_options=""), "identity", ITEM, "nosniff"),
        (changed(content_security_policy="default-src 'self' 'unsafe-inline'"), "identity", ITEM, "unsafe-inline"),
    ],
)  # fmt: skip
def test_answers(answer: HttpResponse, encoding: str, item: ExpectedFile, said: str) -> None:
    """An answer is right by its status, the bytes of the coding that it states, its type and headers."""
    found = faults(answer, encoding, item)
    assert len(found) == bool(said), found
    assert not said or said in found[0]


def test_types_of_scripts() -> None:
    """Both names of the type of a script are right; nothing else is."""
    script = dataclasses.replace(ITEM, media="text/javascript", copies=())
    assert faults(changed(content_type="application/javascript"), item=script) == []
    assert faults(changed(content_type="text/html"), item=script) != []


def test_copies_are_asked_by_name_where_they_are_not_given() -> None:
    """A server without the coding is asked for the file of the copy; one that gave it is not, nor for a plain file."""
    plain, packed = requests([ITEM])
    assert copy_to_request(packed, OK) == "a/index.html.gz"
    assert copy_to_request(packed, changed(GZ, content_encoding="gzip")) == ""
    assert copy_to_request(plain, OK) == ""
