"""A client that knows HTTP, TLS and JSON and nothing else, and the emulator process that it talks to."""

import http.client
import json
import os
import ssl
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.content)

    @property
    def code(self) -> str:
        """The error code of Graph's error body."""
        return str(self.json["error"]["code"])


class Connection:
    """One kept connection to the emulator's address."""

    def __init__(self, base_url: str, ca_file: str) -> None:
        context = ssl.create_default_context(cafile=ca_file)
        address = urlsplit(base_url)
        assert address.hostname is not None
        self._http = http.client.HTTPSConnection(address.hostname, address.port, context=context, timeout=20)

    def send(self, method: str, target: str, headers: dict[str, str], body: bytes | None) -> Reply:
        """Send one request; a connection that the emulator cut raises what http.client raises."""
        try:
            self._http.request(method, target, body=body, headers=headers)
            answer = self._http.getresponse()
            content = answer.read()
        except (http.client.HTTPException, OSError):
            self._http.close()
            raise
        return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, content)

    def close(self) -> None:
        """Close the connection."""
        self._http.close()


class Graph:
    """Requests to Graph with one token."""

    def __init__(self, connection: Connection, token: str | None) -> None:
        self._connection = connection
        self._token = token

    def __call__(self, method: str, path: str, body: Any = None, **options: Any) -> Reply:
        """Send a request.

        Args:
            method: HTTP method.
            path: Path with version; spaces and other letters are encoded here, `%23` stays.
            body: What is sent as JSON; bytes are sent as they are.
            options: `query` (a mapping) and `headers` (a mapping).
        """
        headers = dict(options.get("headers", {}))
        if self._token is not None:
            headers.setdefault("Authorization", f"Bearer {self._token}")
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        if content is not None:
            headers.setdefault("Content-Type", "application/json")
        target = quote(path, safe="/:()'=,@!$%&?")
        if "query" in options:
            target += "?" + urlencode(options["query"], quote_via=quote)
        return self._connection.send(method, target, headers, content)

    def follow(self, link: str) -> Reply:
        """GET a link that an answer gave, as it is."""
        parts = urlsplit(link)
        return self("GET", f"{parts.path}?{parts.query}")

    def pages(self, path: str, **options: Any) -> list[Any]:
        """Return the rows of all pages of a collection."""
        reply = self("GET", path, **options)
        rows = list(reply.json["value"])
        while "@odata.nextLink" in reply.json:
            reply = self.follow(reply.json["@odata.nextLink"])
            rows += reply.json["value"]
        return rows


class Emulator:
    """One emulator process and the folder that it holds."""

    def __init__(self, folder: Path, seed: Path | None = None, *options: str) -> None:
        command = [sys.executable, "-m", "graph_emulator", "--port", "0", "--data", str(folder), *options]
        if seed is not None:
            command += ["--seed", str(seed)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self.stop()
            raise AssertionError(self.errors)
        self.ready: dict[str, Any] = json.loads(line)
        self.connection = Connection(self.ready["base_url"], self.ready["ca_file"])

    errors = ""

    @property
    def nobody(self) -> Graph:
        """Requests without a token."""
        return Graph(self.connection, None)

    def app(self, name: str) -> Graph:
        """Requests of an application, with a token that it asked for with its secret."""
        return Graph(self.connection, self.token_of(name))

    def person(self, key: str) -> Graph:
        """Requests of a person."""
        return Graph(self.connection, self.admin("POST", "token", {"user": key})["access_token"])

    def ask_token(self, **form: str) -> Reply:
        """Send a form to the token endpoint."""
        path = urlsplit(self.ready["authority"]).path + "/oauth2/v2.0/token"
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.connection.send("POST", path, headers, urlencode(form).encode())

    def token_of(self, name: str) -> str:
        """Return a fresh token of an application."""
        app = self.ready["apps"][name]
        reply = self.ask_token(
            grant_type="client_credentials", scope="https://graph.microsoft.com/.default", **app
        )
        assert reply.status == 200, reply.content
        return str(reply.json["access_token"])

    def ask_admin(self, method: str, door: str, body: Any = None) -> Reply:
        """Send a request to the admin API."""
        content = None if body is None else json.dumps(body).encode()
        return self.connection.send(method, f"/__emulator__/{door}", {}, content)

    def admin(self, method: str, door: str, body: Any = None) -> Any:
        """Return what the admin API says; it must be 200."""
        reply = self.ask_admin(method, door, body)
        assert reply.status == 200, reply.content
        return reply.json

    def stop(self) -> int:
        """End the process in order, and return its exit status."""
        if hasattr(self, "connection"):
            self.connection.close()
        if self.process.poll() is None:
            self.process.terminate()
        return self.wait()

    def kill(self) -> None:
        """End the process at once, without its help."""
        self.process.kill()
        self.connection.close()
        self.wait()

    def wait(self) -> int:
        """Wait for the process to end, and return its exit status."""
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()
        assert self.process.stderr is not None
        self.errors = self.process.stderr.read().decode()
        self.process.stderr.close()
        return self.process.wait(timeout=20)
