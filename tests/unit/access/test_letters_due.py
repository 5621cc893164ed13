"""What the ledger knows, read for the letters; the agreement's letters; the permit of a mail run."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sharepoint_gate.access.findings import Handling
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.ladder import DueMail, Rung
from sharepoint_gate.access.letters import Letter, LetterKind, MailEntry, MailState, token_of
from sharepoint_gate.access.letters_agreement import KINDS, agreement_letters
from sharepoint_gate.access.letters_due import announced_in, mail_findings, may_have_gone, steps_in, still_due
from sharepoint_gate.access.permits import mail_permit
from sharepoint_gate.roster.model import PersonId
from tests.world import Scene

AT = datetime(2026, 3, 30, 22, 0, tzinfo=UTC)
SENT = MailEntry("ready/u12/RR-2026-001/a", "documents-ready", "u12", MailState.SENT, AT, "r1", {"i1": 7})
LETTER = Letter("uaa/ask/u12/2", LetterKind.UAA_ASK, "u12@wicb.example", PersonId("u12"), {})
EVERY_STATE = pytest.mark.parametrize("state", list(MailState))


@EVERY_STATE
def test_law_12_only_a_refused_mail_may_go_again(state: MailState) -> None:
    """Whatever else became of a mail forbids a second one."""
    line = replace(SENT, key=LETTER.key, state=state)
    refused = state is MailState.REFUSED
    assert may_have_gone([line]) == (() if refused else (line,))
    assert still_due([LETTER], [line]) == ((LETTER,) if refused else ())
    assert steps_in([line]) == ({} if refused else {LETTER.key: AT})


def test_a_letter_that_is_due_twice_goes_once() -> None:
    """Two reasons for one letter make one letter."""
    assert still_due([LETTER, LETTER], []) == (LETTER,)


def test_the_latest_grant_that_a_letter_told_of_counts() -> None:
    """A file that was announced twice is known by its last grant."""
    lines = [SENT, replace(SENT, key="b", covers={"i1": 9}), replace(SENT, key="c", covers={"i1": 8})]
    assert announced_in(lines) == {("u12", "i1"): 9}
    assert announced_in([replace(SENT, state=MailState.REFUSED)]) == {}


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (MailState.INTENDED, FindingKind.MAIL_UNCERTAIN),
        (MailState.UNCERTAIN, FindingKind.MAIL_UNCERTAIN),
        (MailState.NOT_FOUND, FindingKind.MAIL_UNCERTAIN),
        (MailState.REFUSED, FindingKind.MAIL_REFUSED),
        (MailState.RETURNED, FindingKind.UAA_UNDELIVERABLE),
    ],
)
def test_a_mail_in_trouble_is_a_finding_for_a_person(state: MailState, kind: FindingKind) -> None:
    """It names the mail by its key, so that a person can settle it."""
    (finding,) = mail_findings([replace(SENT, state=state)], "r1")
    assert (finding.kind, finding.handling, finding.principal) == (kind, Handling.PERSON, "u12")
    assert finding.object == f"mail {SENT.key}"


def test_a_mail_that_went_or_was_refused_long_ago_is_no_finding() -> None:
    """The run of today tries again what an earlier one could not send."""
    assert mail_findings([SENT, replace(SENT, state=MailState.REFUSED)], "r2") == ()


def test_a_token_tells_nothing_of_its_letter() -> None:
    """Headers are read by every server on the way."""
    assert token_of(SENT.key) == token_of(SENT.key) != token_of(LETTER.key)
    assert "u12" not in token_of(SENT.key)


def test_every_step_of_the_ladder_has_a_kind_of_letter() -> None:
    """No rung is forgotten."""
    assert set(KINDS) == set(Rung)


def _due(rung: Rung) -> DueMail:
    return DueMail(f"uaa/{rung.value}/u12/2", rung, PersonId("u12"), "2", "b" * 64, date(2026, 4, 3))


def test_the_person_is_written_to_and_for_a_copy_the_organisations_contact() -> None:
    """A lead copy goes to whom the roster declares; without anybody there is none."""
    scene = Scene().person("u12")
    due = [_due(Rung.ASK), _due(Rung.LEAD)]
    assert [one.to for one in agreement_letters(scene.world(), due, {})] == ["u12@wicb.example"]
    scene.organisation("wicb", breach_contact="ig@wicb.example")
    assert [one.to for one in agreement_letters(scene.world(), due, {})] == [
        "u12@wicb.example",
        "ig@wicb.example",
    ]


def test_a_letter_of_the_agreement_holds_its_text_and_no_case() -> None:
    """Who is asked sees what they are asked to accept, and nothing of a child."""
    scene = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member")
    (letter,) = agreement_letters(scene.world(), [_due(Rung.ASK)], {"b" * 64: "Read on the screen."})
    assert letter.facts["text"] == "Read on the screen."
    assert "RR-2026" not in str(letter.facts)


def test_law_3_a_mail_run_may_send_its_letters_and_nothing_else() -> None:
    """The permit holds each letter's own address, one mailbox, and no item, link or member."""
    permit = mail_permit([LETTER], "partnership@westmarsh.example", "bu@westmarsh.example")
    assert permit.mail_recipients == {LETTER.key: LETTER.to}
    assert (permit.items, permit.add_members, permit.set_roles) == ({}, {}, {})
    assert not permit.remove_members
