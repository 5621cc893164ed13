"""Who still reads through the gate's own link when another way in is taken away.

Somebody who is told to lose an entry is not told the truth if the gate's link gives them the same file.

Source: ISA §8.4
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sharepoint_gate.access.changes import DeletePermission, RevokePeople
from sharepoint_gate.access.charges import Standard
from sharepoint_gate.access.grants import Lack
from sharepoint_gate.access.judge import Judgement, named_on
from sharepoint_gate.access.observed import ItemId, ObjectId

Removal = DeletePermission | RevokePeople
Readers = Mapping[ItemId, frozenset[ObjectId]]
NOBODY: frozenset[ObjectId] = frozenset()


def tell_still_reading(
    standard: Standard, judgements: tuple[Judgement, ...], lacks: tuple[Lack, ...]
) -> tuple[tuple[Removal, ...], ...]:
    """Return the removals on each item, with whoever reads by the gate's own link once all is done.

    For a folder these are the people who read at least one file in it so.
    """
    after = {one.item.id: _readers_after(one, lack) for one, lack in zip(judgements, lacks, strict=True)}
    reached = _by_folder(standard, judgements, after)
    return tuple(
        tuple(_told(standard, one, change, reached[one.item.id]) for change in one.removals)
        for one in judgements
    )


def _readers_after(judgement: Judgement, lack: Lack) -> frozenset[ObjectId]:
    given = lack.grant.people if lack.grant is not None and not lack.held else ()
    return judgement.staying | judgement.kept | frozenset(given)


def _by_folder(standard: Standard, judgements: Iterable[Judgement], after: Readers) -> Readers:
    """Add to each folder that loses something the readers of the files in it."""
    items = standard.world.observation.items
    reached: dict[ItemId, set[ObjectId]] = {
        one.item.id: set(after[one.item.id]) for one in judgements if one.removals
    }
    for item, readers in after.items():
        above = items[item].parent_id if readers else None
        while above is not None and above in items:
            if above in reached:
                reached[above] |= readers
            above = items[above].parent_id
    return {one: frozenset(reached.get(one, NOBODY)) for one in after}


def _told(standard: Standard, judgement: Judgement, change: Removal, reading: frozenset[ObjectId]) -> Removal:
    if isinstance(change, RevokePeople):
        return change
    seen = [one for one in judgement.item.permissions or () if one.id == change.permission_id]
    known, called = standard.backdrop.directory.by_object, standard.world.names
    still = {known[who] for one in seen for who in named_on(one) & reading if who in known}
    names = {called[one] for one in still}.intersection(change.reason.people)
    return replace(change, reason=replace(change.reason, still_reading=tuple(sorted(names))))
