"""A tenant in this process, asked as the server would ask it: raw requests, no sockets."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from graph_emulator.doors import Doors
from graph_emulator.kernel.wire import Request
from graph_emulator.seed.source import read_seed
from graph_emulator.tenant import Tenant
from tests.emulator.conftest import SMALL
from tests.emulator.raw import Reply

EVENTUAL = {"consistencylevel": "eventual"}
_ADMIN = "/__emulator__/"


class Room:
    """One tenant and its doors."""

    def __init__(self, folder: Path, seed: Path = SMALL) -> None:
        self.tenant = Tenant(folder, read_seed(seed))
        self.tenant.at("https://127.0.0.1:1")
        self._doors = Doors(self.tenant)
        self._tokens: dict[str, str] = {}

    def begin(self) -> None:
        """Go back to the seed, with applications that hold every role or a named one only."""
        self.tenant.reset()
        self._tokens.clear()

    def app(self, *roles: str) -> str:
        """Register an application with these roles, and return its name."""
        name = "app-" + "-".join(roles)
        self.admin("POST", "apps", {"name": name, "roles": list(roles)})
        return name

    def ask(self, who: str, line: str, body: Any = None, **options: Any) -> Reply:
        """Send a request of Graph as an application or a person.

        Args:
            who: An application's name or a person's key.
            line: Method and path with version.
            body: A JSON value or nothing.
            options: `query` and `headers`, both mappings.
        """
        method, _, path = line.partition(" ")
        parts = urlsplit(path)
        query = urlencode(options["query"], quote_via=quote) if "query" in options else parts.query
        headers = {"authorization": f"Bearer {self._token(who)}", **options.get("headers", {})}
        return self._sent(method, quote(parts.path, safe="/:()'=,@!$%"), query, headers, body)

    def rows(self, who: str, line: str, **options: Any) -> list[Any]:
        """Return the rows of all pages of a collection."""
        reply = self.ask(who, line, **options)
        assert reply.status == 200, reply.content
        found = list(reply.json["value"])
        while "@odata.nextLink" in reply.json:
            reply = self.follow(who, reply.json["@odata.nextLink"])
            found += reply.json["value"]
        return found

    def follow(self, who: str, link: str, **options: Any) -> Reply:
        """GET a link that an answer gave, as it is."""
        parts = urlsplit(link)
        return self.ask(who, f"GET {parts.path}?{parts.query}", **options)

    def admin(self, method: str, door: str, body: Any = None) -> Any:
        """Return what the admin API says; it must be 200."""
        reply = self.ask_admin(method, door, body)
        assert reply.status == 200, reply.content
        return reply.json

    def ask_admin(self, method: str, door: str, body: Any = None) -> Reply:
        """Send a request to the admin API."""
        path, _, query = door.partition("?")
        return self._sent(method, _ADMIN + path, query, {}, body)

    def later(self, duration: str) -> None:
        """Move the tenant's clock."""
        self.admin("POST", "clock", {"advance": duration})

    def quirk(self, name: str, value: object) -> None:
        """Set a quirk."""
        self.admin("PUT", "quirks", {name: value})

    def act(self, **act: Any) -> None:
        """Let one thing happen."""
        self.admin("POST", "seed", {"acts": [{"id": "x", **act}]})

    def id_of(self, key: str) -> str:
        """Return a person's object id."""
        users = self.admin("GET", "state")["users"]
        return str(next(user["id"] for user in users if user["key"] == key))

    def _token(self, who: str) -> str:
        if who not in self._tokens:
            apps = {app["name"] for app in self.admin("GET", "state")["apps"]}
            form = "app" if who in apps else "user"
            self._tokens[who] = self.admin("POST", "token", {form: who})["access_token"]
        return self._tokens[who]

    def _sent(self, method: str, path: str, query: str, headers: dict[str, str], body: Any) -> Reply:
        content = b"" if body is None else json.dumps(body).encode()
        own = {"content-type": "application/json", **headers}
        reply = self._doors.respond(Request(method=method, path=path, query=query, headers=own, body=content))
        return Reply(reply.status, {name.lower(): text for name, text in reply.headers.items()}, reply.body)
