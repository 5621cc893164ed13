"""What one night leaves to the next: open changes, whose fate is looked at, and memory, which stays clean."""

from collections.abc import Iterable, Mapping

import pytest

from sharepoint_gate.access.changes import Change, DeletePermission, GrantReaders, RemoveMember, RevokePeople
from sharepoint_gate.access.memory import Memory
from sharepoint_gate.access.observed import ItemId, MembershipId, ObjectId, PermissionId, Unread
from sharepoint_gate.errors import LawError, StoreError, UnavailableError
from sharepoint_gate.jobs.change_data import change_as_data
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.jobs.recover import RESET, close_cuts, find_cuts
from sharepoint_gate.trail.events import EventKind
from tests.fakes.clock import FakeClock
from tests.fakes.memory_store import FakeMemoryStore
from tests.fakes.trail_store import FakeTrailStore
from tests.unit.jobs.nights import Nights
from tests.unit.jobs.test_apply import WHY, let_read
from tests.world import Scene, item_id, object_id, own_link

CASE = "RR-2026-001"
FILE = f"{CASE}/40-panel-pack/pack.docx"
OWN = f"own-item:{FILE}"


def scene() -> Scene:
    """A case with two readers on one file, in sync."""
    made = Scene().case(CASE, "panel-meeting", u12="panel-member", u13="panel-member")
    return made.file(FILE).in_sync()


class FullStore(FakeMemoryStore):
    """A memory whose disk fills up at the first link that is to be kept."""

    def remember_links(self, links: Mapping[ItemId, PermissionId | None]) -> None:
        """Refuse."""
        raise StoreError(f"the disk is full: {sorted(links)}")


def interruptions(trail: FakeTrailStore) -> list[Mapping[str, object]]:
    """Return what later runs said of those before them."""
    return [event.data for event in trail.events if event.kind is EventKind.RUN_INTERRUPTED]


def states(trail: FakeTrailStore) -> list[str]:
    """Return how the open changes of earlier runs were closed."""
    found: Iterable[object] = (one["open"] for one in interruptions(trail))
    return [one["state"] for changes in found if isinstance(changes, list) for one in changes]


def leave_open(nights: Nights, *changes: Change) -> None:
    """Leave behind a night that was killed after writing down what it was about to do."""
    journal = Journal(nights.trail, nights.clock, "killed", "tester")
    journal.note(EventKind.RUN_STARTED, {})
    for number, change in enumerate(changes):
        journal.intent(f"c{number}", "step", change)


def test_law_10_a_change_left_open_by_a_run_that_failed_is_closed_once() -> None:
    """A run that ended with an error of the store wrote its end, and left a change without an outcome."""
    made = scene()
    nights = Nights(made.unshare(FILE, OWN))
    nights.memory = FullStore(made.memory)
    with pytest.raises(StoreError):
        nights.run()
    assert nights.trail.open_intents()
    nights.memory = FakeMemoryStore(made.memory)
    assert [cut.run_id for cut in nights.run().cuts] == [nights.lease.held[0] + "-0"]
    assert states(nights.trail) == ["applied"]
    assert not nights.trail.open_intents()
    nights.run()
    assert len(interruptions(nights.trail)) == 1


def test_law_12_a_night_in_sync_after_a_failed_one_changes_nothing() -> None:
    """What the failed night had done is not done again."""
    made = scene()
    nights = Nights(made.unshare(FILE, OWN))
    nights.memory = FullStore(made.memory)
    with pytest.raises(StoreError):
        nights.run()
    nights.memory = FakeMemoryStore(made.memory)
    assert nights.run().applied == ()
    assert sum(call[0] == "create_link" for call in nights.tenant.calls) == 1


@pytest.mark.parametrize(
    ("change", "unreadable"),
    [
        (DeletePermission(item_id(FILE), FILE, PermissionId("x"), WHY), "permissions"),
        (RevokePeople(item_id(FILE), FILE, PermissionId("x"), (), (), WHY), "permissions"),
        (RemoveMember(MembershipId("m"), ObjectId("o-eve"), WHY), "members"),
    ],
)
def test_law_10_an_open_change_that_cannot_be_looked_at_stays_uncertain(
    change: Change, unreadable: str
) -> None:
    """Neither failed nor applied: its file, or the channel, could not be read."""
    nights = Nights(scene())
    leave_open(nights, change)
    nights.tenant.refuse[unreadable] = UnavailableError("down")
    nights.run()
    assert states(nights.trail) == ["uncertain"]


def test_law_10_an_uncertain_change_is_told_once_and_settled_by_the_look_that_can_tell() -> None:
    """Two nights that cannot read say it once; the third settles it; the fourth has nothing to say."""
    nights = Nights(scene())
    leave_open(nights, RemoveMember(MembershipId("m"), ObjectId("o-eve"), WHY))
    nights.tenant.refuse["members"] = UnavailableError("down")
    assert [cut.run_id for cut in nights.run().cuts] == ["killed"]
    assert nights.run().cuts == ()
    assert states(nights.trail) == ["uncertain"]
    del nights.tenant.refuse["members"]
    (cut,) = nights.run().cuts
    assert (cut.run_id, cut.finished) == ("killed", True)
    assert states(nights.trail) == ["uncertain", "applied"]
    assert nights.run().cuts == ()
    assert len(interruptions(nights.trail)) == 2


