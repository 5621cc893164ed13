"""The contract of the MemoryStore port."""

from dataclasses import replace
from datetime import date, timedelta

from sharepoint_gate.access.memory import Likeness, Memory, Pin, Placement, SeatSeen, SentInvitation
from sharepoint_gate.access.observed import ItemId, ObjectId, PermissionId
from sharepoint_gate.ports.store import MemoryStore
from sharepoint_gate.roster.model import PersonId
from tests.fakes.clock import QUIET_NIGHT

U1, U2 = PersonId("u1"), PersonId("u2")
A, B = ItemId("item-a"), ItemId("item-b")
PIN = Pin(ObjectId("object-1"), "f" * 64, QUIET_NIGHT)
PLACE = Placement("RR-2026-001/01-notice/referral.docx", QUIET_NIGHT + timedelta(microseconds=7))


def test_new_memory_is_empty(memory: MemoryStore) -> None:
    """Before the first run nothing is remembered."""
    assert memory.memory() == Memory({}, {}, {})


def test_a_pin_comes_back_with_its_words(memory: MemoryStore) -> None:
    """What an account looked like is kept to the letter, absent parts included."""
    words = Likeness(
        user_principal_name="u@w.example",
        mail="U@w.example",
        other_mails=("a@w.example",),
        identities=("i|1",),
        is_guest=True,
        external_state="Accepted",
        external_state_changed_at=QUIET_NIGHT,
    )
    bare = replace(words, mail="", is_guest=False, external_state=None, external_state_changed_at=None)
    since = date(2026, 3, 30)
    pins = {U1: replace(PIN, likeness=words, accepts_from=since), U2: replace(PIN, likeness=bare)}
    memory.remember_pins(pins)
    assert memory.memory().pins == pins


def test_invitations_are_remembered_replaced_and_forgotten(memory: MemoryStore) -> None:
    """One line a person: the last day that was asked for; a refused one leaves none."""
    first = SentInvitation("u@w.example", date(2026, 3, 30), QUIET_NIGHT)
    later = SentInvitation("u@w.example", date(2026, 4, 2), QUIET_NIGHT)
    memory.remember_invitations({U1: first, U2: first})
    memory.remember_invitations({U1: later, U2: None})
    assert memory.memory().invitations == {U1: later}


def test_seats_are_remembered_as_they_are_and_no_others(memory: MemoryStore) -> None:
    """Each look replaces the one before it, to the microsecond."""
    seen = SeatSeen(QUIET_NIGHT, QUIET_NIGHT + timedelta(microseconds=7))
    memory.remember_seats({"owner a@w.example": seen, "member b@w.example": seen})
    memory.remember_seats({"owner a@w.example": seen})
    assert memory.memory().seats == {"owner a@w.example": seen}
    memory.remember_seats({})
    assert memory.memory().seats == {}


def test_pins_are_added_and_replaced(memory: MemoryStore) -> None:
    """A pin stands until another one for the same person replaces it."""
    newer = Pin(ObjectId("object-2"), "0" * 64, QUIET_NIGHT)
    memory.remember_pins({U1: PIN, U2: PIN})
    memory.remember_pins({U1: newer})
    assert memory.memory().pins == {U1: newer, U2: PIN}


def test_placements_are_added_replaced_and_forgotten(memory: MemoryStore) -> None:
    """A file is remembered where it was last seen, until it is gone."""
    memory.remember_placements({A: PLACE, B: PLACE}, [])
    moved = Placement("elsewhere/referral.docx", QUIET_NIGHT)
    memory.remember_placements({A: moved}, [B, ItemId("never-seen")])
    assert memory.memory().placements == {A: moved}


def test_own_link_is_remembered_replaced_and_forgotten(memory: MemoryStore) -> None:
    """An item has one link of the gate, or none."""
    memory.remember_links({A: PermissionId("p1")})
    memory.remember_links({B: PermissionId("p2")})
    memory.remember_links({A: PermissionId("p3")})
    memory.remember_links({B: None})
    assert memory.memory().own_links == {A: PermissionId("p3")}


def test_forgetting_what_was_never_known_is_no_fault(memory: MemoryStore) -> None:
    """A run may say twice that a link is gone."""
    memory.remember_links({A: None})
    memory.remember_pins({})
    assert memory.memory() == Memory({}, {}, {})


def test_memory_that_was_read_does_not_change_under_its_reader(memory: MemoryStore) -> None:
    """A run judges by what it read at its beginning."""
    memory.remember_pins({U1: PIN})
    before = memory.memory()
    memory.remember_pins({U2: PIN})
    assert before.pins == {U1: PIN}
