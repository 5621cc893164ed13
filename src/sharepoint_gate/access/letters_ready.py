"""Which files are still to be announced to whom: one letter a person and case, with the links (ISA 8.4).

It follows from the trail's grants and from what earlier letters announced, and never from what a run
remembers of itself: a cut between a grant and its letter loses nothing, and repeats nothing (law 12).

Source: ISA §8.4, ADR-0005
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from sharepoint_gate.access.desired import DesiredAccess, World
from sharepoint_gate.access.letters import Letter, LetterKind
from sharepoint_gate.access.observed import ItemId, ObjectId
from sharepoint_gate.access.paths import place_of
from sharepoint_gate.roster.model import CaseRef, FolderId, PersonId
from sharepoint_gate.trail.granted import Granted


@dataclass(frozen=True, slots=True)
class Shown:
    """The gate's own link on a file, as a fresh read shows it.

    Attributes:
        people: Everybody whom the link names.
    """

    url: str = field(repr=False)
    people: frozenset[ObjectId]


@dataclass(frozen=True, slots=True)
class Announcement:
    """A file that a person reads by a grant that no letter has told of.

    Attributes:
        index: Of the grant in the trail.
    """

    person: PersonId
    object_id: ObjectId
    case: CaseRef
    folder: FolderId
    item_id: ItemId
    index: int


Announced = Mapping[tuple[str, str], int]
"""The highest trail index of a grant that a letter told of, by person and item."""


def announcements(
    world: World, desired: DesiredAccess, grants: Iterable[Granted], announced: Announced
) -> tuple[Announcement, ...]:
    """Return what is still to be announced, by person, case and path. Only who may read now is told."""
    newest = {(ItemId(grant.item_id), ObjectId(who)): grant.index for grant in grants for who in grant.people}
    found = [
        _announcement(world, desired, item, who, index)
        for (item, who), index in newest.items()
        if item in desired.files and who in desired.files[item].readers
    ]
    due = [one for one in found if one and announced.get((one.person, one.item_id), -1) < one.index]
    paths = {item: wanted.path for item, wanted in desired.files.items()}
    return tuple(sorted(due, key=lambda one: (one.person, one.case, paths[one.item_id])))


def _announcement(
    world: World, desired: DesiredAccess, item: ItemId, who: ObjectId, index: int
) -> Announcement | None:
    place = place_of(world.observation, world.observation.items[item])
    if place is None:
        return None
    person = desired.files[item].readers[who].person
    return Announcement(person, who, place.case, place.folder, item, index)


def ready_letters(
    world: World,
    desired: DesiredAccess,
    due: Sequence[Announcement],
    shown: Mapping[ItemId, Shown],
    *,
    with_links: bool = True,
) -> tuple[Letter, ...]:
    """Return one letter a person and case for what a fresh read shows; the rest waits for a later night."""
    groups: dict[tuple[PersonId, CaseRef], list[Announcement]] = {}
    for one in due:
        link = shown.get(one.item_id)
        if link is not None and one.object_id in link.people:
            groups.setdefault((one.person, one.case), []).append(one)
    return tuple(_letter(world, desired, found, shown if with_links else {}) for found in groups.values())


def _letter(
    world: World, desired: DesiredAccess, found: Sequence[Announcement], shown: Mapping[ItemId, Shown]
) -> Letter:
    first = found[0]
    person = world.roster.people[first.person]
    covers = {str(one.item_id): one.index for one in found}
    mark = sha256(repr(sorted(covers.items())).encode()).hexdigest()[:16]
    folders: dict[FolderId, list[dict[str, object]]] = {}
    for one in found:
        number, total = _number(world, desired, one)
        url = shown[one.item_id].url if shown else ""
        folders.setdefault(one.folder, []).append({"number": number, "of": total, "url": url})
    return Letter(
        key=f"ready/{first.person}/{first.case}/{mark}",
        kind=LetterKind.READY,
        to=person.username,
        person=first.person,
        facts={
            "name": person.name,
            "case": str(first.case),
            "count": len(found),
            "folders": [{"title": folder_title(name), "files": files} for name, files in folders.items()],
        },
        covers=covers,
    )


def _number(world: World, desired: DesiredAccess, one: Announcement) -> tuple[int, int]:
    """Return which of the person's files in the folder it is, by name, and how many they are."""
    items = world.observation.items
    own = sorted(
        (wanted.path, item)
        for item, wanted in desired.files.items()
        if one.object_id in wanted.readers and _is_in(world, items[item].id, one)
    )
    return [item for _, item in own].index(one.item_id) + 1, len(own)


def _is_in(world: World, item: ItemId, one: Announcement) -> bool:
    place = place_of(world.observation, world.observation.items[item])
    return place is not None and (place.case, place.folder) == (one.case, one.folder)


def folder_title(folder: FolderId) -> str:
    """Return a folder's name as people say it: ``40-panel-pack`` is the panel pack."""
    words = [word for word in folder.split("-") if not word.isdigit()]
    return " ".join(words).capitalize() or str(folder)