def reset_of(path: str) -> Mapping[str, object]:
    """Return the intent to let a file inherit again."""
    return {"change_id": "s0001", "step": RESET, "change": RESET, "item_id": item_id(path), "path": path}


@pytest.mark.parametrize(
    ("path", "unread", "state"),
    [
        (FILE, False, "failed"),
        ("Elsewhere/gone.docx", False, "applied"),
        ("Elsewhere/gone.docx", True, "uncertain"),
        (f"{CASE}/40-panel-pack", False, "uncertain"),
    ],
)
def test_law_10_a_reset_is_judged_by_what_graph_can_show_of_it(path: str, unread: bool, state: str) -> None:  # noqa: FBT001
    """A list of its own, or no item at all, tells; the folder's list on the item does not."""
    made = scene()
    made.unread = (Unread("a page", "lost"),) if unread else ()
    observation = made.world().observation
    nights = Nights(made)
    Journal(nights.trail, nights.clock, "killed", "tester").note(EventKind.INTENT, reset_of(path))
    closed = close_cuts(
        Journal(nights.trail, nights.clock, "next", "tester"), find_cuts(nights.trail), observation
    )
    assert states(nights.trail) == [state]
    assert set(closed.resets) == ({item_id(path)} if state == "uncertain" else set())


@pytest.mark.parametrize("path", [FILE, f"{CASE}/40-panel-pack"])
def test_law_10_a_reset_whose_lists_could_not_be_read_stays_uncertain(path: str) -> None:
    """Neither the item's list nor the folder's may be missing."""
    observation = scene().change_item(path, permissions=None).world().observation
    nights = Nights(scene())
    Journal(nights.trail, nights.clock, "killed", "tester").note(EventKind.INTENT, reset_of(FILE))
    close_cuts(Journal(nights.trail, nights.clock, "next", "tester"), find_cuts(nights.trail), observation)
    assert states(nights.trail) == ["uncertain"]


def test_law_10_an_open_revocation_is_judged_by_its_own_link() -> None:
    """Another link that still names the person does not make a revocation failed."""
    nights = Nights(scene().share(FILE, own_link(["u14"], "theirs")))
    people, left = (object_id("u14"),), (object_id("u12"), object_id("u13"))
    leave_open(nights, RevokePeople(item_id(FILE), FILE, PermissionId(OWN), people, left, WHY))
    nights.run()
    assert states(nights.trail) == ["applied"]


def test_law_10_an_open_grant_is_judged_by_one_link_for_all() -> None:
    """People scattered over two links were not let in by the gate's own."""
    made = scene().unshare(FILE, OWN)
    made.share(FILE, own_link(["u12"], "one"), own_link(["u13"], "two"))
    nights = Nights(made)
    both = (object_id("u12"), object_id("u13"))
    leave_open(nights, GrantReaders(item_id(FILE), FILE, both, None, both, WHY))
    nights.run()
    assert states(nights.trail) == ["failed"]


def test_law_10_runs_are_found_cut_in_the_order_of_the_trail() -> None:
    """A run without an end comes before one whose end left something open, each of them once."""
    trail = FakeTrailStore()
    for run in ("run-9", "run-10"):
        Journal(trail, FakeClock(), run, "tester").note(EventKind.RUN_STARTED, {})
    data = {"change_id": "c1", "step": "x", **change_as_data(let_read(["u12"], ["u12"]))}
    Journal(trail, FakeClock(), "run-10", "tester").note(EventKind.INTENT, data)
    assert [(cut.run_id, len(cut.open_intents)) for cut in find_cuts(trail)] == [("run-9", 0), ("run-10", 1)]


@pytest.mark.parametrize("path", ["Minutes/notes.docx", f"{CASE}/40-panel-pack/new.msg"])
def test_law_2_a_link_that_somebody_else_made_is_never_remembered_as_the_gates_own(path: str) -> None:
    """Where the gate does not tidy up it would take the link away one night later, as if it were its own."""
    made = scene().file(path).share(path, own_link(["u14"], "theirs"))
    nights = Nights(made)
    nights.run()
    nights.run()
    assert item_id(path) not in nights.memory.memory().own_links
    if path.startswith("Minutes"):
        assert "theirs" in [one.id for one in nights.tenant.entries[item_id(path)]]


def test_the_first_night_on_a_channel_in_sync_remembers_its_links() -> None:
    """A link that names exactly the readers is the gate's own."""
    made = scene()
    made.memory = Memory({}, {}, {})
    nights = Nights(made)
    assert nights.run().applied == ()
    assert nights.memory.memory().own_links == {item_id(FILE): OWN}


def test_law_12_two_runs_of_one_second_have_names_of_their_own() -> None:
    """The number behind the time is taken while nobody else can write."""
    nights = Nights(scene())
    first, second = nights.run(), nights.run()
    assert first.run_id != second.run_id
    assert second.run_id.endswith(f"-{nights.trail.roots()[0].size}")


def test_law_1_an_account_is_pinned_before_anything_is_granted_to_it() -> None:
    """A run that is cut at its first grant leaves no account with access and without a pin."""
    made = scene().unshare(FILE, OWN)
    made.memory = Memory({}, {}, {})
    nights = Nights(made)
    nights.tenant.refuse["create_link"] = LawError("cut")  # type: ignore[assignment]  # the port may raise it
    with pytest.raises(LawError):
        nights.run()
    assert nights.memory.memory().pins.keys() == made.people.keys()
