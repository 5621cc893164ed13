"""Judge what stands on each item: findings, the removals that mend them, and what is in doubt.

Items are judged from the top of the library down. An entry that shows again on what lies below it is a
consequence: it is counted where it stands first, and taken away below only after that.

Source: ISA §8.3, ISA §8.4, ISA §8.6, ADR-0004
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from sharepoint_gate.access.changes import DeletePermission, RevokePeople
from sharepoint_gate.access.charges import Charge, Standard, charges_of
from sharepoint_gate.access.classify import classify, own_link_on
from sharepoint_gate.access.entries import Origin, Sighting, entry_key, is_removable
from sharepoint_gate.access.exceptions import holder_by_exception
from sharepoint_gate.access.facts import KINDS
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.moves import has_moved
from sharepoint_gate.access.observed import (
    Grantee,
    ItemId,
    ObjectId,
    ObservedItem,
    ObservedPermission,
    PermissionId,
)
from sharepoint_gate.access.principals import Principal, Someone
from sharepoint_gate.access.reasons import unread_exception
from sharepoint_gate.access.removals import copied_removal, own_link_removal, removal
from sharepoint_gate.access.shapes import DirectGrant, OwnLink, PeopleLink, Shape, Unknown
from sharepoint_gate.access.zones import Zone, object_name, place_order, zone_of

Above = Mapping[str, Origin]
NOTHING: Above = MappingProxyType({})


@dataclass(slots=True)
class Judgement:
    """What was found on one item.

    Attributes:
        own_link: The gate's own link as far as it stays; None where there is none or where it goes.
        staying: Who stays on it.
        kept: Who stays on it although the account could not be looked up.
        holding: Whoever holds anything on the item now, by object id.
        charged: Kinds of finding by object id.
        unknown: There is a shape that nobody knows.
        standing: Undeclared entries here and above, by what makes them one and the same.
    """

    item: ObservedItem
    zone: Zone
    standing: Above
    findings: list[Finding] = field(default_factory=list)
    removals: list[DeletePermission | RevokePeople] = field(default_factory=list)
    own_link: PermissionId | None = None
    staying: frozenset[ObjectId] = frozenset()
    kept: frozenset[ObjectId] = frozenset()
    holding: set[ObjectId] = field(default_factory=set)
    charged: dict[ObjectId, tuple[FindingKind, ...]] = field(default_factory=dict)
    unknown: bool = False


def judge_items(standard: Standard) -> tuple[Judgement, ...]:
    """Judge every item of the library, those above before those below."""
    judged: dict[ItemId, Judgement] = {}
    reaches: Counter[tuple[ItemId, PermissionId]] = Counter()
    for item in sorted(standard.world.observation.items.values(), key=place_order):
        parent = judged.get(item.parent_id) if item.parent_id is not None else None
        above = parent.standing if parent is not None else NOTHING
        judged[item.id] = _Bench(standard, item, above, reaches).judge()
    return tuple(_with_reach(one, reaches) for one in judged.values())


def _with_reach(judgement: Judgement, reaches: Counter[tuple[ItemId, PermissionId]]) -> Judgement:
    """Fill in how many files below each entry reaches, which is known only once all are judged."""
    here = {origin.entry: origin for origin in judgement.standing.values()}
    counts = {
        index: reaches[entry]
        for entry, origin in here.items()
        if entry[0] == judgement.item.id and reaches[entry]
        for index in origin.findings
    }
    for index, count in counts.items():
        judgement.findings[index] = replace(judgement.findings[index], reaches=count)
    return judgement


class _Bench:
    """Judges the permissions of one item, one after the other."""

    def __init__(
        self,
        standard: Standard,
        item: ObservedItem,
        above: Above,
        reaches: Counter[tuple[ItemId, PermissionId]],
    ) -> None:
        self._standard = standard
        self._item = item
        self._above = above
        self._reaches = reaches
        self._object = object_name(standard.world, item)
        self._made = Judgement(item, zone_of(standard.world, item), above)
        self._moved = has_moved(standard.world.memory, item)
        self._own = self._find_own_link()

    def judge(self) -> Judgement:
        """Return what was found on the item."""
        if self._item.permissions is None:
            self._made.findings.append(self._unread())
            return self._made
        for permission in sorted(self._item.permissions, key=lambda one: one.id):
            self._weigh(permission)
        return self._made

    def _unread(self) -> Finding:
        sentence = f"Who has access here could not be read: {self._item.unread or 'no reason was given'}."
        charge = Charge((FindingKind.UNREAD,), "", "", sentence)
        return self._finding(charge, Handling.PERSON)

    def _find_own_link(self) -> PermissionId | None:
        wanted = self._standard.desired.files.get(self._item.id)
        if wanted is None:
            return None
        remembered = self._standard.world.memory.own_links.get(self._item.id)
        above = {origin.entry[1] for origin in self._above.values()}
        found = own_link_on(self._item, remembered, wanted.readers, above)
        # Outside the cases only a link that the gate is known to have made is the gate's to take away.
        return found if self._made.zone is Zone.CASE or found == remembered else None

    def _weigh(self, permission: ObservedPermission) -> None:
        beside = self._item.permissions or ()
        shape = classify(permission, self._standard.backdrop, self._own, beside)
        self._made.unknown = self._made.unknown or isinstance(shape, Unknown)
        self._made.holding |= named_on(permission)
        if self._is_excepted(permission, shape):
            return
        sighting = Sighting(self._item, permission, shape, entry_key(permission, shape))
        origin = self._above.get(sighting.key)
        if origin is not None and not isinstance(shape, OwnLink):
            self._follow(sighting, origin)
            return
        charges = charges_of(self._standard, self._item, shape, moved=self._moved)
        if isinstance(shape, OwnLink):
            self._weigh_own_link(permission, charges)
        elif charges:
            self._charge(sighting, charges)

    def _is_excepted(self, permission: ObservedPermission, shape: Shape) -> bool:
        """Tell whether a recorded exception covers an entry, or may cover it for all that could be read."""
        if not isinstance(shape, DirectGrant | PeopleLink) or permission.invitation_email is not None:
            return False
        people = (shape.who,) if isinstance(shape, DirectGrant) else shape.people
        named = permission.people if permission.grantee is None else (permission.grantee,)
        pairs = list(zip(named, people, strict=True))
        return bool(pairs) and all(self._may_hold(permission, *pair) for pair in pairs)

    def _may_hold(self, permission: ObservedPermission, grantee: Grantee, who: Principal) -> bool:
        world = self._standard.world
        if not isinstance(who, Someone):
            return False
        if holder_by_exception(world, self._item, permission, grantee) is not None:
            return True
        return unread_exception(world, self._item, who, permission) is not None

    def _follow(self, sighting: Sighting, origin: Origin) -> None:
        if not self._item.is_folder:
            self._reaches[origin.entry] += 1
        # Nothing that only shines through from above can be deleted here, and where the entry above stays
        # a request would be made in vain every night; a copy of the item's own is taken away all the same.
        vain = not origin.removed and sighting.permission.inherited is True
        if is_removable(sighting.shape, self._made.zone) and not vain:
            self._made.removals.append(copied_removal(sighting, origin))

    def _charge(self, sighting: Sighting, charges: tuple[Charge, ...]) -> None:
        removed = is_removable(sighting.shape, self._made.zone)
        first = len(self._made.findings)
        self._accuse(sighting.permission, charges, Handling.MENDED if removed else Handling.PERSON)
        change = removal(sighting, charges)
        if removed:
            self._made.removals.append(change)
        entry = (self._item.id, sighting.permission.id)
        indexes = tuple(range(first, len(self._made.findings)))
        origin = Origin(entry, self._object, change.reason, removed=removed, findings=indexes)
        self._made.standing = {**self._made.standing, sighting.key: origin}

    def _weigh_own_link(self, permission: ObservedPermission, charges: tuple[Charge, ...]) -> None:
        wanted = self._standard.desired.files[self._item.id].readers
        charged = {charge.object_id for charge in charges}
        named = named_on(permission)
        staying = frozenset(one for one in named if one in wanted)
        kept = frozenset(named - staying - charged)
        self._accuse(permission, charges, Handling.MENDED)
        change = own_link_removal(self._item, permission, charges, staying, kept, moved=self._moved)
        if change is not None:
            self._made.removals.append(change)
        if not isinstance(change, DeletePermission):
            self._made.own_link, self._made.staying, self._made.kept = permission.id, staying, kept

    def _accuse(
        self, permission: ObservedPermission, charges: tuple[Charge, ...], handling: Handling
    ) -> None:
        for charge in charges:
            told = self._finding(charge, handling)
            self._made.findings.append(replace(told, permission_id=permission.id, object_id=charge.object_id))
            if charge.object_id is not None:
                known = self._made.charged.get(charge.object_id, ())
                self._made.charged[charge.object_id] = (*known, *charge.kinds)

    def _finding(self, charge: Charge, handling: Handling) -> Finding:
        facts = KINDS[charge.kinds[0]]
        return Finding(
            kind=charge.kinds[0],
            severity=facts.severity,
            object=self._object,
            principal=charge.principal,
            also=charge.kinds[1:],
            sentence=charge.sentence,
            remedy=facts.remedy if handling is Handling.MENDED else _remedy_by_hand(charge, self._made.zone),
            clause=facts.clause,
            handling=handling,
            item_id=self._item.id,
            place=charge.place,
        )


def _remedy_by_hand(charge: Charge, zone: Zone) -> str:
    facts = KINDS[charge.kinds[0]]
    if zone.is_cleared or charge.kinds[0] is FindingKind.UNREAD:
        return facts.remedy
    return "This lies outside the declared cases, where the gate does not tidy up: a person must look at it."


def named_on(permission: ObservedPermission) -> set[ObjectId]:
    """Return everybody whom a permission names by object id."""
    everybody = (*permission.people, *((permission.grantee,) if permission.grantee is not None else ()))
    return {one.object_id for one in everybody if one.object_id is not None}
