"""A night with each kind of fault on all that it asks: it ends well or says so, and the next is in sync.

Source: graph:concepts/errors, graph:concepts/throttling, graph:concepts/json-batching, ADR-0005
"""

import socket
from collections.abc import Iterator
from datetime import datetime
from itertools import chain

import pytest

from graph_emulator.kernel.injection import KINDS
from tests.e2e.harness import Rehearsal
from tests.faults.test_unkind_faults import (
    BATCH,
    DELTA,
    LINK,
    READ,
    READS,
    WRITES,
    check_next_night,
    check_told,
)
from tests.faults.unkind import UnkindNight, check_in_sync, harm, spend
from tests.faults.weekends import Weekends

# Kinds that cost time alone. One night meets those of a row, one after the other on each route.
GENTLE = (
    ("retry-after:30", "retry-after-date:30", "delay:0.02", "status:429"),
    ("expired-token",),
    ("lost-part",),
)
# Kinds after which a write's fate is not known: how its changes may end, and whether one must be uncertain.
DOUBTFUL = {
    "retry-after-503:30": True,
    "status:503": True,
    "cut-before": True,
    "cut-within": False,
    "cut-after": False,
    "malformed": False,
    "empty-body": False,
    "wrong-content-type": False,
    "half-page": False,
    "duplicate-part": False,
}
# What the gate makes of these differs from another of them in its words alone.
LIKE_OTHERS = frozenset({"retry-after-503:30", "empty-body", "wrong-content-type"})
SHAPELESS = frozenset({"malformed", "empty-body", "wrong-content-type"})
UNREADABLE = ("empty-body", "wrong-content-type", "retry-after-503:5", "cut-within", "expired-token")


def test_no_kind_is_left_out() -> None:
    """Each kind of fault that the emulator knows is met by a night."""
    met = {kind.partition(":")[0] for kind in (*chain(*GENTLE), *DOUBTFUL)} | {"redirect", "exit-after"}
    assert met == set(KINDS)


def check_sent_once(night: UnkindNight) -> None:
    """Check that no write took effect twice."""
    done = [
        (entry["method"], entry["path"], str(entry["gained"])) for entry in night.writes if entry["gained"]
    ]
    assert len(done) == len(set(done))


def check_ends(small: Rehearsal, night: UnkindNight) -> None:
    """Check that a night ended well or said that it did not, and that nothing is left to do then."""
    assert night.beside == []
    check_sent_once(night)
    if night.spoken.code:
        check_told(night)
        small.admin("DELETE", "/faults")
        assert spend(small).spoken.code == 0
    check_in_sync(small)


@pytest.mark.parametrize("kinds", GENTLE, ids=lambda kinds: kinds[0])
def test_kinds_that_cost_time_alone_end_well(small: Rehearsal, kinds: tuple[str, ...]) -> None:
    """429, an expired token, parts that are lost: the night does it all, once."""
    for route in (*READS, BATCH, *WRITES):
        for nth, kind in enumerate(kinds, start=1):
            harm(small, route, kind, nth=nth)
    night = spend(small)
    assert night.spoken.code == 0, night.spoken
    check_ends(small, night)


def check_doubt(small: Rehearsal, kind: str, routes: tuple[str, ...]) -> None:
    """Check a night that meets a kind of fault once on each of these routes."""
    for route in routes:
        harm(small, route, kind)
    night = spend(small)
    assert set(night.states) <= {"applied", "already", "uncertain", "skipped", "failed"}
    assert "uncertain" in night.states or not DOUBTFUL[kind]
    check_ends(small, night)


@pytest.mark.parametrize(
    "kind", [pytest.param(one, marks=pytest.mark.long) if one in LIKE_OTHERS else one for one in DOUBTFUL]
)
def test_law_10_each_kind_on_everything_ends_well_or_is_told(small: Rehearsal, kind: str) -> None:
    """Once on each read, each batch and each write: nobody gains too much, and nothing is done twice.

    Where a read of such a kind ends the night before its writes, the writes alone are met.
    """
    check_doubt(small, kind, WRITES if kind in SHAPELESS else (*READS, BATCH, *WRITES))


@pytest.mark.long
@pytest.mark.parametrize("route", [*READS, BATCH, *WRITES])
@pytest.mark.parametrize("kind", [*chain(*GENTLE), *DOUBTFUL])
def test_law_10_each_kind_on_each_route_alone_ends_well_or_is_told(
    small: Rehearsal, kind: str, route: str
) -> None:
    """The same where nothing else goes wrong."""
    harm(small, route, kind)
    check_ends(small, spend(small))


