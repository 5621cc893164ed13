"""The channel's members against the business unit: whoever is a member can edit everything.

Source: ISA §8.4, ISA §8.7, graph:api/channel-list-members
"""

from dataclasses import dataclass, field, replace

from sharepoint_gate.access.changes import AddMember, Grant, Reason, RemoveMember, SetMemberRole
from sharepoint_gate.access.checks import crossed_kinds, first_failure
from sharepoint_gate.access.classify import Backdrop
from sharepoint_gate.access.conditions import check_person
from sharepoint_gate.access.desired import DesiredAccess, World
from sharepoint_gate.access.facts import KINDS
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import Membership, ObjectId
from sharepoint_gate.access.reasons import is_unread
from sharepoint_gate.faults import Place
from sharepoint_gate.roster.model import Person, PersonId

CHANNEL = "channel"
UNREAD_MEMBERS = "The channel's members could not be read."
LAST_OWNER = "This is the last owner, whom the gate never removes: make somebody else an owner first."


@dataclass(slots=True)
class ChannelJudgement:
    """What was found among the channel's members."""

    findings: list[Finding] = field(default_factory=list)
    removals: list[RemoveMember] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)


def judge_channel(world: World, desired: DesiredAccess, backdrop: Backdrop) -> ChannelJudgement:
    """Return what is wrong with the channel's members, and the changes that put it right.

    Nobody of the business unit loses the channel merely because an account could not be looked up (law 7).
    """
    made = ChannelJudgement()
    members = world.observation.members
    if members is None:
        made.findings.append(_finding(FindingKind.UNREAD, "", UNREAD_MEMBERS, mended=False))
        return made
    for member in sorted(members, key=lambda one: (one.object_id, one.id)):
        _judge_member(world, desired, backdrop, member, made)
    for object_id in sorted(set(desired.channel) - {one.object_id for one in members}):
        _miss(world, object_id, desired.channel[object_id], made)
    _tell_unaccounted(world, desired, made)
    _keep_an_owner(world, backdrop, members, made)
    return made


def _keep_an_owner(
    world: World, backdrop: Backdrop, members: tuple[Membership, ...], made: ChannelJudgement
) -> None:
    """Leave the channel's last owners to a person when they are of the business unit.

    A channel without an owner is run by nobody, and Teams would hand it to somebody of its own choosing.
    """
    owners = {one.object_id for one in members if one.role == "owner"}
    if owners - {one.object_id for one in made.removals}:
        return
    unit = world.roster.channel.business_unit
    known = {one: backdrop.directory.by_object.get(one) for one in owners}
    kept = _fewest(world, {one: who for one, who in known.items() if who is not None and who in unit}, made)
    made.removals = [one for one in made.removals if one.object_id not in kept]
    for number, told in enumerate(made.findings):
        if told.kind is FindingKind.CHANNEL_MEMBER_NOT_BUSINESS_UNIT and told.principal in kept.values():
            made.findings[number] = replace(told, handling=Handling.PERSON, remedy=LAST_OWNER)


def _fewest(
    world: World, owners: dict[ObjectId, PersonId], made: ChannelJudgement
) -> dict[ObjectId, PersonId]:
    """Return which owners stay: nobody who is frozen, nor a mere member, while somebody else can."""
    frozen = {one.object_id for one in made.removals if FindingKind.FROZEN in one.reason.kinds}
    free = {one: person for one, person in owners.items() if one not in frozen}
    declared = {one: person for one, person in free.items() if person in world.roster.channel.owners}
    return declared or free or owners


def _judge_member(
    world: World, desired: DesiredAccess, backdrop: Backdrop, member: Membership, made: ChannelJudgement
) -> None:
    known = backdrop.directory.by_object.get(member.object_id)
    person = world.roster.people[known] if known is not None else None
    if member.object_id in desired.channel:
        _judge_role(world, desired.channel[member.object_id], member, person, made)
    elif person is None and not _may_be_unread(world, member):
        who = member.email.casefold() or member.name or member.object_id
        sentence = f"{who} is a member of the channel, can edit everything in it, and is on no roster."
        _remove(made, member, who, _Told(FindingKind.CHANNEL_MEMBER_NOT_IN_ROSTER, who, sentence))
    elif person is not None and not _waits_for_account(world, person):
        _remove(made, member, world.names[person.id], _tell_intruder(world, person))


def _judge_role(
    world: World, role: str, member: Membership, person: Person | None, made: ChannelJudgement
) -> None:
    if member.role == role:
        return
    name = world.names[person.id] if person is not None else member.email
    principal = person.id if person is not None else member.email
    sentence = f"{name} is {member.role} of the channel; the roster says {role}."
    kind = FindingKind.CHANNEL_ROLE_DIFFERS
    settable = member.role != "guest"  # a guest's role cannot be changed (graph:api/channel-update-members)
    made.findings.append(_finding(kind, principal, sentence, mended=settable))
    if settable:
        reason = Reason(sentence, (name,), (kind,), (world.roster.channel.place,))
        made.grants.append(SetMemberRole(member.id, member.object_id, role, reason))


