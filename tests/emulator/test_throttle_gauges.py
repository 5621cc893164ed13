"""Windows and token buckets by themselves, and which buckets a request is taken from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_emulator.kernel.faults import Workload
from graph_emulator.kernel.limits import Limit, buckets, limit_named
from graph_emulator.kernel.pricing import buckets_of, price
from graph_emulator.kernel.routes import Answer, Route
from graph_emulator.kernel.throttle import Throttle, TokenBucket, Use, Window
from graph_emulator.services import all_routes

_WINDOW = Limit(name="w", holder="app", most=10, window_s=7)
_BUCKET = Limit(name="b", holder="app", most=10, window_s=5, leaks=True)
_STEPS = st.lists(st.tuples(st.integers(0, 4), st.integers(1, 6)), max_size=30)


@given(_STEPS)
def test_window_holds_what_was_used_within_its_length(steps: list[tuple[int, int]]) -> None:
    """At each instant the window holds the sum of what is younger than its length, and no more."""
    window, now = Window(_WINDOW), 1_000
    past: list[tuple[int, int]] = []
    for pause, amount in steps:
        now += pause
        window.add(now, amount)
        past.append((now, amount))
        assert window.used(now) == sum(one for at, one in past if at > now - _WINDOW.window_s)


@given(_STEPS, st.integers(1, 6))
def test_window_tells_the_first_second_in_which_an_amount_fits(
    steps: list[tuple[int, int]], amount: int
) -> None:
    """After the wait it fits, and a second before it did not (graph:concepts/throttling)."""
    window, now = Window(_WINDOW), 1_000
    for pause, used in steps:
        now += pause
        window.add(now, used)
    wait = window.wait(now, amount, _WINDOW.most)
    if window.used(now) + amount > _WINDOW.most:
        assert window.used(now + wait - 1) + amount > _WINDOW.most or wait == 1
    assert window.used(now + wait) + amount <= _WINDOW.most


@given(_STEPS)
def test_window_is_empty_when_it_says(steps: list[tuple[int, int]]) -> None:
    """The reset is when all of it is free again, and no second earlier (spo:avoid-throttling#ratelimit)."""
    window, now = Window(_WINDOW), 1_000
    for pause, used in steps:
        now += pause
        window.add(now, used)
    empty = window.empty_in(now)
    if steps:
        assert window.used(now + empty - 1) > 0
    assert window.used(now + empty) == 0


@given(_STEPS, st.integers(1, 6))
def test_token_bucket_leaks_evenly_and_holds_no_more_than_1_8_times_the_limit(
    steps: list[tuple[int, int]], amount: int
) -> None:
    """After the wait an amount fits; the percentage of use ends at 1.8 (graph:concepts/throttling-limits)."""
    bucket, now = TokenBucket(_BUCKET), 1_000
    for pause, used in steps:
        now += pause
        before = bucket.used(now)
        bucket.add(now, used)
        assert bucket.used(now) == min(before + used, 18)
        assert bucket.used(now + 1) == max(0.0, bucket.used(now) - 2)
    assert bucket.used(now + bucket.wait(now, amount, _BUCKET.most)) + amount <= _BUCKET.most + 1e-9
    assert bucket.used(now + bucket.empty_in(now)) == 0


@pytest.mark.parametrize(
    ("licences", "minute", "day", "tenant"),
    [
        (0, 1_250, 1_200_000, 18_750),
        (1_000, 1_250, 1_200_000, 18_750),
        (1_001, 2_500, 2_400_000, 37_500),
        (5_001, 3_750, 3_600_000, 56_250),
        (15_001, 5_000, 4_800_000, 75_000),
        (50_001, 6_250, 6_000_000, 93_750),
    ],
)
def test_sharepoint_tiers_are_the_published_ones(licences: int, minute: int, day: int, tenant: int) -> None:
    """Each tier begins after the last licence of the one before (spo:avoid-throttling#application)."""
    names = ("sharepoint-minute", "sharepoint-day", "sharepoint-tenant")
    limits = [limit_named(name, licences) for name in names]
    assert [limit.most for limit in limits if limit] == [minute, day, tenant]


@pytest.mark.parametrize(("people", "units"), [(49, 3_500), (50, 5_000), (500, 5_000), (501, 8_000)])
def test_directory_sizes_are_the_published_ones(people: int, units: int) -> None:
    """Small is below 50, large above 500 (graph:concepts/throttling-limits#pattern)."""
    assert buckets(people)["identity"][0].most == units


@pytest.mark.parametrize(
    ("method", "template", "workload", "expected"),
    [
        ("GET", "/teams", "teams", ("teams-reads",)),
        ("GET", "/teams/{team}", "teams", ("teams-reads", "teams-place")),
        ("GET", "/teams/{team}/channels", "teams", ("teams-members", "teams-place")),
        ("GET", "/teams/{team}/channels/{channel}/members", "teams", ("teams-members", "teams-place")),
        ("POST", "/teams/{team}/channels", "teams", ("teams-writes", "teams-place")),
        ("DELETE", "/teams/{team}/channels/{channel}", "teams", ("teams-deletes", "teams-place")),
        ("GET", "/users", "directory", ("identity",)),
        ("GET", "/drives/{drive}", "files", ("sharepoint",)),
        ("POST", "/users/{user}/sendMail", "outlook", ("outlook",)),
    ],
)
def test_operation_has_the_rate_of_its_group(
    method: str, template: str, workload: Workload, expected: tuple[str, ...]
) -> None:
    """Method and address tell the published group (graph:concepts/throttling-limits#microsoft teams)."""
    route = Route(
        method=method,
        template=template,
        topic="api/x",
        handler=lambda _: Answer(status=200),
        workload=workload,
    )
    assert buckets_of(route) == expected


@pytest.mark.parametrize(
    ("name", "query", "units"),
    [
        ("GET /users", {}, 2),
        ("GET /users", {"$select": "id"}, 1),
        ("GET /users", {"$top": "20"}, 2),
        ("GET /users", {"$top": "5", "$select": "id"}, 1),
        ("GET /users", {"$expand": "manager"}, 3),
        ("GET /users/{user}", {}, 1),
        ("GET /groups/{group}/members", {}, 3),
        ("GET /groups/{group}/members", {"$select": "id", "$top": "9"}, 1),
        ("GET /groups/{group}/transitiveMembers", {"$select": "id"}, 4),
    ],
)
def test_directory_prices_are_the_published_ones(name: str, query: dict[str, str], units: int) -> None:
    """Base costs by address; $select and a small $top take one off, $expand adds one, and 1 is the least."""
    method, template = name.split(" ")
    route = Route(
        method=method,
        template=template,
        topic="api/x",
        handler=lambda _: Answer(status=200),
        workload="directory",
        units=9,
    )
    assert price(route, query) == units


def test_every_route_is_taken_from_buckets_that_exist() -> None:
    """No route names a bucket that the tables do not have (ADR-0003)."""
    known = set(buckets(500))
    for route in all_routes():
        assert set(buckets_of(route)) <= known, route.name
        assert buckets_of(route) or route.workload == "notifications", route.name


def test_mailboxes_have_requests_and_bytes_each() -> None:
    """One mailbox leaves the others free; what is sent is upload (graph:concepts/throttling-limits)."""
    throttle = Throttle()
    letter = Use(app="a", write=True, size=150_000_000, place="ann")
    assert not any(reading.over for reading in throttle.count("outlook", letter, 0))
    over = {reading.limit.name: reading.over for reading in throttle.count("outlook", letter, 1)}
    assert over == {"outlook": False, "outlook-upload": True}
    other = Use(app="a", write=True, size=1, place="bob")
    assert not any(reading.over for reading in throttle.count("outlook", other, 1))
    look = Use(app="a", size=9, place="ann")
    assert [reading.limit.name for reading in throttle.count("outlook", look, 1)] == ["outlook"]


def test_tenants_writes_are_all_applications_together() -> None:
    """The tenant has 18,000 writes in five minutes (graph:concepts/throttling-limits#pattern)."""
    throttle = Throttle()
    for number in range(18_000):
        throttle.count("identity", Use(app=f"app-{number % 9}", write=True), number // 100)
    readings = {
        reading.limit.name: reading
        for reading in throttle.count("identity", Use(app="app-9", write=True), 180)
    }
    assert readings["identity-tenant-writes"].over
    assert readings["identity-tenant-writes"].wait_s == 120
    assert not readings["identity-writes"].over


def test_person_behind_an_application_counts_for_both() -> None:
    """A delegated call is the application's and the person's (spo:avoid-throttling#user and application)."""
    throttle = Throttle()
    readings = throttle.count("sharepoint", Use(app="a", person="p", units=5), 0)
    assert {reading.limit.name: reading.used for reading in readings} == {
        "sharepoint-minute": 5,
        "sharepoint-day": 5,
        "sharepoint-tenant": 5,
        "sharepoint-person": 1,
    }
