"""Below the published limits: every request takes what it costs from a window before it leaves.

Source: sp-dev-docs:how-to-avoid-getting-throttled
"""

from datetime import timedelta

import anyio
import httpx
import pytest
import respx

from sharepoint_gate.access.budget import SHARING_MOST, Quota
from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.graph import requests
from sharepoint_gate.graph.meter import Meter
from sharepoint_gate.graph.pace import Abreast, Load, Pace, Window, load_of
from sharepoint_gate.graph.pause import Pause
from tests.fakes.clock import FakeClock
from tests.unit.graph.test_transport import MEMBERS, NOBODY, SITE
from tests.unit.graph.wire_world import START, error, opened

pytestmark = pytest.mark.anyio
MOST, MINUTE_UNITS = 4, 600


@pytest.fixture
def clock() -> FakeClock:
    """A clock on which waiting takes no time."""
    return FakeClock(START)


def pace_of(clock: FakeClock) -> tuple[Pace, Meter]:
    """Return a pace, and the meter that it tells of its waits."""
    meter = Meter()
    return Pace(clock, meter, Pause(clock, meter), minute=MINUTE_UNITS, most=MOST), meter


async def test_a_minute_takes_its_units_and_no_more(clock: FakeClock) -> None:
    """What does not fit waits until the oldest no longer counts; nothing waits longer than that."""
    pace, meter = pace_of(clock)
    for _ in range(6):
        await pace.admit(Load(100))
        clock.at += timedelta(seconds=5)
    await pace.admit(Load(100))
    assert clock.now() - START == timedelta(minutes=1)
    await pace.admit(Load(100))
    assert clock.now() - START == timedelta(minutes=1, seconds=5)
    assert (meter.paced, meter.waited) == (35, 0)


async def test_law_12_requests_under_way_together_share_one_window(clock: FakeClock) -> None:
    """However many go at once, they take from the same minute before they leave."""
    pace, _ = pace_of(clock)
    left: list[timedelta] = []

    async def one() -> None:
        await pace.admit(Load(100))
        left.append(clock.now() - START)

    async with anyio.create_task_group() as group:
        for _ in range(13):
            group.start_soon(one)
    assert [sum(at == timedelta(minutes=minute) for at in left) for minute in range(3)] == [6, 6, 1]


async def test_a_request_dearer_than_a_whole_minute_goes_alone(clock: FakeClock) -> None:
    """It waits for an empty window, and not for ever."""
    pace, _ = pace_of(clock)
    await pace.admit(Load(1))
    await pace.admit(Load(MINUTE_UNITS * 2))
    assert clock.now() - START == timedelta(minutes=1)


async def test_sharing_calls_are_spread_over_five_minutes(clock: FakeClock) -> None:
    """The first ones go at once; what is beyond the limit waits until the oldest no longer counts."""
    pace, meter = pace_of(clock)
    for _ in range(SHARING_MOST):
        await pace.admit(Load(0, shares=1))
    clock.at += timedelta(seconds=100)
    await pace.admit(Load(5))
    assert clock.slept == []
    await pace.admit(Load(5, shares=1))
    assert clock.now() == START + timedelta(minutes=5)
    assert meter.paced == 200


async def test_a_channel_is_asked_four_times_a_second(clock: FakeClock) -> None:
    """The fifth request on the channel waits for the next second."""
    pace, _ = pace_of(clock)
    for _ in range(9):
        await pace.admit(Load(1, teams=1))
    assert clock.now() == START + timedelta(seconds=2)


def test_a_batch_weighs_what_its_parts_weigh() -> None:
    """Twenty permissions in one request cost a hundred units, and members among them are a channel's."""
    reads = requests.permissions_of("drive", [ItemId(str(number)) for number in range(19)])
    members = requests.members(SITE.team_id, SITE.channel_id)
    assert load_of([*reads, members]) == Load(96, shares=0, teams=1)


