"""A small tenant in the test's own process, and short words for sharing in it."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from graph_emulator.files import effective
from graph_emulator.files.seeding import item_at_path
from graph_emulator.kernel.wire import Request
from graph_emulator.seed.document import as_seed
from graph_emulator.tenant import Tenant
from tests.emulator.in_process import InProcess, read

Json = dict[str, Any]
_OK_BELOW = 300
_FULL = ["Sites.FullControl.All", "Files.ReadWrite.All", "User.Read.All"]
_GUESTS = (("gil", "Accepted", "nhs.example"), ("pat", "PendingAcceptance", "police.example"))
SEED: Json = {
    "tenant": {"name": "Fen", "host": "fen.sharepoint.example", "seed": 3, "clock": "2026-03-02T09:00:00Z"},
    "apps": {
        "reconciler": {"roles": _FULL},
        "settings": {"roles": ["SharePointTenantSettings.ReadWrite.All"]},
        "reader": {"roles": ["SharePointTenantSettings.Read.All"]},
        "writer": {"roles": ["Files.ReadWrite.All", "Sites.ReadWrite.All"]},
        "site-app": {"roles": ["Sites.Selected"]},
        "list-app": {"roles": ["Lists.SelectedOperations.Selected"]},
        "file-app": {"roles": ["Files.SelectedOperations.Selected"]},
        "outsider": {"roles": []},
    },
    "users": [
        {"key": key, "name": f"Person {key}", "upn": f"{key}@fen.example", "mail": f"{key}@fen.example"}
        | {"type": "Member"}
        for key in ("own", "mem", "far")
    ]
    + [
        {
            "key": key,
            "name": f"Person {key}",
            "upn": f"{key}_{domain}#EXT#@fen.example",
            "mail": f"{key}@{domain}",
            "type": "Guest",
            "external_state": state,
        }
        for key, state, domain in _GUESTS
    ],
    "groups": [{"key": "panel", "name": "Panel", "members": ["own", "gil"]}],
    "team": {"name": "Fen", "owners": ["own"], "members": ["mem", "gil"]},
    "channel": {"name": "Reviews", "membership": "private", "owners": ["own"], "members": ["mem"]},
    "files": ["A/one.docx", "A/two.docx", "A/scan.pdf", "A/pack.zip"],
    "links": {"A/one.docx": ["gil"]},
}


class World:
    """The tenant, its callers and its admin API."""

    def __init__(self, folder: Path) -> None:
        self.inside = InProcess(Tenant(folder, as_seed(SEED)))

    @property
    def state(self) -> Any:
        """What the tenant remembers."""
        return self.inside.tenant.state

    def begin(self) -> None:
        """Go back to the seed."""
        self.inside.admin("POST", "reset", {})

    def ask(self, who: str, line: str, body: Any = None) -> tuple[int, Any]:
        """Send one request; a caller is an application's name or a person's key.

        Returns:
            The status and the answer.
        """
        method, _, path = line.partition(" ")
        caller = f"person:{who}" if len(who) == 3 else who
        reply = self.inside.ask(caller, method, quote(path, safe="/:()'=,@!$%&?"), body)
        return reply.status, read(reply) if reply.body else None

    def ok(self, who: str, line: str, body: Any = None) -> Any:
        """Send one request that has to go well, and return its answer."""
        status, answer = self.ask(who, line, body)
        assert status < _OK_BELOW, answer
        return answer

    def posture(self, **changes: Any) -> Any:
        """Change what may be shared: `tenant` and `site`."""
        return self.inside.admin("PUT", "posture", changes)

    def quirk(self, **values: Any) -> None:
        """Set quirks; a name's dot is written as two underscores."""
        self.inside.admin("PUT", "quirks", {name.replace("__", "."): one for name, one in values.items()})

    @property
    def drive(self) -> str:
        """The id of the channel's library."""
        return str(self.inside.admin("GET", "state")["channels"][0]["drive_id"])

    def user(self, key: str) -> str:
        """A person's object id."""
        return str(self.state.ids.derived("user", key))

    def at(self, path: str) -> str:
        """The address of an item by its path below the channel's folder."""
        drive = self.drive
        item = self.ok("reconciler", f"GET /v1.0/drives/{drive}/root:/Reviews/{path}")
        return f"/drives/{drive}/items/{item['id']}"

    @property
    def site(self) -> str:
        """The id of the channel's site."""
        return str(self.inside.admin("GET", "state")["drives"][0]["site_id"])

    def access(self, key: str, path: str) -> Json:
        """How a person really reaches an item."""
        found: Json = self._look(f"person={key}&item={quote(path)}")
        return found

    def everybody(self, path: str) -> list[Json]:
        """Everybody who reaches an item."""
        rows: list[Json] = self._look(f"item={quote(path)}")
        return rows

    def reach(self, path: str) -> dict[str, str]:
        """Everybody and every crowd that reaches an item, with the widest role of each."""
        return effective.reach(self.state, item_at_path(self.state, path))

    def _look(self, query: str) -> Any:
        reply = self.inside.doors.respond(Request(method="GET", path="/__emulator__/access", query=query))
        assert reply.status < _OK_BELOW, reply.body
        return read(reply)

    def code(self, answer: Any) -> tuple[str, str]:
        """Return a refusal's outer and inner code."""
        error = answer["error"]
        return error["code"], error["innerError"].get("code", "")
