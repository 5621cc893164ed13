"""The emulator in this process, asked through its doors, beside the small reference that foretells it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from graph_emulator.doors import Doors
from graph_emulator.kernel.wire import Request
from graph_emulator.seed.document import as_seed
from graph_emulator.tenant import Tenant
from tests.emulator.model.reference import Reference
from tests.emulator.model.standing import Person, RefusedError

Json = dict[str, Any]
HOST = "marsh.sharepoint.example"
PEOPLE = {"own": False, "mem": False, "staff": False, "out": False, "ann": True, "pen": True}
GROUPS = {"all": {"staff", "own"}}
STRANGER = "address:far@else.example"
_ROLES = {
    "reconciler": ("Sites.FullControl.All", "ChannelMember.ReadWrite.All", "TeamMember.ReadWrite.All"),
    "writer": ("Files.ReadWrite.All",),
    "auditor": ("Files.Read.All", "Sites.Read.All"),
    "outsider": (),
}
APPS = {"reconciler": "full", "writer": "write", "auditor": "look", "outsider": "nothing"}
_FILES = ("A/one.docx", "A/sub/two.pdf", "A/pack.zip", "B/three.docx")
_START = "2026-03-27T22:00:00Z"
_GOOD = 300


class DisagreementError(AssertionError):
    """The emulator and the reference tell different stories."""


def seed() -> Json:
    """Return the tenant that every story begins with."""
    return {
        "tenant": {"name": "Marsh", "host": HOST, "seed": 7, "clock": _START},
        "apps": {name: _app(roles) for name, roles in _ROLES.items()},
        "users": [_user(key, guest=guest) for key, guest in PEOPLE.items()],
        "groups": [{"key": name, "name": name, "members": sorted(people)} for name, people in GROUPS.items()],
        "team": {"name": "Marsh", "owners": ["own"], "members": ["mem", "staff"]},
        "channel": {"name": "Reviews", "membership": "private", "owners": ["own"], "members": ["mem"]},
        "files": list(_FILES),
    }


def _app(roles: tuple[str, ...]) -> Json:
    """Return an application; the one that may do anything can look up people and use SharePoint itself."""
    if len(roles) < 3:
        return {"roles": list(roles)}
    looks = ["Group.Read.All", "User.Read.All", "User.ReadWrite.All"]
    return {"roles": [*roles, *looks], "sharepoint_roles": ["Sites.FullControl.All"]}


def _user(key: str, *, guest: bool) -> Json:
    plain = {
        "key": key,
        "name": f"Person {key}",
        "mail": f"{key}@marsh.example",
        "upn": f"{key}@marsh.example",
    }
    if not guest:
        return {**plain, "type": "Member"}
    state = "PendingAcceptance" if key == "pen" else "Accepted"
    since = "2025-03-03T09:00:00Z"
    abroad = {"upn": f"{key}_far.example#EXT#@marsh.example", "external_state": state}
    return {**plain, **abroad, "type": "Guest", "external_state_changed_at": since}


def reference() -> Reference:
    """Return the same tenant as the reference has it."""
    people = {key: Person(guest, login=key) for key, guest in PEOPLE.items()}
    model = Reference(people, dict(APPS), {name: set(members) for name, members in GROUPS.items()})
    model.team.update({"own": "owner", "mem": "member", "staff": "member"})
    model.channel.update({"own": "owner", "mem": "member"})
    made = {"": model.plant(0, "Reviews", "folder")}
    for path in _FILES:
        *folders, _ = path.split("/")
        for depth, name in enumerate(folders):
            here, above = "/".join(folders[: depth + 1]), "/".join(folders[:depth])
            if here not in made:
                made[here] = model.plant(made[above], name, "folder")
        model.plant(made["/".join(folders)], path.rpartition("/")[2], "file")
    return model


class World:
    """One tenant and its reference, with what each calls the same thing.

    Attributes:
        items: The emulator's id of each of the reference's items.
        links: The same for links.
        names: By which name each of the first accounts signs in.
        rows: Each item's permissions as they were listed last, by the reference's names.
        shares: Each link's address as it was listed last.
    """

    def __init__(self, folder: Path) -> None:
        self.tenant = Tenant(folder, as_seed(seed()))
        self.doors = Doors(self.tenant)
        self.steps = self.refused = 0

    def begin(self) -> None:
        """Go back to the seed."""
        self.admin("POST", "reset", {})
        state = self.admin("GET", "state")
        self.drive = state["drives"][0]["id"]
        self.users: dict[str, str] = {user["key"]: user["id"] for user in state["users"]}
        self.keys = {id_: key for key, id_ in self.users.items()}
        self.names = {
            user["key"]: _user(user["key"], guest=PEOPLE[user["key"]])["upn"] for user in state["users"]
        }
        self.channel, self.team = state["channels"][0]["id"], state["teams"][0]["id"]
        apps = {name: self.token({"app": name}) for name in APPS}
        self.tokens = apps | {key: self.token({"user": key}) for key in PEOPLE}
        self.rest_tokens: dict[str, str] = {}
        self.groups = {row["displayName"]: row["id"] for row in self.rows_of("reconciler", "/groups")}
        self.model = reference()
        self.items: dict[int, str] = {}
        self.links: dict[int, str] = {}
        self.rows: dict[int, dict[str, Json]] = {}
        self.shares: dict[int, str] = {}
        self.adopt(0, self.graph("reconciler", "GET", f"/drives/{self.drive}/root")[1]["id"])

    def now(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the same people by the accounts that have their names by now; anybody else as they are."""
        found = (self.model.account_of(one) if one in self.model.people else one for one in names)
        return tuple(dict.fromkeys(found))

    def admin(self, method: str, door: str, body: Json | None = None) -> Any:
        """Ask the admin API for what it cannot refuse."""
        status, body = self.ask_admin(method, door, body)
        self.expect(status == 200, f"the admin API refuses {door}: {body}")
        return body

    def ask_admin(self, method: str, door: str, body: Json | None = None) -> tuple[int, Any]:
        """Ask the admin API."""
        name, _, query = door.partition("?")
        request = Request(
            method=method, path=f"/__emulator__/{name}", query=query, body=json.dumps(body or {}).encode()
        )
        reply = self.doors.respond(request)
        return reply.status, json.loads(reply.body)

    def token(self, who: Json) -> str:
        """Return a token for an application or a person."""
        return str(self.admin("POST", "token", who)["access_token"])

    def graph(
        self, who: str, method: str, path: str, body: object = None, version: str = "v1.0"
    ) -> tuple[int, Json]:
        """Send one request with a caller's own token."""
        target, _, query = path.partition("?")
        binary = isinstance(body, bytes)
        kind = "application/octet-stream" if binary else "application/json"
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        headers = {"authorization": f"Bearer {self.tokens[who]}", "content-type": kind}
        request = Request(
            method=method, path=f"/{version}{target}", query=query, headers=headers, body=content
        )
        reply = self.doors.respond(request)
        if reply.status == 500:
            raise DisagreementError(f"{method} {path} as {who} broke: {reply.body!r}")
        found: Json = json.loads(reply.body) if reply.body else {}
        return reply.status, found | {"location": reply.headers.get("Location", "")}

    def rest(self, who: str, path: str, body: Json | None = None) -> tuple[int, Json]:
        """Send one writing request to SharePoint itself."""
        if who not in self.rest_tokens:
            asked = {"app": who, "by_certificate": True} if who in APPS else {"user": who}
            self.rest_tokens[who] = self.token({**asked, "audience": "sharepoint"})
        headers = {"authorization": f"Bearer {self.rest_tokens[who]}", "accept": "application/json"}
        headers["content-type"] = "application/json"
        content = b"" if body is None else json.dumps(body).encode()
        where = quote(path, safe="/()'=,")
        reply = self.doors.respond(Request(method="POST", path=where, headers=headers, body=content))
        self.expect(reply.status != 500, f"{path} as {who} broke")
        return reply.status, json.loads(reply.body)

    def rows_of(self, who: str, path: str) -> list[Json]:
        """Return a collection, all pages of it."""
        rows: list[Json] = []
        while path:
            status, body = self.graph(who, "GET", path)
            if status >= _GOOD:
                raise DisagreementError(f"{path} answered {status}: {body}")
            rows += body["value"]
            path = body.get("@odata.nextLink", "").partition("/v1.0")[2]
        return rows

    def at(self, key: int, rest: str = "") -> str:
        """Return an item's address."""
        return f"/drives/{self.drive}/items/{self.items[key]}{rest}"

    def permission(self, key: int, name: str) -> str:
        """Return the address of a permission that was listed on an item."""
        return self.at(key, f"/permissions/{self.rows[key][name]['id']}")

    def expect(self, holds: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence
        """Stop the story where something does not hold."""
        if not holds:
            raise DisagreementError(otherwise)

    def adopt(self, key: int, id_: str) -> None:
        """Learn the ids of an item and of all that lies below it; names have to be the same."""
        self.items[key] = id_
        nodes = self.model.nodes
        wanted = {nodes[child].name: child for child in self.model.children(key)}
        found = {row["name"]: row["id"] for row in self.rows_of("reconciler", self.at(key, "/children"))}
        if set(wanted) != set(found):
            raise DisagreementError(
                f"below {nodes[key].name}: {sorted(wanted)}, but there is {sorted(found)}"
            )
        for name, child in wanted.items():
            self.adopt(child, found[name])

    def both(
        self, foretell: Callable[[], Any], ask: Callable[[], tuple[int, Any]], *, any_reason: bool = False
    ) -> tuple[Any, Json] | None:
        """Do one thing to both; None when both refuse it for the same reason.

        The kinds of reasons: not signed in, not there, not allowed, taken; anything else is a bad request.
        SharePoint itself is not so clear about them, so that there `any_reason` will do.
        """
        self.steps += 1
        try:
            told, expected = foretell(), 0
        except RefusedError as refused:
            told, expected = None, refused.status
        status, body = ask()
        agreed = _reason(status) == expected or (any_reason and status >= 400)
        if not (agreed if expected else status < _GOOD):
            raise DisagreementError(f"foretold {expected or 'success'}, answered {status}: {body}")
        self.refused += bool(expected)
        return None if expected else (told, body)


def _reason(status: int) -> int:
    known = status in {401, 403, 404, 409} or status < 400
    return status if known else 400
