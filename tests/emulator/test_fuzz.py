"""Whatever is sent to whichever operation: an answer in Graph's own form, and never a failure of our own.

Source: graph:concepts/errors
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_emulator.kernel.routes import Route
from graph_emulator.kernel.wire import Reply, Request
from graph_emulator.services import all_routes
from tests.emulator.in_process import InProcess, read, small_tenant, told
from tests.tries import tries

ROUTES = all_routes()
CALLERS = ("everything", "person:ann", "person:flo", "outsider")
WILD_TEXT = st.sampled_from(
    [
        *(
            "",
            " ",
            "x",
            "0",
            "-1",
            "true",
            "null",
            "9" * 5000,
            "root",
            "root:/",
            "$",
            "'",
            "''",
            "a'b",
            "%",
            "%zz",
        ),
        *(
            "\u0000",
            "\ud7ff",
            "é" * 60,
            "٣",
            "²",
            "(",
            ")",
            "a eq",
            "a eq 'b",
            "displayName eq 'x'",
            "u!",
            "u!%%%",
        ),
        *(
            "0001-01-01T00:00:00+23:59",
            "9999-12-31T23:59:59-23:59",
            "2026-03-03T09:00:00Z",
            "P1D",
            "a:b",
            "../..",
        ),
        *(
            "https://127.0.0.1:99999/x",
            "https://[",
            "https://127.0.0.1/é",
            "i:0#.f|membership|x",
            "latest",
            "===",
        ),
        *(
            "id,id",
            "id desc",
            "a/b/c",
            "not (a eq 1)",
            "startswith(displayName,'A')",
            "members",
            "view",
            "users",
        ),
        *(
            "microsoft.graph.user",
            "#microsoft.graph.aadUserConversationMember",
            "owner",
            "private",
            "updated",
        ),
    ]
)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.sampled_from([0, -1, 1, 2**63, 10**400, 1.5]), WILD_TEXT, st.text(max_size=8)
)
NAMES = (
    *(
        "type",
        "scope",
        "roles",
        "recipients",
        "email",
        "objectId",
        "grantees",
        "expirationDateTime",
        "message",
    ),
    *(
        "members",
        "user@odata.bind",
        "@odata.type",
        "@odata.id",
        "displayName",
        "membershipType",
        "values",
        "name",
    ),
    *("parentReference", "driveId", "id", "folder", "file", "sendInvitation", "requireSignIn", "password"),
    *(
        "accountEnabled",
        "userPrincipalName",
        "mailNickname",
        "passwordProfile",
        "mail",
        "userType",
        "otherMails",
    ),
    *(
        "invitedUserEmailAddress",
        "inviteRedirectUrl",
        "invitedUser",
        "resetRedemption",
        "invitedUserMessageInfo",
    ),
    *("grantedTo", "grantedToV2", "grantedToIdentities", "grantedToIdentitiesV2", "application", "user"),
    *(
        "sharingCapability",
        "sharingAllowedDomainList",
        "subject",
        "body",
        "contentType",
        "content",
        "toRecipients",
    ),
    *("emailAddress", "address", "attachments", "contentBytes", "internetMessageHeaders", "value", "from"),
    *(
        "saveToSentItems",
        "changeType",
        "notificationUrl",
        "lifecycleNotificationUrl",
        "resource",
        "clientState",
    ),
    *(
        "filterStartDateTime",
        "operationFilters",
        "keywordFilter",
        "recordTypeFilters",
        "tenantId",
        "description",
    ),
    "@microsoft.graph.conflictBehavior",
)
BODIES = st.dictionaries(
    st.sampled_from(NAMES),
    st.recursive(
        LEAVES,
        lambda inner: st.one_of(
            st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
        ),
        max_leaves=6,
    ),
    max_size=5,
)
RAW = st.one_of(
    st.none(),
    BODIES.map(lambda body: json.dumps(body).encode()),
    st.sampled_from(
        [
            b"[]",
            b"{",
            b"\xff",
            b"null",
            b"[" * 5000,
            b'{"a":' * 5000,
            b'"\\ud800"',
            b'{"\\ud800":1}',
            b"MA==",
            b"=",
        ]
    ),
    st.binary(max_size=12),
)


Known = dict[str, list[str]]


@pytest.fixture(scope="module")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcess]:
    """A small tenant in which an application holds every permission that there is."""
    inside = small_tenant(tmp_path_factory.mktemp("fuzz"))
    roles = sorted({role for route in ROUTES for role in route.roles})
    inside.admin("POST", "apps", {"name": "everything", "roles": roles})
    yield inside
    inside.tenant.close()


@pytest.fixture(scope="module")
def known(tenant: InProcess) -> Known:
    """Things that are there, by the name that paths have for them."""
    return known_in(tenant)


def known_in(inside: InProcess) -> Known:
    """Return things that are there, by the name that paths have for them."""
    state = inside.admin("GET", "state")
    place = state["channels"][0]
    pages: dict[str, Any] = {}
    for name, path in {
        "item": f"/v1.0/drives/{place['drive_id']}/root/delta",
        "permission": f"/v1.0/drives/{place['drive_id']}/root/permissions",
        "membership": f"/v1.0/teams/{place['team_id']}/channels/{quote(place['id'])}/members",
    }.items():
        pages[name] = [row["id"] for row in read(inside.ask("everything", "GET", path))["value"]]
    groups = read(inside.ask("everything", "GET", "/v1.0/groups"))["value"]
    return {
        **pages,
        "drive": [place["drive_id"]],
        "team": [place["team_id"]],
        "channel": [place["id"]],
        "site": [row["site_id"] for row in state["drives"]],
        "group": [row["id"] for row in groups],
        "user": [row["id"] for row in state["users"]],
        "folder": ["inbox", "sentitems"],
    }


def address(route: Route, values: dict[str, str]) -> str:
    """Return a route's path with these parameters, without its version."""
    parts = [
        quote(values[part[1:-1]], safe="") if part.startswith("{") else part
        for part in route.template.strip("/").split("/")
    ]
    return "/" + "/".join(parts)


