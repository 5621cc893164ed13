"""Pins and invitations as rows of the database, and back."""

from datetime import date, datetime

import msgspec
from sqlalchemy import Connection, select

from sharepoint_gate.access.memory import Likeness, Pin, SentInvitation
from sharepoint_gate.access.observed import ObjectId
from sharepoint_gate.roster.model import PersonId
from sharepoint_gate.store import tables
from sharepoint_gate.trail.canonical import instant


def pin_row(pin: Pin) -> dict[str, str | None]:
    """Return a pin as the columns beside its person."""
    words = None if pin.likeness is None else msgspec.json.encode(pin.likeness).decode()
    return {
        "object_id": pin.object_id,
        "fingerprint": pin.fingerprint,
        "pinned_at": instant(pin.pinned_at),
        "likeness": words,
        "accepts_from": None if pin.accepts_from is None else pin.accepts_from.isoformat(),
    }


def pins_in(connection: Connection) -> dict[PersonId, Pin]:
    """Return every pin; one that an older version of the gate made has no words."""
    return {
        PersonId(row.person): Pin(
            ObjectId(row.object_id),
            row.fingerprint,
            datetime.fromisoformat(row.pinned_at),
            None if row.likeness is None else msgspec.json.decode(row.likeness, type=Likeness),
            None if row.accepts_from is None else date.fromisoformat(row.accepts_from),
        )
        for row in connection.execute(select(tables.pins).order_by(tables.pins.c.person))
    }


def invitation_row(sent: SentInvitation) -> dict[str, str | None]:
    """Return an invitation as the columns beside its person."""
    return {"address": sent.address, "asked_on": sent.asked_on.isoformat(), "at": instant(sent.at)}


def invitations_in(connection: Connection) -> dict[PersonId, SentInvitation]:
    """Return every invitation that left, or may have."""
    return {
        PersonId(row.person): SentInvitation(
            row.address, date.fromisoformat(row.asked_on), datetime.fromisoformat(row.at)
        )
        for row in connection.execute(select(tables.invitations).order_by(tables.invitations.c.person))
    }
