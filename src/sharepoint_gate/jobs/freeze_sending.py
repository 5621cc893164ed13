"""The removals of a freeze: each written down, sent, and closed by what a fresh look shows."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sharepoint_gate.access.changes import RemoveMember, RevokePeople
from sharepoint_gate.access.freezes_permit import freeze_permit
from sharepoint_gate.access.freezes_removals import Removal, reason_of
from sharepoint_gate.access.freezes_who import Subject
from sharepoint_gate.access.observed import ItemId, ObjectId
from sharepoint_gate.errors import AccessDeniedError, BadRequestError, GraphError
from sharepoint_gate.jobs.freeze_journal import TolerantJournal
from sharepoint_gate.jobs.freeze_look import Look
from sharepoint_gate.ports.freezes import FreezeWriters, OpensFreezeWriters
from sharepoint_gate.ports.tenant import ChannelSite
from sharepoint_gate.trail.events import EventKind, OutcomeState

NOT_SIGNED_OUT = (
    "Their sign-ins were not ended: the application lacks User.RevokeSessions.All. Ask the administrator to "
    "revoke the sessions of this account in Entra."
)
OTHERS_LOST = (
    "Others lost a link with them, since one person could not be taken off it; the next run mends it."
)


@dataclass(slots=True)
class Sending:
    """Sends what a freeze takes away.

    Attributes:
        removed: How many removals a fresh look confirmed.
        told: What whoever froze should know.
    """

    site: ChannelSite
    open_writers: OpensFreezeWriters
    journal: TolerantJournal
    removed: int = 0
    told: list[str] = field(default_factory=list)
    _number: int = 0
    _open: dict[str, tuple[Removal | RemoveMember, str]] = field(default_factory=dict)

    async def send(
        self,
        removals: Iterable[Removal],
        members: Iterable[RemoveMember],
        signed_in: Iterable[ObjectId] = (),
        subject: Subject | None = None,
    ) -> None:
        """Send removals: memberships first, then sign-ins, then sharing.

        Raises:
            LawError: The door stopped one.
        """
        items, leaving, accounts = list(removals), list(members), sorted(signed_in)
        permit = freeze_permit(self.site, items, leaving, accounts)
        async with self.open_writers(permit) as writers:
            for member in leaving:
                await self._send(writers, member)
            for account in accounts:
                await self._sign_out(writers, account, subject)
            for one in items:
                await self._send(writers, one)

    def close(self, look: Look, *, last: bool = False) -> None:
        """Write down how each removal ended, by what a look shows; at the last look all of them."""
        standing = {_where(one) for one in (*look.sought.removals, *look.sought.members)}
        for change_id, (change, why) in list(self._open.items()):
            unseen, stands = look.is_unread(_where(change)[0]), _where(change) in standing
            if (unseen or stands) and not last:
                continue
            if unseen:
                self.journal.outcome(change_id, OutcomeState.UNCERTAIN, why or "it could not be read again")
            elif stands:
                self.journal.outcome(change_id, OutcomeState.FAILED, why or "a fresh read still shows it")
            else:
                self.journal.outcome(change_id, OutcomeState.APPLIED, why)
                self.removed += 1
            del self._open[change_id]

    async def _send(self, writers: FreezeWriters, change: Removal | RemoveMember) -> None:
        change_id, why = self._next(), ""
        try:
            await self._write(writers, change_id, change)
        except GraphError as error:
            # Refused, lost or unclear: the next look decides.
            why = f"{error.what} {error.why}".strip()
        self._open[change_id] = (change, why)

    async def _write(self, writers: FreezeWriters, change_id: str, change: Removal | RemoveMember) -> None:
        if isinstance(change, RemoveMember):
            self.journal.intent(change_id, "channel-member", change)
            await writers.channel.remove_member(change.membership_id)
            return
        if isinstance(change, RevokePeople):
            self.journal.intent(change_id, "revoke-people", change)
            try:
                await writers.sharing.revoke_people(change.item_id, change.permission_id, change.people)
            except BadRequestError:
                # Nobody is named anew here: a freeze only takes away.
                self._tell(OTHERS_LOST)
            else:
                return
        self.journal.intent(change_id, "delete-permission", change)
        await writers.sharing.delete_permission(change.item_id, change.permission_id)

    async def _sign_out(self, writers: FreezeWriters, account: ObjectId, subject: Subject | None) -> None:
        change_id = self._next()
        reason = reason_of(subject).sentence if subject is not None else ""
        data = {"change": "revoke-sessions", "object_id": account, "reason": reason}
        intent = {"change_id": change_id, "step": "revoke-sessions", **data}
        self.journal.note(EventKind.INTENT, intent)
        try:
            await writers.sessions.revoke_sessions(account)
        except AccessDeniedError:
            self._tell(NOT_SIGNED_OUT)
            self.journal.outcome(change_id, OutcomeState.FAILED, "consent is missing")
        except GraphError as error:
            self._tell(f"Whether their sign-ins ended is not known: {error.what}")
            self.journal.outcome(change_id, OutcomeState.UNCERTAIN, error.what)
        else:
            self.journal.outcome(change_id, OutcomeState.APPLIED)

    def _tell(self, what: str) -> None:
        if what not in self.told:
            self.told.append(what)

    def _next(self) -> str:
        self._number += 1
        return f"f{self._number:04d}"


def _where(change: Removal | RemoveMember) -> tuple[ItemId | None, str]:
    if isinstance(change, RemoveMember):
        return None, change.membership_id
    return change.item_id, change.permission_id
