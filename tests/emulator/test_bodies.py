"""Bodies that are almost right: an unknown property is not overlooked, and no value of a known one breaks us.

Source: graph:concepts/errors
"""

import copy
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.emulator.in_process import InProcess, read, small_tenant
from tests.emulator.test_fuzz import ROUTES, check_form, known_in, send

Body = dict[str, Any]
MEMBER = {"@odata.type": "#microsoft.graph.aadUserConversationMember", "roles": []}
BOUND = "https://graph.microsoft.com/v1.0/users('USER')"
LETTER = {
    "subject": "Papers",
    "importance": "normal",
    "categories": ["red"],
    "body": {"contentType": "Text", "content": "x"},
    "toRecipients": [{"emailAddress": {"address": "ben@smallbridge.example", "name": "Ben"}}],
    "ccRecipients": [],
    "bccRecipients": [],
    "replyTo": [],
    "internetMessageHeaders": [{"name": "x-mine", "value": "1"}],
    "attachments": [
        {
            "@odata.type": "#microsoft.graph.fileAttachment",
            "name": "a.txt",
            "contentType": "text/plain",
            "contentBytes": "eA==",
            "isInline": False,
            "contentId": None,
        }
    ],
}
PEOPLE = [{"objectId": "USER"}, {"email": "ben@smallbridge.example"}]
APPLICATION = {"application": {"id": "APP", "displayName": "auditor"}}
BODIES: dict[str, Body] = {
    "POST /users": {
        "accountEnabled": True,
        "displayName": "Hal Hill",
        "mailNickname": "hal",
        "userPrincipalName": "hal@smallbridge.example",
        "passwordProfile": {"forceChangePasswordNextSignIn": True, "password": "Fictional-1"},
    },
    "PATCH /users/{user}": {"accountEnabled": True, "displayName": "Ann", "mail": "ann@smallbridge.example"},
    "POST /groups/{group}/members/$ref": {
        "@odata.id": "https://graph.microsoft.com/v1.0/directoryObjects/USER"
    },
    "POST /invitations": {
        "invitedUserEmailAddress": "new@trust.example",
        "inviteRedirectUrl": "https://web.smallbridge.example",
        "invitedUserDisplayName": "New",
        "invitedUserType": "Guest",
        "sendInvitationMessage": False,
        "resetRedemption": False,
        "invitedUserMessageInfo": {
            "customizedMessageBody": "x",
            "messageLanguage": "en-GB",
            "ccRecipients": [],
        },
    },
    "POST /teams/{team}/channels": {
        "displayName": "Panel",
        "description": "x",
        "membershipType": "private",
        "members": [{**MEMBER, "roles": ["owner"], "user@odata.bind": BOUND}],
    },
    "PATCH /teams/{team}/channels/{channel}": {"displayName": "Case review", "description": "x"},
    "POST /teams/{team}/channels/{channel}/members": {**MEMBER, "user@odata.bind": BOUND},
    "PATCH /teams/{team}/channels/{channel}/members/{membership}": {**MEMBER, "roles": ["owner"]},
    "POST /teams/{team}/members": {**MEMBER, "user@odata.bind": BOUND},
    "POST /teams/{team}/members/add": {"values": [{**MEMBER, "user@odata.bind": BOUND}]},
    "POST /teams/{team}/members/remove": {"values": [{**MEMBER, "user@odata.bind": BOUND}]},
    "PATCH /drives/{drive}/items/{item}": {"name": "new.docx", "parentReference": {"id": "ITEM"}},
    "POST /drives/{drive}/items/{item}/copy": {"name": "copy.docx", "parentReference": {"id": "ITEM"}},
    "POST /drives/{drive}/items/{item}/children": {
        "name": "New",
        "folder": {},
        "@microsoft.graph.conflictBehavior": "rename",
    },
    "POST /drives/{drive}/items/{item}/createLink": {
        "type": "view",
        "scope": "users",
        "recipients": PEOPLE,
        "sendNotification": False,
        "retainInheritedPermissions": True,
        "expirationDateTime": "2026-06-01T00:00:00Z",
        "message": "x",
    },
    "POST /drives/{drive}/items/{item}/invite": {
        "recipients": PEOPLE,
        "roles": ["read"],
        "requireSignIn": True,
        "sendInvitation": False,
        "message": "x",
    },
    "PATCH /drives/{drive}/items/{item}/permissions/{permission}": {"roles": ["read"]},
    "POST /drives/{drive}/items/{item}/permissions/{permission}/revokeGrants": {"grantees": PEOPLE},
    "POST /shares/{share}/permission/grant": {"recipients": PEOPLE, "roles": ["read"]},
    "PATCH /admin/sharepoint/settings": {
        "sharingCapability": "disabled",
        "sharingDomainRestrictionMode": "allowList",
        "sharingAllowedDomainList": ["trust.example"],
        "isResharingByExternalUsersEnabled": True,
    },
    "POST /sites/{site}/permissions": {"roles": ["read"], "grantedToIdentities": [APPLICATION]},
    "POST /sites/{site}/lists/{list}/permissions": {"roles": ["read"], "grantedTo": APPLICATION},
    "POST /drives/{drive}/items/{item}/permissions": {"roles": ["read"], "grantedToV2": APPLICATION},
    "POST /users/{user}/sendMail": {"message": LETTER, "saveToSentItems": True},
    "POST /users/{user}/messages": LETTER,
    "POST /security/auditLog/queries": {
        "displayName": "x",
        "filterStartDateTime": "2026-03-01T00:00:00Z",
        "filterEndDateTime": "2026-03-02T00:00:00Z",
        "keywordFilter": "x",
        "operationFilters": ["FileAccessed"],
        "serviceFilters": ["SharePoint"],
    },
    "POST /subscriptions": {
        "changeType": "updated",
        "notificationUrl": "https://127.0.0.1:1/x",
        "resource": "drives/DRIVE/root",
        "expirationDateTime": "2026-03-04T09:00:00Z",
        "clientState": "x",
    },
}
WITHOUT_BODY = (
    "POST /users/{user}/revokeSignInSessions",
    "POST /drives/{drive}/items/{item}/permanentDelete",
    "POST /users/{user}/messages/{message}/send",
)
VALUES: tuple[Any, ...] = (
    *(None, True, 2**70, 1.5, "", "é\u0000", "9" * 5000, "https://[", [], {}, [None], [{}], [[]], {"x": 1}),
    *({"email": None}, "0001-01-01T00:00:00+23:59", "users('", "../.."),
)


