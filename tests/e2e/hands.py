"""What people do by hand in the tenant: each deed is a request with that person's own token."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from urllib.parse import quote

from tests.e2e.harness import Rehearsal
from tests.e2e.journey import CHANNEL

UNIT = "u02"
Body = dict[str, Any]


class Hands:
    """The hands of the business unit, whose members may share, move and delete.

    Attributes:
        scene: The rehearsal in which they act.
    """

    def __init__(self, scene: Rehearsal) -> None:
        self.scene = scene

    @cached_property
    def users(self) -> dict[str, str]:
        """The object ids of the directory's accounts by short name."""
        return {user["key"]: user["id"] for user in self._state()["users"]}

    @cached_property
    def drive(self) -> str:
        """The channel's library."""
        return str(self._state()["drives"][0]["id"])

    def item(self, path: str) -> Any:
        """Return an item as the library shows it now; the path begins below the library's root."""
        items = (item for drive in self._state()["drives"] for item in drive["items"])
        return next(item for item in items if item["path"] == path)

    def link(self, path: str, kind: str, scope: str, *people: str) -> None:
        """Make a link on something below the channel's folder."""
        body: Body = {"type": kind, "scope": scope}
        if people:
            body |= {"recipients": self._recipients(people), "sendNotification": False}
        self.ask("POST", f"{self._at(path)}:/createLink", body, version="beta")

    def invite(self, path: str, *people: str, role: str = "read") -> None:
        """Invite people directly."""
        recipients = self._recipients(people)
        # Somebody without an account can be invited by mail only.
        mails = any("@" in who for who in people)
        body = {"recipients": recipients, "roles": [role], "requireSignIn": True, "sendInvitation": mails}
        self.ask("POST", f"{self._at(path)}:/invite", body)

    def put(self, path: str) -> None:
        """Add a file."""
        self.ask("PUT", f"{self._at(path)}:/content")

    def move(self, path: str, folder: str) -> None:
        """Move a file into another folder of the channel."""
        self.ask("PATCH", self._at(path), {"parentReference": {"id": self.item(CHANNEL + folder)["id"]}})

    def copy(self, path: str, folder: str) -> None:
        """Copy a file into another folder of the channel."""
        parent = {"driveId": self.drive, "id": self.item(CHANNEL + folder)["id"]}
        self.ask("POST", f"{self._at(path)}:/copy", {"parentReference": parent})

    def rename(self, path: str, name: str) -> None:
        """Give a file or folder another name."""
        self.ask("PATCH", self._at(path), {"name": name})

    def delete(self, path: str) -> None:
        """Delete a file or folder."""
        self.ask("DELETE", self._at(path))

    def delete_link(self, path: str) -> None:
        """Delete the first link on a file."""
        self.ask("DELETE", f"{self._at(path)}:/permissions/{self._link(path)['id']}")

    def take_off(self, path: str, *people: str) -> None:
        """Take people off the first link on a file."""
        grantees = self._recipients(people)
        where = f"{self._at(path)}:/permissions/{self._link(path)['id']}/revokeGrants"
        self.ask("POST", where, {"grantees": grantees})

    def ask(self, method: str, path: str, body: Body | None = None, version: str = "v1.0") -> Any:
        """Send a request as the business unit; it has to succeed."""
        answer = self.scene.as_person(UNIT, method, f"/{version}{quote(path, safe='/:')}", body)
        assert answer.status < 300, (method, path, answer)
        return answer.body

    def _at(self, path: str) -> str:
        return f"/drives/{self.drive}/root:/{(CHANNEL + path).rstrip('/')}"

    def _link(self, path: str) -> Any:
        return next(one for one in self.item(CHANNEL + path)["permissions"] if "link" in one)

    def _recipients(self, people: Sequence[str]) -> list[dict[str, str]]:
        return [{"email": who} if "@" in who else {"objectId": self._id(who)} for who in people]

    def _id(self, who: str) -> str:
        return self.users[who] if who in self.users else self._groups[who]

    @cached_property
    def _groups(self) -> dict[str, str]:
        rows = self.ask("GET", "/groups")["value"]
        return {row["displayName"]: row["id"] for row in rows}

    def _state(self) -> Any:
        return self.scene.admin("GET", "/state").body
