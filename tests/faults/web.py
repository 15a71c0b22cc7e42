"""Real servers on loopback for the sites that the tests publish: nginx or Apache to serve, sshd to receive."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from needs import needs, needs_file

NGINX = """\
{modules}daemon off; master_process on; worker_processes 2; user root;
pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  include {folder}/sites.conf;
}}
"""

BROTLI = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"

APACHE = """\
ServerRoot "{folder}"
TypesConfig /etc/mime.types
PidFile "{folder}/apache.pid"
ErrorLog "{folder}/error.log"
Listen 127.0.0.1:{port}
User www-data
Group www-data
{modules}
Include "{folder}/sites.conf"
"""
APACHE_MODULES = ("mpm_event", "authz_core", "dir", "mime", "headers", "rewrite", "alias", "setenvif")

SSHD = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/user.pub
PidFile {folder}/sshd.pid
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
KexAlgorithms curve25519-sha256
{more}
"""
"""The exchange of keys is the one that costs least."""


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until somebody listens on `port`."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        assert process.poll() is None, "the server has ended"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("nobody listens")


@contextlib.contextmanager
def running(command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port, process)
            yield process
        finally:
            process.terminate()
            process.wait(20)


@contextlib.contextmanager
def nginx(folder: Path, sites: str, port: int, *, brotli: bool = False) -> Iterator[None]:
    """Debian's nginx with the configuration `sites`, which listens on `port` of loopback; with `brotli`, as an operator
    sets it up who has the module for it.
    """
    program, modules = needs("nginx"), ""
    if brotli:
        modules = f"load_module {needs_file(BROTLI)};\n"
        assert "# brotli_static on;" in sites
        sites = sites.replace("# brotli_static on;", "brotli_static on;")
    folder.mkdir(exist_ok=True)
    (folder / "sites.conf").write_text(on_loopback(sites, port), encoding="utf-8")
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, modules=modules), encoding="utf-8")
    check = subprocess.run([program, "-t", "-c", folder / "nginx.conf"], capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stderr
    assert "[warn]" not in check.stderr, check.stderr
    with running([program, "-c", str(folder / "nginx.conf")], port):
        yield


def on_loopback(sites: str, port: int) -> str:
    """The generated configuration, kept to the loopback interface."""
    assert f"listen {port};" in sites
    return sites.replace(f"listen {port};", f"listen 127.0.0.1:{port};").replace(f"    listen [::]:{port};\n", "")


@contextlib.contextmanager
def apache(folder: Path, sites: str, port: int) -> Iterator[None]:
    """Debian's Apache with the configuration `sites`, on `port` of loopback."""
    program = needs("apache2")
    folder.mkdir(exist_ok=True)
    modules = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in APACHE_MODULES)
    (folder / "sites.conf").write_text(sites, encoding="utf-8")
    text = APACHE.format(folder=folder, port=port, modules=modules)
    (folder / "apache.conf").write_text(text, encoding="utf-8")
    command = [program, "-f", str(folder / "apache.conf")]
    check = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stderr
    with running([*command, "-D", "FOREGROUND"], port):
        yield


@dataclass
class Ssh:
    """A running sshd: its port, the files of a client, and the process."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] = field(repr=False)

    @property
    def keys(self) -> str:
        """What `publish.yml` must say to reach it."""
        known, key = self.folder / "known_hosts", self.folder / "user"
        return f"    host: 127.0.0.1\n    port: {self.port}\n    key: {key}\n    known_hosts: {known}\n"

    @property
    def target(self) -> dict[str, Any]:
        """The same, as the fields of a target."""
        known, key = self.folder / "known_hosts", self.folder / "user"
        return {"host": "127.0.0.1", "port": self.port, "key": str(key), "known_hosts": str(known)}

    def trust(self, port: int) -> None:
        """Let the client know that the server is also behind `port`."""
        known = self.folder / "known_hosts"
        line = known.read_text(encoding="utf-8").replace(f":{self.port} ", f":{port} ")
        known.write_text(known.read_text(encoding="utf-8") + line, encoding="utf-8")

    def cut(self) -> int:
        """End every connection that is open, as a broken line would; how many there were."""
        count = 0
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal() and self._is_session(entry):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(entry.name), 9)
                    count += 1
        return count

    def _is_session(self, entry: Path) -> bool:
        with contextlib.suppress(OSError, IndexError):
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            return parent == self.process.pid
        return False


@contextlib.contextmanager
def sshd(folder: Path, more: str = "") -> Iterator[Ssh]:
    """Debian's sshd on loopback, with keys of its own; `more` are lines for its configuration."""
    program, keygen = needs("sshd"), needs("ssh-keygen")
    needs("rsync")
    folder.mkdir(exist_ok=True)
    Path("/run/sshd").mkdir(parents=True, exist_ok=True)
    port = free_port()
    for name in ("host", "user"):
        subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    (folder / "sshd.conf").write_text(SSHD.format(port=port, folder=folder, more=more), encoding="utf-8")
    key = (folder / "host.pub").read_text(encoding="utf-8").split()
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {key[0]} {key[1]}\n", encoding="utf-8")
    with running([program, "-D", "-f", str(folder / "sshd.conf"), "-E", str(folder / "log")], port) as process:
        yield Ssh(folder, port, process)


def get(port: int, path: str, **headers: str) -> http.client.HTTPResponse:
    """What the server on `port` answers, its body read into `answer.text`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    answer.text = answer.read()  # type: ignore[attr-defined]
    connection.close()
    return answer


@dataclass(frozen=True)
class Raw:
    """What a server answers to a raw request: its status, its headers (names in lower case, in order), its body."""

    status: int
    pairs: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def headers(self) -> dict[str, str]:
        """The headers by name."""
        return dict(self.pairs)


def send_raw(port: int, line: str, *headers: str) -> Raw:
    """Send a request line as it is, which no client library would do, and read the answer to its end."""
    hosts = () if any(header.startswith("Host:") for header in headers) else (f"Host: 127.0.0.1:{port}",)
    text = "\r\n".join((line, *hosts, *headers, "Connection: close", "", ""))
    answer = b""
    with socket.create_connection(("127.0.0.1", port), 20) as connection, contextlib.suppress(ConnectionResetError):
        connection.sendall(text.encode("latin-1"))
        while block := connection.recv(1 << 16):
            answer += block
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    pairs = tuple((name.lower(), value.strip()) for name, _, value in (row.partition(":") for row in rest))
    return Raw(int(first.split()[1]), pairs, body)