async def test_what_an_answer_tells_to_be_left_counts_until_the_time_it_names(clock: FakeClock) -> None:
    """Others used the minute: what is on its way already may not be in the number that was told."""
    pace, _ = pace_of(clock)
    with pace.under_way(Load(100)):
        pace.heed({"ratelimit-remaining": "250", "ratelimit-reset": "45"})
    await pace.admit(Load(100))
    assert clock.slept == []
    await pace.admit(Load(100))
    assert clock.now() - START == timedelta(seconds=45)
    pace.heed({})
    pace.heed({"ratelimit-remaining": "many"})
    await pace.admit(Load(100))
    assert clock.now() - START == timedelta(seconds=45)


async def test_without_a_time_what_is_left_counts_for_a_minute(clock: FakeClock) -> None:
    """A tenant that names no time has windows of a minute."""
    pace, _ = pace_of(clock)
    pace.heed({"ratelimit-remaining": "3"})
    await pace.admit(Load(5))
    assert clock.now() - START == timedelta(minutes=1)


def test_fewer_go_abreast_after_a_refusal_and_slowly_more_again() -> None:
    """Halved at once down to one, and one more within as many answers as go abreast."""
    abreast = Abreast(MOST)
    seen = []
    for _ in range(3):
        abreast.fewer()
        seen.append(abreast.number)
    assert seen == [2, 1, 1]
    answers = 0
    while abreast.number < MOST:
        abreast.more()
        answers += 1
    assert 6 <= answers <= 12
    for _ in range(50):
        abreast.more()
    assert abreast.number == MOST


async def test_requests_refused_together_are_one_sign(clock: FakeClock) -> None:
    """Four refusals of one moment halve once, and the longest wait counts for all."""
    pace, meter = pace_of(clock)
    for seconds in ("10", "30", "20", "5"):
        pace.busy({"retry-after": seconds}, 0)
    assert pace.abreast == 2
    await pace.admit(Load(5))
    assert clock.now() - START == timedelta(seconds=30)
    assert meter.waited == 30
    pace.busy({"retry-after": "1", "ratelimit-reset": "7"}, 0)
    assert pace.abreast == 1
    for _ in range(40):
        pace.well()
    await pace.admit(Load(5))
    assert (pace.abreast, clock.now() - START) == (MOST, timedelta(seconds=37))


async def test_one_pause_for_all_requests_under_way(graph: respx.MockRouter, clock: FakeClock) -> None:
    """Where one is refused none leaves before the time is over, those that were waiting included."""
    sent: list[timedelta] = []

    def answer(_request: httpx.Request) -> httpx.Response:
        sent.append(clock.now() - START)
        if len(sent) == 1:
            return httpx.Response(
                429, headers={"Retry-After": "17", "RateLimit-Reset": "40"}, json=error("x")
            )
        return NOBODY

    graph.get(MEMBERS).mock(side_effect=answer)
    async with opened(clock, concurrency=1) as tenant, anyio.create_task_group() as group:
        for _ in range(4):
            group.start_soon(tenant.reader.members, SITE)
    assert sent[0] == timedelta(0)
    assert all(at >= timedelta(seconds=40) for at in sent[1:])
    assert tenant.meter.throttled == 1


async def test_the_share_of_the_settings_is_kept_and_a_freeze_has_all(
    graph: respx.MockRouter, clock: FakeClock
) -> None:
    """A run keeps to its part of the minute; what is urgent takes the reserve and the rest."""
    graph.get(MEMBERS).mock(return_value=NOBODY)
    quota = Quota(share=0.008)
    async with opened(clock, quota=quota) as tenant, opened(clock, quota=quota, urgent=True) as freeze:
        for _ in range(quota.minute + 1):
            await tenant.reader.members(SITE)
        assert clock.now() - START >= timedelta(minutes=1)
        before = clock.now()
        for _ in range(quota.minute + 1):
            await freeze.reader.members(SITE)
        assert clock.now() - before < timedelta(seconds=10)


def test_a_window_forgets_what_is_over(clock: FakeClock) -> None:
    """What was used a span ago is free again to the second."""
    window = Window(10, 60)
    window.take(clock.now(), 10)
    assert window.wait(clock.now() + timedelta(seconds=59), 1) == 1
    assert window.wait(clock.now() + timedelta(seconds=60), 10) == 0
