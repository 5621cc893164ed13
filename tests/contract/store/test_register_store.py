"""The contract of the RegisterStore port."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from sharepoint_gate.access.register import Proposal, Recorded, Recorder, Statement
from sharepoint_gate.ports.register import RegisterStore
from sharepoint_gate.ports.store import TrailStore
from sharepoint_gate.roster.agreement import Decision
from sharepoint_gate.roster.model import PersonId
from sharepoint_gate.store import Store
from tests.fakes.clock import QUIET_NIGHT
from tests.fakes.events import an_event

Kept = tuple[RegisterStore, TrailStore]
SAID = Statement(
    PersonId("u12"),
    "2",
    "b" * 64,
    Decision.ACCEPTED,
    QUIET_NIGHT - timedelta(days=2, microseconds=7),
    "paper",
    "UAA-7",
)
FIRST, SECOND = Recorder("asmith", PersonId("u01")), Recorder("bjones", PersonId("u02"))
DECISION = Recorded(SAID, FIRST, SECOND, QUIET_NIGHT)
PROPOSAL = Proposal(1, SAID, FIRST, QUIET_NIGHT)


def test_a_new_register_is_empty(kept: Kept) -> None:
    """Before anybody was asked nothing is recorded, and nothing was read."""
    register, _ = kept
    assert list(register.decisions()) == []
    assert list(register.proposals()) == []
    assert register.harvested_at() is None


def test_law_10_decisions_come_back_as_recorded_with_their_event(kept: Kept) -> None:
    """What was recorded is read as it was, in its order, and the trail tells it."""
    register, trail = kept
    alone = replace(DECISION, second=None, statement=replace(SAID, evidence="UAA-8"))
    register.record([DECISION], [an_event()])
    register.record([alone], [])
    assert list(register.decisions()) == [DECISION, alone]
    assert len(list(trail.records())) == 1


def test_a_second_name_settles_the_proposal(kept: Kept) -> None:
    """With the decision the proposal is gone, and others stay."""
    register, trail = kept
    other = replace(PROPOSAL, number=2, statement=replace(SAID, person=PersonId("u19")))
    register.propose(PROPOSAL, [an_event()])
    register.propose(other, [an_event()])
    assert list(register.proposals()) == [PROPOSAL, other]
    register.record([DECISION], [an_event()], settles=1)
    assert list(register.proposals()) == [other]
    assert len(list(trail.records())) == 3


def test_a_withdrawn_proposal_is_gone_and_told(kept: Kept) -> None:
    """Taking a proposal back leaves its event and no decision."""
    register, trail = kept
    register.propose(PROPOSAL, [])
    register.withdraw(1, [an_event()])
    assert list(register.proposals()) == []
    assert list(register.decisions()) == []
    assert len(list(trail.records())) == 1


def test_the_last_harvest_is_remembered(kept: Kept) -> None:
    """The next night reads on from where the last one ended."""
    register, _ = kept
    register.remember_harvest(QUIET_NIGHT)
    register.remember_harvest(QUIET_NIGHT + timedelta(days=1))
    assert register.harvested_at() == QUIET_NIGHT + timedelta(days=1)


def test_law_10_an_event_that_cannot_be_written_leaves_no_decision(store: Store) -> None:
    """Decision and event stand or fall together."""
    broken = replace(an_event(), data={"x": object()})
    with pytest.raises((ValueError, TypeError)):
        store.register.record([DECISION], [broken])
    assert list(store.register.decisions()) == []


@pytest.mark.parametrize("statement", ["UPDATE decisions SET decision = 'accepted'", "DELETE FROM decisions"])
def test_law_11_a_recorded_decision_cannot_be_changed(store: Store, statement: str) -> None:
    """The database itself refuses, for not every program that opens it is the gate."""
    store.register.record([DECISION], [])
    with closing(sqlite3.connect(store.database.path)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
