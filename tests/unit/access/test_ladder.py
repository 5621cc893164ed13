"""The ladder of the acceptance agreement, day by day.

Source: ISA §8.8, ISA §8.9
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.ladder import Rung, due_mails, lead_address
from sharepoint_gate.access.observed import ObjectId
from sharepoint_gate.roster.agreement import AgreementVersion, Decision
from sharepoint_gate.roster.model import OrganisationId, PersonId
from tests.unit.access.ladder_scene import BEGIN, asked, at, nights, of_u12, ordinary, steps
from tests.world import Scene, person_of


def test_twenty_days_take_each_rung_once_on_its_day() -> None:
    """Asked on the first day, reminded on days 3, 7 and 10, the contact told on day 10, stopped on day 15."""
    sent = nights(asked(), range(20))
    assert steps(sent) == {
        "ask": 0,
        "reminder-3": 3,
        "reminder-7": 7,
        "reminder-10": 10,
        "lead-copy": 10,
        "suspended": 15,
    }
    assert "uaa/reminder-7/u12/2" in sent


def test_a_letter_tells_the_version_and_the_last_day() -> None:
    """Whoever is asked learns what to accept and until when."""
    (mail,) = of_u12(asked(), {})
    assert (mail.rung, mail.version, mail.sha256) == (Rung.ASK, "2", "b" * 64)
    assert mail.deadline == date(2026, 3, 16)


@settings(deadline=None)
@given(st.sets(st.integers(0, 20)))
def test_law_12_missed_nights_leave_no_backlog(days: set[int]) -> None:
    """Whatever nights were missed, one request goes a night at most, in order, and never twice."""
    sent = nights(asked(), sorted(days))
    requests = sorted(instant for key, instant in sent.items() if key.startswith(("uaa/ask", "uaa/reminder")))
    assert all(later - earlier >= timedelta(hours=24) for earlier, later in pairwise(requests))
    taken = steps(sent)
    in_grace = [day for day in days if day <= 14]
    assert ("ask" in taken) == bool(in_grace)
    assert ("suspended" in taken) == any(day > 14 for day in days)
    assert all(taken[f"reminder-{day}"] >= day for day in (3, 7, 10) if f"reminder-{day}" in taken)


def test_after_missed_nights_only_the_newest_reminder_goes() -> None:
    """A machine that was off for a week does not send a week's letters."""
    assert steps(nights(asked(), [0, 8])) == {"ask": 0, "reminder-7": 8}
    assert steps(nights(asked(), [4, 5])) == {"ask": 4}


def test_nobody_is_asked_twice_within_a_day() -> None:
    """A reminder waits until a day has passed since the last letter."""
    scene = at(asked(), BEGIN + timedelta(days=3), 9)
    sent = {"uaa/ask/u12/2": datetime(2026, 3, 4, 20, 0, tzinfo=UTC)}
    assert of_u12(scene, sent) == []
    assert [mail.key for mail in of_u12(at(scene, BEGIN + timedelta(days=3), 20), sent)] == []
    assert [mail.key for mail in of_u12(at(scene, BEGIN + timedelta(days=4), 9), sent)] == [
        "uaa/reminder-3/u12/2"
    ]


@pytest.mark.parametrize(
    ("day", "hour", "due"),
    [(3, 2, False), (3, 8, True), (3, 18, False), (4, 2, True), (5, 10, False), (7, 10, True)],
)
def test_reminders_keep_to_working_days_and_hours(day: int, hour: int, *, due: bool) -> None:
    """A reminder goes in the hours of its day, or on a later working day at any hour, never at a weekend."""
    scene = at(asked(), BEGIN + timedelta(days=day), hour)
    sent = {"uaa/ask/u12/2": datetime(2026, 3, 2, 2, 0, tzinfo=UTC)}
    assert bool(of_u12(scene, sent)) is due


def test_a_reminder_of_a_bank_holiday_waits_for_the_next_working_day() -> None:
    """Good Friday and Easter Monday are nobody's working days."""
    scene = asked(date(2026, 3, 31))
    scene.versions = (AgreementVersion("2", "b" * 64, date(2026, 3, 31), major=True, grace_days=14),)
    sent = {"uaa/ask/u12/2": datetime(2026, 3, 31, 10, 0, tzinfo=UTC)}
    assert of_u12(at(scene, date(2026, 4, 3)), sent) == []
    assert of_u12(at(scene, date(2026, 4, 6)), sent) == []
    assert [mail.rung for mail in of_u12(at(scene, date(2026, 4, 7)), sent)] == [Rung.REMINDER]


def test_law_1_a_new_user_is_asked_at_once_and_reminded_from_then() -> None:
    """Somebody who has no access yet cannot accept what they were never sent; there is no last day."""
    scene = asked(existing_since=None)
    sent = nights(scene, range(2, 15))
    assert steps(sent) == {"ask": 2, "reminder-3": 7, "reminder-7": 9, "reminder-10": 14, "lead-copy": 14}
    assert of_u12(at(asked(existing_since=None), BEGIN), {})[0].deadline is None


def test_who_is_named_on_an_urgent_case_is_asked_faster() -> None:
    """On a running rapid review: five days, reminders on days 1 and 3, the contact told on day 3."""
    scene = asked()
    rules = replace(scene.rules.agreement, urgent_processes=frozenset({"rapid-review"}))
    scene.rules = replace(scene.rules, agreement=rules)
    assert steps(nights(scene, range(12))) == {
        "ask": 0,
        "reminder-1": 1,
        "reminder-3": 3,
        "lead-copy": 3,
        "suspended": 6,
    }
    bare = replace(rules, urgent_reminder_days=())
    scene.rules = replace(scene.rules, agreement=bare)
    assert steps(nights(scene, range(8))) == {"ask": 0, "suspended": 6}


