"""What /healthz says, in each state of the service."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from sharepoint_gate.daemon.health import Health, serve_health
from sharepoint_gate.errors import SettingsError
from sharepoint_gate.jobs.trailguard import TrailState
from sharepoint_gate.ports.schedule import Night, NightState
from tests.fakes.clock import QUIET_NIGHT, FakeClock

DONE = Night(QUIET_NIGHT.date(), QUIET_NIGHT, NightState.DONE, QUIET_NIGHT)


def ask(health: Health, path: str = "/healthz") -> tuple[int, Mapping[str, Any]]:
    """Ask over a socket."""
    with serve_health(health, "127.0.0.1", 0) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", path)
        answer = connection.getresponse()
        told = json.loads(answer.read())
        connection.close()
        return answer.status, told


def healthy() -> Health:
    """A service whose last night went well and whose next is in the future."""
    return Health(FakeClock(), rehearsal=False, last=DONE, due=QUIET_NIGHT + timedelta(hours=4))


def test_a_service_that_is_well_says_so() -> None:
    """The last night, the next one, and nothing about anybody."""
    status, told = ask(healthy())
    assert (status, told["status"], told["reasons"]) == (200, "ok", [])
    assert told["last_night"] == {"night": "2026-03-27", "outcome": "done"}
    assert set(told) == {"status", "reasons", "running", "last_night", "next_night", "rehearsal"}


def test_before_its_first_night_a_service_is_well() -> None:
    """A service that has just been installed is not failing."""
    assert ask(replace(healthy(), last=None))[0] == 200


@pytest.mark.parametrize(
    "state", [NightState.UNWELL, NightState.FAILED, NightState.STOPPED, NightState.MISSED]
)
def test_a_last_night_that_did_not_go_well_is_told(state: NightState) -> None:
    """503 until a night goes well; why it failed stands in the trail, not here."""
    status, told = ask(replace(healthy(), last=replace(DONE, state=state, why="secret words")))
    assert (status, told["reasons"]) == (503, [f"the last night ended as {state.value}"])
    assert "secret words" not in json.dumps(told)


def test_a_night_that_is_late_is_told() -> None:
    """An hour after it was due, a night that has not ended is late."""
    health = healthy()
    health.due = QUIET_NIGHT - timedelta(minutes=59)
    assert ask(health)[0] == 200
    health.due = QUIET_NIGHT - timedelta(minutes=61)
    assert ask(health) == (503, {**health.as_data(), "reasons": ["a night is late"]})


def test_law_11_a_trail_that_does_not_verify_is_told() -> None:
    """Nobody has to wait for the next night to hear of it."""
    status, told = ask(replace(healthy(), trail=TrailState.BROKEN))
    assert (status, told["reasons"]) == (503, ["the trail does not verify"])


def test_no_other_page_is_served() -> None:
    """There is one question only."""
    assert ask(healthy(), "/")[0] == 404


def test_an_address_that_is_taken_is_told_plainly() -> None:
    """Two services on one port: the second says which setting to change."""
    with (
        serve_health(healthy(), "127.0.0.1", 0) as port,
        pytest.raises(SettingsError, match="cannot be told"),
        serve_health(healthy(), "127.0.0.1", port),
    ):
        pass
