"""Laws 3 and 4 at the door: the bytes decide, and what is not held does not leave."""

from collections.abc import Mapping
from dataclasses import replace

import msgspec
import pytest

from sharepoint_gate.access.observed import ItemId, MembershipId, ObjectId, PermissionId
from sharepoint_gate.access.permit import ItemPermit, WritePermit
from sharepoint_gate.errors import LawError
from sharepoint_gate.graph import requests
from sharepoint_gate.graph.door import GRAPH, NOTHING, Door, Outgoing
from sharepoint_gate.graph.model import GraphRequest
from sharepoint_gate.graph.routes import RouteName

BASE = "https://graph.example:8443"
ITEM, OTHER_ITEM = ItemId("01AGENDA"), ItemId("01REPORT")
NADIA, OLU, ANN = ObjectId("o-nadia"), ObjectId("o-olu"), ObjectId("o-ann")
LINK, STALE = PermissionId("p-link"), PermissionId("p-stale")
SEAT = MembershipId("MjE=")
URL = "https://westmarsh.sharepoint.example/:w:/s/case/EAbc?e=1"
PERMIT = WritePermit(
    drive_id="b!drive",
    team_id="team-1",
    channel_id="19:case@thread.tacv2",
    items={
        ITEM: ItemPermit(
            may_name=frozenset({NADIA}),
            may_delete=frozenset({STALE}),
            may_revoke={LINK: frozenset({OLU})},
            share_urls=frozenset({URL}),
        )
    },
    add_members={ANN: "owner"},
    remove_members=frozenset({SEAT}),
    set_roles={SEAT: "member"},
)
HELD = {
    "create": requests.create_link("b!drive", ITEM, [NADIA], "beta"),
    "create-v1": requests.create_link("b!drive", ITEM, [NADIA], "v1.0"),
    "grant": requests.grant(URL, [NADIA]),
    "revoke": requests.revoke_grants("b!drive", ITEM, LINK, [OLU]),
    "delete": requests.delete_permission("b!drive", ITEM, STALE),
    "add-member": requests.add_member(GRAPH, "team-1", "19:case@thread.tacv2", ANN, "owner"),
    "remove-member": requests.remove_member("team-1", "19:case@thread.tacv2", SEAT),
    "set-role": requests.set_role("team-1", "19:case@thread.tacv2", SEAT, "member"),
}
READS = {
    "teams": requests.teams_named("O'Team"),
    "channels": requests.channels("team-1"),
    "folder": requests.channel_folder("team-1", "19:case@thread.tacv2"),
    "members": requests.members("team-1", "19:case@thread.tacv2"),
    "items": requests.items("b!drive", 200),
    "permissions": requests.permissions("b!drive", ITEM),
    "accounts": requests.accounts("o'neil@nhs.example"),
    "batch": requests.batch(
        {"0": requests.permissions("b!drive", ITEM), "1": requests.accounts("a@b.example")}
    ),
}


def out(request: GraphRequest, **changes: object) -> Outgoing:
    """Return a request as the transport would let it leave."""
    headers: Mapping[str, str] = {
        "authorization": "Bearer t",
        "host": "graph.example:8443",
        **request.headers,
    }
    leaving = Outgoing(
        request.method, "https", "graph.example:8443", request.target, headers, request.body or b""
    )
    return replace(leaving, **changes)  # type: ignore[arg-type]  # each test names fields of their own type


def stopped(request: Outgoing, permit: WritePermit = PERMIT) -> str:
    """Return why a request is stopped."""
    with pytest.raises(LawError) as refused:
        Door(permit, BASE).check(request)
    return refused.value.why


@pytest.mark.parametrize("name", HELD)
def test_law_3_what_the_permit_holds_passes(name: str) -> None:
    """Each write that the permit holds leaves, exactly as the gate words it."""
    assert Door(PERMIT, BASE).check(out(HELD[name])).route.name is HELD[name].route


