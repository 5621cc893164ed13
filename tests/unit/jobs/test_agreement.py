"""Recording decisions on the acceptance agreement: evidence, second names, files of past ones.

Source: ISA §8.8
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sharepoint_gate.access.acceptance import UaaStanding, uaa_standing
from sharepoint_gate.access.register import Recorder, Statement
from sharepoint_gate.errors import RosterError, SecondNameError, SettingsError, TrailBrokenError
from sharepoint_gate.jobs.agreement import Desk, Entry, load, record, with_register, withdraw
from sharepoint_gate.jobs.think import Declared
from sharepoint_gate.roster.agreement import AgreementRegister, Decision
from sharepoint_gate.roster.model import PersonId
from sharepoint_gate.trail.events import EventKind
from sharepoint_gate.trail.verify import verify
from tests.fakes.clock import FakeClock
from tests.fakes.register_store import FakeRegisterStore
from tests.fakes.trail_store import FakeTrailStore
from tests.world import BOOK, NOW, Scene, person_of

AT = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)
SAID = Statement(PersonId("u12"), "2", "b" * 64, Decision.ACCEPTED, AT, "paper", "UAA-77")
ANN, BEN = Recorder("ann", PersonId("u01")), Recorder("ben", PersonId("u02"))


class Office:
    """A register, its trail, and a roster on which u12 is new and has decided nothing."""

    def __init__(self) -> None:
        self.scene = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member", u19="agency-author")
        self.scene.undecided("u12")
        self.trail = FakeTrailStore()
        self.register = FakeRegisterStore(self.trail)

    def desk(self, who: Recorder = ANN, *, accounts_differ: bool = True) -> Desk:
        """Return the desk with somebody at it."""
        return Desk(self.register, self.trail, FakeClock(NOW), who, accounts_differ)

    @property
    def declared(self) -> Declared:
        """What is declared, the register among it."""
        scene = self.scene
        file = AgreementRegister(scene.versions, dict(scene.decisions))
        return with_register(Declared(scene.roster(), BOOK, file, scene.rules), self.register)

    def standing(self) -> UaaStanding:
        """How u12 stands by file and register."""
        world = replace(self.scene.world(), register=self.declared.register)
        return uaa_standing(world, person_of(world, "u12"))

    def say(self, who: Recorder = ANN, said: Statement = SAID, *, second: bool = False) -> Entry:
        """Record something."""
        return record(said, self.desk(who), self.declared, second=second)


@pytest.fixture
def office() -> Office:
    """A new office."""
    return Office()


def test_law_1_one_name_gives_no_access(office: Office) -> None:
    """An acceptance on somebody's behalf waits until a second person has said the same."""
    assert office.say() is Entry.PROPOSED
    assert office.standing() is UaaStanding.MISSING
    assert office.say(BEN) is Entry.RECORDED
    assert office.standing() is UaaStanding.ACCEPTED
    assert office.register.proposals() == []
    (kept,) = office.register.decisions()
    assert (kept.recorder, kept.second) == (ANN, BEN)
    assert office.trail.kinds == [EventKind.UAA_PROPOSED, EventKind.UAA_RECORDED]
    assert office.trail.events[1].data["confirmed_by"] == "u02"
    assert verify(office.trail.records(), office.trail.roots()).ok


@pytest.mark.parametrize("who", [ANN, replace(ANN, person=BEN.person), replace(BEN, person=ANN.person)])
def test_law_1_the_second_name_is_another_person_under_another_account(office: Office, who: Recorder) -> None:
    """Neither the same account nor the same name confirms."""
    office.say()
    with pytest.raises(SecondNameError, match="second person") as refused:
        office.say(who)
    assert refused.value.exit_code == 3
    assert office.standing() is UaaStanding.MISSING


def test_law_1_a_first_name_that_left_the_business_unit_counts_no_more(office: Office) -> None:
    """Both names are of the business unit on the day on which the acceptance is entered."""
    office.say()
    channel = replace(office.declared.roster.channel, owners=(BEN.person,), members=())
    roster = replace(office.declared.roster, channel=channel)
    with pytest.raises(SecondNameError, match="u01, who proposed this, is not of the business unit any more"):
        record(SAID, office.desk(BEN), replace(office.declared, roster=roster), second=True)
    assert office.standing() is UaaStanding.MISSING


def test_under_a_shared_account_two_stated_names_will_do(office: Office) -> None:
    """Where the settings say that all staff share one account, the stated ids must differ."""
    record(SAID, office.desk(accounts_differ=False), office.declared)
    with pytest.raises(SecondNameError):
        record(SAID, office.desk(accounts_differ=False), office.declared)
    second = office.desk(replace(BEN, account="ann"), accounts_differ=False)
    assert record(SAID, second, office.declared) is Entry.RECORDED


