"""Check whether URLs work, at a polite rate, by running LinkChecker.

LinkChecker is licensed under the GPL, so it is run as a program and never imported. It obeys robots.txt and sends at
most one request per second to each host.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

from ..errors import ToolError
from . import Reply
from .second_look import look_again

PROGRAM = "linkchecker"
_CONFIG = """\
[checking]
threads=8
timeout={timeout}
maxrequestspersecond=1
recursionlevel=0
useragent=Mozilla/5.0 (compatible; troisclics-links; verification de liens, une fois par semaine)
[output]
status=0
verbose=1
log=xml
[xml]
encoding=utf-8
"""
_REFUSES_PROGRAMS = frozenset({401, 403, 405, 406, 407, 418, 451, 999})
"""HTTP statuses with which servers refuse programs, although people can see the page."""
_ONLY_SYNTAX = "syntax OK"
"""The result for a URL that robots.txt forbids LinkChecker to request."""
_MOVED = re.compile(r"status: (?:301|308) ")

_REASONS = (
    ("TooManyRedirects", "des redirections sans fin"),
    ("SSLError", "un certificat TLS refusé"),
    ("ReadTimeout", "aucune réponse à temps"),
    ("ConnectTimeout", "aucune réponse à temps"),
    ("NameResolutionError", "un nom de serveur inconnu"),
    ("Connection refused", "une connexion refusée"),
    ("Network is unreachable", "un réseau injoignable"),
)
_STATUS = "le code "
_REPLIED = frozenset({"des redirections sans fin", "un certificat TLS refusé"})


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How to retry, in seconds.

    Attributes:
        timeout: how long to wait for a response.
        retries: how often to check failing URLs again.
        pause: how long to wait before each retry.
    """

    timeout: int = 20
    retries: int = 2
    pause: int = 10


def check_addresses(urls: Iterable[str], policy: RetryPolicy) -> dict[str, Reply]:
    """Return the result for each of `urls`; failing ones are retried, then looked at as a browser would.

    Raises ToolError if LinkChecker cannot be run.
    """
    replies: dict[str, Reply] = {}
    wanted = sorted(set(urls))
    for turn in range(policy.retries + 1):
        if not wanted:
            break
        if turn:
            time.sleep(policy.pause)
        replies.update(_check_once(wanted, policy.timeout))
        if not any(reply.reached for reply in replies.values()):
            break  # no network: retrying would be useless
        wanted = [url for url in wanted if replies[url].state == "broken"]
    for url in wanted:
        if replies[url].state == "broken" and replies[url].reason.startswith(_STATUS):
            replies[url] = look_again(url, replies[url], policy.timeout)
    return replies


def _check_once(urls: list[str], timeout: int) -> dict[str, Reply]:
    beside = Path(sys.executable).with_name(PROGRAM)
    program = beside if beside.is_file() else shutil.which(PROGRAM)
    if program is None:
        raise ToolError(PROGRAM, "absent")
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # when run by root, LinkChecker switches to « nobody »
        config = Path(folder, "linkcheckerrc")
        config.write_text(_CONFIG.format(timeout=timeout), encoding="ascii")
        command = [str(program), "--config", str(config), "--stdin"]
        env = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}  # its messages are translated
        lines = "\n".join(urls)
        done = subprocess.run(command, input=lines, capture_output=True, encoding="utf-8", env=env, check=False)
    try:
        entries = ET.fromstring(done.stdout).iter("urldata")  # noqa: S314 - the output of LinkChecker is trusted
    except ET.ParseError:  # it ended on one of them
        if len(urls) == 1:
            raise ToolError(PROGRAM, done.stderr.strip()[-500:] or str(done.returncode)) from None
        return _check_halves(urls, timeout)
    replies = {entry.findtext("url", ""): _read_reply(entry) for entry in entries}
    unasked = Reply("unknown", "LinkChecker n'en a rien dit", reached=False)
    return {url: replies.get(url, unasked) for url in urls}


def _check_halves(urls: list[str], timeout: int) -> dict[str, Reply]:
    """Return the result for each of `urls`, asked in two halves; one that ends LinkChecker by itself is unknown.

    Raises ToolError if LinkChecker ends on all of them.
    """
    middle = len(urls) // 2
    replies: dict[str, Reply] = {}
    ended = []
    for half in (urls[:middle], urls[middle:]):
        try:
            replies |= _check_once(half, timeout)
        except ToolError as error:
            ended.append(error)
            replies |= dict.fromkeys(half, Reply("unknown", "adresse que LinkChecker ne peut pas lire", reached=False))
    if len(ended) == 2:
        raise ended[0]
    return replies


def _read_reply(entry: ET.Element) -> Reply:
    """Return the result in an entry of LinkChecker's report, whose English messages depend on its libraries."""
    valid = entry.find("valid")
    result = valid.get("result", "") if valid is not None else ""
    warnings = {warning.get("tag", ""): warning.text or "" for warning in entry.iter("warning")}
    if result == _ONLY_SYNTAX:
        return Reply("unknown", "le site refuse les programmes (robots.txt)")
    if "http-rate-limited" in warnings:
        return Reply("unknown", "le site refuse les programmes (429)")
    if valid is not None and valid.text == "1":
        target = entry.findtext("realurl", "")
        moved = _MOVED.search(warnings.get("http-redirected", "")) and target != entry.findtext("url")
        return Reply("moved", target=target) if moved else Reply("fine")
    status = re.match(r"(\d{3})\b", result)
    if status and int(status[1]) in _REFUSES_PROGRAMS:
        return Reply("unknown", f"le site refuse les programmes ({status[1]})")
    if status:
        return Reply("broken", f"{_STATUS}{status[1]}")
    reason = next((words for mark, words in _REASONS if mark in result), "une erreur de connexion")
    return Reply("broken", reason, reached=reason in _REPLIED)