@pytest.mark.parametrize("name", HELD)
def test_law_4_nothing_that_writes_passes_an_empty_permit(name: str) -> None:
    """The permit of commands that only look stops every write there is."""
    assert stopped(out(HELD[name]), NOTHING)


@pytest.mark.parametrize("name", READS)
def test_law_4_reads_pass_an_empty_permit(name: str) -> None:
    """The closed list of reads leaves with any permit."""
    assert Door(NOTHING, BASE).check(out(READS[name])).route.name is READS[name].route


@pytest.mark.parametrize(
    "request_",
    [
        requests.create_link("b!drive", ITEM, [NADIA, OLU], "beta"),
        requests.create_link("b!drive", ITEM, [], "beta"),
        requests.create_link("b!drive", OTHER_ITEM, [NADIA], "beta"),
        requests.create_link("b!other", ITEM, [NADIA], "beta"),
        requests.grant(URL, [OLU]),
        requests.grant(URL + "2", [NADIA]),
        requests.revoke_grants("b!drive", ITEM, LINK, [NADIA]),
        requests.revoke_grants("b!drive", ITEM, STALE, [OLU]),
        requests.revoke_grants("b!drive", ITEM, LINK, []),
        requests.delete_permission("b!drive", ITEM, LINK),
        requests.delete_permission("b!drive", OTHER_ITEM, STALE),
        requests.delete_permission("b!other", ITEM, STALE),
        requests.add_member(GRAPH, "team-1", "19:case@thread.tacv2", ANN, "member"),
        requests.add_member(GRAPH, "team-1", "19:case@thread.tacv2", OLU, "owner"),
        requests.add_member(GRAPH, "team-2", "19:case@thread.tacv2", ANN, "owner"),
        requests.add_member("https://elsewhere.example", "team-1", "19:case@thread.tacv2", ANN, "owner"),
        requests.remove_member("team-1", "19:case@thread.tacv2", MembershipId("other")),
        requests.remove_member("team-1", "19:other@thread.tacv2", SEAT),
        requests.set_role("team-1", "19:case@thread.tacv2", SEAT, "owner"),
        requests.set_role("team-1", "19:case@thread.tacv2", MembershipId("other"), "member"),
    ],
)
def test_law_3_other_people_items_links_and_roles_are_stopped(request_: GraphRequest) -> None:
    """One person, item, link, channel or role beyond the permit stops the whole request."""
    assert "permit does not hold" in stopped(out(request_)) or "names nobody" in stopped(out(request_))


CREATE = msgspec.json.decode(HELD["create"].body or b"{}")


@pytest.mark.parametrize(
    "change",
    [
        {"scope": "anonymous"},
        {"scope": "organization"},
        {"type": "view"},
        {"type": "edit"},
        {"retainInheritedPermissions": False},
        {"retainInheritedPermissions": None},
        {"retainInheritedPermissions": 1},
        {"sendNotification": True},
        {"sendNotification": 0},
        {"password": "x"},
        {"expirationDateTime": "2030-01-01T00:00:00Z"},
        {"recipients": [{"objectId": NADIA, "email": "x@y.example"}]},
        {"recipients": [{"email": "x@y.example"}]},
        {"recipients": [{"objectId": 7}]},
        {"recipients": NADIA},
        {"recipients": []},
    ],
)
def test_law_3_a_link_of_any_other_shape_is_stopped(change: dict[str, object]) -> None:
    """The body of createLink is the gate's own link and nothing else, value by value and type by type."""
    assert stopped(out(HELD["create"], body=msgspec.json.encode({**CREATE, **change})))


