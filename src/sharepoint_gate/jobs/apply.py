"""Apply: carry out a plan, revocations first, each change written down, read back, and told.

Laws 5, 6, 10 and 12: where a revocation fails, that file's grants wait; a change counts as applied when a
fresh read shows it; a write without an answer is looked at again and never resent.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from sharepoint_gate.access.changes import (
    AddMember,
    Change,
    DeletePermission,
    GrantReaders,
    InviteGuest,
    RemoveMember,
    RevokePeople,
    SetMemberRole,
)
from sharepoint_gate.access.observed import ItemId, ObservedPermission, Unread
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.errors import (
    GraphError,
    LawError,
    UnavailableError,
    WiderLinkError,
    WriteUncertainError,
)
from sharepoint_gate.jobs.budget import DAY_SPENT
from sharepoint_gate.jobs.effect import are_off, granted_through, is_gone, member_holds
from sharepoint_gate.jobs.freeze_back import TakingBack
from sharepoint_gate.jobs.freeze_guard import FROZEN_MEANWHILE, Barred, nobody, refuse
from sharepoint_gate.jobs.invite import invite, is_invited
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.jobs.places import why_not_there
from sharepoint_gate.jobs.write_item import READ_BACK_WAITS_S, ItemWriter, Seen, unseen
from sharepoint_gate.ports.store import MemoryStore
from sharepoint_gate.ports.tenant import ChannelSite, TenantReader, Writers
from sharepoint_gate.trail.events import OutcomeState

NOT_REVOKED = "a revocation on this file, or on a folder above it, did not succeed, so its grants wait"
NO_MORE_LINKS = "Graph makes links that are wider than asked, so no further one is asked for"
STOPPED = "the gate was asked to stop; the next run takes it up"

NOT_SHOWN = "Graph accepted the request, but a fresh read does not show the change"
# Owners' entries and those that come from above outlive their deletion, whatever the answer says.
KEPT = f"{NOT_SHOWN}: SharePoint keeps this entry, so a person has to take it away by hand in SharePoint"

ItemChange = DeletePermission | RevokePeople | GrantReaders
MemberChange = RemoveMember | AddMember | SetMemberRole


def never() -> bool:
    """Tell that nobody asks to stop."""
    return False


def always(_change: Change) -> bool:
    """Tell that the day holds every change."""
    return True


@dataclass(frozen=True, slots=True)
class Applied:
    """How one change ended, and why when it did not end well."""

    change_id: str
    change: Change
    state: OutcomeState
    why: str = ""

    @property
    def item_id(self) -> ItemId | None:
        """The item that the change is about; None for the channel's members."""
        change = self.change
        return change.item_id if isinstance(change, DeletePermission | RevokePeople | GrantReaders) else None


