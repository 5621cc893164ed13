"""Taking back what a run gave in the moment in which somebody was frozen."""

from collections.abc import Collection
from dataclasses import dataclass

from sharepoint_gate.access.changes import AddMember, GrantReaders
from sharepoint_gate.access.observed import ObjectId, ObservedPermission, Unread
from sharepoint_gate.errors import UnavailableError
from sharepoint_gate.jobs.effect import is_reader_link, people_on
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.ports.tenant import ChannelSite, TenantReader, Writers


@dataclass(frozen=True, slots=True)
class TakingBack:
    """Undoes one grant of a run for some of its people; the others keep it."""

    site: ChannelSite
    reader: TenantReader
    writers: Writers
    journal: Journal

    async def take_back(
        self, change_id: str, change: GrantReaders | AddMember, frozen: Collection[ObjectId]
    ) -> None:
        """Take back what the change gave to the frozen.

        Raises:
            GraphError: It could not be read or taken back; the freeze's own look finds it.
        """
        if isinstance(change, AddMember):
            await self._end_membership(change_id, change)
            return
        for link in await self._links(change):
            going = tuple(sorted(people_on(link).intersection(frozen)))
            if going:
                await self._relieve(change_id, change, link, going)

    async def _relieve(
        self, change_id: str, change: GrantReaders, link: ObservedPermission, going: tuple[ObjectId, ...]
    ) -> None:
        sharing = self.writers.sharing
        if len(going) == len(link.people):
            self.journal.intent(change_id, "delete-permission", change)
            await sharing.delete_permission(change.item_id, link.id)
        else:
            self.journal.intent(change_id, "revoke-people", change)
            await sharing.revoke_people(change.item_id, link.id, going)

    async def _end_membership(self, change_id: str, change: AddMember) -> None:
        for member in await self.reader.members(self.site):
            if member.object_id == change.object_id:
                self.journal.intent(change_id, "channel-member", change)
                await self.writers.channel.remove_member(member.id)

    async def _links(self, change: GrantReaders) -> list[ObservedPermission]:
        answer = (await self.reader.permissions(self.site.drive_id, [change.item_id]))[change.item_id]
        if isinstance(answer, Unread):
            raise UnavailableError("What was given could not be read back.", why=answer.why)
        return [one for one in answer if is_reader_link(one)]
