"""The published limits of use on the tenant's clock (graph:concepts/throttling, spo:avoid-throttling)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph_emulator.files.models import Site
from graph_emulator.kernel.wire import Reply
from tests.emulator.in_process import InProcess, read, small_tenant, told

_ANN = "/v1.0/users/ann@smallbridge.example"
_PER_READ = 5
_MINUTE_UNITS = 1_250
_READS_A_MINUTE = _MINUTE_UNITS // _PER_READ


@pytest.fixture
def tenant(tmp_path: Path) -> Iterator[InProcess]:
    """The small tenant with its limits on."""
    tenant = small_tenant(tmp_path / "tenant")
    tenant.admin("PUT", "quirks", {"throttling": "tariff"})
    yield tenant
    tenant.tenant.close()


def _permissions(tenant: InProcess) -> str:
    drive = tenant.admin("GET", "state")["drives"][0]["id"]
    return f"/v1.0/drives/{drive}/root/permissions"


def _use_minute(tenant: InProcess, reads: int = _READS_A_MINUTE) -> list[Reply]:
    path = _permissions(tenant)
    return [tenant.ask("reconciler", "GET", path) for _ in range(reads)]


def _held(tenant: InProcess) -> dict[tuple[str, str], dict[str, Any]]:
    rows = tenant.admin("GET", "meter")["limits"]["held"]
    return {(row["limit"], row["of"]): row for row in rows}


def test_without_the_quirk_nothing_is_throttled(tmp_path: Path) -> None:
    """The limits are off until they are asked for, and then the meter shows none (ADR-0003)."""
    tenant = small_tenant(tmp_path / "tenant")
    replies = _use_minute(tenant, _READS_A_MINUTE + 5)
    assert {reply.status for reply in replies} == {200}
    assert "limits" not in tenant.admin("GET", "meter")
    assert not any(name.startswith("ratelimit") for reply in replies for name in told(reply))
    assert told(tenant.ask("reconciler", "GET", "/v1.0/users"))["x-ms-resource-unit"] == "2"
    tenant.tenant.close()


def test_application_has_so_many_units_in_a_minute(tenant: InProcess) -> None:
    """What goes over the minute's units is refused, and waiting as told frees it (spo:avoid-throttling)."""
    assert {reply.status for reply in _use_minute(tenant)} == {200}
    refused = tenant.ask("reconciler", "GET", _permissions(tenant))
    error = read(refused)["error"]
    assert (refused.status, error["code"], error["innerError"]["code"]) == (
        429,
        "activityLimitReached",
        "throttledRequest",
    )
    assert told(refused)["retry-after"] == "60"
    tenant.advance("PT59S")
    assert tenant.ask("reconciler", "GET", _permissions(tenant)).status == 429
    tenant.advance("PT1S")
    assert tenant.ask("reconciler", "GET", _permissions(tenant)).status == 200


def test_window_slides(tenant: InProcess) -> None:
    """What was used a minute ago is free again, what was used since is not (spo:avoid-throttling)."""
    _use_minute(tenant, 100)
    tenant.advance("PT30S")
    _use_minute(tenant, 150)
    tenant.advance("PT30S")
    replies = _use_minute(tenant, 101)
    assert [reply.status for reply in replies] == [200] * 100 + [429]
    headers = told(replies[-1])
    assert (headers["retry-after"], headers["ratelimit-reset"]) == ("30", "60")


def test_refused_requests_count_as_well(tenant: InProcess) -> None:
    """Who does not wait stays out: what was refused fills the next window (graph:concepts/throttling)."""
    _use_minute(tenant)
    tenant.advance("PT30S")
    assert {reply.status for reply in _use_minute(tenant)} == {429}
    tenant.advance("PT30S")
    assert tenant.ask("reconciler", "GET", _permissions(tenant)).status == 429


