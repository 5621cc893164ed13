"""What may leave for SharePoint's own interface when scopes are given back (laws 3 and 4)."""

import httpx
import pytest

from sharepoint_gate.errors import LawError
from sharepoint_gate.graph.door_rest import ScopeDoor, ScopeRoute, why_not

pytestmark = pytest.mark.anyio
SITE = "https://graph.example/sites/Case-review"
GUID = "0f1e2d3c-0000-4000-8000-00000000000a"
OTHER = "0f1e2d3c-0000-4000-8000-00000000000b"
RESET = f"{SITE}/_api/web/GetFileById('{GUID}')/ListItemAllFields/ResetRoleInheritance"


@pytest.mark.parametrize("route", ScopeRoute)
def test_law_3_each_address_may_leave_for_an_item_of_the_permit_only(route: ScopeRoute) -> None:
    """With its own verb, and for nothing else."""
    request = httpx.Request(route.method, route.address(SITE, GUID))
    assert why_not(request, SITE, [GUID]) == ""
    assert why_not(request, SITE, [OTHER])
    assert why_not(request, SITE, [])
    other = "GET" if route.method == "POST" else "POST"
    assert why_not(httpx.Request(other, route.address(SITE, GUID)), SITE, [GUID])


@pytest.mark.parametrize(
    ("method", "address", "body", "headers"),
    [
        ("POST", RESET, b"{}", {}),
        ("POST", RESET, b"", {"X-HTTP-Method": "DELETE"}),
        ("POST", RESET.replace("ResetRoleInheritance", "BreakRoleInheritance(true,true)"), b"", {}),
        ("POST", RESET.replace("Reset", "reset"), b"", {}),
        ("POST", RESET.replace("'", "%27"), b"", {}),
        ("POST", RESET + "?x=1", b"", {}),
        ("POST", RESET.replace("/_api", "/../other/_api"), b"", {}),
        ("POST", RESET.replace("graph.example", "elsewhere.example"), b"", {}),
        ("POST", f"{SITE}/_api/web/ResetRoleInheritance", b"", {}),
        ("DELETE", RESET, b"", {}),
    ],
)
async def test_law_3_nothing_else_leaves(
    method: str, address: str, body: bytes, headers: dict[str, str]
) -> None:
    """A body, another verb in a header, another act, another spelling, another place."""
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json={})

    door = ScopeDoor(httpx.MockTransport(answer), SITE, [GUID])
    async with httpx.AsyncClient(transport=door) as client:
        with pytest.raises(LawError):
            await client.request(method, address, content=body, headers=headers)
        assert (await client.post(RESET)).status_code == 200
    assert len(sent) == 1


def test_law_3_an_id_that_is_none_opens_no_address() -> None:
    """What Graph answers is put into an address only when it is a plain unique id."""
    crafted = f"{GUID}')/BreakRoleInheritance('"
    request = httpx.Request("POST", ScopeRoute.RESET_FILE.address(SITE, crafted))
    assert why_not(request, SITE, [crafted])


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"extensions": {"target": b"/elsewhere"}}, "another way, or for another host"),
        ({"extensions": {"sni_hostname": "elsewhere.example"}}, "another way, or for another host"),
        ({"headers": {"Host": "elsewhere.example"}}, "another way, or for another host"),
        ({"headers": {"X-HTTP-Method": "DELETE"}}, "change its meaning: x-http-method"),
        ({"headers": {"Accept": "application/json"}}, ""),
        ({"extensions": {"timeout": {}}}, ""),
    ],
)
def test_law_3_a_right_address_beside_another_host_or_another_way_does_not_leave(
    changes: dict[str, dict[str, object]], why: str
) -> None:
    """An address alone does not say where a request goes: host, headers and what is beside them do."""
    told = why_not(httpx.Request("POST", RESET, **changes), SITE, [GUID])  # type: ignore[arg-type]  # each its own
    assert (why in told) is True
    assert bool(told) is bool(why)


async def test_the_door_closes_what_is_behind_it() -> None:
    """No connection outlives the run that opened it."""
    closed: list[bool] = []

    class Inner(httpx.MockTransport):
        async def aclose(self) -> None:
            closed.append(True)

    await ScopeDoor(Inner(lambda _: httpx.Response(200)), SITE, [GUID]).aclose()
    assert closed == [True]
