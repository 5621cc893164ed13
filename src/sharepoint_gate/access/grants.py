"""What readers lack, and whether it may be given now or has to wait (law 5, law 7).

Source: ISA §2.3, ISA §8.4
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sharepoint_gate.access.changes import GrantReaders, Reason
from sharepoint_gate.access.charges import Standard
from sharepoint_gate.access.desired import DesiredFile, Entitlement, World
from sharepoint_gate.access.facts import KINDS
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.judge import Judgement
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import ItemId, ObjectId, ObservedItem
from sharepoint_gate.access.plan import Held
from sharepoint_gate.access.removals import ordered_kinds
from sharepoint_gate.access.sentences import tell_people
from sharepoint_gate.access.zones import object_name

UNREAD_ITEM = "Who has access to the file could not be read, so nobody knows who lacks it."
UNREAD_ABOVE = "A folder above the file could not be read, and half a picture permits no grant."
UNREAD_ACCOUNT = "Somebody is on the file's link whose account could not be looked up this time."
UNKNOWN = "There is a permission on the file of a kind that the gate does not know."
NO_WHOLE_PICTURE = "Something else of the channel could not be read, and half a picture permits no grant."


@dataclass(frozen=True, slots=True)
class Lack:
    """What the readers of one file lack.

    Attributes:
        grant: What would give it to them; None when nobody lacks anything.
        held: Why it has to wait; empty when it need not.
    """

    grant: GrantReaders | None
    held: str
    findings: tuple[Finding, ...]


def lack_on(standard: Standard, judgement: Judgement, unread_above: str) -> Lack:
    """Return what the readers of a file lack once the removals are done.

    Args:
        standard: What the file is measured against.
        judgement: What was found on it.
        unread_above: Why nothing at all may be granted here, from further up; empty when nothing is amiss.
    """
    wanted = standard.desired.files.get(judgement.item.id)
    if wanted is None:
        return Lack(None, "", ())
    held = _why_held(judgement, unread_above)
    missing = {one: why for one, why in wanted.readers.items() if one not in judgement.staying}
    cannot_read = {one: why for one, why in missing.items() if one not in judgement.holding}
    findings = _missing(standard, judgement, cannot_read, held) + _not_viewable(standard, judgement, wanted)
    return Lack(_grant(standard.world, judgement, wanted, missing), held, findings)


def _why_held(judgement: Judgement, unread_above: str) -> str:
    if judgement.item.permissions is None:
        return UNREAD_ITEM
    if judgement.unknown:
        return UNKNOWN
    return UNREAD_ACCOUNT if judgement.kept else unread_above


def _grant(
    world: World, judgement: Judgement, wanted: DesiredFile, missing: Mapping[ObjectId, Entitlement]
) -> GrantReaders | None:
    if not missing:
        return None
    item = judgement.item
    return GrantReaders(
        item_id=item.id,
        path=item.path,
        people=tuple(sorted(missing)),
        permission_id=judgement.own_link,
        readers=tuple(sorted(wanted.readers)),
        reason=_reason(world, judgement, missing),
    )


def _reason(world: World, judgement: Judgement, missing: Mapping[ObjectId, Entitlement]) -> Reason:
    told = sorted(missing.values(), key=lambda why: (world.names[why.person], why.person))
    names = tuple(world.names[why.person] for why in told)
    grounds = "; ".join(dict.fromkeys(why.reason for why in told))
    kinds = [kind for one in missing for kind in judgement.charged.get(one, (FindingKind.MISSING_GRANT,))]
    sentence = f"{tell_people(names)} should read {judgement.item.name}: {grounds}."
    return Reason(sentence, names, ordered_kinds(kinds), tuple(sorted({why.place for why in told})))


def _missing(
    standard: Standard, judgement: Judgement, cannot_read: Mapping[ObjectId, Entitlement], held: str
) -> tuple[Finding, ...]:
    if judgement.item.permissions is None:
        return ()
    where = object_name(standard.world, judgement.item)
    names = standard.world.names
    return tuple(
        _missing_grant(judgement.item, where, names[why.person], why, held) for why in cannot_read.values()
    )


def _missing_grant(item: ObservedItem, where: str, name: str, why: Entitlement, held: str) -> Finding:
    facts = KINDS[FindingKind.MISSING_GRANT]
    return Finding(
        kind=FindingKind.MISSING_GRANT,
        severity=facts.severity,
        object=where,
        principal=why.person,
        also=(),
        sentence=f"{name} should read this and cannot: {why.reason}.",
        remedy=f"It waits. {held}" if held else facts.remedy,
        clause=facts.clause,
        handling=Handling.PERSON if held else Handling.MENDED,
        item_id=item.id,
        place=why.place,
    )


def _not_viewable(standard: Standard, judgement: Judgement, wanted: DesiredFile) -> tuple[Finding, ...]:
    if not wanted.waiting:
        return ()
    facts = KINDS[FindingKind.NOT_VIEWABLE]
    names = tell_people(sorted(standard.world.names[person] for person in wanted.waiting))
    sentence = (
        f"{judgement.item.name} cannot be shown without download, so it gets no link; waiting: {names}."
    )
    return (
        Finding(
            kind=FindingKind.NOT_VIEWABLE,
            severity=facts.severity,
            object=object_name(standard.world, judgement.item),
            principal="",
            also=(),
            sentence=sentence,
            remedy=facts.remedy,
            clause=facts.clause,
            handling=Handling.PERSON,
            item_id=judgement.item.id,
        ),
    )


def unread_above(judgements: tuple[Judgement, ...], *, whole_picture: bool) -> Mapping[ItemId, str]:
    """Return for each item why nothing may be granted there; items where nothing is amiss are left out.

    Args:
        judgements: Those above before those below.
        whole_picture: Nothing but items, members and accounts was left unread.
    """
    found: dict[ItemId, str] = {}
    read = {one.item.id for one in judgements if one.item.permissions is not None}
    for one in judgements:
        parent = one.item.parent_id
        if not whole_picture:
            found[one.item.id] = NO_WHOLE_PICTURE
        elif parent is not None and (parent not in read or parent in found):
            found[one.item.id] = UNREAD_ABOVE
    return found


def held_grant(lack: Lack) -> Held | None:
    """Return the grant that has to wait, or None."""
    return Held(lack.grant, lack.held) if lack.grant is not None and lack.held else None
