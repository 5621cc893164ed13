"""Invite: ask somebody into the directory, once (laws 10 and 12).

Graph would mail a second invitation as readily as the first, and its answer may be lost. So it is remembered
before the request leaves; only a refusal is forgotten again. Whether it came is read from the directory.

Source: graph:api/invitation-post, ADR-0005
"""

from sharepoint_gate.access.changes import InviteGuest
from sharepoint_gate.access.memory import SentInvitation
from sharepoint_gate.access.observed import ObjectId, Unread
from sharepoint_gate.errors import GraphError, LawError, UnavailableError, WriteUncertainError
from sharepoint_gate.jobs.freeze_guard import Barred, nobody, refuse
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.ports.store import MemoryStore
from sharepoint_gate.ports.tenant import GuestWriter, TenantReader


async def invite(
    change_id: str,
    change: InviteGuest,
    guests: GuestWriter,
    journal: Journal,
    memory: MemoryStore,
    barred: Barred = nobody,
) -> None:
    """Send one invitation.

    Raises:
        ConflictError: The person was frozen meanwhile; nothing was sent.
        LawError: The permit does not hold it.
        WriteUncertainError: No clear answer came: it may have been sent, and is not sent again.
        GraphError: It was refused, and surely not sent.
    """
    sent = SentInvitation(change.address, change.asked_on, journal.clock.now())
    journal.intent(change_id, "invite-guest", change)
    # Somebody without an account is known to a freeze by the address.
    refuse(barred, None, (ObjectId(change.address),))
    memory.remember_invitations({change.person: sent})
    try:
        await guests.invite(change.address)
    except WriteUncertainError:
        raise
    except (GraphError, LawError):
        memory.remember_invitations({change.person: None})
        raise


async def is_invited(reader: TenantReader, change: InviteGuest) -> bool:
    """Tell whether an account stands for the address by now.

    Raises:
        UnavailableError: That could not be read.
    """
    answer = (await reader.accounts([change.address]))[change.address]
    if isinstance(answer, Unread):
        raise UnavailableError("The guest could not be looked up.", why=answer.why)
    return bool(answer)
