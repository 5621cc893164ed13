"""Write one change of an item: the request, and the documented fall-backs when the service cannot.

Each request has its own intent in the trail before it leaves.

Source: graph:api/driveitem-createlink, graph:api/permission-grant, graph:api/permission-revokegrants
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sharepoint_gate.access.changes import DeletePermission, GrantReaders, ItemChange, RevokePeople
from sharepoint_gate.access.observed import ItemId, ObjectId, ObservedPermission, PermissionId
from sharepoint_gate.errors import (
    AccessDeniedError,
    BadRequestError,
    ConflictError,
    GraphError,
    UnexpectedAnswerError,
    WiderLinkError,
    WriteUncertainError,
)
from sharepoint_gate.jobs.effect import find, granted_through, is_gone, is_reader_link, people_on
from sharepoint_gate.jobs.freeze_guard import Barred, nobody, refuse
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.ports.tenant import SharingWriter

ReadItem = Callable[[ItemId], Awaitable[tuple[ObservedPermission, ...]]]
Seen = Callable[[ItemId], frozenset[PermissionId] | None]
# SharePoint shows a change to readers a moment after it took it; waits in seconds between read-backs.
READ_BACK_WAITS_S = (0.0, 1.0, 3.0)


def unseen(_item: ItemId) -> None:
    """Tell that nobody knows what stood on an item before."""


@dataclass(frozen=True, slots=True)
class ItemWriter:
    """Carries out item changes of one run.

    Attributes:
        read: A fresh read of one item's permissions.
        barred: Whom nothing may be given at this moment.
        seen: What stood on an item before this run, so that what this run may have made is told apart.
    """

    sharing: SharingWriter
    journal: Journal
    read: ReadItem
    barred: Barred = nobody
    seen: Seen = unseen

    async def write(self, change_id: str, change: ItemChange) -> None:
        """Send what the change needs; return without reading back.

        Raises:
            WriteUncertainError: No answer came to a write.
            LawError: The door stopped a request.
            GraphError: Graph refused.
        """
        if isinstance(change, DeletePermission):
            await self._delete(change_id, change, change.permission_id)
        elif isinstance(change, RevokePeople):
            await self._revoke(change_id, change)
        else:
            await self._grant(change_id, change)

    async def _revoke(self, change_id: str, change: RevokePeople) -> None:
        self.journal.intent(change_id, "revoke-people", change)
        try:
            await self.sharing.revoke_people(change.item_id, change.permission_id, change.people)
        except BadRequestError:
            # Recipients who never redeemed cannot be removed one by one: the whole link goes, and comes back
            # for those who stay. Nobody gains: they were on it.
            await self._delete(change_id, change, change.permission_id)
            await self._create(change_id, change, change.remaining)

    async def _grant(self, change_id: str, change: GrantReaders) -> None:
        link = (
            None
            if change.permission_id is None
            else find(await self.read(change.item_id), change.permission_id)
        )
        if link is None:
            made = await self._create(change_id, change, change.readers)
            await self._complete(change_id, change, made)
        elif is_reader_link(link):
            await self._add(change_id, change, link)
        else:
            raise ConflictError(
                "The link that people should be added to is no longer the gate's own kind.",
                why="it was changed after the plan was made",
                mend="The next run looks again.",
            )

    async def _complete(self, change_id: str, change: GrantReaders, made: ObservedPermission | None) -> None:
        """Add whoever is missing when an existing link came back without the new people.

        Only the very link that was answered is added to: another of the same make may be somebody else's.
        """
        link = find(await self._look(change.item_id), made.id) if made is not None else None
        if link is None or not is_reader_link(link):
            return
        missing = frozenset(change.readers) - people_on(link)
        if missing and people_on(link) <= frozenset(change.readers):
            await self._add(change_id, change, link)

    async def _add(self, change_id: str, change: GrantReaders, link: ObservedPermission) -> None:
        missing = [one for one in change.readers if one not in people_on(link)]
        self.journal.intent(change_id, "add-people", change)
        refuse(self.barred, change.item_id, missing)
        try:
            await self.sharing.add_people(change.item_id, link, missing)
        except (AccessDeniedError, BadRequestError, UnexpectedAnswerError):
            # Graph lets some applications add people only by asking for the link again; where that adds
            # nobody either, the link is made anew for everybody who should be on it.
            await self._create(change_id, change, change.readers)
            if granted_through(await self._look(change.item_id), change) is None:
                await self._delete(change_id, change, link.id)
                await self._create(change_id, change, change.readers)

    async def _create(
        self, change_id: str, change: ItemChange, people: Sequence[ObjectId]
    ) -> ObservedPermission | None:
        if not people:
            return None
        self.journal.intent(change_id, "create-link", change)
        refuse(self.barred, change.item_id, people)
        try:
            made = await self.sharing.create_link(change.item_id, people)
        except WriteUncertainError:
            wider = await self._wider_meanwhile(change.item_id, people)
            if wider is None:
                raise
            made = wider
        if not is_reader_link(made):
            raise await self._undone(change_id, change, made)
        return made

    async def _wider_meanwhile(self, item: ItemId, people: Sequence[ObjectId]) -> ObservedPermission | None:
        """Return the link that a request without an answer seems to have made, where it is wider than asked.

        Links that name anybody else are somebody else's, and are the next run's to judge.
        """
        before = self.seen(item)
        for wait in READ_BACK_WAITS_S if before is not None else ():
            if wait:
                await self.journal.clock.sleep(wait)
            new = [one for one in await self._look(item) if one.link and one.id not in (before or ())]
            ours = [one for one in new if people_on(one) <= frozenset(people)]
            if ours:
                return next((one for one in ours if not is_reader_link(one)), None)
        return None

    async def _undone(self, change_id: str, change: ItemChange, made: ObservedPermission) -> WiderLinkError:
        """Delete a link that is wider than asked, look whether it is gone, and tell both."""
        gone = False
        with suppress(GraphError):
            await self._delete(change_id, change, made.id)
        with suppress(GraphError):
            gone = await self._is_gone(change.item_id, made.id)
        fate = (
            "it was deleted again" if gone else "whether it is gone could not be seen: look at the file now"
        )
        return WiderLinkError(
            f"Graph answered with a link that is wider than asked; {fate}.",
            why=f"scope {made.link.scope if made.link else 'none'}, roles {', '.join(made.roles)}",
            mend="Check the version of createLink in the settings; see docs/how-to/links.md.",
        )

    async def _is_gone(self, item: ItemId, permission: PermissionId) -> bool:
        for wait in READ_BACK_WAITS_S:
            if wait:
                await self.journal.clock.sleep(wait)
            if is_gone(await self.read(item), permission):
                return True
        return False

    async def _look(self, item: ItemId) -> tuple[ObservedPermission, ...]:
        """Read between two requests of one change: when that fails, the change is half done, not refused."""
        try:
            return await self.read(item)
        except GraphError as error:
            raise WriteUncertainError("What the request did could not be read.", why=error.why) from error

    async def _delete(self, change_id: str, change: ItemChange, permission: PermissionId) -> None:
        self.journal.intent(change_id, "delete-permission", change)
        await self.sharing.delete_permission(change.item_id, permission)
