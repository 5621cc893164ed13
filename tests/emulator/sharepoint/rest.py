"""Requests to SharePoint's own interface of a tenant without a server."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from graph_emulator.directory.models import User
from graph_emulator.files import effective
from graph_emulator.files.seeding import item_at_path
from graph_emulator.kernel.wire import Request
from tests.emulator.in_process import InProcess

SITE = "/sites/SmallbridgeSafeguarding-Casereview"
LIBRARY = f"{SITE}/Shared Documents"
PACK = f"{LIBRARY}/Case review/RR-2026-001/40-panel-pack"
REPORT = f"{LIBRARY}/Case review/RR-2026-001/60-final-report/report.docx"
PLAIN = "application/json;odata=nometadata"
VERBOSE = "application/json;odata=verbose"
FULL_CONTROL, READ, CONTRIBUTE, LIMITED = 1073741829, 1073741826, 1073741827, 1073741825


@dataclass(frozen=True)
class Said:
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
        """The code of a refusal in the light form."""
        return str(self.json["odata.error"]["code"])

    @property
    def rows(self) -> list[Any]:
        """The rows of a collection in the light form."""
        assert self.status == 200, self.content
        return list(self.json["value"])


class Rest:
    """Requests of one caller below the small tenant's site."""

    def __init__(self, tenant: InProcess, **who: Any) -> None:
        self.tenant = tenant
        self._token = tenant.admin("POST", "token", {"audience": "sharepoint", **who})["access_token"]

    def __call__(self, method: str, path: str, body: Any = None, accept: str = PLAIN, **headers: str) -> Said:
        """Send a request; an underscore in a header's name stands for a hyphen.

        Args:
            method: HTTP method.
            path: What stands behind `/_api/`, or a whole path.
            body: What is sent as JSON.
            accept: The form that is asked for.
            headers: Further headers.
        """
        whole = path if path.startswith("/") else f"{SITE}/_api/{path}"
        parts = urlsplit(quote(whole, safe="/:()'=,@!$%&?"))
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        own = {"authorization": f"Bearer {self._token}", "accept": accept, "content-type": "application/json"}
        content = b"" if body is None else json.dumps(body).encode()
        reply = self.tenant.doors.respond(
            Request(method=method, path=parts.path, query=parts.query, headers={**own, **named}, body=content)
        )
        return Said(reply.status, reply.headers, reply.body)

    def must(self, method: str, path: str, body: Any = None) -> Any:
        """Return what is answered with a success."""
        said = self(method, path, body)
        assert said.status < 300, said.content
        return said.json if said.content else None


def file_at(path: str) -> str:
    """Return the address of a file."""
    return f"web/GetFileByServerRelativePath(decodedUrl='{path}')"


def item_at(path: str) -> str:
    """Return the address of a file's list item."""
    return f"{file_at(path)}/ListItemAllFields"


def folder_at(path: str) -> str:
    """Return the address of a folder's list item."""
    return f"web/GetFolderByServerRelativePath(decodedUrl='{path}')/ListItemAllFields"


def levels(rest: Rest, place: str) -> dict[str, list[str]]:
    """Return who has which permission levels at a place, by title."""
    rows = rest("GET", f"{place}/RoleAssignments?$expand=Member,RoleDefinitionBindings").rows
    return {row["Member"]["Title"]: [role["Name"] for role in row["RoleDefinitionBindings"]] for row in rows}


def account(rest: Rest, login: str) -> int:
    """Return the number of an account, which the site knows from now on."""
    return int(rest.must("POST", "web/ensureuser", {"logonName": login})["Id"])


def access(tenant: InProcess, path: str) -> dict[str, str]:
    """Return which people reach the item at a path of the channel, with their widest role, by key."""
    state = tenant.tenant.state
    found = effective.reach(state, item_at_path(state, path))
    return {user.key: found[user.id] for user in state.every(User) if user.id in found}
