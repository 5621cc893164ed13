"""What stands in a channel before anybody declared anything: the matter of a starter roster.

Only people are taken over, and only where they hold something of their own: groups, crowds and what nobody
can be asked about are counted, so that a person decides. Nothing here is an approval.

Source: ISA §8.3, ISA §8.9
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sharepoint_gate.access.classify import backdrop_of, classify
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.observed import Account, ObjectId, ObservedItem, Unread
from sharepoint_gate.access.paths import place_of
from sharepoint_gate.access.principals import Principal, Someone
from sharepoint_gate.access.shapes import (
    AnonymousLink,
    DirectGrant,
    EveryoneGrant,
    ForeignLink,
    GroupGrant,
    OrganisationLink,
    OwnLink,
    PendingInvitation,
    PeopleLink,
    Shape,
    Unknown,
)
from sharepoint_gate.roster.addresses import PUBLIC_DOMAINS, address_slip, domain_of
from sharepoint_gate.roster.ids import is_case_reference, prefix_of
from sharepoint_gate.roster.model import CaseRef, ExceptionAccess, FolderId

_NOT_TAKEN: Mapping[type, str] = {
    AnonymousLink: "links that open for anybody",
    OrganisationLink: "links for everybody in the organisation",
    EveryoneGrant: "entries for everyone",
    GroupGrant: "groups of the directory",
    PendingInvitation: "invitations that nobody has taken up",
    Unknown: "permissions of a kind that the gate does not know",
}
ABOVE = "entries above the cases, which reach all of them"
ELSEWHERE = "entries in folders that no process declares"
NO_ACCOUNT = "people whose account was not found, or not found alone"
PERSONAL = "addresses at a public mail provider"
SHARED = "addresses that look like a shared mailbox"
UNFIT = "addresses that cannot stand in a roster"
LOOSE = "folders whose name is no case reference"


@dataclass(frozen=True, slots=True)
class AdoptedPerson:
    """Somebody who holds something; ``seat`` is owner or member for the channel's own people, else ""."""

    object_id: ObjectId
    name: str
    address: str
    seat: str = ""

    @property
    def domain(self) -> str:
        """The mail domain, by which people are put into organisations."""
        return domain_of(self.address)


@dataclass(frozen=True, slots=True)
class AdoptedException:
    """Access in another shape than the gate's own, which stands until somebody decides."""

    person: ObjectId
    case: CaseRef
    folder: FolderId
    access: ExceptionAccess


@dataclass(frozen=True, slots=True)
class Adopted:
    """What a starter roster is written from.

    Attributes:
        people: The channel's own first, then by organisation and name.
        cases: For each case who reads in which of its folders.
        left_out: What is not taken over, counted.
        unread: What could not be read: there may be more than this.
    """

    on: date
    team: str
    channel: str
    people: tuple[AdoptedPerson, ...]
    cases: Mapping[CaseRef, Mapping[ObjectId, frozenset[FolderId]]]
    exceptions: tuple[AdoptedException, ...]
    left_out: Mapping[str, int]
    unread: tuple[Unread, ...] = ()


@dataclass(slots=True)
class _Tally:
    """What is found on the way through the items."""

    addresses: dict[ObjectId, str] = field(default_factory=dict)
    reads: dict[CaseRef, dict[ObjectId, set[FolderId]]] = field(default_factory=dict)
    otherwise: dict[tuple[ObjectId, CaseRef, FolderId], ExceptionAccess] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)


def addresses_seen(world: World) -> tuple[str, ...]:
    """Return the addresses of everybody who holds something of their own, to be looked up."""
    members = {one.email.casefold() for one in world.observation.members or ()}
    return tuple(sorted({*_walk(world).addresses.values(), *members} - {""}))


def adopted(world: World, accounts: Mapping[str, tuple[Account, ...] | Unread]) -> Adopted:
    """Return what stands, with the accounts that were found under the addresses seen."""
    tally = _walk(world)
    people = {one.object_id: one for one in _people(world, tally, accounts)}
    seats = {one.object_id for one in people.values() if one.seat}
    cases = {
        ref: {who: frozenset(folders) for who, folders in found.items() if who in people and who not in seats}
        for ref, found in sorted(tally.reads.items())
    }
    held = {key: access for key, access in tally.otherwise.items() if key[0] in people.keys() - seats}
    channel = world.roster.channel
    unread = [Unread(one.path or "library root", one.unread) for one in world.observation.unread_items]
    failed = [one for one in accounts.values() if isinstance(one, Unread)]
    return Adopted(
        on=world.today,
        team=channel.team,
        channel=channel.name,
        people=tuple(sorted(people.values(), key=_rank)),
        cases=cases,
        exceptions=tuple(_exceptions(held)),
        left_out=dict(sorted(tally.left_out.items())),
        unread=(*world.observation.unread, *unread, *failed),
    )


