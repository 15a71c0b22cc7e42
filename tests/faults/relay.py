"""A line that breaks: a TCP relay on loopback, which cuts connections after so many bytes, or when it is told to."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator

_RESET = struct.pack("ii", 1, 0)


class Relay:
    """Passes connections on to `port`; `limit` is how many bytes one may send before the line breaks for good."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.limit: int | None = None
        self.broken = False
        self.cuts = 0
        self._open: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break every connection and let none through, until `mend`."""
        self.broken = True
        self.cuts += 1
        for end in self._open:
            _reset(end)
        self._open.clear()

    def mend(self) -> None:
        """Let connections through again, without limit."""
        self.broken, self.limit = False, None

    def close(self) -> None:
        """End."""
        self.cut()
        self._listening.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client = self._listening.accept()[0]
                if self.broken:
                    _reset(client)
                    continue
                server = socket.create_connection(("127.0.0.1", self.target))
                self._open += [client, server]
                threading.Thread(target=self._pass, args=(client, server, True), daemon=True).start()
                threading.Thread(target=self._pass, args=(server, client, False), daemon=True).start()

    def _pass(self, source: socket.socket, to: socket.socket, counted: bool) -> None:
        passed = 0
        with contextlib.suppress(OSError):
            while data := source.recv(4096):
                passed += len(data)
                if counted and self.limit is not None and passed > self.limit:
                    self.cut()
                    return
                to.sendall(data)
            to.shutdown(socket.SHUT_WR)


def _reset(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        end.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        end.close()


@contextlib.contextmanager
def relay(port: int) -> Iterator[Relay]:
    """A relay to `port`, until the block ends."""
    line = Relay(port)
    try:
        yield line
    finally:
        line.close()