def send(
    inside: InProcess, caller: str, route: Route, path: str, content: bytes | None, **query: str
) -> Reply:
    """Send bytes to a path."""
    kind = "text/plain" if route.binary and content and not content.startswith(b"{") else "application/json"
    headers = {"authorization": f"Bearer {inside.token(caller)}", "content-type": kind}
    return inside.doors.respond(
        Request(
            method=route.method,
            path=path,
            query=urlencode(query, errors="surrogatepass"),
            headers=headers,
            body=content or b"",
        )
    )


def check_form(reply: Reply) -> None:
    """Hold an answer to Graph's own form: a status that we mean, and an error that tells what is needed."""
    assert reply.status != 500
    assert 200 <= reply.status < 600
    if reply.status >= 400:
        error = read(reply)["error"]
        assert set(error) == {"code", "message", "innerError"}
        assert {"date", "request-id", "client-request-id"} <= set(error["innerError"])
        assert told(reply)["request-id"] == error["innerError"]["request-id"]


@settings(
    max_examples=tries(250),
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
    ],
)
@given(data=st.data())
def test_nothing_that_is_sent_makes_us_fail(tenant: InProcess, known: Known, data: st.DataObject) -> None:
    """Random people send random bodies, options and ids to every operation; none of it gives a 500."""
    route = data.draw(st.sampled_from(ROUTES), label="route")
    names = [part[1:-1] for part in route.template.split("/") if part.startswith("{")]
    values = {
        name: data.draw(
            st.sampled_from(known.get(name, ["x"])) if data.draw(st.integers(0, 4)) else WILD_TEXT
        )
        for name in names
    }
    options = sorted(route.query) or ["$select"]
    query = data.draw(st.dictionaries(st.sampled_from(options), WILD_TEXT, max_size=2), label="query")
    caller = data.draw(st.sampled_from(CALLERS), label="caller")
    content = data.draw(RAW, label="content")
    path = f"/{data.draw(st.sampled_from(route.versions))}{address(route, values)}"
    check_form(send(tenant, caller, route, path, content, **query))
