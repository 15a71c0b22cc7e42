"""The machine a target lies on: this one, or one behind SSH. Both are given the same scripts for `sh`.

Scripts run with umask 022, whatever the account's: what they make can be read by the server; and in English, so that
we know what they say. They may call `held`, which ends them where the target is no longer held by this publication.

What a target needs there is what every Linux server has: sh, GNU or BusyBox tools, flock, and rsync.
"""

from __future__ import annotations

import ctypes
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..errors import PublishError
from ..model import Target

_PR_SET_PDEATHSIG = 1
_PRELUDE = "umask 022; export LC_ALL=C; held() { :; }; "
_TIMEOUTS = ("-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=10", "-o", "ServerAliveCountMax=3")


@dataclass(frozen=True, slots=True)
class Sent:
    """What a transfer moved: files that travelled, bytes that went over the line in both directions."""

    files: int
    bytes: int


class Host(Protocol):
    """Where commands run and files go."""

    def command(self, script: str, *arguments: str) -> list[str]:
        """The command that runs `script` there with `arguments` as $1, $2…"""

    def destination(self, path: str) -> tuple[list[str], str]:
        """The options and the name by which rsync knows the folder `path` there."""


@dataclass(frozen=True, slots=True)
class Here:
    """This machine: a local folder, or a mounted one."""

    def command(self, script: str, *arguments: str) -> list[str]:
        """As Host.command."""
        return ["sh", "-c", _PRELUDE + script, "sh", *arguments]

    def destination(self, path: str) -> tuple[list[str], str]:
        """As Host.destination."""
        return [], f"{path}/"


@dataclass(frozen=True, slots=True)
class Behind:
    """A machine behind SSH. Its key must be known beforehand, and no password is ever asked for."""

    name: str
    options: tuple[str, ...]

    def command(self, script: str, *arguments: str) -> list[str]:
        """As Host.command."""
        return ["ssh", *self.options, self.name, shlex.join(["sh", "-c", _PRELUDE + script, "sh", *arguments])]

    def destination(self, path: str) -> tuple[list[str], str]:
        """As Host.destination."""
        name = f"[{self.name}]" if ":" in self.name else self.name
        return ["--compress", "-e", shlex.join(["ssh", *self.options])], f"{name}:{path}/"


@dataclass(frozen=True, slots=True)
class Held:
    """A machine on which the lock file `lock` says that `who` holds the target: no script runs once another does.

    A connection that breaks frees the lock, and the publisher may not know it (a computer that slept).
    """

    host: Host
    lock: str
    who: str

    def command(self, script: str, *arguments: str) -> list[str]:
        """As Host.command."""
        lock, who = shlex.quote(self.lock), shlex.quote(self.who)
        lost = 'echo "held by $now" >&2; exit 75'
        check = f'held() {{ now=$(cat {lock}); [ "$now" = {who} ] || {{ {lost}; }}; }}; held; '
        return self.host.command(check + script, *arguments)

    def destination(self, path: str) -> tuple[list[str], str]:
        """As Host.destination."""
        return self.host.destination(path)


def host_of(target: Target) -> Host:
    """The machine on which `target` lies."""
    if target.kind != "ssh" or target.host is None:
        return Here()
    options = ["-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes", *_TIMEOUTS]
    if target.known_hosts:
        options += ["-o", f"UserKnownHostsFile={Path(target.known_hosts).expanduser()}"]
    if target.key:
        options += ["-i", str(Path(target.key).expanduser()), "-o", "IdentitiesOnly=yes"]
    if target.user:
        options += ["-l", target.user]
    if target.port:
        options += ["-p", str(target.port)]
    return Behind(target.host, tuple(options))


def run(host: Host, step: str, script: str, *arguments: str, given: bytes = b"") -> str:
    """Run `script` on `host` with `given` as its input; give its output. Raises PublishError, named after `step`."""
    done = subprocess.run(
        host.command(script, *arguments), input=given, capture_output=True, check=False, preexec_fn=end_with_parent
    )
    if done.returncode:
        raise failed(step, done.stderr.decode("utf-8", "replace") or done.stdout.decode("utf-8", "replace"))
    return done.stdout.decode("utf-8", "replace")


