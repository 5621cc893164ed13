"""Changes whose fate was not known: closed by the next run as a whole look shows, never sent again by it."""

import pytest

from sharepoint_gate.access.changes import Change, DeletePermission, RevokePeople
from sharepoint_gate.access.observed import ItemId, PermissionId
from sharepoint_gate.errors import AccessDeniedError, UnavailableError
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.trail.events import EventKind, OutcomeState
from tests.fakes.tenant import FakeTenant, reader_link
from tests.unit.jobs.nights import Nights
from tests.unit.jobs.test_apply import FILE, WHY, delete, ids, let_read, revoke
from tests.unit.jobs.test_apply import Scene as Work
from tests.unit.jobs.test_recover_and_remember import OWN, interruptions, leave_open, scene, states
from tests.world import item_id

GONE = ItemId("01GONE")


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (DeletePermission(GONE, "gone.docx", PermissionId("p"), WHY), "applied"),
        (RevokePeople(GONE, "gone.docx", PermissionId("p"), ids("eve"), (), WHY), "applied"),
        (let_read(["u12"], ["u12"]), "failed"),
    ],
)
def test_law_10_a_change_of_a_file_that_is_gone_is_closed(change: Change, state: str) -> None:
    """Where the whole library was seen, nobody reads a file that is not there."""
    nights = Nights(scene())
    leave_open(nights, change)
    nights.run()
    assert states(nights.trail) == [state]


def test_law_10_an_outcome_that_was_uncertain_is_closed_by_the_next_run() -> None:
    """The run that ended so is named, with what a fresh look shows, once."""
    nights = Nights(scene())
    journal = Journal(nights.trail, nights.clock, "doubtful", "tester")
    journal.note(EventKind.RUN_STARTED, {})
    journal.intent("c1", "step", DeletePermission(item_id(FILE_PATH), FILE_PATH, PermissionId("x"), WHY))
    journal.outcome("c1", OutcomeState.UNCERTAIN, "no answer came")
    journal.note(EventKind.RUN_FINISHED, {})
    (cut,) = nights.run().cuts
    assert (cut.run_id, cut.finished) == ("doubtful", True)
    assert states(nights.trail) == ["applied"]
    assert interruptions(nights.trail)[0]["finished"] is True
    assert not nights.run().cuts


FILE_PATH = OWN.removeprefix("own-item:")


def test_law_10_a_change_of_a_kind_that_cannot_be_looked_at_stays_uncertain() -> None:
    """What no rule here can see is never told as done."""
    nights = Nights(scene())
    journal = Journal(nights.trail, nights.clock, "killed", "tester")
    journal.note(EventKind.RUN_STARTED, {})
    journal.note(EventKind.INTENT, {"change_id": "c1", "step": "x", "change": "something-new"})
    nights.run()
    assert states(nights.trail) == ["uncertain"]


def test_law_6_a_refused_removal_that_holds_all_the_same_is_told_so() -> None:
    """Graph refuses to delete what just went with the entry above it: a fresh read decides."""
    tenant = FakeTenant()
    tenant.put("file")
    work = Work(tenant)
    tenant.refuse["delete_permission"] = AccessDeniedError("Graph answered 403.")
    (done,) = work.apply(delete("wrong"))
    assert done.state is OutcomeState.ALREADY
    assert "403" in done.why


def test_law_5_a_removal_that_was_refused_and_cannot_be_looked_at_has_failed() -> None:
    """The refusal is what is told, and the file's grants wait."""
    tenant = FakeTenant()
    tenant.put("file", reader_link("own", "ann", "eve"))
    work = Work(tenant)
    tenant.refuse["revoke_people"] = AccessDeniedError("Graph answered 403.")
    tenant.refuse["permissions"] = UnavailableError("down")
    done = work.apply(revoke("own", ["eve"], ["ann"]), let_read(["bob"], ["ann", "bob"], "own"))
    assert [one.state for one in done] == [OutcomeState.FAILED, OutcomeState.SKIPPED]
    assert "403" in done[0].why
    assert FILE in tenant.entries
