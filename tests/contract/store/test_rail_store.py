"""The contract of the RailStore port, as every MemoryStore keeps it."""

from dataclasses import replace
from datetime import date, timedelta

from sharepoint_gate.access.applied import (
    Applied,
    AppliedCase,
    AppliedException,
    AppliedFile,
    AppliedPerson,
)
from sharepoint_gate.access.observed import ItemId, ObjectId
from sharepoint_gate.access.rails_model import RailName, Release
from sharepoint_gate.ports.store import MemoryStore
from sharepoint_gate.roster.model import (
    CaseRef,
    ExceptionAccess,
    ExceptionId,
    OrganisationId,
    PersonId,
    ProcessId,
    RoleId,
    StageId,
)
from tests.fakes.clock import QUIET_NIGHT

A, B = ItemId("item-a"), ItemId("item-b")
CASE = CaseRef("RR-2026-001")
U1, O1 = PersonId("u1"), ObjectId("object-1")
WHOLE = Applied(
    at=QUIET_NIGHT,
    files={
        A: AppliedFile(CASE, {O1: U1, ObjectId("object-2"): PersonId("u2")}),
        B: AppliedFile(CASE, {O1: U1}),
    },
    cases={
        CASE: AppliedCase(
            ProcessId("rapid-review"),
            StageId("closed"),
            closed=True,
            people={U1: (RoleId("chair"), RoleId("lead"))},
            windows="f" * 64,
        )
    },
    people={U1: AppliedPerson("U1@w.example", OrganisationId("wcc"), ended=True, object_id=O1)},
    channel={O1: U1},
    owners=frozenset({O1}),
    exceptions={
        ExceptionId("EX-1"): AppliedException(
            U1, None, "RR-2026-001/10", date(2026, 4, 1), ExceptionAccess.EDIT
        )
    },
)
RELEASE = Release(
    RailName.PEOPLE_MISSING,
    "d" * 64,
    "the agency left",
    QUIET_NIGHT + timedelta(days=1),
    "root as u1",
    QUIET_NIGHT,
)


def test_before_the_first_run_nothing_is_applied(memory: MemoryStore) -> None:
    """A new memory knows of no applied state, and of no release."""
    assert memory.memory().applied == Applied()
    assert not memory.memory().applied.known
    assert memory.releases() == ()


def test_what_was_applied_comes_back_whole(memory: MemoryStore) -> None:
    """Every part of an applied state is kept to the letter."""
    memory.remember_applied(WHOLE)
    assert memory.memory().applied == WHOLE


def test_what_was_applied_replaces_what_was_before(memory: MemoryStore) -> None:
    """Files that are no more are forgotten, others change, and the rest stays."""
    memory.remember_applied(WHOLE)
    later = replace(WHOLE, at=QUIET_NIGHT + timedelta(days=1), files={B: AppliedFile(CASE, {})}, channel={})
    memory.remember_applied(later)
    memory.remember_applied(later)
    assert memory.memory().applied == later


def test_releases_are_kept_in_order(memory: MemoryStore) -> None:
    """Each release was somebody's word: none is replaced or forgotten."""
    second = replace(RELEASE, rail=RailName.GRANTS, reason="again")
    for one in (RELEASE, second, RELEASE):
        memory.release(one)
    assert memory.releases() == memory.memory().releases == (RELEASE, second, RELEASE)