def test_limit_is_told_from_four_fifths_on(tenant: InProcess) -> None:
    """Below 80 % no header speaks of the limit; from there on three do (spo:avoid-throttling#ratelimit)."""
    replies = [told(reply) for reply in _use_minute(tenant, 201)]
    assert not any("ratelimit-limit" in headers for headers in replies[:199])
    assert {name: replies[199][f"ratelimit-{name}"] for name in ("limit", "remaining", "reset")} == {
        "limit": "1250",
        "remaining": "250",
        "reset": "60",
    }
    assert replies[200]["ratelimit-remaining"] == "245"
    assert not any(name.startswith("ratelimit") for name in told(tenant.ask("reconciler", "GET", _ANN)))


def test_each_application_has_its_own_minute(tenant: InProcess) -> None:
    """One application's use throttles no other (spo:avoid-throttling#application throttling)."""
    _use_minute(tenant, _READS_A_MINUTE + 1)
    assert tenant.ask("auditor", "GET", _permissions(tenant)).status == 200


def test_tier_follows_from_the_licences(tmp_path: Path) -> None:
    """More licences, more units a minute (spo:avoid-throttling#application throttling)."""
    tenant = small_tenant(tmp_path / "tenant", licences=1_001)
    tenant.admin("PUT", "quirks", {"throttling": "tariff"})
    statuses = [reply.status for reply in _use_minute(tenant, 2 * _READS_A_MINUTE + 1)]
    assert statuses == [200] * 500 + [429]
    tenant.tenant.close()


def test_parts_of_a_batch_are_throttled_one_by_one(tenant: InProcess) -> None:
    """The envelope is 200; parts over the limit carry a Retry-After each (graph:concepts/json-batching)."""
    _use_minute(tenant, _READS_A_MINUTE - 3)
    url = _permissions(tenant).removeprefix("/v1.0")
    parts = [{"id": str(n), "method": "GET", "url": url} for n in range(5)]
    reply = tenant.ask("reconciler", "POST", "/v1.0/$batch", {"requests": parts})
    responses = {one["id"]: one for one in read(reply)["responses"]}
    assert reply.status == 200
    assert [responses[str(n)]["status"] for n in range(5)] == [200, 200, 200, 429, 429]
    assert responses["3"]["headers"]["Retry-After"] == "60"
    assert responses["0"]["headers"]["RateLimit-Remaining"] == "10"
    assert "RateLimit-Remaining" not in reply.headers


def test_delta_with_its_token_in_the_path_costs_one(tenant: InProcess) -> None:
    """`delta(token='...')` is a delta with a token, wherever that stands (spo:avoid-throttling)."""
    drive = tenant.admin("GET", "state")["drives"][0]["id"]
    for path, units in (("delta", 2), ("delta?token=latest", 1), ("delta(token='latest')", 1)):
        assert tenant.ask("reconciler", "GET", f"/v1.0/drives/{drive}/root/{path}").status == 200
        assert tenant.admin("GET", "journal")[-1]["request_units"] == units


def test_identity_has_units_of_its_own(tenant: InProcess) -> None:
    """Each answer tells its price: a list 2, less with $select (graph:concepts/throttling-limits)."""
    priced = {
        "/v1.0/users": "2",
        "/v1.0/users?$select=id": "1",
        "/v1.0/users?$select=id&$top=5": "1",
        _ANN: "1",
    }
    for path, units in priced.items():
        assert told(tenant.ask("reconciler", "GET", path))["x-ms-resource-unit"] == units
    held = _held(tenant)
    assert held["identity", "reconciler"]["used"] == 5
    assert "sharepoint-minute" not in {limit for limit, _ in held}


