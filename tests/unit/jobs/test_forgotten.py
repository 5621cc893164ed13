"""What a database that was restored has forgotten is compared with what the logs tell."""

from dataclasses import replace

from sharepoint_gate.jobs.forgotten import LostFreeze, forgotten
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.trail.events import EventKind
from sharepoint_gate.trail.log import Record
from tests.fakes.clock import QUIET_NIGHT, FakeClock
from tests.fakes.trail_store import FakeTrailStore
from tests.unit.access.freezing import a_freeze
from tests.world import Scene


def told(*events: tuple[EventKind, str]) -> FakeTrailStore:
    """Return a trail that tells of freezes and of what lifted them."""
    trail = FakeTrailStore()
    journal = Journal(trail, FakeClock(), "run", "tester")
    for number, (kind, subject) in enumerate(events):
        journal.note(kind, {"key": f"k{number}", "kind": "person", "subject": subject})
    return trail


FROZEN, UNFROZEN = EventKind.FROZEN, EventKind.UNFROZEN
NOTHING = Scene().memory


def test_a_freeze_that_the_log_tells_and_the_database_does_not_hold_is_lost() -> None:
    """One that was lifted is not, nor one that stands, nor one that was made and lifted twice."""
    trail = told(
        (FROZEN, "u12"),
        (FROZEN, "u13"),
        (UNFROZEN, "u13"),
        (FROZEN, "u14"),
        (FROZEN, "u15"),
        (UNFROZEN, "u15"),
    )
    found = forgotten(trail, replace(NOTHING, freezes=(a_freeze("u14"),)))
    assert found.lost == (LostFreeze("u12", QUIET_NIGHT),)
    assert (found.told, found.freezes) == (2, 1)


def test_whoever_was_frozen_anew_is_lost_no_more() -> None:
    """The new freeze has another key, and the same person."""
    assert forgotten(told((FROZEN, "u12")), replace(NOTHING, freezes=(a_freeze("u12"),))).lost == ()


def test_a_log_that_was_left_behind_and_a_kept_export_are_read_too() -> None:
    """What came after a backup stands in no log of the database, and in the export that somebody kept."""
    trail = told((FROZEN, "u12"))
    trail.begin_anew(1, [])
    kept = list(told((FROZEN, "u19")).records())
    found = forgotten(trail, NOTHING, [*kept, Record(0, b'{"kind":"frozen"', "00")])
    assert [one.subject for one in found.lost] == ["u12", "u19"]


def test_what_somebody_wrote_into_a_log_by_hand_keeps_nobody_from_the_answer() -> None:
    """A time without a zone is read as the gate's own, and a list where a name belongs is one name."""
    trail = told((FROZEN, "u12"))
    (frozen,) = trail.records()
    bare = frozen.body.replace(b'Z"', b'"').replace(b'"u12"', b'"u13"')
    assert b'Z"' not in bare
    odd = {"change_id": "c", "change": "invite-guest", "person": ["u12"]}
    Journal(trail, FakeClock(), "run", "tester").note(EventKind.INTENT, odd)
    found = forgotten(trail, NOTHING, [Record(0, bare, "00")])
    assert found.lost == (LostFreeze("u12", QUIET_NIGHT), LostFreeze("u13", QUIET_NIGHT))
    assert found.invited == 1


def test_invitations_that_left_are_counted_once_a_person() -> None:
    """A second intent for the same person is no second person."""
    trail = told()
    journal = Journal(trail, FakeClock(), "run", "tester")
    for person in ("u12", "u12", "u13"):
        journal.note(
            EventKind.INTENT, {"change_id": "c", "step": "x", "change": "invite-guest", "person": person}
        )
    assert forgotten(trail, NOTHING).invited == 2