@pytest.mark.parametrize(
    "kind", [*UNREADABLE[:2], *(pytest.param(one, marks=pytest.mark.long) for one in UNREADABLE[2:])]
)
def test_law_7_what_is_never_answered_is_no_picture(small: Rehearsal, kind: str) -> None:
    """A listing that fails each time ends the night before its first write, and the run says so."""
    harm(small, DELTA, kind, count=60)
    night = spend(small, json=False)
    check_told(night)
    assert night.writes == []


@pytest.mark.parametrize(
    "kind",
    ["lost-part", *(pytest.param(one, marks=pytest.mark.long) for one in ("status:429", "retry-after:2"))],
)
def test_law_7_parts_that_are_never_answered_are_named(small: Rehearsal, kind: str) -> None:
    """Items whose permissions never come are unread: no grant there, and the night is not called clean."""
    harm(small, READ, kind, count=1000)
    night = spend(small)
    check_told(night)
    assert {one["kind"] for one in night.spoken.data["findings"]} >= {"unread"}
    small.admin("DELETE", "/faults")
    check_next_night(small)


@pytest.mark.parametrize(
    "kind", ["retry-after:30", pytest.param("retry-after-date:30", marks=pytest.mark.long)]
)
def test_the_tenants_wait_is_obeyed_on_the_tenants_clock(small: Rehearsal, kind: str) -> None:
    """In seconds or as a date: everything waits so long, a second time too, and then the night goes on."""
    harm(small, LINK, kind, count=2)
    before = clock(small)
    assert spend(small).spoken.code == 0
    assert 60 <= (clock(small) - before).total_seconds() < 120
    sent = [
        one for one in small.journal() if one["path"].endswith("/createLink") and one["app"] == "reconciler"
    ]
    assert [one["status"] for one in sent][:2] == [429, 429]
    instants = [datetime.fromisoformat(one["at"]) for one in sent]
    assert (instants[1] - instants[0]).total_seconds() >= 30


def clock(scene: Rehearsal) -> datetime:
    """Return the tenant's instant."""
    return datetime.fromisoformat(scene.admin("GET", "/clock").body["now"])


def test_a_part_that_is_refused_is_sent_again_alone(weekends: Weekends) -> None:
    """429 on three parts of a batch: those three go out again, and none of the others."""
    small = weekends.again()
    mark = len(small.journal())
    small.gate("plan")
    usual = reads(small, mark)
    harm(small, READ, "retry-after:7", nth=4, count=3)
    mark = len(small.journal())
    before = clock(small)
    small.gate("plan")
    again = reads(small, mark)
    assert len(again) - len(usual) == 3
    refused = sorted(path for path, status in again if status == 429)
    twice = sorted({path for path, _ in again if sum(other == path for other, _ in again) > 1})
    assert len(refused) == 3
    assert twice == refused
    assert (clock(small) - before).total_seconds() == 7


def reads(scene: Rehearsal, mark: int) -> list[tuple[str, int]]:
    """Return the reads of permissions since a place in the journal, with their status."""
    rows = scene.journal(mark)
    return [
        (one["path"], one["status"])
        for one in rows
        if one["method"] == "GET" and one["path"].endswith("/permissions")
    ]


@pytest.fixture
def elsewhere() -> Iterator[socket.socket]:
    """A door on loopback that nobody may knock at."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.setblocking(False)  # noqa: FBT003 - the library's own way to say it
        yield door


@pytest.mark.parametrize(
    "routes",
    [
        WRITES,
        (*READS, *WRITES),
        *(pytest.param((one,), marks=pytest.mark.long) for one in (DELTA, BATCH)),
    ],
    ids=["writes", "all", "delta", "batch"],
)
def test_law_4_nobody_is_sent_to_another_host(
    small: Rehearsal, elsewhere: socket.socket, routes: tuple[str, ...]
) -> None:
    """A redirect of a read or a write is no answer: it is not followed, and the run says so."""
    for route in routes:
        harm(small, route, f"redirect:https://127.0.0.1:{elsewhere.getsockname()[1]}/")
    night = spend(small, json=False)
    check_told(night)
    check_sent_once(night)
    with pytest.raises(BlockingIOError):
        elsewhere.accept()
    small.admin("DELETE", "/faults")
    check_next_night(small)


def test_an_emulator_that_ends_in_the_middle_loses_nothing_that_was_done(weekends: Weekends) -> None:
    """The tenant is gone after an answer that never came: the run says so, and the next night ends it."""
    small = weekends.again()
    harm(small, LINK, "exit-after")
    try:
        spoken = small.gate("reconcile", wanted=None)
        assert spoken.code == 4, spoken
    finally:
        small.kill()
        small.start()
    check_next_night(small)
