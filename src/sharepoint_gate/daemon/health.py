"""``/healthz``: how the service is, for whoever watches the machine; no names, and no counts of anything.

It answers from a thread of its own, so that a night deep in its reckoning does not look dead.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sharepoint_gate.errors import SettingsError
from sharepoint_gate.jobs.trailguard import TrailState
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.ports.schedule import Night, NightState

LATE_AFTER = timedelta(hours=1)
UNWELL = {NightState.UNWELL, NightState.FAILED, NightState.STOPPED, NightState.MISSED}
IDLE_S = 10.0


@dataclass(slots=True)
class Health:
    """What is known of the service; each attribute is set whole, so that another thread may read it.

    Attributes:
        last: The last night that ended; None before the first.
        due: When the next night is due, or was, while it has not ended.
        trail: How the trail was when it was last looked at.
    """

    clock: Clock
    rehearsal: bool
    last: Night | None = None
    due: datetime | None = None
    running: bool = False
    trail: TrailState = TrailState.IN_ORDER

    def reasons(self) -> list[str]:
        """Return why the service is not well, in fixed words."""
        found = []
        if self.last is not None and self.last.state in UNWELL:
            found.append(f"the last night ended as {self.last.state.value}")
        if self.due is not None and self.clock.now() - self.due > LATE_AFTER:
            found.append("a night is late")
        if self.trail is not TrailState.IN_ORDER:
            found.append(self.trail.value)
        return found

    def as_data(self) -> Mapping[str, object]:
        """Return what is told."""
        reasons = self.reasons()
        last = self.last
        return {
            "status": "failing" if reasons else "ok",
            "reasons": reasons,
            "running": self.running,
            "last_night": {"night": last.day.isoformat(), "outcome": last.state.value} if last else None,
            "next_night": self.due.isoformat() if self.due else None,
            "rehearsal": self.rehearsal,
        }


@contextmanager
def serve_health(health: Health, host: str, port: int) -> Iterator[int]:
    """Answer ``/healthz`` while the context is open; give the port.

    Raises:
        SettingsError: The address cannot be taken.
    """
    try:
        server = ThreadingHTTPServer((host, port), _handler(health))
    except OSError as error:
        raise SettingsError(
            f"Health cannot be told on {host}, port {port}.",
            why=error.strerror or str(error),
            mend="Name another host or port as `health` under [schedule]; port 0 takes any that is free.",
        ) from error
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(health: Health) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        server_version = "sharepoint-gate"
        sys_version = ""
        timeout = IDLE_S

        def do_GET(self) -> None:
            """Answer the one question there is."""
            if self.path != "/healthz":
                self._answer(HTTPStatus.NOT_FOUND, {"status": "unknown"})
                return
            data = health.as_data()
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE if data["reasons"] else HTTPStatus.OK, data)

        do_HEAD = do_GET  # noqa: N815 - the names are the library's

        def log_message(self, *_: object) -> None:
            """Keep quiet: who asks how the service is is nobody's business."""

        def _answer(self, status: HTTPStatus, data: Mapping[str, object]) -> None:
            body = json.dumps(data).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

    return Handler
