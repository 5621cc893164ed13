"""The witness: who really reaches what, worked out apart from what the permission lists say."""

from collections.abc import Iterable

from tests.emulator.files.tenant_client import Json, Tenant

GROUPS = {
    "Marsh-Reviews Owners": {"own"},
    "Marsh-Reviews Members": {"mem"},
    "Marsh-Reviews Visitors": set[str](),
}


def _invite(tenant: Tenant, path: str, key: str, role: str = "read") -> Json:
    body = {"recipients": [{"email": f"{key}@marsh.example"}], "roles": [role]}
    return tenant.ok("mem", f"POST /v1.0{tenant.at(path)}/invite", body).rows[0]


def _link(tenant: Tenant, path: str, keys: Iterable[str], kind: str = "view") -> Json:
    people = [{"email": f"{key}@marsh.example"} for key in keys]
    body = {"type": kind, "scope": "users", "recipients": people}
    return tenant.ok("mem", f"POST /beta{tenant.at(path)}/createLink", body).body


def _listed(tenant: Tenant, item: Json) -> set[str]:
    """Read from Graph's own lists who reaches an item."""
    rows = tenant.ok("reconciler", f"GET /v1.0/drives/{{d}}/items/{item['id']}/permissions").rows
    found: set[str] = set()
    for row in rows:
        if not row["roles"]:
            continue  # the right to pass through is none to read
        granted = row.get("grantedToV2", {})
        if "siteGroup" in granted:
            found |= GROUPS[granted["siteGroup"]["displayName"]]
        people = [granted, *row.get("grantedToIdentitiesV2", [])]
        found |= {one["user"]["displayName"].removeprefix("Person ") for one in people if "user" in one}
    return found


def test_the_witness_and_the_lists_agree_on_every_item(tenant: Tenant) -> None:
    """After all sorts of sharing, moving and unsharing both tell the same people.

    Source: graph:api/driveitem-list-permissions
    """
    _link(tenant, "A", ["bob"])
    _link(tenant, "A/sub/three.docx", ["ann", "pen"], "blocksDownload")
    made = _invite(tenant, "A/sub", "staff", "write")
    _invite(tenant, "B", "pen")
    tenant.ok("mem", f"PATCH /v1.0{tenant.at('A/sub')}", {"parentReference": {"id": tenant.item("B")["id"]}})
    tenant.ok("mem", f"DELETE /v1.0{tenant.at('B/sub')}/permissions/{made['id']}")
    state = tenant.admin("GET", "state").body["drives"][0]["items"]
    for item in state:
        rows = tenant.everybody(item["id"])
        names = {row["person"] for row in rows}
        assert names == {tenant.user(key) for key in _listed(tenant, item)}, item["path"]


def test_joining_the_channel_gives_everything_in_its_library(tenant: Tenant) -> None:
    """A new member of a private channel can edit all of its files, and the journal says so.

    Source: graph:api/channel-post-members
    """
    channel = tenant.admin("GET", "state").body["channels"][0]
    team = channel["team_id"]
    member = {
        "@odata.type": "#microsoft.graph.aadUserConversationMember",
        "roles": [],
        "user@odata.bind": f"https://graph.microsoft.com/v1.0/users('{tenant.user('staff')}')",
    }
    tenant.quirk(teams__private_requires_team_member=False)
    reply = tenant.send("reconciler", f"POST /v1.0/teams/{team}/channels/{channel['id']}/members", member)
    assert reply.status == 201, reply
    assert tenant.access("staff", "A/one.docx")["role"] == "write"
    gained = tenant.last_change()["gained"]
    assert len(gained) == 12
    assert {(row["person"], row["role"]) for row in gained} == {(tenant.user("staff"), "write")}


def test_a_group_on_a_link_lets_its_members_in(tenant: Tenant) -> None:
    """A people link can name a group, which Graph shows as a group.

    Source: graph:resources/sharepointidentityset
    """
    target = "GET /v1.0/groups?$filter=displayName%20eq%20'All%20staff'"
    group = tenant.send("reconciler", target).rows[0]["id"]
    body = {"type": "view", "scope": "users", "recipients": [{"objectId": group}]}
    made = tenant.ok("mem", f"POST /beta{tenant.at('A/two.docx')}/createLink", body).body
    assert made["grantedToIdentitiesV2"] == [{"group": {"id": group, "displayName": "All staff"}}]
    assert tenant.access("staff", "A/two.docx")["paths"][0]["via"] == "link"


def test_an_address_without_an_account_can_be_put_on_a_link_and_taken_off(tenant: Tenant) -> None:
    """The action grant takes addresses that no account has; they show by their address alone.

    Source: graph:api/permission-grant#response
    """
    link = next(row for row in tenant.permissions("A/one.docx") if "link" in row)
    body = {"recipients": [{"email": "x@far.example"}], "roles": ["read"]}
    made = tenant.ok("reconciler", f"POST /v1.0/shares/{link['shareId']}/permission/grant", body).rows[0]
    assert {"user": {"email": "x@far.example"}} in made["grantedToIdentitiesV2"]
    line = f"POST /v1.0{tenant.at('A/one.docx')}/permissions/{link['id']}/revokeGrants"
    left = tenant.ok("reconciler", line, {"grantees": [{"email": "X@far.example"}]}).body
    assert [one["user"].get("email") for one in left["grantedToIdentitiesV2"]] == ["ann@marsh.example"]


def test_a_disabled_account_keeps_its_way_in_and_a_deleted_one_does_not(tenant: Tenant) -> None:
    """Disabling takes no grant away; deleting the account ends what it reaches, and its name stays listed.

    Source: graph:api/user-get
    """
    act = {"id": "X", "directory": "ann", "set": {"enabled": False}}
    assert tenant.admin("POST", "seed", {"acts": [act]}).status < 300
    assert tenant.access("ann", "A/one.docx")["role"] == "read"
    ann = tenant.user("ann")
    act = {"id": "Y", "directory": "ann", "set": {"deleted": True}}
    assert tenant.admin("POST", "seed", {"acts": [act]}).status < 300
    assert tenant.access("ann", "A/one.docx")["role"] is None
    link = next(row for row in tenant.permissions("A/one.docx") if "link" in row)
    assert [one["user"] for one in link["grantedToIdentitiesV2"]] == [{"displayName": "Person ann"}]
    line = f"POST /v1.0{tenant.at('A/one.docx')}/permissions/{link['id']}/revokeGrants"
    left = tenant.ok("reconciler", line, {"grantees": [{"objectId": ann}]}).body
    assert left["grantedToIdentitiesV2"] == []


def test_a_folders_copy_of_a_person_cannot_widen_a_narrower_role(tenant: Tenant) -> None:
    """Somebody with a wider role of their own keeps it when the folder is shared for reading.

    Source: graph:api/driveitem-invite
    """
    _invite(tenant, "A/one.docx", "bob", "write")
    _invite(tenant, "A", "bob", "read")
    assert tenant.access("bob", "A/one.docx")["role"] == "write"
    assert tenant.access("bob", "A/two.docx")["role"] == "read"
