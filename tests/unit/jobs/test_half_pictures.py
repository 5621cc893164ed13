"""Nights that saw only a part: nothing is granted where something is in doubt, and nothing is forgotten."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import Account, ItemId, ObservedItem, ObservedPermission, Unread
from sharepoint_gate.roster.model import PersonId
from sharepoint_gate.trail.events import EventKind
from tests.fakes.tenant import FakeTenant
from tests.unit.jobs.nights import Library, Nights
from tests.world import Scene, direct, item_id

CASE = "RR-2026-001"
PACK, MINUTES = (f"{CASE}/40-panel-pack/{name}.docx" for name in ("pack", "minutes"))

NONE = ItemId("")
WRITES = {"create_link", "add_people", "revoke_people", "delete_permission"}


def scene() -> Scene:
    """A case with two files for two readers, in sync."""
    made = Scene().case(CASE, "panel-meeting", u12="panel-member", u13="panel-member")
    return made.file(PACK, MINUTES).in_sync()


@dataclass
class Blurred(Library):
    """A tenant that shows one file in every second listing only, or not its permissions."""

    hidden: ItemId = NONE
    sealed: ItemId = NONE
    looks: int = 0

    async def items(self, drive_id: str) -> Sequence[ObservedItem]:
        """Leave one file out, and on the next look leave out another and show it."""
        self.looks += 1
        away = self.hidden if self.looks % 2 else item_id(MINUTES) if self.hidden else self.hidden
        return [item for item in await FakeTenant.items(self, drive_id) if item.id != away]

    async def permissions(
        self, drive_id: str, items: Iterable[ItemId]
    ) -> Mapping[ItemId, tuple[ObservedPermission, ...] | Unread]:
        """Refuse the one that is sealed."""
        read = dict(await FakeTenant.permissions(self, drive_id, items))
        return {
            item: Unread(item, "refused") if item == self.sealed else found for item, found in read.items()
        }


def blurred(made: Scene, *, hidden: ItemId = NONE, sealed: ItemId = NONE) -> Nights:
    """Return the nights of a scene whose tenant is hard to see."""
    nights = Nights(made)
    seen = nights.tenant
    nights.tenant = Blurred(seen.library, seen.entries, seen.channel, seen.directory)
    nights.tenant.hidden, nights.tenant.sealed = hidden, sealed
    return nights


def test_law_7_two_listings_that_disagree_permit_no_grant_but_revocations() -> None:
    """What must go goes; what is missing waits for a whole picture."""
    made = scene().unshare(MINUTES, f"own-item:{MINUTES}").share(MINUTES, direct("u13", role="write"))
    nights = blurred(made, hidden=item_id(PACK))
    run = nights.run()
    writes = [call[:2] for call in nights.tenant.calls if call[0] in WRITES]
    assert writes == [("delete_permission", item_id(MINUTES))]
    assert [one.change for one in run.thought.plan.held]
    assert not run.complete


def test_law_7_a_picture_in_doubt_forgets_no_file() -> None:
    """A file that was not listed tonight must still be known to have moved tomorrow."""
    nights = blurred(scene(), hidden=item_id(PACK))
    before = set(nights.memory.memory().placements)
    nights.run()
    assert set(nights.memory.memory().placements) == before


def test_law_7_a_file_whose_permissions_were_refused_is_named_and_gets_no_grant() -> None:
    """The unread file waits, the other one is served, and the run is not complete."""
    made = scene().unshare(MINUTES, f"own-item:{MINUTES}").unshare(PACK, f"own-item:{PACK}")
    nights = blurred(made, sealed=item_id(PACK))
    run = nights.run()
    kinds = {(one.kind, one.item_id) for one in run.thought.plan.findings}
    assert (FindingKind.UNREAD, item_id(PACK)) in kinds
    assert [call[:2] for call in nights.tenant.calls if call[0] == "create_link"] == [
        ("create_link", item_id(MINUTES))
    ]
    assert not run.complete
    (seen,) = (event.data for event in nights.trail.events if event.kind is EventKind.PLANNED)
    assert seen["partial"] is True


def test_law_7_after_the_picture_is_whole_again_the_waiting_grant_is_made() -> None:
    """One more night, and everybody has their paper."""
    made = scene().unshare(PACK, f"own-item:{PACK}")
    nights = blurred(made, sealed=item_id(PACK))
    nights.run()
    assert isinstance(nights.tenant, Blurred)
    nights.tenant.sealed = NONE
    assert nights.run().complete
    assert not nights.run().thought.plan.changes


@dataclass
class Forgetful(Library):
    """A tenant whose first answer about accounts lacks somebody and looks whole."""

    lost: str = ""

    async def accounts(self, usernames: Iterable[str]) -> Mapping[str, tuple[Account, ...] | Unread]:
        """Leave somebody out, once."""
        lost, self.lost = self.lost, ""
        found = await FakeTenant.accounts(self, usernames)
        return {name: () if name == lost else one for name, one in found.items()}


def test_law_7_nobody_loses_anything_by_one_answer_that_lacks_rows() -> None:
    """Whoever is not found is looked for twice, of the business unit as of a case."""
    for name in ("u01", "u12"):
        nights = Nights(scene())
        seen = nights.tenant
        nights.tenant = Forgetful(seen.library, seen.entries, seen.channel, seen.directory)
        nights.tenant.lost = nights.scene.people[PersonId(name)].username
        run = nights.run()
        assert nights.tenant.lost == ""
        assert run.complete
        assert not run.thought.plan.changes