@pytest.mark.parametrize("missing", sorted(CREATE))
def test_law_3_a_link_that_leaves_anything_to_defaults_is_stopped(missing: str) -> None:
    """Whatever is left out is decided by the tenant's defaults, which may be wider."""
    body = {name: value for name, value in CREATE.items() if name != missing}
    assert stopped(out(HELD["create"], body=msgspec.json.encode(body)))


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("grant", {"recipients": [{"objectId": NADIA}], "roles": ["write"]}),
        ("grant", {"recipients": [{"objectId": NADIA}], "roles": ["read", "write"]}),
        ("grant", {"recipients": [{"objectId": NADIA}]}),
        ("revoke", {"grantees": [{"email": "o@x.example"}]}),
        ("revoke", {"grantees": [{"objectId": OLU}], "all": True}),
        ("delete", {}),
        ("remove-member", {}),
        ("set-role", {"roles": []}),
        ("set-role", {"@odata.type": "#microsoft.graph.aadUserConversationMember", "roles": ["owner"]}),
        ("add-member", []),
    ],
)
def test_law_3_any_other_body_is_stopped(name: str, body: object) -> None:
    """Each write has one body; another role, an extra property or a body where none belongs is stopped."""
    assert stopped(out(HELD[name], body=msgspec.json.encode(body)))


@pytest.mark.parametrize(
    "body",
    [
        b'{"recipients":[{"objectId":"o-nadia"}],"roles":["write"],"roles":["read"]}',
        b'{"recipients":[{"objectId":"o-nadia"}],"roles":["read"]} ',
        b'{"recipients":[{"objectId":"o\\u002dnadia"}],"roles":["read"]}',
        b"not json",
        b"",
    ],
)
def test_law_3_a_body_that_can_be_read_in_two_ways_is_stopped(body: bytes) -> None:
    """Double keys, other spellings and no JSON at all are stopped, whatever one reading of them gives."""
    assert stopped(out(HELD["grant"], body=body))


ITEM_PATH = "/v1.0/drives/b%21drive/items/01AGENDA"


@pytest.mark.parametrize(
    "path",
    [
        "/v1.0/drives/b%21drive/items/01AGENDA/Permissions/p-stale",
        "/V1.0/drives/b%21drive/items/01AGENDA/permissions/p-stale",
        "/v1.0//drives/b%21drive/items/01AGENDA/permissions/p-stale",
        "/v1.0/drives/b%21drive/items/01AGENDA/permissions/p-stale/",
        "/v1.0/drives/b%21drive/items/x/../01AGENDA/permissions/p-stale",
        "/v1.0/drives/b%21drive/items/%2e%2e/01AGENDA/permissions/p-stale",
        "/v1.0/drives/b%21drive/items/%2e/permissions/p-stale",
        "/v1.0/drives/b%21drive/items/01AGENDA%2fpermissions/p-stale",
        "/v1.0/drives/b%21drive/items/01AGENDA%5Cx/permissions/p-stale",
        "/v1.0/drives/b%21drive/items/01AGENDA%252fx/permissions/p-stale",
        "/v1.0/drives/b%21drive/items/01AGENDA/permissions/p-stale%00",
        "/v1.0/drives/b%21drive/items/01AGENDA/permissions/%ff",
        "/v1.0/drives('b%21drive')/items/01AGENDA/permissions/p-stale",
        "/v1.0/drives/b%21drive/root:/agenda.docx:/permissions/p-stale",
        "/v1.0/drives/b%21drive/items/root:/permissions/p-stale",
        "/beta/drives/b%21drive/items/01AGENDA/permissions/p-stale",
        "v1.0/drives/b%21drive/items/01AGENDA/permissions/p-stale",
        "/v1.0/drives/b%21drive/items/01AGENDA",
        "/v1.0/drives/b%21drive/items/01AGENDA/permissions/\u00e9",
    ],
)
def test_law_3_a_path_that_could_mean_something_else_is_stopped(path: str) -> None:
    """Dots, slashes, cases, encodings and path addressing never reach a permission that may be deleted."""
    assert stopped(out(HELD["delete"], target=path))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"{ITEM_PATH}/content"),
        ("GET", "/v1.0/shares/u%21abc/driveItem"),
        ("GET", "/v1.0/users/o-nadia"),
        ("GET", "/beta/drives/b%21drive/items/01AGENDA/permissions"),
        ("POST", f"{ITEM_PATH}/invite"),
        ("POST", f"{ITEM_PATH}/copy"),
        ("PATCH", f"{ITEM_PATH}/permissions/p-stale"),
        ("PUT", f"{ITEM_PATH}/content"),
        ("POST", "/v1.0/users"),
        ("delete", f"{ITEM_PATH}/permissions/p-stale"),
        ("POST", "/beta/$batch"),
    ],
)
def test_law_4_what_is_not_on_the_closed_list_is_stopped(method: str, path: str) -> None:
    """Content of documents, other writes, other versions: the list is closed."""
    request = Outgoing(method, "https", "graph.example:8443", path, {}, b"")
    assert stopped(request) == "it is not on the closed list of operations"


