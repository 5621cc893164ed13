"""The subtractive lane: what of a plan goes on while a law holds the rest back.

Taking away must never wait for the rest. What does wait is only what follows from the roster or the
directory no longer giving what they gave when the gate last applied them: that may be an accident, and
whoever loses papers by an accident loses a panel. Everything that nobody ever declared, whatever is wider
than it may be, and whatever ended by itself or by somebody's word goes at once.

Source: ISA §8.3, ISA §8.6, ISA §11
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sharepoint_gate.access.applied import AppliedException
from sharepoint_gate.access.changes import (
    Change,
    DeletePermission,
    RemoveMember,
    Revocation,
    RevokePeople,
)
from sharepoint_gate.access.classify import is_reader_link
from sharepoint_gate.access.conditions import is_closed
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.digest import digest_of
from sharepoint_gate.access.exceptions import is_allowed
from sharepoint_gate.access.freezes_checks import barred
from sharepoint_gate.access.judge import named_on
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import ItemId, ObjectId, ObservedPermission, PermissionId
from sharepoint_gate.access.paths import below_channel
from sharepoint_gate.access.plan import Held, Plan
from sharepoint_gate.access.reconfirm import confirmed_until
from sharepoint_gate.access.waiting import tell_waiting
from sharepoint_gate.roster.model import CaseRef, IsaStatus, Person, PersonId

# Whatever has a kind that is not among these goes at once: so does every kind that is yet to come.
NO_LONGER_GIVEN = frozenset(
    {
        FindingKind.UNREAD,
        FindingKind.PERSONAL_MAIL_RECIPIENT,
        FindingKind.GENERIC_ACCOUNT,
        FindingKind.GUEST_NOT_IN_ROSTER,
        FindingKind.INTERNAL_NOT_IN_ROSTER,
        FindingKind.NOT_YET_STARTED,
        FindingKind.ISA_WITHDRAWN,
        FindingKind.AGREEMENT_MISSING,
        FindingKind.APD_LAPSED,
        FindingKind.APD_MISSING,
        FindingKind.RECONFIRMATION_LAPSED,
        FindingKind.ACCOUNT_NOT_FOUND,
        FindingKind.ACCOUNT_AMBIGUOUS,
        FindingKind.NOT_NAMED_ON_CASE,
        FindingKind.ACCESS_ON_CLOSED_CASE,
        FindingKind.OTHER_AGENCY_FOLDER,
        FindingKind.LINK_OUTSIDE_STAGE,
        FindingKind.GRANT_OUTSIDE_STAGE,
        FindingKind.NOT_VIEWABLE,
        FindingKind.SECOND_WAY_IN,
        FindingKind.CHANNEL_MEMBER_NOT_IN_ROSTER,
        FindingKind.CHANNEL_MEMBER_NOT_BUSINESS_UNIT,
    }
)
Kinds = Mapping[tuple[ItemId | None, PermissionId | None, str], frozenset[FindingKind]]
# What a link of the gate's own make is deleted for, whoever it names.
_BY_SHAPE = frozenset({FindingKind.MOVED_WITH_READERS, FindingKind.FOREIGN_LINK, FindingKind.FOLDER_GRANT})
# What access under an exception looks like once the exception is gone.
_EXCEPTED_SHAPES = frozenset(
    {
        FindingKind.EDIT_LINK,
        FindingKind.DOWNLOAD_ALLOWED_LINK,
        FindingKind.EDIT_GRANT_WITHOUT_EXCEPTION,
        FindingKind.DIRECT_GRANT,
        FindingKind.FOLDER_GRANT,
    }
)


def removals_only(plan: Plan, why: str) -> Plan:
    """Return the plan without its grants, which are held with a reason; every removal stays."""
    removals = tuple(one for one in plan.changes if isinstance(one, Revocation))
    held = tuple(Held(one, why) for one in plan.changes if not isinstance(one, Revocation))
    return _anew(plan, removals, held)


def lane_of(plan: Plan, world: World, why: str) -> Plan:
    """Return what of a plan never waits; its grants and its other removals are held with a reason.

    Args:
        plan: The whole plan.
        world: What it was made from.
        why: What holds the rest back.
    """
    weigher = _Weigher(world, _kinds_by_entry(plan))
    going: list[Change] = []
    held: list[Held] = []
    for change in plan.changes:
        goes, waits = weigher.part(change) if isinstance(change, Revocation) else (None, change)
        going += [goes] if goes is not None else []
        held += [Held(waits, why)] if waits is not None else []
    return _anew(plan, tuple(going), tuple(held))


def newly_closed(world: World) -> frozenset[CaseRef]:
    """Return the cases that are closed today and were not when the gate last applied a roster."""
    cases, known = world.roster.cases, world.memory.applied.cases
    books = world.processes.processes
    closed = {
        ref for ref, case in cases.items() if case.process in books and is_closed(books[case.process], case)
    }
    return frozenset(ref for ref in closed if ref in known and not known[ref].closed)


def _anew(plan: Plan, changes: tuple[Change, ...], held: tuple[Held, ...]) -> Plan:
    every = (*plan.held, *held)
    digest = digest_of(changes, every, plan.roster_digest, plan.observed)
    findings = tell_waiting(plan.findings, held)
    return replace(plan, digest=digest, changes=changes, held=every, findings=findings)


def _kinds_by_entry(plan: Plan) -> Kinds:
    """A second way in that somebody made by hand says nothing about what the gate's own link gave."""
    found: dict[tuple[ItemId | None, PermissionId | None, str], frozenset[FindingKind]] = {}
    for one in plan.findings:
        key = (one.item_id, one.permission_id, one.principal)
        found[key] = found.get(key, frozenset()) | {one.kind, *one.also}
    return found