@dataclass(slots=True)
class Application:
    """One plan being carried out against one channel."""

    site: ChannelSite
    reader: TenantReader
    writers: Writers
    journal: Journal
    memory: MemoryStore
    stopping: Callable[[], bool] = never
    barred: Barred = nobody
    affords: Callable[[Change], bool] = always
    seen: Seen = unseen
    _blocked: set[str] = field(default_factory=set)
    _links_stopped: bool = False
    _sent: str = ""

    async def apply(self, plan: Plan) -> Sequence[Applied]:
        """Carry out every change in order; return how each ended, in the same order.

        Raises:
            LawError: A request was stopped at the door; nothing further is sent.
        """
        done: list[Applied] = []
        for number, change in enumerate(plan.changes, start=1):
            change_id = f"c{number:04d}"
            state, why = await self._carry_out(change_id, change)
            self.journal.outcome(change_id, state, why)
            self._block(change, state)
            done.append(Applied(change_id, change, state, why))
        return done

    async def _carry_out(self, change_id: str, change: Change) -> tuple[OutcomeState, str]:
        if self.stopping():
            return OutcomeState.SKIPPED, STOPPED
        if isinstance(change, GrantReaders):
            waits = self._why_it_waits(change) or await why_not_there(self.reader, self.site, change)
            if waits:
                return OutcomeState.SKIPPED, waits
        try:
            return await self._attempt(change_id, change)
        except LawError as error:
            # What was stopped may be the reading back of a change that had been sent.
            sent = self._sent == change_id
            self.journal.outcome(
                change_id, OutcomeState.UNCERTAIN if sent else OutcomeState.FAILED, error.what
            )
            raise
        except GraphError as error:
            self._links_stopped = self._links_stopped or isinstance(error, WiderLinkError)
            return await self._refused(change, f"{error.what} {error.why}".strip())

    async def _refused(self, change: Change, why: str) -> tuple[OutcomeState, str]:
        """A refused removal may be through all the same: by an earlier step, or with an entry above it."""
        with suppress(GraphError):
            if isinstance(change, DeletePermission | RevokePeople | RemoveMember) and await self._holds(
                change
            ):
                return OutcomeState.ALREADY, f"{why} A fresh read shows that it holds."
        return OutcomeState.FAILED, why

    def _why_it_waits(self, change: GrantReaders) -> str:
        if self._links_stopped:
            return NO_MORE_LINKS
        if not self.affords(change):
            return DAY_SPENT
        return NOT_REVOKED if not self._blocked.isdisjoint(_path_and_above(change.path)) else ""

    async def _attempt(self, change_id: str, change: Change) -> tuple[OutcomeState, str]:
        if isinstance(change, DeletePermission) and change.copied and await self._holds(change):
            return OutcomeState.ALREADY, "gone with the entry above it"
        lost = ""
        try:
            await self._write(change_id, change)
            self._sent = change_id
        except WriteUncertainError as error:
            self._sent = change_id
            lost = f"no answer came ({error.what})"
        verdict = await self._verdict(change, lost)
        return await self._unless_frozen(change_id, change, verdict)

    async def _unless_frozen(
        self, change_id: str, change: Change, verdict: tuple[OutcomeState, str]
    ) -> tuple[OutcomeState, str]:
        """Take back what was just given to somebody who was frozen meanwhile."""
        if not isinstance(change, GrantReaders | AddMember):
            return verdict
        given = change.people if isinstance(change, GrantReaders) else (change.object_id,)
        item = change.item_id if isinstance(change, GrantReaders) else None
        frozen = self.barred(item, given)
        if not frozen:
            return verdict
        await TakingBack(self.site, self.reader, self.writers, self.journal).take_back(
            change_id, change, frozen
        )
        return OutcomeState.FAILED, f"{FROZEN_MEANWHILE}; what was given is taken back"

    async def _verdict(self, change: Change, lost: str) -> tuple[OutcomeState, str]:
        try:
            seen = await self._seen(change)
        except GraphError as error:
            return OutcomeState.UNCERTAIN, f"{lost} it could not be read back: {error.what}".strip()
        if seen:
            return OutcomeState.APPLIED, f"{lost}; a fresh read shows it" if lost else ""
        if lost:
            return OutcomeState.UNCERTAIN, lost
        return OutcomeState.FAILED, KEPT if isinstance(change, DeletePermission) else NOT_SHOWN

    async def _write(self, change_id: str, change: Change) -> None:
        if isinstance(change, DeletePermission | RevokePeople | GrantReaders):
            writer = ItemWriter(self.writers.sharing, self.journal, self._read, self.barred, self.seen)
            await writer.write(change_id, change)
            return
        if isinstance(change, InviteGuest):
            guests = self.writers.guests
            await invite(change_id, change, guests, self.journal, self.memory, self.barred)
            return
        self.journal.intent(change_id, "channel-member", change)
        if isinstance(change, AddMember | SetMemberRole):
            refuse(self.barred, None, (change.object_id,))
        channel = self.writers.channel
        match change:
            case RemoveMember():
                await channel.remove_member(change.membership_id)
            case AddMember():
                await channel.add_member(change.object_id, change.role)
            case SetMemberRole():
                await channel.set_role(change.membership_id, change.role)

    async def _seen(self, change: Change) -> bool:
        for wait in READ_BACK_WAITS_S:
            if wait:
                await self.journal.clock.sleep(wait)
            if await self._holds(change):
                return True
        return False

    async def _holds(self, change: Change) -> bool:
        if isinstance(change, InviteGuest):
            return await is_invited(self.reader, change)
        if isinstance(change, RemoveMember | AddMember | SetMemberRole):
            return member_holds(await self.reader.members(self.site), change)
        return self._holds_on_item(await self._read(change.item_id), change)

    def _holds_on_item(self, permissions: Sequence[ObservedPermission], change: ItemChange) -> bool:
        match change:
            case DeletePermission():
                return is_gone(permissions, change.permission_id)
            case RevokePeople():
                return are_off(permissions, change)
            case GrantReaders():
                link = granted_through(permissions, change)
                if link is not None:
                    self.memory.remember_links({change.item_id: link.id})
                return link is not None

    async def _read(self, item: ItemId) -> tuple[ObservedPermission, ...]:
        answer = (await self.reader.permissions(self.site.drive_id, [item]))[item]
        if isinstance(answer, Unread):
            raise UnavailableError("The file could not be read back.", why=answer.why)
        return answer

    def _block(self, change: Change, state: OutcomeState) -> None:
        failed = state in {OutcomeState.FAILED, OutcomeState.UNCERTAIN, OutcomeState.SKIPPED}
        if failed and isinstance(change, DeletePermission | RevokePeople):
            self._blocked.add(change.path)


def _path_and_above(path: str) -> set[str]:
    """Return a path with everything above it, the library's root included."""
    parts = path.split("/")
    return {"/".join(parts[:length]) for length in range(len(parts) + 1)}