@pytest.mark.parametrize(
    "changes",
    [
        {"scheme": "http"},
        {"netloc": "graph.example"},
        {"netloc": "graph.example:8443.evil.example"},
        {"netloc": "user@graph.example:8443"},
        {"headers": {"x-http-method-override": "DELETE"}},
        {"headers": {"prefer": "redeemSharingLink"}},
        {"headers": {"host": "evil.example"}},
        {"headers": {"content-encoding": "gzip"}},
        {"body": b"{}"},
    ],
)
def test_law_4_a_read_that_could_be_something_else_is_stopped(changes: dict[str, object]) -> None:
    """Another host, a header that changes the method or redeems a link, a body: none of it leaves."""
    assert stopped(out(READS["permissions"], **changes), NOTHING)


def test_law_3_a_write_has_no_query() -> None:
    """A query could change what a write means."""
    assert stopped(out(HELD["delete"], target=HELD["delete"].target + "?x=1")) == "a write has no query"


PART = {"id": "0", "method": "GET", "url": "/users"}


@pytest.mark.parametrize(
    "body",
    [
        {
            "requests": [
                {**PART, "method": "DELETE", "url": "/drives/b%21drive/items/01AGENDA/permissions/p-stale"}
            ]
        },
        {"requests": [{**PART, "method": "POST", "url": "/$batch"}]},
        {"requests": [{**PART, "url": "/drives/b%21drive/items/01AGENDA/content"}]},
        {"requests": [{**PART, "url": "https://evil.example/users"}]},
        {"requests": [{**PART, "body": {}}]},
        {"requests": [{**PART, "headers": {"Prefer": "redeemSharingLink"}}]},
        {"requests": [PART, PART]},
        {"requests": [{**PART, "id": str(number)} for number in range(21)]},
        {"requests": [PART], "more": 1},
        {},
    ],
)
def test_law_4_a_batch_holds_permitted_reads_and_nothing_else(body: object) -> None:
    """A part that would not leave alone does not leave in company, not even with a permit for it."""
    assert stopped(out(READS["batch"], body=msgspec.json.encode(body)))


def test_law_4_a_batch_that_can_be_read_in_two_ways_is_stopped() -> None:
    """A double key inside a part is stopped."""
    body = b'{"requests":[{"id":"0","method":"DELETE","method":"GET","url":"/users"}]}'
    assert stopped(out(READS["batch"], body=body)) == "its body could be read in two ways"


@pytest.mark.parametrize("share", ["abc", "u!***", "u!_w", "u!aGk=", "u!aGl"])
def test_law_3_a_share_token_that_is_not_the_one_spelling_of_an_address_is_stopped(share: str) -> None:
    """Only the canonical token of a permitted address is taken."""
    assert stopped(out(HELD["grant"], target=f"/v1.0/shares/{share.replace('!', '%21')}/permission/grant"))


def test_the_message_of_a_stopped_request_holds_no_address() -> None:
    """Law 14: what the door says may be logged, so it names neither file nor link."""
    with pytest.raises(LawError) as refused:
        Door(NOTHING, BASE).check(out(HELD["grant"]))
    assert "u!" not in refused.value.diagnostics()
    assert RouteName.GRANT.value in refused.value.what
    assert refused.value.exit_code == 7
