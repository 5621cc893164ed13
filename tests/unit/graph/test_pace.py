"""Below the published limits: requests alone in time, a wait before the last units, sharing calls spread.

Source: sp-dev-docs:how-to-avoid-getting-throttled
"""

from datetime import timedelta

import httpx
import pytest
import respx

from sharepoint_gate.graph.meter import Meter
from sharepoint_gate.graph.pace import ALONE_FROM, DEAREST, SHARING_MOST, Pace
from sharepoint_gate.graph.pause import Pause
from sharepoint_gate.graph.routes import RouteName
from tests.fakes.clock import FakeClock
from tests.unit.graph.test_transport import MEMBERS, NOBODY, SITE
from tests.unit.graph.wire_world import START, opened

pytestmark = pytest.mark.anyio
MOST = 4


@pytest.fixture
def clock() -> FakeClock:
    """A clock on which waiting takes no time."""
    return FakeClock(START)


def pace_of(clock: FakeClock) -> tuple[Pace, Meter]:
    """Return a pace, and the meter that it looks at."""
    meter = Meter()
    return Pace(clock, meter, Pause(clock, meter)), meter


async def test_requests_go_alone_while_a_minute_has_seen_much(clock: FakeClock) -> None:
    """Beyond half of the smallest tenant's minute one request is under way, and a minute later many again."""
    pace, meter = pace_of(clock)
    assert pace.abreast(MOST) == MOST
    meter.units += ALONE_FROM
    assert pace.abreast(MOST) == MOST
    meter.units += 1
    assert pace.abreast(MOST) == 1
    clock.at += timedelta(seconds=59)
    assert pace.abreast(MOST) == 1
    clock.at += timedelta(seconds=1)
    assert pace.abreast(MOST) == MOST


async def test_requests_go_alone_once_an_answer_tells_what_is_left(clock: FakeClock) -> None:
    """Whoever used the rest of the minute: from then on one request goes at a time, for a minute."""
    pace, _ = pace_of(clock)
    pace.heed({"ratelimit-remaining": str(DEAREST + 100), "ratelimit-reset": "60"})
    assert pace.abreast(MOST) == 1
    clock.at += timedelta(minutes=1)
    assert pace.abreast(MOST) == MOST
    pace.heed({})
    assert pace.abreast(MOST) == MOST


@pytest.mark.parametrize(
    ("left", "waits"), [(str(DEAREST - 1), 45), ("0", 45), (str(DEAREST), 0), ("many", 0), (None, 0)]
)
async def test_the_next_request_waits_where_too_little_is_left(
    graph: respx.MockRouter, clock: FakeClock, left: str | None, waits: int
) -> None:
    """An answer that is none of refusal may say that the next request would be one."""
    headers = {"RateLimit-Remaining": left, "RateLimit-Reset": "45"} if left is not None else {}
    told = httpx.Response(200, headers=headers, json={"value": []})
    graph.get(MEMBERS).mock(side_effect=[told, NOBODY])
    async with opened(clock) as tenant:
        await tenant.reader.members(SITE)
        await tenant.reader.members(SITE)
    assert clock.now() - START == timedelta(seconds=waits)


async def test_sharing_calls_are_spread_over_five_minutes(clock: FakeClock) -> None:
    """The first ones go at once; what is beyond the limit waits until the oldest no longer counts."""
    pace, meter = pace_of(clock)
    for _ in range(SHARING_MOST):
        await pace.share(RouteName.CREATE_LINK)
    assert clock.now() == START
    clock.at += timedelta(seconds=100)
    await pace.share(RouteName.LIST_PERMISSIONS)
    await pace.share(RouteName.DELETE_PERMISSION)
    assert clock.slept == []
    await pace.share(RouteName.GRANT)
    assert clock.now() == START + timedelta(minutes=5)
    assert meter.waited == 200
