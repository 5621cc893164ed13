"""People's clients reach what they were consented to, on every operation, and no more.

Source: graph:permissions-reference
"""

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from graph_emulator.kernel.routes import Route
from graph_emulator.kernel.wire import Request
from graph_emulator.services import all_routes
from tests.emulator.in_process import InProcess, small_tenant

ROUTES = all_routes()
BOUND = [route for route in ROUTES if route.scopes]
NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcess]:
    """A small tenant."""
    inside = small_tenant(tmp_path_factory.mktemp("delegated"))
    yield inside
    inside.tenant.close()


def status(inside: InProcess, route: Route, *scopes: str) -> int:
    """Return what an operation answers to Ann, whose client holds these permissions for her."""
    token = inside.admin("POST", "token", {"user": "ann", "scopes": list(scopes)})["access_token"]
    parts = [NOWHERE if part.startswith("{") else part for part in route.template.split("/")]
    reply = inside.doors.respond(
        Request(
            method=route.method,
            path=f"/{route.versions[0]}{quote('/'.join(parts), safe='/$')}",
            headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
            body=b"{}" if route.write and not route.binary else b"",
        )
    )
    return reply.status


@pytest.mark.parametrize("route", BOUND, ids=lambda route: route.name)
def test_a_client_without_the_permission_is_refused(tenant: InProcess, route: Route) -> None:
    """A person's token whose scopes hold none of an operation's permissions gets 403, whoever it is."""
    assert status(tenant, route, "Calendars.Read") == 403


def test_only_addresses_that_are_secrets_themselves_need_no_permission() -> None:
    """A job's own address is given to whoever began the job; every other operation names permissions."""
    assert {route.name for route in ROUTES if not route.scopes} == {"GET /drives/{drive}/monitor/{job}"}


@pytest.mark.parametrize(
    ("name", "scope", "expected"),
    [
        ("GET /drives/{drive}/items/{item}", "Files.Read", 404),
        ("GET /drives/{drive}/items/{item}/permissions", "Files.Read", 404),
        ("POST /drives/{drive}/items/{item}/createLink", "Files.Read", 403),
        ("POST /drives/{drive}/items/{item}/createLink", "Files.ReadWrite", 404),
        ("GET /sites/{site}", "Files.Read.All", 403),
        ("GET /sites/{site}", "Sites.Read.All", 404),
        ("GET /users", "User.Read.All", 200),
        ("GET /users", "User.ReadBasic.All", 200),
        ("GET /users/{user}/memberOf", "User.Read", 404),
        ("DELETE /users/{user}", "User.Read.All", 403),
        ("GET /teams/{team}/channels", "Channel.ReadBasic.All", 404),
        ("POST /teams/{team}/channels/{channel}/members", "ChannelMember.Read.All", 403),
        ("POST /teams/{team}/channels/{channel}/members", "ChannelMember.ReadWrite.All", 404),
        ("GET /users/{user}/messages", "Mail.Send", 403),
    ],
)
def test_the_documented_permission_opens_and_a_lesser_one_does_not(
    tenant: InProcess, name: str, scope: str, expected: int
) -> None:
    """With the published least permission the request comes as far as its own rights and arguments."""
    route = next(one for one in ROUTES if one.name == name)
    assert status(tenant, route, scope) == expected