def _rank(person: AdoptedPerson) -> tuple[object, ...]:
    return ({"owner": 0, "member": 1}.get(person.seat, 2), person.domain, person.name, person.address)


def _walk(world: World) -> _Tally:
    tally, backdrop = _Tally(), backdrop_of(world)
    for item in world.observation.items.values():
        place = place_of(world.observation, item)
        if item.is_folder and place is not None and not place.folder:
            _note_case(tally, place.case)
        for permission in item.permissions or ():
            shape = classify(permission, backdrop, None, item.permissions or ())
            _weigh(world, tally, item, shape)
    return tally


def _note_case(tally: _Tally, name: CaseRef) -> None:
    if is_case_reference(name):
        tally.reads.setdefault(name, {})
    else:
        tally.left_out[LOOSE] += 1


def _weigh(world: World, tally: _Tally, item: ObservedItem, shape: Shape) -> None:
    word = _NOT_TAKEN.get(type(shape))
    if word is not None:
        tally.left_out[word] += 1
    for who in _named(shape):
        if who.object_id is None:
            tally.left_out[NO_ACCOUNT] += 1
        else:
            _hold(world, tally, item, (who.object_id, who.address, shape))


def _named(shape: Shape) -> Iterator[Someone]:
    people: tuple[Principal, ...] = ()
    if isinstance(shape, OwnLink | ForeignLink | PeopleLink):
        people = shape.people
    elif isinstance(shape, DirectGrant):
        people = (shape.who,)
    yield from (one for one in people if isinstance(one, Someone))


def _hold(world: World, tally: _Tally, item: ObservedItem, held: tuple[ObjectId, str, Shape]) -> None:
    object_id, address, shape = held
    place = place_of(world.observation, item)
    if place is None:
        tally.left_out[ABOVE] += 1
        return
    if not is_case_reference(place.case) or not _is_known(world, place.case, place.folder):
        tally.left_out[ELSEWHERE] += 1
        return
    tally.addresses[object_id] = address
    reads = tally.reads.setdefault(place.case, {}).setdefault(object_id, set())
    reads |= {place.folder} - {FolderId("")}
    if item.is_folder or not isinstance(shape, OwnLink | ForeignLink):
        edits = isinstance(shape, PeopleLink | DirectGrant) and shape.edits
        key = (object_id, place.case, place.folder)
        wider = edits or tally.otherwise.get(key) is ExceptionAccess.EDIT
        tally.otherwise[key] = ExceptionAccess.EDIT if wider else ExceptionAccess.READ


def _is_known(world: World, case: CaseRef, folder: FolderId) -> bool:
    """Tell whether a folder's name is a process's own: any other may tell of a child (law 14)."""
    processes = world.processes.processes.values()
    return not folder or any(folder in one.folders for one in processes if one.ref_prefix == prefix_of(case))


def _exceptions(
    held: Mapping[tuple[ObjectId, CaseRef, FolderId], ExceptionAccess],
) -> Iterator[AdoptedException]:
    """Yield what stands in another shape; what one for the whole case covers already is left out."""
    for (who, case, folder), access in sorted(
        held.items(), key=lambda one: (one[0][1], one[0][2], one[0][0])
    ):
        whole = held.get((who, case, FolderId("")))
        if not folder or whole not in {access, ExceptionAccess.EDIT}:
            yield AdoptedException(who, case, folder, access)


def _people(
    world: World, tally: _Tally, accounts: Mapping[str, tuple[Account, ...] | Unread]
) -> Iterator[AdoptedPerson]:
    members = {one.object_id: one for one in world.observation.members or ()}
    addresses = {**tally.addresses, **{key: one.email.casefold() for key, one in members.items()}}
    for object_id, address in sorted(addresses.items()):
        found = accounts.get(address)
        why = _unfit(world, address) or _not_alone(found, object_id)
        if why:
            tally.left_out[why] += 1
            continue
        seat = members[object_id].role if object_id in members else ""
        name = found[0].name if isinstance(found, tuple) else ""
        yield AdoptedPerson(
            object_id, name, address, "owner" if seat == "owner" else "member" if seat else ""
        )


def _not_alone(found: tuple[Account, ...] | Unread | None, object_id: ObjectId) -> str:
    alone = isinstance(found, tuple) and [one.object_id for one in found] == [object_id]
    return "" if alone else NO_ACCOUNT


def _unfit(world: World, address: str) -> str:
    if address_slip(address) is not None:
        return UNFIT
    if domain_of(address) in PUBLIC_DOMAINS:
        return PERSONAL
    words = re.findall("[a-z0-9]+", address.rpartition("@")[0].casefold())
    return SHARED if world.rules.generic_words.intersection(words) else ""
