"""Verify over HTTP what readers get: bytes and headers are compared with the manifests."""

from __future__ import annotations

import hashlib
import http.client
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from ..errors import PublishError
from .expected import Request
from .folder_listing import printable
from .remote_scripts import HTTP_CHECK

_TIMEOUT, _READERS, _CHUNK = 20.0, 4, 64
"""The timeout in seconds; the number of parallel connections; the number of requests per task."""

HEADERS = {"content-security-policy": "default-src 'self'", "x-content-type-options": "nosniff"}
"""Headers required in every response, with what they must contain."""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """An HTTP response: status, headers (lower-case names), body."""

    status: int
    headers: dict[str, str]
    body: bytes


class HttpClient:
    """A persistent connection to one server, reopened when the server closes it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._secure, self.base = parts.netloc, parts.scheme == "https", parts.path
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str, encoding: str = "identity") -> HttpResponse:
        """Return the response for `path`. Raises OSError or http.client.HTTPException."""
        for attempt in (1, 2):
            connection = self._connection or self._open()
            try:
                connection.request("GET", path, headers={"Accept-Encoding": encoding})
                answer = connection.getresponse()
                body = answer.read()
            except (http.client.HTTPException, OSError):
                self.close()
                if attempt == 2:
                    raise
                continue
            return HttpResponse(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)
        raise AssertionError

    def close(self) -> None:
        """Close the connection."""
        if self._connection:
            self._connection.close()
        self._connection = None

    def _open(self) -> http.client.HTTPConnection:
        if self._secure:
            context = ssl.create_default_context()
            self._connection = http.client.HTTPSConnection(self._host, timeout=_TIMEOUT, context=context)
        else:
            self._connection = http.client.HTTPConnection(self._host, timeout=_TIMEOUT)
        return self._connection


def check_responses(url: str, wanted: Iterable[Request], advance: Callable[[int], None]) -> list[str]:
    """Send all requests and return one line per response that is not as expected.

    Args:
        url: the address of the target.
        wanted: the requests.
        advance: receives the number of requests done since the last call.

    Raises:
        PublishError: the server does not respond.
    """
    everything = list(wanted)
    chunks = [everything[start : start + _CHUNK] for start in range(0, len(everything), _CHUNK)]
    wrong: list[str] = []
    with ThreadPoolExecutor(_READERS) as pool:
        for output in pool.map(lambda chunk: _read_chunk(url, chunk), chunks):
            wrong += output
            advance(_CHUNK)
    return wrong


def _read_chunk(url: str, chunk: list[Request]) -> list[str]:
    reader = HttpClient(url)
    wrong = []
    try:
        for request in chunk:
            path = f"{reader.base}{request.address}"
            answer = reader.get(path, request.encoding)
            problems = list(response_problems(request, answer))
            copy = copy_to_request(request, answer)
            if copy and not _is_copy_right(reader.get(reader.base + quote(copy)), request):
                problems.append(f"la copie « {printable(copy)} » n'est pas celle de la publication")
            name = path if request.encoding == "identity" else f"{path} ({request.encoding})"
            wrong += [f"{name} : {problem}" for problem in problems]
    except (OSError, http.client.HTTPException) as error:
        fix = "vérifier que le serveur répond à « url », puis relancer « troisclics status »"
        raise PublishError(HTTP_CHECK, f"le serveur ne répond pas ({error})", fix) from None
    finally:
        reader.close()
    return wrong


def response_problems(request: Request, answer: HttpResponse) -> Iterator[str]:
    """Yield the problems with a response: status, content in the stated coding, media type, headers."""
    item = request.item
    if answer.status != item.status:
        yield f"réponse {answer.status}" + (f" au lieu de {item.status}" if item.status != 200 else "")
        return
    coding = answer.headers.get("content-encoding", "").lower() or "identity"
    digests = {"identity": item.sha256, **{copy.encoding: copy.sha256 for copy in item.copies}}
    if coding not in {"identity", request.encoding}:
        yield f"codage « {printable(coding)} », qui n'a pas été demandé"
    elif hashlib.sha256(answer.body).hexdigest() != digests[coding]:
        yield "le contenu n'est pas celui de la publication"
    media = answer.headers.get("content-type", "").partition(";")[0].strip()
    if media != item.media and not {media, item.media} <= _SAME_MEDIA:
        yield f"type « {printable(media)} » au lieu de « {item.media} »"
    if item.copies and "accept-encoding" not in answer.headers.get("vary", "").lower():
        yield "l'en-tête « vary » ne dit pas « Accept-Encoding » : un cache donnerait une copie à qui ne la lit pas"
    yield from header_problems(answer.headers)


def copy_to_request(request: Request, answer: HttpResponse) -> str:
    """Return the path of the requested compressed copy if the server did not send it; otherwise "".

    A server that never negotiates compression may still serve copies requested by name.
    """
    if request.encoding == "identity" or answer.headers.get("content-encoding"):
        return ""
    return next((copy.path for copy in request.item.copies if copy.encoding == request.encoding), "")


def _is_copy_right(answer: HttpResponse, request: Request) -> bool:
    """Return whether the compressed copy, requested by name, is right or not served."""
    digest = next(copy.sha256 for copy in request.item.copies if copy.encoding == request.encoding)
    return answer.status == 404 or hashlib.sha256(answer.body).hexdigest() == digest


_SAME_MEDIA = {"text/javascript", "application/javascript"}


def header_problems(headers: Mapping[str, str]) -> Iterator[str]:
    """Yield the security headers that are missing or wrong."""
    for name, content in HEADERS.items():
        if content not in headers.get(name, ""):
            yield f"l'en-tête « {name} » ne contient pas « {content} »"
    if "unsafe-inline" in headers.get("content-security-policy", ""):
        yield "l'en-tête « content-security-policy » permet « unsafe-inline »"


def allowed_scripts(url: str) -> set[str] | None:
    """Return the script sources, other than the site itself, that the policy of the server at `url` allows.

    They are digests, hosts and keywords, without quotes; None if the server has no policy yet or does not respond.
    """
    reader = HttpClient(url)
    try:
        answer = reader.get(reader.base)
    except (OSError, http.client.HTTPException):
        return None
    finally:
        reader.close()
    policy = answer.headers.get("content-security-policy", "")
    directives = {name: sources for name, *sources in map(str.split, filter(str.strip, policy.split(";")))}
    sources = directives.get("script-src", directives.get("default-src", []))
    return {source.strip("'") for source in sources} - {"self", "none"} if policy else None
