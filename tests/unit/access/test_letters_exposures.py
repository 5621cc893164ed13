"""The notice that something was open: to the business unit, once, without names of files or people."""

from dataclasses import replace
from datetime import date

from sharepoint_gate.access.exposure import Ending, Exposure, RecordedExposure
from sharepoint_gate.access.letters import Letter, MailEntry, MailState
from sharepoint_gate.access.letters_exposures import exposure_letters
from tests.unit.access.judging import FILE, scene
from tests.world import NOW, Scene


def recorded(*numbers: int) -> list[RecordedExposure]:
    """Return exposures of these numbers, the first of which is over."""
    one = Exposure("s", "i", FILE, "u19", ("edit-link",), "u19 could edit it.", None, NOW)
    found = [RecordedExposure(number, one, "run", noted=True) for number in numbers]
    return [replace(found[0], ended_at=NOW, ending=Ending.CURED), *found[1:]] if found else []


def letters(made: Scene, numbers: tuple[int, ...], *ledger: MailEntry) -> tuple[Letter, ...]:
    """Return the notices that are due."""
    return exposure_letters(made.world(), recorded(*numbers), ledger)


def line(key: str, state: MailState = MailState.SENT, kind: str = "exposure-notice") -> MailEntry:
    """Return a line of the ledger."""
    return MailEntry(key, kind, key.split("/")[1], state, NOW, "run")


def test_everybody_of_the_business_unit_is_told_of_all_that_is_new() -> None:
    """In one notice a person, which names neither file nor person."""
    first, second = letters(scene(), (1, 2, 3))
    assert (first.key, first.to, second.key) == ("exposure/u01/3", "u01@wcc.example", "exposure/u02/3")
    assert first.facts["count"] == 3
    assert first.facts["open"] == 2
    assert (first.facts["first"], first.facts["last"]) == ("EXP-0001", "EXP-0003")
    assert FILE not in repr(first.facts)
    assert "u19" not in repr(first.facts)


def test_law_12_nobody_is_told_of_the_same_exposure_twice() -> None:
    """Whatever became of the notice, but for one that was surely refused."""
    sent = (
        line("exposure/u01/2"),
        line("exposure/u01/1"),
        line("summary/u02/2026-03-30", kind="morning-summary"),
    )
    assert [one.key for one in letters(scene(), (1, 2), *sent)] == ["exposure/u02/2"]
    assert [one.facts["first"] for one in letters(scene(), (1, 2, 3), *sent)] == ["EXP-0003", "EXP-0001"]
    refused = line("exposure/u01/2", MailState.REFUSED)
    assert [one.key for one in letters(scene(), (1, 2), refused)] == ["exposure/u01/2", "exposure/u02/2"]
    assert letters(scene(), ()) == ()


def test_nobody_is_told_who_has_left_or_may_be_another() -> None:
    """A notice must not go to a mailbox that somebody else may read."""
    ended = scene().person("u01", ends_on=date(2026, 3, 1))
    assert [one.person for one in letters(ended, (1,))] == ["u02"]
    changed = scene().account("u01", mail="other@wcc.example")
    assert [one.person for one in letters(changed, (1,))] == ["u02"]
