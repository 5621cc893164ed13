"""HTTPS on loopback: one socket, uvicorn with TLS, a ready call, and an orderly end."""

import asyncio
import contextlib
import os
import signal
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from graph_emulator.kernel.wire import Reply, Request

Respond = Callable[[Request], Reply]
Prepare = Callable[[Request], Callable[[], Request] | None]
_LOOPBACK = "127.0.0.1"


class Server(uvicorn.Server):
    """A uvicorn server that tells when it listens and ends with status 0 when it is told to end."""

    on_ready: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, then tell."""
        await super().startup(sockets)
        if self.started:
            self.on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End; idle connections are cut, since TLS would wait for a goodbye that nobody is there to say."""
        for connection in self.server_state.connections:
            if isinstance(connection, H11Protocol) and _is_idle(connection):
                connection.transport.abort()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End in order on SIGTERM and SIGINT, and do not raise them again afterwards."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.handle_exit)
        yield


def _is_idle(connection: H11Protocol) -> bool:
    cycle: RequestResponseCycle | None = connection.cycle  # None before the first request
    return cycle is None or cycle.response_complete


def listen(port: int) -> socket.socket:
    """Return a listening socket on loopback; port 0 takes a free one.

    The protocol is named because asyncio sets TCP_NODELAY only on sockets that say that they are TCP.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_LOOPBACK, port))
    except OSError:
        listener.close()
        raise
    return listener


def nothing_first(_: Request) -> None:
    """Have nothing to do before a request is taken up."""


def server_for(
    respond: Respond,
    context: ssl.SSLContext,
    on_ready: Callable[[], None],
    prepare: Prepare = nothing_first,
) -> Server:
    """Return a server that is ready to be run.

    Args:
        respond: Answers one request; requests come one at a time.
        context: The TLS context with the server's certificate.
        on_ready: Called once, when the first connection would be answered.
        prepare: Returns what has to be done before a request is taken up; it is done on another thread, and
            other requests are answered meanwhile.
    """
    config = uvicorn.Config(
        Application(respond, prepare),
        http="h11",
        loop="asyncio",
        lifespan="off",
        interface="asgi3",
        access_log=False,
        log_level="critical",
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=3600,  # a client may think for minutes between two questions; the end cuts it
        timeout_graceful_shutdown=1,
    )
    config.load()
    config.ssl = context
    server = Server(config)
    server.on_ready = on_ready
    return server


def end_with_stdin(server: Server) -> None:
    """End the server when our standard input closes.

    The descriptor is read without Python's buffer, whose lock would hang the interpreter's own end.
    """

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        server.should_exit = True

    threading.Thread(target=watch, daemon=True).start()


class Application:
    """The ASGI application: gathers a request, asks for its reply, and sends it as the reply wants."""

    def __init__(self, respond: Respond, prepare: Prepare = nothing_first) -> None:
        self._respond = respond
        self._prepare = prepare

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer one request."""
        request = Request(
            method=scope["method"],
            path=scope["raw_path"].decode("ascii"),
            query=scope["query_string"].decode("ascii"),
            headers={name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
            body=await _content(receive),
        )
        first = self._prepare(request)
        reply = self._respond(request if first is None else await asyncio.to_thread(first))
        if reply.delay_s:
            await asyncio.sleep(reply.delay_s)
        if reply.cut == "exit":
            os.kill(os.getpid(), signal.SIGKILL)
        if reply.cut in {"before", "after"}:
            _cut(send)
            return
        await _send(reply, send)


async def _content(receive: Any) -> bytes:
    message = await receive()
    content: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        content += message.get("body", b"")
    return content


async def _send(reply: Reply, send: Any) -> None:
    headers = [
        (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers.items()
    ]
    headers.append((b"content-length", str(len(reply.body)).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    if reply.cut != "within":
        await send({"type": "http.response.body", "body": reply.body})
        return
    await send({"type": "http.response.body", "body": reply.body[: len(reply.body) // 2], "more_body": True})
    _ended(send).transport.close()  # what was written still goes out; the rest never comes


def _cut(send: Any) -> None:
    """End the connection without a byte; the transport is reached through uvicorn's own cycle."""
    _ended(send).transport.abort()


def _ended(send: Any) -> Any:
    cycle = send.__self__
    cycle.response_started = cycle.response_complete = cycle.disconnected = True
    return cycle
