"""A walk under Microsoft's host names, and what the tenant remembers of it."""

from pathlib import Path
from typing import Any, NamedTuple

from tests.clients.namespace import HOSTS, SITE, SITE_PATH, TENANT, run_inside

REPORT = "RR-2026-001/60-final-report/report.docx"
TITLE = "Smallbridge Safeguarding-Case review"
LEVELS = {
    f"{TITLE} Owners": ["Full Control"],
    f"{TITLE} Members": ["Edit"],
    f"{TITLE} Visitors": ["Read"],
}
_FOLDER = f"{SITE_PATH}/Shared Documents/Case review"


class Walk(NamedTuple):
    """What a client saw, and what the tenant remembers."""

    seen: dict[str, Any]
    state: dict[str, Any]
    journal: list[dict[str, Any]]

    def told(self, method: str, ending: str) -> list[int]:
        """Return the statuses of the client's requests whose path ends so."""
        rows = [row for row in self.journal if row["app"] == "reconciler" and row["method"] == method]
        return [row["status"] for row in rows if row["path"].endswith(ending)]

    def item(self, ending: str) -> dict[str, Any]:
        """Return the file whose path ends so."""
        items = [item for drive in self.state["drives"] for item in drive["items"]]
        found: dict[str, Any] = next(item for item in items if item["path"].endswith(ending))
        return found

    def person(self, key: str) -> str:
        """Return somebody's object id."""
        return str(next(user["id"] for user in self.state["users"] if user["key"] == key))

    def members(self, role: str | None = None) -> list[str]:
        """Return who is in the channel: everybody, or owners, or (with an empty role) plain members."""
        channel = next(one for one in self.state["channels"] if one["name"] == "Case review")
        rows = [one for one in channel["members"] if role is None or one["roles"] == [role] * bool(role)]
        return sorted(one["user_id"] for one in rows)

    def logins(self, people: list[str]) -> list[str]:
        """Return how SharePoint names people."""
        upns = {user["id"]: user["upn"] for user in self.state["users"]}
        return sorted(f"i:0#.f|membership|{upns[one].lower()}" for one in people)

    def changes(self, key: str, ending: str) -> list[tuple[str, str]]:
        """Return how the client's writes through SharePoint REST changed somebody's access to a file."""
        wanted = (self.person(key), self.item(ending)["id"])
        rows = [row for row in self.journal if row["app"] == "reconciler" and "/_api/" in row["path"]]
        return [
            (kind, one["role"])
            for row in rows
            for kind in ("lost", "gained")
            for one in row[kind]
            if (one["person"], one["item"]) == wanted
        ]


def walked(folder: Path, module: str) -> Walk:
    """Let a client walk, and return everything.

    Args:
        folder: For the tenant.
        module: The walk.
    """
    asked = {
        "seed": str(TENANT),
        "site_url": SITE,
        "folder_url": _FOLDER,
        "file_url": f"{_FOLDER}/{REPORT}",
        "reader": "cat@smallbridge.example",
        "reader_mail": "ben@smallbridge.example",
        "team": "Smallbridge Safeguarding",
        "channel": "Case review",
        "file": "chronology.xlsx",
        "newcomer": "F.Ford@NHS.example",
    }
    told = run_inside(folder, HOSTS, module, asked)
    return Walk(told["seen"], told["state"], told["journal"])
