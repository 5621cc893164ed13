"""Decisions on the tenant's terms of use, taken from its log into the register.

Source: entra:conditional-access/terms-of-use
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import anyio
import pytest

from sharepoint_gate.access.memory import Memory
from sharepoint_gate.access.observed import ObjectId
from sharepoint_gate.access.register import TENANT, Recorder
from sharepoint_gate.errors import AccessDeniedError, SettingsError
from sharepoint_gate.jobs.agreement import Desk
from sharepoint_gate.jobs.agreement_harvest import Harvest
from sharepoint_gate.jobs.think import Declared, Gathered, nothing_to_gather
from sharepoint_gate.ports.register import TermsEvent
from sharepoint_gate.roster.agreement import AgreementRegister, Decision
from sharepoint_gate.roster.model import PersonId
from tests.fakes.clock import FakeClock
from tests.fakes.memory_store import FakeMemoryStore
from tests.fakes.register_store import FakeRegisterStore
from tests.fakes.trail_store import FakeTrailStore
from tests.world import BOOK, NOW, Scene, object_id

AT = datetime(2026, 3, 29, 9, 30, tzinfo=UTC)
U12 = PersonId("u12")
EVENT = TermsEvent("Directory_1", AT, object_id("u12"), Decision.ACCEPTED, ("guid", "Our terms"))


class Log:
    """A tenant's log that tells what a test puts into it."""

    def __init__(self, *events: TermsEvent) -> None:
        self.events: Sequence[TermsEvent] = events
        self.asked: list[datetime] = []
        self.closed = False

    async def decisions_since(self, since: datetime) -> Sequence[TermsEvent]:
        """Return what is in it, whatever the instant: later nights meet old events again."""
        self.asked.append(since)
        if self.closed:
            raise AccessDeniedError("The log cannot be read.", why="accessDenied")
        return self.events


class Nightly:
    """A register that is fed by a log every night."""

    def __init__(self, log: Log, versions: Mapping[str, str] | None = None) -> None:
        scene = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member", u19="agency-author")
        self.scene = scene.undecided("u12").in_sync()
        self.log, self.clock = log, FakeClock(NOW)
        self.register = FakeRegisterStore(FakeTrailStore())
        self.versions = {"Our terms": "2"} if versions is None else versions
        self.memory = FakeMemoryStore(self.scene.memory)

    def run(self) -> Gathered:
        """Let a night take what the log tells."""
        file = AgreementRegister(self.scene.versions, dict(self.scene.decisions))
        declared = Declared(self.scene.roster(), BOOK, file, self.scene.rules)
        desk = Desk(self.register, FakeTrailStore(), self.clock, Recorder("gate", TENANT))
        return anyio.run(Harvest(self.versions, self.log, desk, self.memory), declared)


def test_law_12_a_decision_is_taken_once() -> None:
    """The next nights read the same entry again and record nothing."""
    nightly = Nightly(Log(EVENT, EVENT))
    gathered = nightly.run()
    assert (gathered.recorded, gathered.unread) == (1, "")
    assert gathered.declared.register.decisions[U12][-1].evidence == "Directory_1"
    assert nightly.run().recorded == 0
    (kept,) = nightly.register.decisions()
    assert (kept.statement.source, kept.recorder.person) == ("entra-audit", "tenant")
    assert nightly.log.asked == [NOW - timedelta(days=30), NOW - timedelta(days=7)]


def test_a_refusal_is_taken_as_well() -> None:
    """Who declines the tenant's terms has declined the agreement."""
    later = replace(EVENT, id="Directory_2", at=AT + timedelta(hours=1), decision=Decision.DECLINED)
    nightly = Nightly(Log(EVENT, later))
    nightly.run()
    kept = [one.statement.decision for one in nightly.register.decisions()]
    assert kept == [Decision.ACCEPTED, Decision.DECLINED]


@pytest.mark.parametrize(
    "event",
    [
        replace(EVENT, object_id=ObjectId("a stranger")),
        replace(EVENT, terms=("Other terms",)),
        replace(EVENT, at=NOW + timedelta(seconds=1)),
    ],
)
def test_law_1_what_cannot_be_matched_gives_nothing(event: TermsEvent) -> None:
    """Accounts that were never approved, other terms, and instants to come."""
    assert Nightly(Log(event)).run().recorded == 0


def test_law_1_an_account_of_two_people_is_nobodys() -> None:
    """Whose acceptance it is cannot be told."""
    nightly = Nightly(Log(EVENT))
    pins = dict(nightly.scene.memory.pins)
    pins[PersonId("u19")] = pins[U12]
    nightly.memory = FakeMemoryStore(Memory(pins, {}, {}))
    assert nightly.run().recorded == 0


def test_law_1_terms_that_carry_two_versions_give_nothing() -> None:
    """Which text was accepted must be certain."""
    assert Nightly(Log(EVENT), {"Our terms": "2", "guid": "1"}).run().recorded == 0


def test_somebody_who_left_the_roster_is_passed_over() -> None:
    """Their account is remembered, and they are nobody's reader."""
    nightly = Nightly(Log(EVENT))
    del nightly.scene.people[U12]
    assert nightly.run().recorded == 0


def test_a_log_that_cannot_be_read_is_told_and_stops_nothing() -> None:
    """The application may lack the permission; the night goes on with what is known."""
    nightly = Nightly(Log(EVENT))
    nightly.log.closed = True
    gathered = nightly.run()
    assert gathered.unread == "The log cannot be read. accessDenied"
    assert nightly.register.harvested_at() is None


def test_without_terms_the_log_is_left_alone() -> None:
    """A tenant without terms of use needs no permission for its log."""
    nightly = Nightly(Log(EVENT), {})
    assert nightly.run().recorded == 0
    assert nightly.log.asked == []


def test_terms_of_an_unknown_version_are_a_fault_of_the_settings() -> None:
    """A slip must not look like silence."""
    with pytest.raises(SettingsError, match="names version 9"):
        Nightly(Log(), {"Our terms": "9"}).run()


def test_a_run_without_a_register_judges_by_the_file() -> None:
    """Nothing is added."""
    nightly = Nightly(Log())
    file = AgreementRegister(nightly.scene.versions, {})
    declared = Declared(nightly.scene.roster(), BOOK, file, nightly.scene.rules)
    assert anyio.run(nothing_to_gather, declared) == Gathered(declared, 0, "")
