"""The ledger of mails in the database.

Source: ADR-0005
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from sharepoint_gate.errors import StoreError
from sharepoint_gate.ports.mail import MailEntry, MailState
from sharepoint_gate.store.database import Database
from sharepoint_gate.store.tables import case_rights, mails
from sharepoint_gate.trail.canonical import instant


class SqliteMailLedger:
    """Implements the MailLedger port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(self) -> Sequence[MailEntry]:
        """Return every line, in the order of their instants."""
        with self._database.read() as connection:
            rows = connection.execute(select(mails).order_by(mails.c.at, mails.c.key)).all()
        return [_entry(row) for row in rows]

    def intend(self, entry: MailEntry) -> None:
        """Write down that a mail is about to be sent.

        Raises:
            StoreError: There is a line of this key already that forbids a second mail.
        """
        values = {
            "kind": entry.kind,
            "person": entry.person,
            "state": MailState.INTENDED.value,
            "at": instant(entry.at),
            "run": entry.run,
            "covers": json.dumps(dict(entry.covers), sort_keys=True),
        }
        with self._database.write() as connection:
            found = connection.scalar(select(mails.c.state).where(mails.c.key == entry.key))
            if found is None:
                connection.execute(insert(mails).values(key=entry.key, **values))
            elif found == MailState.REFUSED.value:
                connection.execute(update(mails).where(mails.c.key == entry.key).values(**values))
            else:
                raise twice(found)

    def settle(self, key: str, state: MailState) -> None:
        """Write down what became of a mail."""
        with self._database.write() as connection:
            connection.execute(update(mails).where(mails.c.key == key).values(state=state.value))

    def release(self, key: str) -> None:
        """Forget a mail that a person has decided to have sent again."""
        with self._database.write() as connection:
            connection.execute(delete(mails).where(mails.c.key == key))

    def rights(self) -> Mapping[tuple[str, str], str]:
        """Return who read on which case when letters were last written, with the run that first saw it."""
        with self._database.read() as connection:
            rows = connection.execute(select(case_rights)).all()
        return {(row.person, row.case_ref): row.run for row in rows}

    def set_rights(self, rights: Mapping[tuple[str, str], str]) -> None:
        """Replace what ``rights`` returns."""
        rows = [{"person": who, "case_ref": case, "run": run} for (who, case), run in rights.items()]
        with self._database.write() as connection:
            connection.execute(delete(case_rights))
            if rows:
                connection.execute(insert(case_rights), rows)


def _entry(row: Row[Any]) -> MailEntry:
    at = datetime.fromisoformat(row.at)
    covers = json.loads(row.covers)
    return MailEntry(row.key, row.kind, row.person, MailState(row.state), at, row.run, covers)


def twice(state: str) -> StoreError:
    """Return the error for a mail that was about to be sent a second time (law 12)."""
    return StoreError(
        "A mail was about to be sent a second time, and was not.",
        why=f"the ledger has it as {state}",
        mend="This is a fault of the program: report it.",
    )