def _miss(world: World, object_id: ObjectId, role: str, made: ChannelJudgement) -> None:
    person = world.roster.people[world.holders[object_id][0]]
    sentence = f"{person.name} is of the business unit ({role}) and not a member of the channel."
    kind, place = FindingKind.CHANNEL_MEMBER_MISSING, world.roster.channel.place
    made.findings.append(_finding(kind, person.id, sentence, place=place))
    made.grants.append(
        AddMember(object_id, role, Reason(sentence, (world.names[person.id],), (kind,), (place,)))
    )


@dataclass(frozen=True, slots=True)
class _Told:
    kind: FindingKind
    principal: str
    sentence: str
    also: tuple[FindingKind, ...] = ()
    place: Place | None = None


def _tell_intruder(world: World, person: Person) -> _Told:
    kind, checks = FindingKind.CHANNEL_MEMBER_NOT_BUSINESS_UNIT, check_person(world, person)
    failed = first_failure(checks)
    also = tuple(one for one in crossed_kinds(checks) if one is not FindingKind.UNREAD)
    if person.id not in world.roster.channel.business_unit:
        sentence = f"{person.name} is a member of the channel and not of the business unit."
        return _Told(kind, person.id, sentence, also, world.roster.channel.place)
    why = failed.sentence if failed is not None else "The account is not the one that was approved."
    place = failed.place if failed is not None else person.place
    return _Told(kind, person.id, f"{person.name} must leave the channel: {why}", also, place)


def _waits_for_account(world: World, person: Person) -> bool:
    """Tell whether nothing is known against a member of the business unit but an account left unread."""
    against = set(crossed_kinds(check_person(world, person)))
    unit = person.id in world.roster.channel.business_unit
    return unit and is_unread(world, person.id) and against <= {FindingKind.UNREAD}


def _may_be_unread(world: World, member: Membership) -> bool:
    """Tell whether a member bears the address of somebody of the business unit who could not be looked up.

    Before the first pin only the look-up says whose an object id is; until it answers, nobody knows better.
    Once an account was approved, another one with its address is a stranger, whoever answers.
    """
    named = world.roster.channel.business_unit & world.roster.people.keys()
    unit = (world.roster.people[one] for one in named - world.memory.pins.keys())
    address = member.email.casefold()
    return any(one.username.casefold() == address and _waits_for_account(world, one) for one in unit)


def _remove(made: ChannelJudgement, member: Membership, name: str, told: _Told) -> None:
    found = _finding(told.kind, told.principal, told.sentence, also=told.also, place=told.place)
    made.findings.append(replace(found, object_id=member.object_id))
    places = (told.place,) if told.place is not None else ()
    reason = Reason(told.sentence, (name,), (told.kind, *told.also), places)
    made.removals.append(RemoveMember(member.id, member.object_id, reason))


def _tell_unaccounted(world: World, desired: DesiredAccess, made: ChannelJudgement) -> None:
    """Tell who of the business unit cannot be in the channel at all, since no account can be taken."""
    for name in sorted(world.roster.channel.business_unit):
        person = world.roster.people.get(name)
        if person is None or is_unread(world, name) or _is_desired(world, desired, name):
            continue
        failed = first_failure(check_person(world, person))
        if failed is None or len(world.observation.accounts[name]) == 1:
            continue
        kind, also = FindingKind.CHANNEL_MEMBER_MISSING, crossed_kinds(check_person(world, person))
        sentence = f"{person.name} is of the business unit and cannot be in the channel: {failed.sentence}"
        made.findings.append(_finding(kind, name, sentence, also=also, mended=False, place=failed.place))


def _is_desired(world: World, desired: DesiredAccess, person: PersonId) -> bool:
    return any(one.object_id in desired.channel for one in world.observation.accounts.get(person, ()))


def _finding(
    kind: FindingKind,
    principal: str,
    sentence: str,
    *,
    also: tuple[FindingKind, ...] = (),
    mended: bool = True,
    place: Place | None = None,
) -> Finding:
    facts = KINDS[kind]
    return Finding(
        kind=kind,
        severity=facts.severity,
        object=CHANNEL,
        principal=principal,
        also=also,
        sentence=sentence,
        remedy=facts.remedy if mended else "A person must look at this; the gate cannot put it right.",
        clause=facts.clause,
        handling=Handling.MENDED if mended else Handling.PERSON,
        place=place,
    )