def test_identity_bucket_leaks_and_says_why_it_refuses(tmp_path: Path) -> None:
    """A token bucket of 3,500 in ten seconds for small tenants (graph:concepts/throttling-limits#pattern)."""
    tenant = small_tenant(tmp_path / "tenant", licences=40)
    tenant.admin("PUT", "quirks", {"throttling": "tariff"})
    tenant.ask("reconciler", "GET", _ANN)
    gauge = tenant.tenant.state.throttle._gauges
    key = next(key for key in gauge if key.startswith("identity|"))
    now = int(tenant.tenant.state.clock.now().timestamp())
    gauge[key].add(now, 2_798)
    near = told(tenant.ask("reconciler", "GET", _ANN))
    assert near["x-ms-throttle-limit-percentage"] == "0.8"
    gauge[key].add(now, 1_050)
    refused = tenant.ask("reconciler", "GET", _ANN)
    headers = told(refused)
    assert (refused.status, read(refused)["error"]["code"]) == (429, "TooManyRequests")
    assert headers["x-ms-throttle-information"] == "ResourceUnitLimitExceeded"
    client = next(
        app["client_id"] for app in tenant.admin("GET", "state")["apps"] if app["name"] == "reconciler"
    )
    assert headers["x-ms-throttle-scope"].startswith(f"Tenant_Application/ReadWrite/{client}/")
    assert (headers["retry-after"], headers["x-ms-throttle-limit-percentage"]) == ("2", "1.1")
    tenant.advance("PT2S")
    assert tenant.ask("reconciler", "GET", _ANN).status == 200
    tenant.tenant.close()


def test_one_team_bears_four_requests_a_second(tenant: InProcess) -> None:
    """An application may send four requests a second to one team, and the next second four more."""
    team = tenant.admin("GET", "state")["teams"][0]["id"]
    ask = [tenant.ask("reconciler", "GET", f"/v1.0/teams/{team}") for _ in range(5)]
    assert [reply.status for reply in ask] == [200] * 4 + [429]
    assert read(ask[4])["error"]["code"] == "TooManyRequests"
    assert told(ask[4])["retry-after"] == "1"
    assert tenant.ask("auditor", "GET", f"/v1.0/teams/{team}").status == 200
    tenant.advance("PT1S")
    assert tenant.ask("reconciler", "GET", f"/v1.0/teams/{team}").status == 200


def test_sharing_calls_have_a_limit_beside_their_units(tenant: InProcess) -> None:
    """300 sharing calls in five minutes, however slowly the units are used (spo:avoid-throttling)."""
    tenant.ask("reconciler", "GET", _permissions(tenant))
    path = _permissions(tenant).replace("permissions", "createLink")
    for _ in range(3):
        for _ in range(100):
            tenant.ask("reconciler", "POST", path, {"type": "nonsense", "scope": "users"})
        tenant.advance("PT1M")
    refused = tenant.ask("reconciler", "POST", path, {"type": "nonsense", "scope": "users"})
    assert (refused.status, told(refused)["retry-after"]) == (429, "120")
    assert tenant.ask("reconciler", "GET", _permissions(tenant)).status == 200


def test_people_have_requests_and_not_units(tenant: InProcess) -> None:
    """A person may send 3,000 requests in five minutes, whatever they cost (spo:avoid-throttling#user)."""
    tenant.ask("person:ann", "GET", _permissions(tenant))
    held = _held(tenant)
    row = next(row for (limit, _), row in held.items() if limit == "sharepoint-person")
    assert (row["used"], row["most"], row["window_s"]) == (1, 3_000, 300)
    assert "sharepoint-minute" not in {limit for limit, _ in held}


def test_meter_tells_what_each_limit_holds(tenant: InProcess) -> None:
    """The meter shows every limit in use, and moving the clock empties them (ADR-0003)."""
    _use_minute(tenant, 3)
    held = _held(tenant)
    assert {key: (row["used"], row["most"]) for key, row in held.items()} == {
        ("sharepoint-minute", "reconciler"): (15, 1_250),
        ("sharepoint-day", "reconciler"): (15, 1_200_000),
        ("sharepoint-tenant", "tenant"): (15, 18_750),
    }
    tenant.advance("PT5M")
    assert {limit for limit, _ in _held(tenant)} == {"sharepoint-day"}
    tenant.advance("P1D")
    assert _held(tenant) == {}


