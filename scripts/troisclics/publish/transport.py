"""Run commands and copy files on the machine of a target: this one, or one over SSH, with the same `sh` scripts.

Scripts run with umask 022 whatever the account's, so that a server can read what they create, and in English, so that
their messages can be recognised. They may call `held`, which exits if this publication no longer holds the lock of
the target. The machine needs what every Linux server has: sh, GNU or BusyBox tools, flock and rsync.
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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from ..errors import PublishError
from ..model import Target

_PROGRAMS = files(__package__) / "remote"
_PR_SET_PDEATHSIG = 1
_PRELUDE = "umask 022; export LC_ALL=C; held() { :; }; "
_LONGEST_SOCKET_FOLDER = 80
"""Bytes: the address of a Unix socket has 108, of which ssh appends 17 while it opens it."""
_TIMEOUTS = ("-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=10", "-o", "ServerAliveCountMax=3")


@dataclass(frozen=True, slots=True)
class Sent:
    """What a transfer moved: the number of files, and the bytes in both directions."""

    files: int
    bytes: int


class Host(Protocol):
    """A machine where commands run and files are copied to."""

    def command(self, script: str, *arguments: str) -> list[str]:
        """Return the command that runs `script` there with `arguments` as $1, $2 and so on."""

    def destination(self, path: str) -> tuple[list[str], str]:
        """Return the options and the name of the folder `path` for rsync."""


@dataclass(frozen=True, slots=True)
class LocalHost:
    """This machine: a local or mounted folder."""

    def command(self, script: str, *arguments: str) -> list[str]:
        """Implement Host.command."""
        return ["sh", "-c", _PRELUDE + script, "sh", *arguments]

    def destination(self, path: str) -> tuple[list[str], str]:
        """Implement Host.destination."""
        return [], f"{path}/"


@dataclass(frozen=True, slots=True)
class SshHost:
    """A machine over SSH. Its key must be known, and no password is ever asked for."""

    name: str
    options: tuple[str, ...]

    def command(self, script: str, *arguments: str) -> list[str]:
        """Implement Host.command."""
        return ["ssh", *self.options, self.name, shlex.join(["sh", "-c", _PRELUDE + script, "sh", *arguments])]

    def destination(self, path: str) -> tuple[list[str], str]:
        """Implement Host.destination."""
        name = f"[{self.name}]" if ":" in self.name else self.name
        return ["--compress", "-e", shlex.join(["ssh", *self.options])], f"{name}:{path}/"


@dataclass(frozen=True, slots=True)
class LockedHost:
    """A machine where `who` holds the lock file `lock`: no script runs after another process takes the lock.

    A broken connection releases the lock without the publisher noticing (a computer that slept).
    """

    host: Host
    lock: str
    who: str

    def command(self, script: str, *arguments: str) -> list[str]:
        """Implement Host.command."""
        lock, who = shlex.quote(self.lock), shlex.quote(self.who)
        lost = 'echo "held by $now" >&2; exit 75'
        check = f'held() {{ now=$(cat {lock}); [ "$now" = {who} ] || {{ {lost}; }}; }}; held; '
        return self.host.command(check + script, *arguments)

    def destination(self, path: str) -> tuple[list[str], str]:
        """Implement Host.destination."""
        return self.host.destination(path)


def host_for(target: Target) -> Host:
    """Return the machine of `target`."""
    if target.kind != "ssh" or target.host is None:
        return LocalHost()
    options = ["-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes", *_TIMEOUTS]
    if target.known_hosts:
        options += ["-o", f"UserKnownHostsFile={Path(target.known_hosts).expanduser()}"]
    if target.key:
        options += ["-i", str(Path(target.key).expanduser()), "-o", "IdentitiesOnly=yes"]
    if target.user:
        options += ["-l", target.user]
    if target.port:
        options += ["-p", str(target.port)]
    return SshHost(target.host, tuple(options))


@contextmanager
def shared_connection(host: Host) -> Iterator[tuple[Host, Host]]:
    """Yield a host whose first command opens a connection, and one whose commands go through it while it lasts.

    A publication is then one connection, not fifteen: it is faster far away, and a firewall that counts connections
    lets it through. When the connection is gone, or cannot be shared, commands connect by themselves.
    """
    if not isinstance(host, SshHost):
        yield host, host
        return
    with tempfile.TemporaryDirectory(prefix="3c-") as folder:
        if len(os.fsencode(folder)) > _LONGEST_SOCKET_FOLDER:
            yield host, host
            return
        through = ("-o", f"ControlPath={folder}/s", "-o", "ControlPersist=no")
        opening, sharing = (("-o", f"ControlMaster={word}", *through, *host.options) for word in ("yes", "no"))
        yield replace(host, options=opening), replace(host, options=sharing)


@cache
def script(name: str) -> str:
    """Return the program `remote/<name>.sh`."""
    return (_PROGRAMS / f"{name}.sh").read_text(encoding="utf-8")


def run(host: Host, step: str, script: str, *arguments: str, given: bytes = b"") -> str:
    """Run a script and return its output.

    Args:
        host: the machine.
        step: the step that a failure is reported for.
        script: the script.
        arguments: its arguments.
        given: its standard input.

    Raises:
        PublishError: the script fails.
    """
    done = subprocess.run(
        host.command(script, *arguments), input=given, capture_output=True, check=False, preexec_fn=end_with_parent
    )
    if done.returncode:
        said = done.stderr or done.stdout or f"code {done.returncode}".encode()
        raise failed(step, said.decode("utf-8", "replace"))
    return done.stdout.decode("utf-8", "replace")


def send(host: Host, step: str, options: Sequence[str], source: Path, path: str, advance: Callable[[], None]) -> Sent:
    """Copy the content of a folder to a machine with rsync.

    Files are compared by content, so that the same build from another machine transfers nothing.

    Args:
        host: the machine.
        step: the step that a failure is reported for.
        options: options for rsync.
        source: the local folder.
        path: the folder there.
        advance: called for each file.

    Raises:
        PublishError: rsync fails.
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
                advance()
        process.wait()
        errors.seek(0)
        output = errors.read()
    if process.returncode:
        # Of two rsync processes, the one that met the full disk may end before the other has heard why.
        full = run(host, step, script("full"), path)
        raise failed(step, full + output or f"code {process.returncode}")
    stats = dict(re.findall(r"^([A-Z][\w ]+): ([\d,.]+)", "".join(rest), re.M))
    number = {name: int(re.sub(r"\D", "", value)) for name, value in stats.items()}
    travelled = number.get("Number of regular files transferred", 0)
    return Sent(travelled, number.get("Total bytes sent", 0) + number.get("Total bytes received", 0))


def failed(step: str, output: str) -> PublishError:
    """Return the error for a failed command, from its error output."""
    if held := re.search(r"^held by (.*)$", output, re.M):
        text = f"une autre publication a commencé entre-temps ({held[1]})"
        fix = "attendre qu'elle finisse, lire « troisclics status », puis relancer s'il le faut"
        return PublishError(step, text, fix, served="c'est elle qui décide de ce qui est en ligne")
    for pattern, text, fix in _REASONS:
        if found := re.search(pattern, output, re.M):
            return PublishError(step, text.format(*found.groups()), fix.format(*found.groups()))
    last = (output.strip().splitlines() or ["aucune explication"])[-1]
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
        r"|Broken pipe|Timeout, server|lost connection|unexplained error|connection unexpectedly"
        r"|^code 255$",
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
    """Have the system terminate this process with its parent: no command outlives a killed publisher."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
