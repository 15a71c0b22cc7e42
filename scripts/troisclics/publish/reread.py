"""What readers get: pages fetched over HTTP and compared with the manifest, bytes and headers."""

from __future__ import annotations

import hashlib
import http.client
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..errors import PublishError
from .manifest import POOL, RELEASE, File, SiteManifest
from .remote import REREAD

_TIMEOUT, _READERS, _CHUNK = 20.0, 4, 64
"""Seconds for an answer; how many readers at once; how many addresses a reader takes."""

HEADERS = {"content-security-policy": "default-src 'self'", "x-content-type-options": "nosniff"}
"""Headers that every answer has, and what they hold."""


@dataclass(frozen=True, slots=True)
class Address:
    """Something to fetch: its URL, and the file it must be."""

    url: str
    file: File


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: status, headers (names in lower case), body."""

    status: int
    headers: dict[str, str]
    body: bytes


class Reader:
    """A connection to one server, opened again when the server closes it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._secure, self.base = parts.netloc, parts.scheme == "https", parts.path
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str, encoding: str = "identity") -> Answer:
        """What the server answers for `path`. Raises OSError or http.client.HTTPException."""
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
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)
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


def addresses(url: str, manifest: SiteManifest, sample: int | None, salt: str) -> list[Address]:
    """What to fetch of a site below `url`: all pages and fixed files; with `sample`, its home and that many others.

    The others are drawn by `salt`: the same release gives the same pages, the next one others.
    """
    base = f"{url}{manifest.slug}/" if manifest.slug else url
    files = [file for file in manifest.files if file.is_page or file.fixed]
    files = [file for file in files if not file.path.endswith((".gz", ".br"))]
    if sample is not None:
        first = [file for file in files if file.path == "index.html"]
        rest = sorted(files, key=lambda file: hashlib.sha256(f"{salt} {file.sha256} {file.path}".encode()).digest())
        files = first + [file for file in rest if file.path != "index.html"][:sample]
    return [Address(base + _clean(file, manifest.assets), file) for file in files]


def _clean(file: File, assets: str) -> str:
    if file.fixed:
        return f"{POOL}/{assets}/{file.path}"
    return (
        file.path.removesuffix("index.html")
        if file.path.endswith("/index.html")
        else file.path.replace("index.html", "")
    )


def reread(wanted: Iterable[Address], tell: Callable[[int], None]) -> list[str]:
    """Fetch all of `wanted`; give a line for each that is not as it must be. Raises PublishError."""
    everything = list(wanted)
    chunks = [everything[start : start + _CHUNK] for start in range(0, len(everything), _CHUNK)]
    wrong: list[str] = []
    with ThreadPoolExecutor(_READERS) as pool:
        for said in pool.map(_read_chunk, chunks):
            wrong += said
            tell(_CHUNK)
    return wrong


def _read_chunk(chunk: list[Address]) -> list[str]:
    reader = Reader(chunk[0].url)
    try:
        return [line for address in chunk for line in _faults(reader, address)]
    except (OSError, http.client.HTTPException) as error:
        mend = "vérifier que le serveur répond à « url », puis relancer « troisclics status »"
        raise PublishError(REREAD, f"le serveur ne répond pas ({error})", mend) from None
    finally:
        reader.close()


def _faults(reader: Reader, address: Address) -> Iterator[str]:
    path = urlsplit(address.url).path
    answer = reader.get(path)
    if answer.status != 200:
        yield f"{path} : réponse {answer.status}"
        return
    if hashlib.sha256(answer.body).hexdigest() != address.file.sha256:
        yield f"{path} : le contenu n'est pas celui de la publication"
    media = answer.headers.get("content-type", "").partition(";")[0].strip()
    if media != address.file.media and not {media, address.file.media} <= _SAME_MEDIA:
        yield f"{path} : type « {media} » au lieu de « {address.file.media} »"
    yield from (f"{path} : {line}" for line in header_faults(answer.headers))


_SAME_MEDIA = {"text/javascript", "application/javascript"}


def header_faults(headers: Mapping[str, str]) -> Iterator[str]:
    """Which of the security headers are not what they must be."""
    for name, content in HEADERS.items():
        if content not in headers.get(name, ""):
            yield f"l'en-tête « {name} » ne contient pas « {content} »"
    if "unsafe-inline" in headers.get("content-security-policy", ""):
        yield "l'en-tête « content-security-policy » permet « unsafe-inline »"


def refused_scripts(url: str, scripts: Iterable[str]) -> list[str]:
    """Those of `scripts` (digests) that the server at `url` does not let run; none if it serves nothing yet."""
    reader = Reader(url)
    try:
        answer = reader.get(reader.base)
    except (OSError, http.client.HTTPException):
        return []
    finally:
        reader.close()
    policy = answer.headers.get("content-security-policy", "")
    return [script for script in scripts if policy and script not in policy]


def served_release(url: str) -> str:
    """The text of the `release.json` that is served at `url`; empty if none is."""
    reader = Reader(url)
    try:
        answer = reader.get(f"{reader.base}{RELEASE}")
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        reader.close()
    return answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