def test_use_survives_a_restart_and_not_a_reset(tmp_path: Path) -> None:
    """What was used is taken up again from the journal (ADR-0003)."""
    tenant = small_tenant(tmp_path / "tenant")
    tenant.admin("PUT", "quirks", {"throttling": "tariff"})
    _use_minute(tenant, _READS_A_MINUTE)
    before = _held(tenant)
    tenant.tenant.close()
    again = small_tenant(tmp_path / "tenant")
    assert _held(again) == before
    assert again.ask("reconciler", "GET", _permissions(again)).status == 429
    again.admin("POST", "reset", {})
    again.admin("PUT", "quirks", {"throttling": "tariff"})
    assert again.ask("reconciler", "GET", _permissions(again)).status == 200
    again.tenant.close()


@pytest.mark.parametrize(("agent", "reads"), [("NONISV|Smallbridge|Gate/1.0", 250), ("python", 200)])
def test_undecorated_traffic_may_be_throttled_first(tenant: InProcess, agent: str, reads: int) -> None:
    """Who does not say who they are comes last, where the quirk says so (spo:avoid-throttling)."""
    path = _permissions(tenant)
    tenant.admin("PUT", "quirks", {"throttling.undecorated": "first"})
    statuses = [tenant.ask("reconciler", "GET", path, user_agent=agent).status for _ in range(251)]
    assert statuses.count(200) == reads
    undecorated = tenant.admin("GET", "meter")["limits"]["undecorated"]
    assert undecorated == ({} if agent.startswith("NONISV") else {"reconciler": 251})


def test_acts_of_a_seed_use_nothing(tenant: InProcess) -> None:
    """What a story lets happen is not the client's traffic (ADR-0003)."""
    act = {"id": "look", "as": "app:reconciler", "call": "GET /drives/{drive}/root/permissions"}
    tenant.admin("POST", "seed", {"acts": [act]})
    assert _held(tenant) == {}


def test_sharepoints_own_api_is_taken_from_the_same_bucket(tenant: InProcess) -> None:
    """Who used up the minute by Graph is refused by SharePoint REST too (spo:avoid-throttling)."""
    roles = ["Sites.FullControl.All"]
    tenant.admin("POST", "apps", {"name": "reconciler", "sharepoint_roles": roles})
    site = next(iter(tenant.tenant.state.every(Site)))
    path, json = f"/{site.path}/_api/web", "application/json"
    assert tenant.ask("reconciler", "GET", path, accept=json).status == 200
    before = _held(tenant)["sharepoint-minute", "reconciler"]["used"]
    assert before > 0
    _use_minute(tenant)
    refused = tenant.ask("reconciler", "GET", path, accept=json)
    assert (refused.status, set(read(refused))) == (429, {"odata.error"})
    assert int(told(refused)["retry-after"]) == 60
    assert told(refused)["ratelimit-remaining"] == "0"


def test_letters_to_outsiders_have_a_limit_of_their_own(tenant: InProcess) -> None:
    """200 invitations by mail leave the organisation in an hour, and inside there is no such limit."""
    file = next(
        item["id"] for item in tenant.admin("GET", "state")["drives"][0]["items"] if not item["folder"]
    )
    path = _permissions(tenant).replace("root/permissions", f"items/{file}/invite")
    key = ("sharing-mail", "tenant")
    body = {"roles": ["read"], "requireSignIn": True, "sendInvitation": True}
    insiders = {**body, "recipients": [{"email": "ann@smallbridge.example"}]}
    assert tenant.ask("reconciler", "POST", path, insiders).status == 200
    assert key not in _held(tenant)
    strangers = {**body, "recipients": [{"email": f"p{n}@far.example"} for n in range(150)]}
    assert tenant.ask("reconciler", "POST", path, {**strangers, "sendInvitation": False}).status == 400
    assert tenant.ask("reconciler", "POST", path, strangers).status == 200
    assert _held(tenant)[key]["used"] == 150
    refused = tenant.ask("reconciler", "POST", path, strangers)
    assert (refused.status, told(refused)["retry-after"]) == (429, "3600")
