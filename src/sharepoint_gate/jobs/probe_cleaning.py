"""Removes the doctor's own items, also after a cut; a fresh read says whether they are gone.

Source: ADR-0005
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sharepoint_gate.access.examination import Step
from sharepoint_gate.access.observed import ItemId, ObservedItem, ObservedPermission, Unread
from sharepoint_gate.access.permit import ItemPermit, WritePermit
from sharepoint_gate.errors import GraphError
from sharepoint_gate.jobs.effect import find
from sharepoint_gate.jobs.probe_items import REMOVE, below, holds_others, left_behind, standing
from sharepoint_gate.jobs.probe_trial import Notebook
from sharepoint_gate.jobs.write_item import READ_BACK_WAITS_S
from sharepoint_gate.ports.probing import OpensProbes, ProbeWriter
from sharepoint_gate.ports.store import TrailStore
from sharepoint_gate.ports.tenant import ChannelSite, TenantReader
from sharepoint_gate.trail.events import OutcomeState

PASSAGE = (
    "SharePoint may keep the emptied sharing groups, and their Limited Access entries on the folders above: "
    "they open no file."
)


@dataclass(frozen=True, slots=True)
class Cleaner:
    """Everything that cleaning up needs."""

    reader: TenantReader
    open_probes: OpensProbes
    trail: TrailStore
    notebook: Notebook
    site: ChannelSite

    async def clean(self) -> tuple[Step, ...]:
        """Remove every own item that stands; tell of each what a fresh read shows."""
        try:
            items = await self.reader.items(self.site.drive_id)
            left = left_behind(self.trail).items
            there = standing(left_behind(self.trail), items)
            for name in left.keys() - there.keys():
                self._note_gone(name)
            return tuple([await self._remove(name, item, items) for name, item in sorted(there.items())])
        except GraphError as error:
            advice = "Run `doctor --write-probes` again: it begins with what was left."
            return (
                Step("cleaning", well=False, sentence=f"Cleaning up failed: {error.what}", advice=advice),
            )

    def _note_gone(self, name: str) -> None:
        change_id = self.notebook.intend(REMOVE, item_name=name)
        self.notebook.ended(change_id, OutcomeState.ALREADY, "it was not there, or is gone")

    async def _remove(self, name: str, item: ObservedItem, items: Sequence[ObservedItem]) -> Step:
        if holds_others(item, items):
            sentence = f"{item.path} was made by the doctor, but somebody put something of theirs into it."
            return Step(name, well=False, sentence=sentence, advice="Move it out, and run the doctor again.")
        change_id = self.notebook.intend(REMOVE, item_name=name, item_id=item.id, path=item.path)
        own = [item, *below(item, items)]
        links = await self._links(own)
        async with self.open_probes(self._permit(own, links)) as writer:
            await self._take_off(writer, links)
            await self.notebook.send(change_id, lambda: writer.remove_item(item.id))
        gone = await self._is_gone(item.id)
        self.notebook.ended(change_id, OutcomeState.APPLIED if gone else OutcomeState.FAILED)
        if gone:
            return Step(name, well=True, sentence=f"{item.path} is gone, as a fresh read shows.")
        return Step(name, well=False, sentence=f"{item.path} is still there.", advice="Delete it by hand.")

    async def _links(self, own: Sequence[ObservedItem]) -> dict[ItemId, list[ObservedPermission]]:
        """Return the links that stand on the own items themselves: what comes from above is not theirs."""
        parents = {item.id: item.parent_id for item in own}
        asked = {*parents, *(parent for parent in parents.values() if parent is not None)}
        read = await self.reader.permissions(self.site.drive_id, sorted(asked))
        found = {item: () if isinstance(entries, Unread) else entries for item, entries in read.items()}
        return {
            item: [
                one
                for one in found[item]
                if one.link is not None and (parent is None or find(found[parent], one.id) is None)
            ]
            for item, parent in parents.items()
        }

    async def _take_off(self, writer: ProbeWriter, links: dict[ItemId, list[ObservedPermission]]) -> None:
        """Delete the links of a doctor that was cut, so that nothing comes back from the recycle bin."""
        for item, entries in links.items():
            for one in entries:
                change_id = self.notebook.intend("delete-permission", item_id=item, permission_id=one.id)
                await self.notebook.send(change_id, partial(writer.delete_permission, item, one.id))
                self.notebook.ended(change_id, OutcomeState.APPLIED, "its item goes next")

    def _permit(
        self, own: Sequence[ObservedItem], links: dict[ItemId, list[ObservedPermission]]
    ) -> WritePermit:
        return probe_permit(
            self.site,
            items={
                item: ItemPermit(may_delete=frozenset(one.id for one in entries))
                for item, entries in links.items()
            },
            remove=frozenset(item.id for item in own),
        )

    async def _is_gone(self, item: ItemId) -> bool:
        for wait in READ_BACK_WAITS_S:
            if wait:
                await self.notebook.journal.clock.sleep(wait)
            if item not in {one.id for one in await self.reader.items(self.site.drive_id)}:
                return True
        return False


def probe_permit(
    site: ChannelSite,
    items: dict[ItemId, ItemPermit] | None = None,
    remove: frozenset[ItemId] = frozenset(),
) -> WritePermit:
    """Return a permit for probes: items by id, and no member, mail or file of anybody else's."""
    return WritePermit(
        drive_id=site.drive_id,
        team_id=site.team_id,
        channel_id=site.channel_id,
        items=items or {},
        add_members={},
        remove_members=frozenset(),
        set_roles={},
        remove_items=remove,
    )
