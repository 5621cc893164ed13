"""A receiver of notifications on loopback, with a certificate of an authority of its own."""

import contextlib
import json
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import trustme

AUTHORITY = trustme.CA()


@dataclass
class Receiver:
    """What a receiver answers, and what it was told.

    Attributes:
        statuses: What it answers to notifications, one after the other; 202 when there is none left.
        echo: Makes the answer of a handshake from the token: status, content type, content.
        on_handshake: Called while it answers a handshake.
    """

    statuses: list[int] = field(default_factory=list)
    echo: Callable[[str], tuple[int, str, str]] = lambda token: (200, "text/plain", token)
    on_handshake: Callable[[], object] = lambda: None
    handshakes: list[str] = field(default_factory=list)
    posts: list[list[dict[str, Any]]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin to listen."""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        AUTHORITY.issue_cert("127.0.0.1").configure_cert(context)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def url(self, path: str = "/notify") -> str:
        """Return an address that leads here."""
        return f"https://127.0.0.1:{self.server.server_address[1]}{path}"

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Every entry of every notification."""
        return [row for rows in self.posts for row in rows]

    def wait_for(self, count: int) -> list[dict[str, Any]]:
        """Return the entries that came, when there are so many, or after two seconds in vain."""
        until = time.monotonic() + 2
        while len(self.rows) < count and time.monotonic() < until:
            time.sleep(0.005)
        return self.rows

    def close(self) -> None:
        """Listen no more."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("content-length", 0)))
            asked = urlsplit(self.path)
            token = parse_qs(asked.query).get("validationToken")
            if token is not None:
                receiver.handshakes.append(token[0])
                receiver.on_handshake()
                self._answer(*receiver.echo(token[0]))
                return
            receiver.paths.append(self.path)
            receiver.posts.append(json.loads(content)["value"])
            self._answer(receiver.statuses.pop(0) if receiver.statuses else 202, "text/plain", "")

        def _answer(self, status: int, kind: str, content: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            with contextlib.suppress(OSError):  # whoever asked may have waited no longer
                self.end_headers()
                self.wfile.write(content.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
            """Say nothing."""

    return Handler
