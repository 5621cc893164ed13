"""`serve` on the rehearsal tenant: every night once, none missed silently, whatever happens to it."""

import http.client
import json
import signal
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import structlog

from tests.e2e import service
from tests.e2e.harness import Rehearsal
from tests.e2e.service import events, lease_held, nights, serving, wait_for_write, writes


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Rehearsal]:
    """The small partnership, before its first night."""
    scene = Rehearsal(tmp_path, "small", in_process=True)
    service.prepare(scene)
    scene.start()
    try:
        yield scene
    finally:
        scene.stop()
        structlog.reset_defaults()


def kinds(scene: Rehearsal) -> Counter[str]:
    """Count the events of the trail by kind."""
    return Counter(one["kind"] for one in events(scene))


def changes(scene: Rehearsal) -> set[tuple[str, str]]:
    """Return the day and the kind of every change that was ever begun."""
    return {(one["at"][:10], one["data"]["change"]) for one in events(scene) if one["kind"] == "intent"}


def states(scene: Rehearsal) -> list[str]:
    """Return how each night went."""
    return [state for _, state, _ in nights(scene)]


def test_twenty_days_over_easter_and_the_change_of_the_clocks(small: Rehearsal) -> None:
    """Each day one run, nothing twice; a right goes and comes back on the nights that the roster says."""
    roster = small.files / "roster.yaml"
    whole = roster.read_text()
    small.gate("serve", "--until", "2026-03-31")
    roster.write_text(whole.replace("      s08: [panel-member]\n", ""))
    small.gate("serve", "--until", "2026-04-07")
    roster.write_text(whole)
    small.gate("serve", "--until", "2026-04-16")
    days = [str(date(2026, 3, 28) + timedelta(days=offset)) for offset in range(20)]
    assert [one[:2] for one in nights(small)] == [(day, "done") for day in days]
    assert kinds(small)["run-started"] == kinds(small)["run-finished"] == len(days)
    assert not kinds(small)["night-missed"]
    assert changes(small) == {
        # an exception was until the 28th; what its person may read like others is given in its place
        ("2026-03-29", "delete-permission"),
        ("2026-03-29", "grant-readers"),
        ("2026-04-01", "revoke-people"),
        ("2026-04-08", "grant-readers"),
    }
    begun = [one for one in events(small) if one["kind"] == "intent"]
    assert set(Counter((one["run_id"], one["data"]["change_id"]) for one in begun).values()) == {1}
    assert {one["data"]["state"] for one in events(small) if one["kind"] == "outcome"} == {"applied"}


def test_law_10_a_night_that_is_stopped_and_then_killed_is_finished_and_named(small: Rehearsal) -> None:
    """SIGTERM finishes the change in hand; after kill -9 the next start names it and does the rest once."""
    small.gate("serve", "--nights", "1")
    small.weekend()
    before = len(writes(small))
    with serving(small, "--nights", "1") as stopped:
        wait_for_write(small, before)
        stopped.tell(signal.SIGTERM)
        stopped.tell(signal.SIGTERM)
        code, out = stopped.end()
    assert (code, "Stopping after the night of" in out, states(small)[-1]) == (0, True, "stopped")
    assert not kinds(small)["run-interrupted"]
    done = len(writes(small))
    with serving(small, "--nights", "1") as killed:
        wait_for_write(small, done + 1)
        killed.tell(signal.SIGKILL)
        killed.end()
    assert states(small)[-1] == "begun"
    spoken = small.gate("serve", "--nights", "1")
    assert "because its run was cut before its end" in spoken.out
    assert states(small)[-1] == "done"
    assert kinds(small)["run-interrupted"] == 1
    why = [one["data"]["why"] for one in events(small) if one["kind"] == "night-missed"]
    assert {"the service was not running", "its run was cut before its end"} <= set(why)
    small.gate("plan", "--exit-code")


def test_law_13_a_broken_roster_ends_access_and_gives_none_for_three_nights(small: Rehearsal) -> None:
    """The exception ends on its day by the last valid roster, and each night tells where the fault is."""
    small.gate("serve", "--nights", "1")
    roster = small.files / "roster.yaml"
    whole = roster.read_text()
    roster.write_text(whole.replace("stage: panel-meeting", "stage: panel-meting"))
    said = small.gate("serve", "--nights", "3", wanted=2).out
    assert said.count("on the last valid files: ") == said.count("roster.yaml:") == 3
    assert states(small) == ["done", "unwell", "unwell", "unwell"]
    assert kinds(small)["roster-broken"] == 3
    assert changes(small) == {("2026-03-29", "delete-permission")}
    spoken = small.gate("reconcile", wanted=2)
    assert "panel-meting" in spoken.err
    assert "stay in force" in spoken.err
    small.gate("plan", wanted=2)


def test_two_services_do_not_share_a_seat_and_one_tells_how_it_is(small: Rehearsal) -> None:
    """The second refuses plainly; the first waits for the lease, answers on /healthz, and logs no names."""
    small.gate("serve", "--nights", "1")
    with serving(small) as first:
        address = urlsplit(first.hear("Health:").rsplit(" ", 1)[1].strip())
        spoken = small.gate("serve", "--nights", "1", wanted=5)
        assert "running already" in spoken.err
        assert f"process {first.process.pid}" in spoken.err
        with lease_held(small):
            small.admin("POST", "/clock", {"advance": "PT23H"})
            first.hear("tried again")
            assert states(small)[-1] == "waiting"
        small.admin("POST", "/clock", {"advance": "PT6M"})
        first.hear("because another run held the lease")
        first.hear("Night of 29 March 2026: done")
        connection = http.client.HTTPConnection(address.hostname or "", address.port or 0, timeout=20)
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        told = json.loads(answer.read())
        connection.close()
        assert (answer.status, told["status"], told["last_night"]["outcome"]) == (200, "ok", "done")
        first.tell(signal.SIGTERM)
        assert first.end()[0] == 0
        log = first.told()
    assert '"event": "night.ended"' in log
    for word in ("http", "@", ".docx", ".pdf", "Cases/", "eyJ", "Penhale"):
        assert word not in log
