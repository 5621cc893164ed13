"""Events of a run, in the fewest words that a test of the trail needs."""

from sharepoint_gate.trail.events import Event, EventKind, OutcomeState
from tests.fakes.clock import QUIET_NIGHT

RUN = "20260327T220000Z-0"


def an_event(kind: EventKind = EventKind.OBSERVED, run_id: str = RUN, /, **data: object) -> Event:
    """Return an event of the quiet night."""
    return Event(kind, run_id, QUIET_NIGHT, "gate@night.example", data)


def intent(change_id: str, run_id: str = RUN) -> Event:
    """Return the intent of a change."""
    return an_event(EventKind.INTENT, run_id, change_id=change_id)


def outcome(change_id: str, run_id: str = RUN, state: OutcomeState = OutcomeState.APPLIED) -> Event:
    """Return the outcome of a change."""
    return an_event(EventKind.OUTCOME, run_id, change_id=change_id, state=state.value)


def run_started(run_id: str = RUN) -> Event:
    """Return the start of a run."""
    return an_event(EventKind.RUN_STARTED, run_id)


def run_finished(run_id: str = RUN) -> Event:
    """Return the end of a run."""
    return an_event(EventKind.RUN_FINISHED, run_id)


def run_interrupted(cut: str, *changes: str, found_by: str = RUN) -> Event:
    """Return the mark that a later run sets on a cut one, with the changes that it looked at again."""
    looked_at = [{"change_id": change, "state": OutcomeState.APPLIED.value} for change in changes]
    return an_event(EventKind.RUN_INTERRUPTED, found_by, interrupted=cut, open=looked_at)