def test_declined_is_told_once_and_ends_the_reminders() -> None:
    """After a refusal there is one letter and no further one."""
    scene = asked().decide("u12", Decision.DECLINED, at=datetime(2026, 3, 3, 9, 0, tzinfo=UTC))
    (mail,) = of_u12(at(scene, date(2026, 3, 5)), {})
    assert (mail.rung, mail.deadline) == (Rung.DECLINED, None)
    assert mail.key == "uaa/declined-20260303T090000Z/u12/2"
    assert of_u12(at(scene, date(2026, 3, 9)), {mail.key: scene.now}) == []


def test_acceptance_after_the_end_is_told_once() -> None:
    """Who was stopped and accepts is told that access is back; who was never stopped is told nothing."""
    scene = asked()
    sent = nights(scene, [0, 16])
    at(scene, date(2026, 3, 19)).decide("u12", at=datetime(2026, 3, 19, 9, 0, tzinfo=UTC))
    (mail,) = of_u12(scene, sent)
    assert (mail.rung, mail.deadline) == (Rung.RESTORED, None)
    sent[mail.key] = scene.now
    assert of_u12(at(scene, date(2026, 3, 20)), sent) == []
    assert of_u12(scene, {"uaa/ask/u12/2": scene.now}) == []


def test_a_second_refusal_and_acceptance_are_told_again() -> None:
    """Each turn has letters of its own."""
    scene, sent = asked(), dict[str, datetime]()
    rungs = []
    for day, decision in enumerate([Decision.DECLINED, Decision.ACCEPTED] * 2, 3):
        at(scene, date(2026, 3, day)).decide("u12", decision, at=datetime(2026, 3, day, 9, 0, tzinfo=UTC))
        for mail in of_u12(scene, sent):
            rungs.append(mail.rung)
            sent[mail.key] = scene.now
    assert rungs == [Rung.DECLINED, Rung.RESTORED, Rung.DECLINED, Rung.RESTORED]


def test_before_a_year_is_over_the_acceptance_is_asked_for_anew() -> None:
    """Two weeks ahead, so that nobody who answers in time loses a day."""
    scene = asked().decide("u12")
    assert of_u12(at(scene, date(2027, 2, 17)), {}) == []
    (mail,) = of_u12(at(scene, date(2027, 2, 18)), {})
    assert (mail.key, mail.deadline) == ("uaa/ask/u12/2/2027-03-04", date(2027, 3, 4))
    (late,) = of_u12(at(scene, date(2027, 3, 5)), {mail.key: scene.now})
    assert late.key == "uaa/suspended/u12/2/2027-03-04"


def test_where_acceptances_last_for_ever_nobody_is_asked_anew() -> None:
    """With 0 months there is no renewal."""
    scene = asked().decide("u12")
    scene.rules = replace(scene.rules, agreement=replace(scene.rules.agreement, renewal_months=0))
    assert of_u12(at(scene, date(2031, 3, 5)), {}) == []


def test_before_the_first_text_nobody_is_asked() -> None:
    """There is nothing to accept yet."""
    scene = asked()
    scene.versions = (AgreementVersion("1", "a" * 64, date(2026, 12, 1), major=True, grace_days=14),)
    assert due_mails(scene.world(), {}) == ()


def _left(scene: Scene) -> Scene:
    return scene.person("u12", ends_on=date(2026, 2, 28))


def _blocked(scene: Scene) -> Scene:
    return scene.account("u12", enabled=False)


def _exchanged(scene: Scene) -> Scene:
    return scene.in_sync().account("u12", object_id=ObjectId("another"))


def _unread(scene: Scene) -> Scene:
    del scene.accounts[PersonId("u12")]
    return scene


def _closed(scene: Scene) -> Scene:
    return scene.stage("RR-2026-001", "closed")


def _unnamed(scene: Scene) -> Scene:
    scene.cases.clear()
    return scene


@pytest.mark.parametrize("change", [_left, _blocked, _exchanged, _unread, _closed, _unnamed])
def test_who_could_not_read_is_not_written_to(change: object) -> None:
    """Leavers, suspended accounts and people without a part in anything get no letter."""
    scene = asked()
    assert of_u12(scene, {})
    assert callable(change)
    assert of_u12(change(scene), {}) == []


def test_an_invited_guest_is_written_to() -> None:
    """The invitation and the agreement come together."""
    scene = asked().account("u12", is_guest=True, external_state="PendingAcceptance")
    assert [mail.rung for mail in of_u12(scene, {})] == [Rung.ASK]


def test_the_business_unit_accepts_as_well() -> None:
    """Its people are on no case, and read all of them."""
    scene = ordinary(at(Scene(BEGIN), date(2026, 3, 10))).undecided("u02")
    assert [mail.person for mail in due_mails(scene.world(), {})] == ["u02"]


def test_the_copy_goes_to_the_contact_of_the_organisation() -> None:
    """Where none is declared there is no address."""
    scene = asked().organisation("wicb", breach_contact="ig@wicb.example")
    world: World = scene.world()
    assert lead_address(world, person_of(world, "u12")) == "ig@wicb.example"
    assert lead_address(asked().world(), person_of(world, "u12")) is None
    stranger = replace(person_of(world, "u12"), organisation=OrganisationId("nowhere"))
    assert lead_address(world, stranger) is None


def test_an_existing_user_of_tomorrow_breaks_nothing() -> None:
    """Grace that begins at the end of the calendar has no later reminder."""
    scene = asked(existing_since=date(9999, 12, 30))
    assert of_u12(scene, {"uaa/ask/u12/2": scene.now - timedelta(days=3)}) == []
