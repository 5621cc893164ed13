"""How requests are worded: addresses, encodings and bodies, as Graph documents them."""

import msgspec
import pytest

from sharepoint_gate.access.observed import ItemId, MembershipId, ObjectId, PermissionId
from sharepoint_gate.graph import requests
from sharepoint_gate.graph.model import GraphRequest
from sharepoint_gate.graph.routes import find_route

DRIVE, ITEM, PERSON = "b!dr/ive", ItemId("01 A'B"), ObjectId("o-1")
LINK = PermissionId("aTow+x=")
CHANNEL = ("team-1", "19:a@thread.tacv2")
SEAT = MembershipId("MQ==")
ITEM_PATH = "drives/b%21dr%2Five/items/01%20A%27B"
FIELDS = "id,name,parentReference,file,folder,package,root,deleted"
FILTER = "displayName%20eq%20%27O%27%27Team%20%26%20Co%27"
CHANNEL_PATH = "/v1.0/teams/team-1/channels/19%3Aa%40thread.tacv2"


@pytest.mark.parametrize(
    ("request_", "line"),
    [
        (requests.channels("team-1"), "GET /v1.0/teams/team-1/channels"),
        (requests.channel_folder(*CHANNEL), f"GET {CHANNEL_PATH}/filesFolder"),
        (requests.members(*CHANNEL), f"GET {CHANNEL_PATH}/members"),
        (requests.permissions(DRIVE, ITEM), f"GET /v1.0/{ITEM_PATH}/permissions"),
        (requests.create_link(DRIVE, ITEM, [PERSON], "beta"), f"POST /beta/{ITEM_PATH}/createLink"),
        (requests.create_link(DRIVE, ITEM, [PERSON], "v1.0"), f"POST /v1.0/{ITEM_PATH}/createLink"),
        (
            requests.revoke_grants(DRIVE, ITEM, LINK, [PERSON]),
            f"POST /v1.0/{ITEM_PATH}/permissions/aTow%2Bx%3D/revokeGrants",
        ),
        (
            requests.delete_permission(DRIVE, ITEM, LINK),
            f"DELETE /v1.0/{ITEM_PATH}/permissions/aTow%2Bx%3D",
        ),
        (requests.remove_member(*CHANNEL, SEAT), f"DELETE {CHANNEL_PATH}/members/MQ%3D%3D"),
        (requests.set_role(*CHANNEL, SEAT, "owner"), f"PATCH {CHANNEL_PATH}/members/MQ%3D%3D"),
        (requests.items("d", 50), f"GET /v1.0/drives/d/items/root/delta()?%24select={FIELDS}&%24top=50"),
        (requests.teams_named("O'Team & Co"), f"GET /v1.0/teams?%24filter={FILTER}&%24select=id,displayName"),
    ],
)
def test_every_request_line_is_encoded(request_: GraphRequest, line: str) -> None:
    """Ids and names are percent-encoded, so that none of them can become part of the path."""
    assert f"{request_.method} {request_.target}" == line


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        (
            requests.create_link(DRIVE, ITEM, [PERSON], "beta"),
            {
                "type": "blocksDownload",
                "scope": "users",
                "recipients": [{"objectId": "o-1"}],
                "sendNotification": False,
                "retainInheritedPermissions": True,
            },
        ),
        (
            requests.grant("https://x.example/a", [PERSON]),
            {"recipients": [{"objectId": "o-1"}], "roles": ["read"]},
        ),
        (requests.revoke_grants(DRIVE, ITEM, LINK, [PERSON]), {"grantees": [{"objectId": "o-1"}]}),
        (
            requests.add_member("https://graph.microsoft.com", *CHANNEL, PERSON, "owner"),
            {
                "@odata.type": "#microsoft.graph.aadUserConversationMember",
                "roles": ["owner"],
                "user@odata.bind": "https://graph.microsoft.com/v1.0/users('o-1')",
            },
        ),
        (
            requests.set_role(*CHANNEL, SEAT, "member"),
            {"@odata.type": "#microsoft.graph.aadUserConversationMember", "roles": []},
        ),
    ],
)
def test_every_body_holds_what_is_meant_and_nothing_else(request_: GraphRequest, body: object) -> None:
    """Nothing is left to a default of the SDK or the tenant."""
    assert msgspec.json.decode(request_.body or b"") == body
    assert request_.headers == {"content-type": "application/json"}


def test_quotes_in_an_address_are_doubled() -> None:
    """An address cannot end the filter that it stands in."""
    query = requests.accounts("a'b@x.example").query
    assert query.count("%27a%27%27b%40x.example%27") == 3


def test_guests_sign_in_names_are_encoded() -> None:
    """The number sign in a guest's name would end the address."""
    assert "%23EXT%23" in requests.accounts("a_b.example#EXT#@x.example").query


@pytest.mark.parametrize(
    ("url", "token"),
    [
        (
            "https://onedrive.live.com/redir?resid=1231244193912!12&authKey=1201919!12921!1",
            "u!aHR0cHM6Ly9vbmVkcml2ZS5saXZlLmNvbS9yZWRpcj9yZXNpZD0xMjMxMjQ0MTkzOTEyITEyJmF1dGhLZXk9MTIwMTkxOSExMjkyMSEx",
        ),
        ("https://x.example/?>", "u!aHR0cHM6Ly94LmV4YW1wbGUvPz4"),
        ("https://x.example/??>~~", "u!aHR0cHM6Ly94LmV4YW1wbGUvPz8-fn4"),
    ],
)
def test_a_sharing_address_has_one_token(url: str, token: str) -> None:
    """The token is unpadded base64url of the address; the first pair is the documentation's own.

    Source: graph:api/shares-get
    """
    assert requests.share_token(url) == token


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/v1.0/drives/d/root/delta", True),
        ("/v1.0/drives/d/root/delta()", True),
        ("/v1.0/drives/d/root/delta(token='a-b')", True),
        ("/v1.0/drives('d')/items('i')/permissions", True),
        ("/v1.0/teams('t')/channels('19:x')/members", True),
        ("/v1.0/drives/d/root/delta(token=1)", False),
        ("/v1.0/drives/d/root/children", False),
        ("/v2.0/users", False),
        ("/v1.0/users/u", False),
        ("/v1.0", False),
    ],
)
def test_next_links_are_known_in_every_spelling_of_odata(path: str, *, found: bool) -> None:
    """Keys in parentheses and function calls name the same reads; nothing else is let in by it."""
    assert (find_route("GET", path) is not None) is found


def test_the_envelope_of_a_batch_is_relative() -> None:
    """Parts stand without host and version.

    Source: graph:concepts/json-batching
    """
    batch = requests.batch({"0": requests.permissions("d", ItemId("i"))})
    assert batch.body == b'{"requests":[{"id":"0","method":"GET","url":"/drives/d/items/i/permissions"}]}'


def test_many_requests_are_worded_as_one_is() -> None:
    """The short way for many items gives what the SDK gives for each, encoded alike."""
    items = [ItemId("01A!_-.~x"), ItemId("a/b c'(d)é%2F"), ItemId("any-item")]
    assert requests.permissions_of(DRIVE, items) == [requests.permissions(DRIVE, item) for item in items]