def send(host: Host, step: str, options: Sequence[str], source: Path, path: str, tell: Callable[[], None]) -> Sent:
    """Copy what is in the folder `source` into the folder `path` of `host`; `tell` is called at each file.

    Files are compared by content, so the same build from another machine sends nothing. Raises PublishError.
    """
    extra, destination = host.destination(path)
    command = [
        "rsync", "--recursive", "--checksum", "--perms", "--chmod=D755,F644", "--stats",
        "--out-format=> %n", *extra, *options, f"{source}/", destination,
    ]  # fmt: skip
    rest = []
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors, subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, encoding="utf-8", errors="replace",
        env={**os.environ, "LC_ALL": "C"}, preexec_fn=end_with_parent,  # noqa: PLW1509 - no thread runs
    ) as process:  # fmt: skip
        for line in process.stdout or ():
            if not line.startswith("> "):
                rest.append(line)
            elif not line.endswith("/\n"):
                tell()
        process.wait()
        errors.seek(0)
        said = errors.read()
    if process.returncode:
        raise failed(step, said)
    stats = dict(re.findall(r"^([A-Z][\w ]+): ([\d,.]+)", "".join(rest), re.M))
    number = {name: int(re.sub(r"\D", "", value)) for name, value in stats.items()}
    travelled = number.get("Number of regular files transferred", 0)
    return Sent(travelled, number.get("Total bytes sent", 0) + number.get("Total bytes received", 0))


def failed(step: str, said: str) -> PublishError:
    """What to say of a command that failed on or on the way to a target, from what it said."""
    if held := re.search(r"^held by (.*)$", said, re.M):
        text = f"une autre publication a commencé entre-temps ({held[1]})"
        mend = "attendre qu'elle finisse, lire « troisclics status », puis relancer s'il le faut"
        return PublishError(step, text, mend, served="c'est elle qui décide de ce qui est en ligne")
    for pattern, text, mend in _REASONS:
        if found := re.search(pattern, said, re.M):
            return PublishError(step, text.format(*found.groups()), mend.format(*found.groups()))
    last = (said.strip().splitlines() or ["aucune explication"])[-1]
    return PublishError(step, f"une commande a échoué : {last}", "lire ce message, corriger, puis relancer")


_REASONS: tuple[tuple[str, str, str], ...] = (
    (
        r"^absent: (.*)$",
        "le dossier « {0} » n'existe pas, ou ce compte n'y a pas accès",
        "le créer pour le compte qui publie (« install -d -o COMPTE {0} »), ou corriger « path », puis relancer",
    ),
    (
        r"^no folder: (.*)$",
        "« {0} » est un fichier, non un dossier",
        "corriger « path » de la destination, ou déplacer ce fichier, puis relancer",
    ),
    (
        r"REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed|No .* host key is known",
        "la clé du serveur n'est pas celle que l'on connaît, ou n'est pas connue",
        "faire confirmer l'empreinte par l'exploitant, puis l'écrire dans « known_hosts », jamais l'accepter sans cela",
    ),
    (
        r"Permission denied \(|Too many authentication failures",
        "le serveur refuse la clé SSH",
        "charger la clé dans l'agent (ssh-add) ou corriger « key » et « user » de la destination",
    ),
    (
        r"No space left on device|Disk quota exceeded",
        "il n'y a plus de place, ou plus d'inodes, sur le serveur",
        "libérer de la place ou des fichiers (« df -h », « df -i »), ou réduire « keep », puis relancer :"
        " ce qui est déjà envoyé ne le sera pas à nouveau",
    ),
    (
        r"Read-only file system",
        "le disque du serveur est en lecture seule",
        "le faire remonter en écriture par l'exploitant, puis relancer",
    ),
    (
        r"Permission denied|Operation not permitted|can't cd to",
        "droits insuffisants dans le dossier de la destination",
        "donner ce dossier au compte qui publie, puis relancer",
    ),
    (
        r"Connection (to \S+ )?(refused|timed out|reset|closed)|Could not resolve|No route to host|unexpectedly closed"
        r"|Broken pipe|Timeout, server|lost connection|unexplained error|connection unexpectedly",
        "la connexion au serveur n'a pas pu être établie, ou a été coupée",
        "vérifier le réseau et « host », puis relancer : ce qui est déjà envoyé ne le sera pas à nouveau",
    ),
    (
        r"(rsync|flock|sha256sum|ssh): (command )?not found|No such file or directory: 'rsync'",
        "il manque une commande (rsync, flock ou sha256sum)",
        "l'installer des deux côtés, puis relancer",
    ),
)


def end_with_parent() -> None:
    """Ask the system to end this process with the one that started it: a killed publisher leaves nobody writing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
