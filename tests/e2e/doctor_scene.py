"""The small partnership with a folder to try in and two test accounts, put back for each visit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.e2e.harness import Rehearsal, Spoken

FOLDER = "Probes"
VISITOR, GUEST = "t.visitor@saltmere.example", "p.pending@elsewhere.example"
WRITES = ("--write-probes", "--folder", FOLDER)
_PEOPLE = f"""
  - {{key: visitor, name: Tam Visitor, upn: {VISITOR}, mail: {VISITOR}, type: Member}}
  - key: guest
    name: Pat Pending
    upn: "p.pending_elsewhere.example#EXT#@saltmere.example"
    mail: {GUEST}
    type: Guest
    external_state: PendingAcceptance
    external_state_changed_at: "2026-03-20T09:00:00Z"
"""
_FULL = "Sites.FullControl.All"
DIRECTORY = ["User.Read.All", "Team.ReadBasic.All", "Channel.ReadBasic.All", "ChannelMember.ReadWrite.All"]
NARROW = ["Files.ReadWrite.All", *DIRECTORY]
SELECTED = ["Sites.Selected", "Files.Read.All", *DIRECTORY]
USUAL = ["Files.ReadWrite.All", _FULL, *DIRECTORY]


def prepare(ward: Rehearsal) -> None:
    """Copy the configuration and put folder and accounts into the seed."""
    ward.prepare()
    seed = next(ward.files.glob("*-tenant.yaml"))
    text = seed.read_text()
    text = text.replace("\ngroups:\n", f"{_PEOPLE}\ngroups:\n", 1)
    seed.write_text(text.replace("\nfiles:\n", f"\nfiles:\n  - {FOLDER}/\n", 1))


@dataclass(frozen=True, slots=True)
class Visit:
    """What one doctor said and did.

    Attributes:
        before: The tenant's items with their permissions, and the channel's members.
        journal: The tenant's journal of the visit.
    """

    spoken: Spoken
    before: Any
    after: Any
    journal: Sequence[Mapping[str, Any]]

    @property
    def answers(self) -> dict[str, str]:
        """The answer to each question."""
        return {one["id"]: one["answer"] for one in self.spoken.data["probes"]}

    @property
    def seen(self) -> dict[str, str]:
        """What each answer rests on."""
        return {one["id"]: one["seen"] for one in self.spoken.data["probes"]}

    @property
    def writes(self) -> list[Mapping[str, Any]]:
        """What the gate sent that changes something."""
        return [one for one in self.journal if one["write"]]


def visit(
    ward: Rehearsal,
    *words: str,
    quirks: Mapping[str, object] | None = None,
    roles: Sequence[str] = USUAL,
    site_role: str = "",
    wanted: int | None = 0,
) -> Visit:
    """Put the tenant back, set it up, and let the doctor come.

    Args:
        ward: The tenant.
        words: The doctor's options.
        quirks: How the tenant behaves.
        roles: What the application has consent for.
        site_role: What it was given on the channel's site, for `Sites.Selected`.
        wanted: The exit code.
    """
    ward.admin("POST", "/reset")
    ward.admin("POST", "/apps", {"name": "reconciler", "roles": list(roles)})
    if site_role:
        give_site(ward, site_role)
    ward.admin("PUT", "/quirks", dict(quirks or {}))
    before, since = shape(ward), len(ward.journal())
    spoken = ward.gate("doctor", "--json", *words, wanted=wanted)
    return Visit(spoken, before, shape(ward), ward.journal()[since:])


def give_site(ward: Rehearsal, role: str) -> None:
    """Let an administrator give the channel's site to the gate's application."""
    ward.admin("POST", "/apps", {"name": "administrator", "roles": [_FULL]})
    token = ward.admin("POST", "/token", {"app": "administrator"}).body["access_token"]
    gate = ward.ready["apps"]["reconciler"]["client_id"]
    for drive in ward.admin("GET", "/state").body["drives"]:
        given = ward.bearing(
            token,
            "POST",
            f"/v1.0/sites/{drive['site_id']}/permissions",
            {"roles": [role], "grantedTo": {"application": {"id": gate, "displayName": "gate"}}},
        )
        assert given.status == 201, given


def shape(ward: Rehearsal) -> Any:
    """Return items, permissions, links and members."""
    state = ward.admin("GET", "/state").body
    items = {item["id"]: item for drive in state["drives"] for item in drive["items"]}
    return {"items": items, "members": [one["members"] for one in state["channels"]]}


def assert_nothing_is_left(visited: Visit) -> None:
    """Hold a visit to laws 3 and 4: the tenant is as before, and nobody and nothing else was ever touched.

    SharePoint keeps the Limited Access of a deleted link's group, which the doctor says; it opens nothing.
    """
    assert without_passages(visited.after) == without_passages(visited.before)
    items = set(visited.before["items"])
    for entry in visited.writes:
        assert not [one for one in (*entry["gained"], *entry["lost"]) if one["item"] in items], entry
        touched = [part for part in entry["path"].replace(":", "").split("/") if part in items]
        makes = entry["method"] == "PUT" or entry["path"].endswith("/children")
        assert not touched or makes, entry


def without_passages(told: Any) -> Any:
    """Return what the tenant shows, without the entries of links' groups, which give nobody a file."""
    items = {
        key: {**item, "permissions": [one for one in item["permissions"] if not _is_passage(one)]}
        for key, item in told["items"].items()
    }
    return {**told, "items": items}


def _is_passage(permission: Mapping[str, Any]) -> bool:
    names = [str(one.get("loginName")) for one in permission.get("grantedToV2", {}).values()]
    return not permission.get("link") and any(name.startswith("SharingLinks.") for name in names)
