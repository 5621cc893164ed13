"""The contract of the MailLedger port."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from sharepoint_gate.errors import StoreError
from sharepoint_gate.ports.mail import MailEntry, MailLedger, MailState
from sharepoint_gate.store import Store, open_store
from sharepoint_gate.store.tables import mails
from tests.fakes.mail import FakeMailLedger

AT = datetime(2026, 3, 30, 22, 0, 0, 5, tzinfo=UTC)
READY = MailEntry(
    "ready/u12/RR-2026-001/r1", "documents-ready", "u12", MailState.INTENDED, AT, "r1", {"01AGENDA": 17}
)


@pytest.fixture(params=["fake", "sqlite"])
def ledger(request: pytest.FixtureRequest, database_path: Path) -> Iterator[MailLedger]:
    """Each implementation of the ledger, empty."""
    if request.param == "fake":
        yield FakeMailLedger()
        return
    opened = open_store(database_path)
    try:
        yield opened.mails
    finally:
        opened.close()


def test_an_intended_mail_stands_in_the_ledger_as_it_is(ledger: MailLedger) -> None:
    """Every word of a line comes back."""
    ledger.intend(READY)
    assert list(ledger.entries()) == [READY]


def test_lines_come_in_the_order_of_their_instants(ledger: MailLedger) -> None:
    """The oldest line is first."""
    ledger.intend(replace(READY, key="b", at=AT.replace(hour=23)))
    ledger.intend(replace(READY, key="c"))
    assert [one.key for one in ledger.entries()] == ["c", "b"]


@pytest.mark.parametrize("state", [one for one in MailState if one is not MailState.REFUSED])
def test_law_12_a_mail_that_may_have_been_sent_is_not_intended_again(
    ledger: MailLedger, state: MailState
) -> None:
    """The ledger itself refuses a second mail, whatever the job thinks."""
    ledger.intend(READY)
    if state is not MailState.INTENDED:
        ledger.settle(READY.key, state)
    with pytest.raises(StoreError, match="a second time"):
        ledger.intend(READY)
    assert [one.state for one in ledger.entries()] == [state]


def test_a_refused_mail_may_be_intended_again(ledger: MailLedger) -> None:
    """What was surely not sent is tried by a later run, under its own name."""
    ledger.intend(READY)
    ledger.settle(READY.key, MailState.REFUSED)
    later = replace(READY, run="r2", at=AT.replace(day=31))
    ledger.intend(later)
    assert list(ledger.entries()) == [later]


def test_a_released_mail_is_forgotten(ledger: MailLedger) -> None:
    """A person's decision makes room for another mail of the key."""
    ledger.intend(READY)
    ledger.settle(READY.key, MailState.NOT_FOUND)
    ledger.release(READY.key)
    assert list(ledger.entries()) == []


def test_rights_are_replaced_as_a_whole(ledger: MailLedger) -> None:
    """What is not named any more is forgotten."""
    ledger.set_rights({("u12", "RR-2026-001"): "r1", ("u13", "RR-2026-001"): "r1"})
    ledger.set_rights({("u12", "RR-2026-001"): "r1"})
    assert ledger.rights() == {("u12", "RR-2026-001"): "r1"}
    ledger.set_rights({})
    assert ledger.rights() == {}


def test_law_12_the_database_itself_keeps_a_mail_from_being_intended_twice(store: Store) -> None:
    """Not every program that opens the file will be the gate."""
    store.mails.intend(READY)
    store.mails.settle(READY.key, MailState.SENT)
    with pytest.raises(StoreError), store.database.write() as connection:
        connection.execute(update(mails).values(state="intended"))
