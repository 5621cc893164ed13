"""Delivering letters: each at most once by itself (law 12), written down before and after (law 10)."""

from collections.abc import Callable
from datetime import timedelta

import anyio
import pytest

from sharepoint_gate.access.letters import Letter, LetterKind, MailEntry, MailState, token_of
from sharepoint_gate.errors import (
    AccessDeniedError,
    BadRequestError,
    GateError,
    LawError,
    MailError,
    UnavailableError,
    WriteUncertainError,
)
from sharepoint_gate.jobs.apply import never
from sharepoint_gate.jobs.deliver import LOOKED_FOR, PATIENCE, Delivered, Delivery
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.ports.mail import Fate, Message
from sharepoint_gate.roster.model import PersonId
from sharepoint_gate.trail.events import EventKind
from sharepoint_gate.trail.record import event_of
from tests.fakes.clock import FakeClock
from tests.fakes.mail import FakeComposer, FakeMailer, FakeMailLedger
from tests.fakes.trail_store import FakeTrailStore


class Office:
    """A post office with its ledger and trail, over several runs."""

    def __init__(self) -> None:
        self.ledger, self.mailer, self.trail = FakeMailLedger(), FakeMailer(), FakeTrailStore()
        self.clock, self.runs, self.composer = FakeClock(), 0, FakeComposer()

    def run(self, *letters: Letter, cap: int = 50, stopping: Callable[[], bool] = never) -> Delivered:
        """Spend one run: look for old mails, send new ones."""
        self.runs += 1
        journal = Journal(self.trail, self.clock, f"r{self.runs}", "tester")
        delivery = Delivery(self.mailer, self.composer, self.ledger, journal, cap, stopping)

        async def work() -> None:
            await delivery.settle()
            await delivery.send(letters)

        anyio.run(work)
        return delivery.made

    def state(self, key: str) -> MailState:
        """Return what the ledger says of a mail."""
        return self.ledger.lines[key].state

    def told(self) -> list[tuple[str, str]]:
        """Return what the trail says of mails, in order."""
        events = [event_of(record) for record in self.trail.records()]
        return [(str(e.data["key"]), str(e.data["state"])) for e in events if e.kind is EventKind.MAIL]


def letter(number: int = 1, kind: LetterKind = LetterKind.READY) -> Letter:
    """Return a letter."""
    person = PersonId(f"u{number}")
    return Letter(f"{kind.value}/{person}", kind, f"{person}@wicb.example", person, {}, {"i1": 7})


ONE, TWO = letter(1), letter(2)


def lost(message: Message) -> Exception:
    """Lose the answer."""
    return WriteUncertainError(f"no answer to {message.subject}")


def refused(kind: type[GateError]) -> Callable[[Message], Exception]:
    """Return a refusal of a kind."""
    return lambda _: kind("refused", why="ErrorAccessDenied")


def test_law_10_intent_comes_before_and_outcome_after() -> None:
    """Trail and ledger tell both, with key, kind and person and nothing else."""
    office = Office()
    made = office.run(ONE)
    assert office.told() == [(ONE.key, "intended"), (ONE.key, "sent")]
    assert (made.sent, made.well) == ([ONE], True)
    data = event_of(next(iter(office.trail.records()))).data
    assert set(data) == {"key", "letter", "person", "state"}
    assert ONE.to not in str(data)


def test_law_10_asked_to_stop_the_gate_finishes_the_letter_in_hand_and_begins_no_other() -> None:
    """What waits goes with the next run, and each letter once."""
    office = Office()
    made = office.run(ONE, TWO, stopping=lambda: bool(office.mailer.sent))
    assert (made.sent, made.later, made.interrupted) == ([ONE], [TWO], True)
    after = office.run(ONE, TWO)
    assert (after.sent, after.later, after.interrupted) == ([TWO], [], False)


def test_law_12_a_second_run_sends_nothing() -> None:
    """What went does not go again."""
    office = Office()
    office.run(ONE, TWO)
    assert office.run(ONE, TWO) == Delivered()
    assert [one.key for one in office.mailer.sent] == [ONE.key, TWO.key]


def test_law_12_a_mail_without_an_answer_that_is_in_the_sent_items_counts_as_sent() -> None:
    """It is looked for at once."""
    office = Office()
    office.mailer.raises[ONE.key] = lost
    office.mailer.fates[ONE.key] = Fate.SENT
    assert office.run(ONE).found == [ONE.key]
    assert office.state(ONE.key) is MailState.SENT


@pytest.mark.parametrize("fate", [Fate.NOT_FOUND, Fate.CANNOT_TELL])
def test_law_12_a_mail_without_an_answer_is_never_sent_again_by_itself(fate: Fate) -> None:
    """It is in doubt; the next runs look, and send nothing."""
    office = Office()
    office.mailer.raises[ONE.key] = lost
    office.mailer.fates[ONE.key] = fate
    made = office.run(ONE, TWO)
    assert (made.open, made.sent, made.well) == ([ONE.key], [TWO], False)
    assert office.state(ONE.key) is MailState.UNCERTAIN
    del office.mailer.raises[ONE.key]
    office.clock.at += PATIENCE
    assert office.run(ONE, TWO).open == [ONE.key]
    assert office.state(ONE.key) is (MailState.NOT_FOUND if fate is Fate.NOT_FOUND else MailState.UNCERTAIN)
    assert [one.key for one in office.mailer.sent] == [TWO.key]


