"""Speaks HTTPS to an emulator process with nothing but the standard library."""

import http.client
import json
import re
import ssl
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlsplit

from tests.emulator.files.shapes import faults_of_answer

Json = dict[str, Any]
_OK_BELOW = 300
_OF_FILES = {"drives", "shares", "sites"}
_UNCHECKED = re.compile(r"#shares/|/recycleBin/")


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    body: Json
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> list[Json]:
        """The resources under `value`."""
        rows: list[Json] = self.body["value"]
        return rows

    @property
    def code(self) -> str:
        """The error's code."""
        return str(self.body["error"]["code"])


class Process:
    """An emulator of its own, on a free port, that ends with its standard input."""

    def __init__(self, folder: Path, seed: Json) -> None:
        seed_file = folder / "seed.json"
        seed_file.write_text(json.dumps(seed))
        command = [sys.executable, "-m", "graph_emulator", "--port", "0", "--data", str(folder / "data")]
        self._process = subprocess.Popen(
            [*command, "--seed", str(seed_file), "--until-stdin-closes"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.ready: Json = json.loads(self._process.stdout.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(timeout=20)


class Tenant:
    """The tenant as its clients see it, and its admin API."""

    def __init__(self, ready: Json) -> None:
        parts = urlsplit(ready["base_url"])
        context = ssl.create_default_context(cafile=ready["ca_file"])
        self._connection = http.client.HTTPSConnection(
            parts.hostname or "", parts.port, context=context, timeout=20
        )
        self._tokens: dict[str, str] = {}
        self.base_url: str = ready["base_url"]
        self.apps: dict[str, Json] = ready["apps"]
        self.host = "marsh.sharepoint.example"
        self.drive = ""

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def begin(self) -> None:
        """Go back to the seed."""
        assert self.admin("POST", "reset", {}).status < _OK_BELOW
        self._tokens.clear()
        self.drive = self.admin("GET", "state").body["drives"][0]["id"]

    def send(self, who: str, line: str, body: object = None, **headers: str) -> Reply:
        """Send one request of Graph; each good answer must have a published shape.

        Args:
            who: An application's name or a person's key.
            line: Method and path, for example `GET /v1.0/drives/{d}/root`; `{d}` is the drive.
            body: A JSON object, bytes of a file, or nothing.
            headers: Further headers, with underscores for hyphens.
        """
        method, _, target = line.replace("{d}", self.drive).partition(" ")
        own = {name.replace("_", "-"): value for name, value in headers.items()}
        reply = self._exchange(method, target, body, {"authorization": f"Bearer {self._token(who)}", **own})
        if (
            reply.status < _OK_BELOW
            and "@odata.context" in reply.body
            and _OF_FILES.intersection(target.split("/"))
            and not _UNCHECKED.search(str(reply.body["@odata.context"]))
        ):
            assert faults_of_answer(reply.body) == []
        return reply

    def ok(self, who: str, line: str, body: object = None, **headers: str) -> Reply:
        """Send one request that has to go well."""
        reply = self.send(who, line, body, **headers)
        assert reply.status < _OK_BELOW, reply
        return reply

    def admin(self, method: str, path: str, body: object = None) -> Reply:
        """Send one request to the admin API."""
        return self._exchange(method, f"/__emulator__/{path}", body, {})

    def quirk(self, **values: object) -> None:
        """Set quirks; a name's dot is written as two underscores."""
        names = {name.replace("__", "."): value for name, value in values.items()}
        assert self.admin("PUT", "quirks", names).status < _OK_BELOW

    def at(self, path: str) -> str:
        """The address of the item at a path below the channel's folder."""
        return f"/drives/{self.drive}/items/{self.item(path)['id']}"

    def item(self, path: str) -> Json:
        """The item at a path below the channel's folder; empty for the folder itself."""
        full = quote("Reviews" + (f"/{path}" if path else ""))
        return self.ok("reconciler", f"GET /v1.0/drives/{{d}}/root:/{full}").body

    def permissions(self, path: str, who: str = "reconciler") -> list[Json]:
        """The permissions that an item shows."""
        return self.ok(who, f"GET /v1.0{self.at(path)}/permissions").rows

    def user(self, key: str) -> str:
        """A person's object id."""
        mail = quote(f"{key}@marsh.example")
        target = f"/v1.0/users?$filter=mail%20eq%20'{mail}'&$select=id"
        token = {"authorization": f"Bearer {self._token('reconciler')}"}
        return str(self._exchange("GET", target, None, token).rows[0]["id"])

    def access(self, key: str, path: str) -> Json:
        """How a person really reaches an item."""
        item = self.item(path)["id"]
        return self.admin("GET", f"access?person={key}&item={item}").body

    def everybody(self, item_id: str) -> list[Json]:
        """How each person who reaches an item does so."""
        return self._admin_rows(f"access?item={item_id}")

    def last_change(self) -> Json:
        """The journal's last entry of a write."""
        return [row for row in self._admin_rows("journal?since=0") if row["write"]][-1]

    def _admin_rows(self, path: str) -> list[Json]:
        found: Any = self.admin("GET", path).body
        rows: list[Json] = found
        return rows

    def _token(self, who: str) -> str:
        if who not in self._tokens:
            asked = {"app": who} if who in self.apps else {"user": who}
            self._tokens[who] = self.admin("POST", "token", asked).body["access_token"]
        return self._tokens[who]

    def _exchange(self, method: str, target: str, body: object, headers: dict[str, str]) -> Reply:
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        kind = {} if body is None else {"content-type": "application/json"}
        if isinstance(body, bytes):
            kind = {"content-type": "application/octet-stream"}
        self._connection.request(method, target, body=content, headers={**kind, **headers})
        answer = self._connection.getresponse()
        raw = answer.read()
        names = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, json.loads(raw) if raw else {}, names)
