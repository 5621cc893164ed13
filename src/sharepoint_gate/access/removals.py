"""The removals that put findings right: whole permissions, or single people off the gate's own link."""

from collections.abc import Iterable

from sharepoint_gate.access.changes import DeletePermission, Reason, RevokePeople
from sharepoint_gate.access.charges import Charge
from sharepoint_gate.access.checks import PRECEDENCE
from sharepoint_gate.access.entries import Origin, Sighting
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import ObjectId, ObservedItem, ObservedPermission


def ordered_kinds(kinds: Iterable[FindingKind]) -> tuple[FindingKind, ...]:
    """Return kinds without repetition, in order of precedence."""
    return tuple(sorted(set(kinds), key=PRECEDENCE.__getitem__))


def reason_of(charges: tuple[Charge, ...]) -> Reason:
    """Return the reason for one change that mends several charges."""
    told = sorted(charges, key=lambda charge: (charge.name, charge.sentence))
    people = tuple(dict.fromkeys(charge.name for charge in told if charge.name))
    places = sorted({charge.place for charge in told if charge.place is not None})
    kinds = ordered_kinds(kind for charge in told for kind in charge.kinds)
    return Reason(_sentence(told), people, kinds, tuple(places))


def _sentence(charges: list[Charge]) -> str:
    """Return the one sentence, or all of them: nobody's reason is left out."""
    return " ".join(dict.fromkeys(charge.sentence for charge in charges))


def removal(sighting: Sighting, charges: tuple[Charge, ...]) -> DeletePermission:
    """Return the deletion of a permission that must not be there."""
    item = sighting.item
    return DeletePermission(item.id, item.path, sighting.permission.id, reason_of(charges))


def copied_removal(sighting: Sighting, origin: Origin) -> DeletePermission:
    """Return the deletion of what an entry further up has left on an item."""
    item, why = sighting.item, origin.reason
    where = f"“{origin.object}”" if origin.object else "the channel's folder"
    sentence = f"It comes from {where}: {why.sentence}"
    reason = Reason(sentence, why.people, why.kinds, why.places)
    return DeletePermission(item.id, item.path, sighting.permission.id, reason, copied=True)


def own_link_removal(
    item: ObservedItem,
    link: ObservedPermission,
    charges: tuple[Charge, ...],
    staying: frozenset[ObjectId],
    kept: frozenset[ObjectId],
    *,
    moved: bool,
) -> DeletePermission | RevokePeople | None:
    """Return what relieves the gate's own link of the people charged.

    The whole link goes when nobody stays, when somebody on it has no object id to be taken off by, and when
    the file has moved, since what its readers see now was never decided for them.

    Args:
        item: The file.
        link: The gate's own link on it.
        charges: Who must not be on it; without any the link stays as it is.
        staying: Readers who may be named again, should the link have to be made anew.
        kept: People of whom nothing is known but that their account could not be looked up.
        moved: The file lies in another folder than remembered.
    """
    if not charges:
        return None
    reason = reason_of(charges)
    going = {charge.object_id for charge in charges if charge.object_id is not None}
    if moved or not (staying or kept) or any(charge.object_id is None for charge in charges):
        return DeletePermission(item.id, item.path, link.id, reason)
    return RevokePeople(item.id, item.path, link.id, tuple(sorted(going)), tuple(sorted(staying)), reason)