def test_law_12_a_mail_that_appears_late_is_found_by_a_later_run() -> None:
    """Sent Items may lag behind; even a mail that was given up is found."""
    office = Office()
    office.mailer.raises[ONE.key] = lost
    office.run(ONE)
    assert office.run(ONE).open == [ONE.key]
    assert office.state(ONE.key) is MailState.UNCERTAIN
    office.clock.at += PATIENCE
    office.run(ONE)
    assert office.state(ONE.key) is MailState.NOT_FOUND
    office.mailer.fates[ONE.key] = Fate.SENT
    assert office.run(ONE).found == [ONE.key]


def test_a_mail_that_was_given_up_long_ago_is_in_doubt_until_a_person_decides() -> None:
    """After a week nobody looks for it any more, and it is still told."""
    office = Office()
    office.mailer.raises[ONE.key] = lost
    office.run(ONE)
    office.clock.at += PATIENCE
    office.run()
    office.clock.at += LOOKED_FOR
    office.mailer.fates[ONE.key] = Fate.SENT
    assert office.run(ONE).open == [ONE.key]


def test_law_12_a_mail_whose_run_was_cut_is_looked_for_and_not_sent() -> None:
    """An intent without an outcome may have been sent."""
    office = Office()
    office.ledger.intend(
        MailEntry(ONE.key, ONE.kind.value, "u1", MailState.INTENDED, office.clock.now(), "r0")
    )
    office.clock.at += timedelta(days=1)
    assert office.run(ONE).open == [ONE.key]
    assert office.state(ONE.key) is MailState.NOT_FOUND
    assert office.mailer.sent == []


def test_a_refused_mail_is_tried_again_by_the_next_run() -> None:
    """A definite refusal was surely not sent; the others go."""
    office = Office()
    office.mailer.raises[ONE.key] = refused(BadRequestError)
    made = office.run(ONE, TWO)
    assert (made.refused, made.sent) == ([ONE.key], [TWO])
    del office.mailer.raises[ONE.key]
    assert office.run(ONE, TWO).sent == [ONE]


@pytest.mark.parametrize("kind", [AccessDeniedError, UnavailableError])
def test_where_the_next_mail_would_fare_no_better_the_rest_waits(kind: type[GateError]) -> None:
    """Fifty refusals tell no more than one."""
    office = Office()
    office.mailer.raises[ONE.key] = refused(kind)
    made = office.run(ONE, TWO)
    assert (made.refused, made.later, made.sent) == ([ONE.key], [TWO], [])
    assert len(made.why) == 1


def test_a_letter_that_cannot_be_written_holds_no_other_up() -> None:
    """It enters no ledger, and is told."""

    class Torn(FakeComposer):
        def compose(self, letter: Letter) -> Message:
            if letter is ONE:
                raise MailError("torn")
            return super().compose(letter)

    office = Office()
    office.composer = Torn()
    made = office.run(ONE, TWO)
    assert (made.refused, made.sent) == ([ONE.key], [TWO])
    assert ONE.key not in office.ledger.lines


def test_law_3_a_mail_that_the_door_stopped_stops_the_run() -> None:
    """It was surely not sent, and nothing after it is."""
    office = Office()
    office.mailer.raises[ONE.key] = refused(LawError)
    with pytest.raises(LawError):
        office.run(ONE, TWO)
    assert office.state(ONE.key) is MailState.REFUSED
    assert office.mailer.sent == []


def test_the_cap_holds_and_the_rest_goes_the_next_night() -> None:
    """Summaries go beside it, for they tell of it."""
    office, summary = Office(), letter(9, LetterKind.SUMMARY)
    made = office.run(ONE, TWO, summary, cap=1)
    assert (made.sent, made.later, made.well) == ([ONE, summary], [TWO], True)
    assert office.run(ONE, TWO, cap=1).sent == [TWO]


def test_a_mail_that_came_back_is_told() -> None:
    """It is known by its token, and looked for while it is young."""
    office = Office()
    office.run(ONE, TWO)
    office.mailer.came_back = frozenset({token_of(ONE.key), "of-another"})
    assert office.run().returned == [ONE.key]
    assert office.state(ONE.key) is MailState.RETURNED


def test_an_inbox_that_cannot_be_read_now_is_told_and_holds_nothing_up() -> None:
    """Letters go all the same."""

    class Deaf(FakeMailer):
        async def returned(self, since: object) -> frozenset[str]:
            raise UnavailableError(f"no answer since {since}")

    office = Office()
    office.run(ONE)
    office.mailer = Deaf()
    made = office.run(TWO)
    assert (made.sent, made.well) == ([TWO], False)
