"""The image's health check says what the program says of itself, and nothing good of silence.

Source: docs/how-to/run-in-a-container.md
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import yaml

from sharepoint_gate.settingsections import ScheduleSettings
from tests.image.dockerfile import ROOT, environment, stages

IMAGE = stages()[-1]
PORT = "SHAREPOINT_GATE_SCHEDULE__HEALTH__PORT"
OPTIONS, _, COMMAND = IMAGE.of("HEALTHCHECK")[0].rest.partition(" CMD ")


@contextmanager
def answering(status: int) -> Iterator[int]:
    """Answer /healthz with a status, and everything else with 404; yield the port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing: the test's output is the test's."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def asked(port: int) -> int:
    """Run the health check as Docker does; return its exit code."""
    words = json.loads(COMMAND)
    assert words[0] == "python"
    surroundings = {PORT: str(port), "http_proxy": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    done = subprocess.run([sys.executable, *words[1:]], env=surroundings, capture_output=True, check=False)
    return done.returncode


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1), (404, 1)])
def test_health_is_what_the_program_answers(status: int, code: int) -> None:
    """Only 200 is healthy; a proxy in the environment is not asked."""
    with answering(status) as port:
        assert asked(port) == code


def test_silence_is_not_health() -> None:
    """Where nobody listens, the container is unhealthy."""
    with answering(200) as port:
        pass
    assert asked(port) == 1


def test_it_asks_where_the_program_listens() -> None:
    """The image tells the program host and port, and they are those of the settings."""
    named = environment(IMAGE)
    usual = ScheduleSettings().health
    assert (named[PORT], named[PORT.replace("PORT", "HOST")]) == (str(usual.port), usual.host)


def test_compose_asks_as_patiently() -> None:
    """Intervals in the compose file are the image's, and what is asked is left to the image."""
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    said = yaml.safe_load(text)["services"]["gate"]["healthcheck"]
    assert {f"--{name.replace('_', '-')}={value}" for name, value in said.items()} == set(OPTIONS.split())
