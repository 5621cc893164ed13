"""A tenant without a server: requests go straight to its doors, so that a test can afford thousands."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from graph_emulator.doors import Doors
from graph_emulator.kernel.wire import Reply, Request
from graph_emulator.seed.document import as_seed
from graph_emulator.seed.source import read_seed
from graph_emulator.tenant import Tenant
from tests.emulator.conftest import SMALL


def small_tenant(folder: Path, licences: int = 500) -> "InProcess":
    """Return the small tenant with so many licences; a folder that holds one goes on where it was."""
    seed = as_seed({"tenant": {}}) if (folder / "tenant.sqlite").exists() else read_seed(SMALL)
    seed.tenant.licences = licences
    return InProcess(Tenant(folder, seed))


class InProcess:
    """The doors of a tenant, and a token for each caller."""

    def __init__(self, tenant: Tenant) -> None:
        self.tenant = tenant
        self.doors = Doors(tenant)
        self._tokens: dict[tuple[str, str], str] = {}

    def admin(self, method: str, door: str, body: Any = None) -> Any:
        """Return what the admin API says; it must be 200."""
        content = b"" if body is None else json.dumps(body).encode()
        reply = self.doors.respond(Request(method=method, path=f"/__emulator__/{door}", body=content))
        assert reply.status == 200, reply.body
        return json.loads(reply.body)

    def ask(self, caller: str, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """Send a request.

        Args:
            caller: The name of an application, or `person:KEY`; a path with `/_api/` takes a token for
                SharePoint, which the application proved itself for with a certificate.
            method: HTTP method.
            path: Path with version, and query.
            body: What is sent as JSON.
            headers: Further headers; an underscore stands for a hyphen.
        """
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        token = self.token(caller, "sharepoint" if "/_api/" in path else "graph")
        own = {"authorization": f"Bearer {token}", "content-type": "application/json", **named}
        content = b"" if body is None else json.dumps(body).encode()
        parts = urlsplit(path)
        return self.doors.respond(
            Request(method=method, path=parts.path, query=parts.query, headers=own, body=content)
        )

    def advance(self, duration: str) -> None:
        """Move the tenant's clock."""
        self.admin("POST", "clock", {"advance": duration})

    def token(self, caller: str, audience: str = "graph") -> str:
        """Return a token of a caller."""
        if (caller, audience) not in self._tokens:
            kind, _, key = caller.rpartition(":")
            who = {"user": key} if kind == "person" else {"app": key, "by_certificate": True}
            token = self.admin("POST", "token", {**who, "audience": audience})["access_token"]
            self._tokens[caller, audience] = token
        return self._tokens[caller, audience]


def told(reply: Reply) -> dict[str, str]:
    """Return an answer's headers, names in lower case."""
    return {name.lower(): value for name, value in reply.headers.items()}


def read(reply: Reply) -> Any:
    """Return an answer's JSON."""
    return json.loads(reply.body)
