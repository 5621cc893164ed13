"""Scopes given back after a case is closed: looked at again, written down, reset once, and read back."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest

from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.errors import AccessDeniedError, GraphError, UnavailableError, WriteUncertainError
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.jobs.reconcile import Bench
from sharepoint_gate.jobs.recover import RESET
from sharepoint_gate.jobs.scopes import NO_WAY, ScopesBack
from sharepoint_gate.ports.scopes import OpensScopes
from sharepoint_gate.trail.events import EventKind
from tests.fakes.memory_store import FakeMemoryStore
from tests.unit.jobs.nights import Nights
from tests.world import Scene, direct, item_id

CASE = "RR-2026-001"
FILE = f"{CASE}/40-panel-pack/pack.docx"


@dataclass
class FakeScopes:
    """A SharePoint that knows which items have scopes of their own."""

    own: set[ItemId]
    refuse: dict[str, GraphError] = field(default_factory=dict)
    deaf: bool = False
    permits: list[WritePermit] = field(default_factory=list)
    resets: list[ItemId] = field(default_factory=list)

    @asynccontextmanager
    async def open(self, permit: WritePermit) -> AsyncIterator["FakeScopes"]:
        """Open for a permit."""
        if "open" in self.refuse:
            raise self.refuse["open"]
        self.permits.append(permit)
        yield self

    async def has_own(self, item: ItemId, *, folder: bool) -> bool:
        """Tell."""
        assert not folder
        if "look" in self.refuse:
            raise self.refuse["look"]
        return item in self.own

    async def reset(self, item: ItemId, *, folder: bool) -> None:
        """Reset, or fail as told."""
        assert not folder
        self.resets.append(item)
        if not self.deaf:
            self.own.discard(item)
        if "reset" in self.refuse:
            raise self.refuse["reset"]


def _open(mark: Mapping[str, object]) -> list[Mapping[str, object]]:
    found = mark["open"]
    assert isinstance(found, list)
    return found


class ClosedNights(Nights):
    """Nights after a case was closed and its links were deleted, whose files still have scopes."""

    def __init__(self, scopes: OpensScopes | None) -> None:
        made = Scene().case(CASE, "closed", u12="panel-member").file(FILE).in_sync()
        super().__init__(made)
        self.memory = FakeMemoryStore(replace(made.memory, scopes=frozenset({item_id(FILE)})))
        self._scopes = scopes

    def bench(self) -> Bench:
        """Return a bench that can give scopes back."""
        return replace(super().bench(), open_scopes=self._scopes)

    def settled(self) -> list[tuple[object, object]]:
        """Return what later looks say of earlier changes, by run and state."""
        marks = [one.data for one in self.trail.events if one.kind is EventKind.RUN_INTERRUPTED]
        return [(one["interrupted"], change["state"]) for one in marks for change in _open(one)]

    def told(self) -> list[EventKind]:
        """Return what the trail holds of the giving back."""
        return [one.kind for one in self.trail.events if one.kind in {EventKind.INTENT, EventKind.OUTCOME}]


def test_law_10_a_scope_is_given_back_once_and_written_down() -> None:
    """Intent, reset, look, outcome; the next night has nothing to do."""
    scopes = FakeScopes({item_id(FILE)})
    nights = ClosedNights(scopes.open)
    assert nights.run().scopes == ScopesBack(given=1)
    assert nights.told() == [EventKind.INTENT, EventKind.OUTCOME]
    assert nights.memory.memory().scopes == frozenset()
    assert nights.run().scopes == ScopesBack()
    assert scopes.resets == [item_id(FILE)]


def test_law_3_the_permit_holds_the_resetting_of_these_items_and_nothing_else() -> None:
    """No person can be named, no permission deleted, no member touched."""
    scopes = FakeScopes({item_id(FILE)})
    ClosedNights(scopes.open).run()
    (permit,) = scopes.permits
    assert permit.reset_items == {item_id(FILE)}
    assert (permit.items, permit.add_members, permit.mail_recipients) == ({}, {}, {})


def test_without_a_way_to_give_back_it_is_told_how_many_wait() -> None:
    """Neither silence nor a failed night."""
    assert ClosedNights(None).run().scopes == ScopesBack(0, 1, NO_WAY)
    refused = FakeScopes(
        set(), {"open": AccessDeniedError("SharePoint was not asked.", why="no certificate")}
    )
    run = ClosedNights(refused.open).run()
    assert run.scopes == ScopesBack(0, 1, "SharePoint was not asked. no certificate")
    assert run.complete


def test_a_scope_that_is_gone_already_is_forgotten_without_a_write() -> None:
    """A run that was cut, or an administrator, was first."""
    scopes = FakeScopes(set())
    nights = ClosedNights(scopes.open)
    assert nights.run().scopes.given == 1
    assert (scopes.resets, nights.told()) == ([], [])


def test_law_6_a_reset_that_did_nothing_is_no_success() -> None:
    """The answer was right and the look shows the scope: it waits for the next night."""
    scopes = FakeScopes({item_id(FILE)}, deaf=True)
    nights = ClosedNights(scopes.open)
    back = nights.run().scopes
    assert (back.given, back.waiting) == (0, 1)
    assert "does not show it" in back.why
    assert nights.memory.memory().scopes == {item_id(FILE)}


def test_law_12_a_reset_without_answer_is_looked_at_and_never_repeated_in_the_same_run() -> None:
    """Shown by the look it counts; not shown it is uncertain; refused it failed; unread it is uncertain."""
    lost = FakeScopes({item_id(FILE)}, {"reset": WriteUncertainError("No answer came.")})
    assert ClosedNights(lost.open).run().scopes.given == 1
    nowhere = FakeScopes({item_id(FILE)}, {"reset": WriteUncertainError("No answer came.")}, deaf=True)
    assert ClosedNights(nowhere.open).run().scopes == ScopesBack(0, 1, "No answer came.")
    assert nowhere.resets == [item_id(FILE)]
    refused = FakeScopes({item_id(FILE)}, {"reset": AccessDeniedError("Refused.")}, deaf=True)
    assert ClosedNights(refused.open).run().scopes == ScopesBack(0, 1, "Refused.")
    unread = FakeScopes({item_id(FILE)}, {"look": UnavailableError("Silent.")})
    assert ClosedNights(unread.open).run().scopes == ScopesBack(0, 1, "Silent.")


@pytest.mark.parametrize(("stands", "state"), [(False, "applied"), (True, "failed")])
@pytest.mark.parametrize("forgotten", [False, True])
def test_law_10_a_reset_that_was_cut_is_settled_by_the_first_look_and_told_once(
    stands: bool,  # noqa: FBT001
    state: str,
    forgotten: bool,  # noqa: FBT001
) -> None:
    """Killed between answer and outcome: the item itself tells, and where it did nothing it is done anew."""
    scopes = FakeScopes({item_id(FILE)} if stands else set(), {"look": UnavailableError("Silent.")})
    nights = ClosedNights(scopes.open)
    if forgotten:
        nights.memory = FakeMemoryStore(replace(nights.memory.memory(), scopes=frozenset()))
    intent = {"change_id": "s0001", "step": RESET, "change": RESET, "item_id": item_id(FILE), "path": FILE}
    Journal(nights.trail, nights.clock, "killed", "tester").note(EventKind.INTENT, intent)
    nights.run()
    nights.run()
    assert nights.settled() == [("killed", "uncertain")]
    del scopes.refuse["look"]
    assert nights.run().scopes.given == 1
    assert nights.settled() == [("killed", "uncertain"), ("killed", state)]
    assert scopes.resets == ([item_id(FILE)] if stands else [])
    assert nights.run().cuts == ()
    assert len(nights.settled()) == 2


def test_an_item_that_changed_since_the_look_is_left_alone() -> None:
    """It is read again together with its folder before anything is written."""
    scopes = FakeScopes({item_id(FILE)})
    nights = ClosedNights(scopes.open)

    @asynccontextmanager
    async def meddled(permit: WritePermit) -> AsyncIterator[FakeScopes]:
        nights.tenant.entries[item_id(FILE)].append(direct("u12"))
        async with scopes.open(permit) as opened:
            yield opened

    nights._scopes = meddled
    assert nights.run().scopes.waiting == 1
    assert scopes.resets == []