@pytest.fixture(scope="module")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcess]:
    """A small tenant in which an application holds every permission that there is."""
    inside = small_tenant(tmp_path_factory.mktemp("bodies"))
    roles = sorted({role for route in ROUTES for role in route.roles})
    inside.admin("POST", "apps", {"name": "everything", "roles": roles})
    yield inside
    inside.tenant.close()


@pytest.fixture
def words(tenant: InProcess) -> dict[str, str]:
    """What stands for each parameter of a path, and for each capital word of a body, in a tenant made new."""
    tenant.admin("POST", "reset", {})
    known = known_in(tenant)
    drive, site = known["drive"][0], known["site"][0]
    rows = read(tenant.ask("everything", "GET", f"/v1.0/drives/{drive}/root/delta"))["value"]
    item = next(one["id"] for one in rows if one["name"] == "agenda.docx")
    links = read(tenant.ask("everything", "GET", f"/v1.0/drives/{drive}/items/{item}/permissions"))["value"]
    link = next(one for one in links if "link" in one)
    lists = read(tenant.ask("everything", "GET", f"/v1.0/sites/{quote(site)}/lists"))["value"]
    apps = tenant.admin("GET", "state")["apps"]
    first = {name: values[0] for name, values in known.items()}
    more = {"item": item, "permission": link["id"], "share": link["shareId"], "list": lists[0]["id"]}
    capitals = {"USER": known["user"][1], "DRIVE": drive, "ITEM": known["item"][0]}
    return {
        **first,
        **more,
        **capitals,
        "APP": next(one["client_id"] for one in apps if one["name"] == "auditor"),
    }


def filled(body: Body, words: dict[str, str]) -> Body:
    """Return a body with the capital words in it replaced."""
    text = json.dumps(body)
    for name in ("USER", "DRIVE", "ITEM", "APP"):
        text = text.replace(name, words[name])
    made: Body = json.loads(text)
    return made


def spots(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value within a body."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield (*at, name)
        yield from spots(part, (*at, name))


def changed(body: Body, at: tuple[Any, ...], value: Any) -> Body:
    """Return the body with another value at one spot."""
    made = copy.deepcopy(body)
    place: Any = made
    for name in at[:-1]:
        place = place[name]
    place[at[-1]] = value
    return made


def ask(tenant: InProcess, name: str, words: dict[str, str], body: Body) -> Any:
    """Send a body to the operation of this name."""
    route = next(one for one in ROUTES if one.name == name)
    parts = [quote(words.get(part[1:-1], part), safe="$") for part in route.template.strip("/").split("/")]
    return send(tenant, "everything", route, "/v1.0/" + "/".join(parts), json.dumps(body).encode())


def test_every_operation_with_a_body_is_tried() -> None:
    """Whoever adds an operation that takes JSON adds what is right for it here."""
    taking = {route.name for route in ROUTES if route.method in {"POST", "PATCH"}}
    rest = taking - set(BODIES) - set(WITHOUT_BODY)
    assert rest == {
        "POST /directory/deletedItems/{object}/restore",
        "PATCH /sites/{site}/permissions/{permission}",
        "PATCH /sites/{site}/lists/{list}/permissions/{permission}",
        "PATCH /teams/{team}/members/{membership}",
        "POST /drives/{drive}/items/{item}/restore",
        "PATCH /subscriptions/{subscription}",
        "POST /subscriptions/{subscription}/reauthorize",
    }, "those whose places a reset leaves empty have tests of their own"


@pytest.mark.parametrize("name", [*BODIES, *WITHOUT_BODY])
def test_an_unknown_property_is_refused(tenant: InProcess, words: dict[str, str], name: str) -> None:
    """A property that the operation does not document is 400 at every depth, and changes nothing."""
    body = filled(BODIES.get(name, {}), words)
    places = [()] + [at for at in spots(body) if isinstance(at[-1], str)]
    before = tenant.admin("GET", "state")
    for at in places:
        wrong = changed(body, (*at, "nobodyKnowsThis"), 1) if _is_object(body, at) else None
        if wrong is not None:
            assert ask(tenant, name, words, wrong).status in {400, 404}, at
    assert tenant.admin("GET", "state") == before


def _is_object(body: Body, at: tuple[Any, ...]) -> bool:
    value: Any = body
    for name in at:
        value = value[name]
    return isinstance(value, dict)


@pytest.mark.parametrize("name", BODIES)
def test_no_value_of_a_known_property_breaks_us(tenant: InProcess, words: dict[str, str], name: str) -> None:
    """Whatever stands at any spot of a body, the answer has Graph's form and is no failure of ours."""
    body = filled(BODIES[name], words)
    for at in spots(body):
        for value in VALUES:
            reply = ask(tenant, name, words, changed(body, at, value))
            assert reply.status != 500, (at, str(value)[:40])
            check_form(reply)