@pytest.mark.parametrize(
    "changes",
    [{"evidence": "UAA-78"}, {"at": AT - timedelta(days=1)}, {"source": "reply"}],
)
def test_law_1_a_second_name_confirms_exactly_what_was_said(
    office: Office, changes: dict[str, object]
) -> None:
    """Another evidence, time or source is another statement, and waits for its own second name."""
    office.say()
    other = replace(SAID, **changes)  # type: ignore[arg-type]  # the parameters name fields of the class
    with pytest.raises(SecondNameError, match="Nothing waits"):
        office.say(BEN, other, second=True)
    assert office.say(BEN, other) is Entry.PROPOSED
    assert office.standing() is UaaStanding.MISSING


def test_law_1_a_refusal_counts_at_once(office: Office) -> None:
    """Taking access away needs one name."""
    office.say()
    office.say(BEN)
    later = replace(SAID, decision=Decision.DECLINED, at=AT + timedelta(hours=1), evidence="UAA-80")
    assert office.say(ANN, later) is Entry.RECORDED
    assert office.standing() is UaaStanding.DECLINED


def test_recording_again_changes_nothing(office: Office) -> None:
    """What the register says already is not said twice."""
    office.say()
    office.say(BEN)
    assert office.say(BEN) is Entry.ALREADY
    assert len(office.register.decisions()) == 1


def test_law_1_only_the_business_unit_records(office: Office) -> None:
    """Somebody else's word, or no name at all, is refused; so is one's own acceptance."""
    for person in ("u19", ""):
        with pytest.raises(SecondNameError, match="business unit"):
            office.say(Recorder("eve", PersonId(person)))
    with pytest.raises(SecondNameError, match="of their own"):
        office.say(ANN, replace(SAID, person=PersonId("u01")))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"person": PersonId("u99")}, "nobody of the id u99"),
        ({"version": "3"}, "no version 3"),
        ({"sha256": "f" * 64}, "no version 2"),
        ({"at": NOW + timedelta(minutes=1)}, "not come yet"),
        ({"evidence": "uaa-1"}, "already proves"),
    ],
)
def test_what_cannot_be_is_refused(office: Office, changes: dict[str, object], words: str) -> None:
    """Unknown people and texts, instants to come, and evidence that proves another decision."""
    wrong = replace(SAID, **changes)  # type: ignore[arg-type]  # the parameters name fields of the class
    with pytest.raises(SettingsError, match=words):
        office.say(ANN, wrong)
    assert office.trail.kinds == []


def test_a_proposal_can_be_taken_back(office: Office) -> None:
    """By anybody of the business unit, told in the trail; a number that nobody waits under is refused."""
    office.say()
    (waiting,) = office.register.proposals()
    with pytest.raises(SecondNameError):
        withdraw(waiting.number, office.desk(Recorder("eve", PersonId("u19"))), office.declared.roster)
    with pytest.raises(SettingsError, match="Nothing waits") as refused:
        withdraw(99, office.desk(), office.declared.roster)
    assert str(waiting.number) in refused.value.mend
    assert withdraw(waiting.number, office.desk(BEN), office.declared.roster) == waiting
    assert office.register.proposals() == []
    assert office.trail.kinds[-1] is EventKind.UAA_WITHDRAWN
    with pytest.raises(SettingsError) as empty:
        withdraw(waiting.number, office.desk(), office.declared.roster)
    assert "Nothing waits for a second name" in empty.value.mend


def test_past_decisions_are_loaded_once(office: Office) -> None:
    """Loading a file twice adds nothing, and each decision has an event of its own."""
    past = AgreementRegister(office.scene.versions, dict(office.scene.decisions))
    whole = sum(len(each) for each in past.decisions.values())
    with pytest.raises(RosterError, match="nothing was loaded"):
        load(past, _after_another(office))
    office = Office()
    assert load(past, office.desk()) == whole
    assert load(past, office.desk()) == 0
    assert office.trail.kinds == [EventKind.UAA_RECORDED] * whole
    assert {one.recorder.person for one in office.register.decisions()} == {"u02"}


def _after_another(office: Office) -> Desk:
    """Return a desk whose register holds another decision with the evidence of the file."""
    other = replace(SAID, evidence="UAA-1", decision=Decision.DECLINED)
    office.scene.decisions.clear()
    office.say(ANN, other)
    return office.desk()


def test_law_1_nobody_is_both_names_of_an_acceptance_in_a_file(office: Office) -> None:
    """Whoever recorded an acceptance does not confirm it by loading the file; all of the file waits."""
    past = AgreementRegister(office.scene.versions, dict(office.scene.decisions))
    with pytest.raises(RosterError) as refused:
        load(past, office.desk(BEN))
    assert all("would confirm it too" in fault.what for fault in refused.value.faults)
    assert not office.register.decisions()


def test_a_file_is_loaded_without_a_stated_name(office: Office) -> None:
    """A rehearsal has nobody at the keyboard: then no second name is written down."""
    past = AgreementRegister(office.scene.versions, dict(office.scene.decisions))
    load(past, office.desk(Recorder("root", PersonId(""))))
    assert all(one.second is None for one in office.register.decisions())


def test_law_11_nothing_is_recorded_on_a_trail_that_does_not_verify(office: Office) -> None:
    """The record would rest on one that was tampered with."""
    office.say()
    office.trail._records.pop(0)
    with pytest.raises(TrailBrokenError):
        office.say(BEN)
    assert office.register.decisions() == ()
