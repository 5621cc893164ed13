"""The emulator's own server with nothing behind it, as a process: TLS and HTTP, and always the same bytes.

Usage: ``python -m tests.bench.bare BYTES FOLDER``; it ends when its standard input closes.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from graph_emulator.kernel.server import end_with_stdin, listen, server_for
from graph_emulator.kernel.tls import authority_in, server_context
from graph_emulator.kernel.wire import JSON_TYPE
from graph_emulator.kernel.wire import Reply as Answer
from tests.emulator.raw import Connection, Reply


class Bare:
    """A process that answers so many bytes to everything, and a client of it."""

    def __init__(self, size: int) -> None:
        self._folder = tempfile.TemporaryDirectory()
        command = [sys.executable, "-m", "tests.bench.bare", str(size), self._folder.name]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self) -> Self:
        """Wait until it listens."""
        assert self.process.stdout is not None
        address = self.process.stdout.readline().decode().strip()
        self._connection = Connection(address, f"{self._folder.name}/ca.pem")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        self._connection.close()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()
        self._folder.cleanup()

    def sent(self, body: bytes) -> Reply:
        """Send one request, a GET where there is no body, and return what came back."""
        reply = self._connection.send("POST" if body else "GET", "/", {}, body or None)
        assert reply.status == 200
        return reply


def main(size: int, folder: Path) -> None:
    """Serve until standard input closes."""
    content = b"x" * size
    listener = listen(0)

    def tell() -> None:
        print(f"https://127.0.0.1:{listener.getsockname()[1]}", flush=True)

    context = server_context(authority_in(folder), [])
    reply = Answer(status=200, body=content, headers={"content-type": JSON_TYPE})
    server = server_for(lambda _: reply, context, tell)
    end_with_stdin(server)
    server.run(sockets=[listener])


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