@dataclass(slots=True)
class _Weigher:
    """Parts what never waits from what may be an accident of the roster or of the directory."""

    world: World
    kinds: Kinds
    closed: frozenset[CaseRef] = field(init=False)

    def __post_init__(self) -> None:
        self.closed = newly_closed(self.world)

    def part(self, change: Revocation) -> tuple[Change | None, Change | None]:
        """Return what goes of a removal and what waits."""
        if isinstance(change, RemoveMember):
            return (None, change) if self._member_waits(change) else (change, None)
        if isinstance(change, RevokePeople):
            return self._part_people(change, change.people)
        return self._part_deletion(change)

    def _member_waits(self, change: RemoveMember) -> bool:
        person = self.world.memory.applied.channel.get(change.object_id)
        if person is None or self._is_frozen(None, change.object_id):
            return False
        return self._was_given(person, change.reason.kinds, None)

    def _part_deletion(self, change: DeletePermission) -> tuple[Change | None, Change | None]:
        seen = self._permission(change)
        if seen is None:
            return change, None
        if not is_reader_link(seen):
            return (None, change) if self._is_lost_exception(change, seen) else (change, None)
        if not _BY_SHAPE.isdisjoint(change.reason.kinds) or any(one.object_id is None for one in seen.people):
            return change, None
        return self._part_people(change, tuple(sorted(named_on(seen))))

    def _permission(self, change: DeletePermission) -> ObservedPermission | None:
        item = self.world.observation.items[change.item_id]
        return next((one for one in item.permissions or () if one.id == change.permission_id), None)

    def _part_people(
        self, change: DeletePermission | RevokePeople, people: tuple[ObjectId, ...]
    ) -> tuple[Change | None, Change | None]:
        """Part the people of the gate's own link; whoever goes alone is taken off it by name."""
        waiting = tuple(one for one in people if self._reader_waits(change, one))
        going = tuple(one for one in people if one not in waiting)
        if not waiting:
            return change, None
        if not going:
            return None, change
        return _for(change, going), _for(change, waiting)

    def _reader_waits(self, change: DeletePermission | RevokePeople, who: ObjectId) -> bool:
        item = change.item_id
        file = self.world.memory.applied.files.get(item)
        person = file.readers.get(who) if file is not None else None
        if person is None or self._is_frozen(item, who):
            return False
        return self._was_given(person, self.kinds.get((item, change.permission_id, person), ()), item)

    def _is_frozen(self, item: ItemId | None, who: ObjectId) -> bool:
        """A freeze outlives the roster's row and its address, so that it is asked of the account itself."""
        return bool(barred(self.world, self.world.memory.freezes, item, (who,)))

    def _was_given(self, name: PersonId, kinds: Iterable[FindingKind], item: ItemId | None) -> bool:
        """Tell whether somebody loses only what the roster or the directory gave them and no longer gives."""
        person = self.world.roster.people.get(name)
        if person is None:
            return True
        if _has_ended(self.world, person) or self._is_closed_alone(item):
            return False
        known = self.world.memory.applied.people.get(name)
        if known is not None and known.username.casefold() != person.username.casefold():
            # The account was the person's by the roster's word, and it is the roster that changed.
            return True
        return all(self._may_be_accident(one, person, item) for one in kinds)

    def _may_be_accident(self, kind: FindingKind, person: Person, item: ItemId | None) -> bool:
        if kind not in NO_LONGER_GIVEN:
            return False
        if kind is FindingKind.ISA_WITHDRAWN:
            return self.world.roster.agreement.status is not IsaStatus.WITHDRAWN
        if kind in {
            FindingKind.AGREEMENT_MISSING,
            FindingKind.APD_LAPSED,
            FindingKind.RECONFIRMATION_LAPSED,
        }:
            return not _has_lapsed(self.world, person)
        if kind is FindingKind.ACCESS_ON_CLOSED_CASE:
            return self._is_one_of_several(item)
        return True

    def _is_closed_alone(self, item: ItemId | None) -> bool:
        """Tell whether a file's case alone was closed: its links go, the business unit's own among them."""
        file = self.world.memory.applied.files.get(item) if item is not None else None
        return len(self.closed) == 1 and file is not None and file.case in self.closed

    def _is_one_of_several(self, item: ItemId | None) -> bool:
        """Tell whether a case was closed together with others: one closing is a decision, several a slip."""
        file = self.world.memory.applied.files.get(item) if item is not None else None
        return len(self.closed) > 1 and file is not None and file.case in self.closed

    def _is_lost_exception(self, change: DeletePermission, seen: ObservedPermission) -> bool:
        """Tell whether everybody whom an entry names held it by an exception that only the roster took."""
        kinds = [one for one in change.reason.kinds if one not in _EXCEPTED_SHAPES]
        held = {one.object_id: one.person for one in self._exceptions_over(change.item_id, seen)}
        named = named_on(seen)
        if any(self._is_frozen(change.item_id, one) for one in named):
            return False
        return bool(named) and all(one in held and self._was_given(held[one], kinds, None) for one in named)

    def _exceptions_over(self, item: ItemId, seen: ObservedPermission) -> Iterator[AppliedException]:
        path = below_channel(self.world.observation, self.world.observation.items[item])
        for one in self.world.memory.applied.exceptions.values():
            reaches = path is not None and f"{path}/".startswith(f"{one.folder}/")
            if reaches and self.world.today <= one.until and is_allowed(one, seen):
                yield one


def _for(change: DeletePermission | RevokePeople, people: tuple[ObjectId, ...]) -> RevokePeople:
    remaining = change.remaining if isinstance(change, RevokePeople) else ()
    return RevokePeople(change.item_id, change.path, change.permission_id, people, remaining, change.reason)


def _has_ended(world: World, person: Person) -> bool:
    return person.ends_on is not None and person.ends_on < world.today


def _has_lapsed(world: World, person: Person) -> bool:
    """Tell whether a day that the roster names for a person's organisation has passed."""
    organisation = world.roster.organisations.get(person.organisation)
    if organisation is None:
        return False
    agreement, policy = organisation.agreement, organisation.policy_document
    days = (
        agreement.ended_on if agreement is not None else None,
        policy.valid_until if policy is not None else None,
        confirmed_until(world, organisation),
    )
    return any(day is not None and day < world.today for day in days)
