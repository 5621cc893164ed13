"""Exposures as one look shows them, and what that changes in the record.

Source: ISA §8.3, ISA §11
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.exposure import (
    Ending,
    Exposure,
    ExposureNews,
    RecordedExposure,
    digest_of_words,
)
from sharepoint_gate.access.exposure_kinds import NEVER_GIVEN, NOT_TAKEN_UP, REACH, SHAPES, Reach
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.observed import (
    Grantee,
    ItemId,
    Membership,
    ObjectId,
    Observation,
    ObservedItem,
    ObservedPermission,
)

CHANNEL = "channel"


Given = Collection[tuple[ItemId, ObjectId]]


def exposures_in(world: World, findings: Iterable[Finding], given: Given = ()) -> tuple[Exposure, ...]:
    """Return every exposure that a look shows, one for each item and principal, by object.

    Args:
        world: What was looked at.
        findings: What is wrong with it.
        given: Whom the gate let read which file in a run that was cut before it could remember that.
    """
    found: dict[str, Exposure] = {}
    for finding in findings:
        if is_exposure(world, finding, given):
            one = _exposure(world, finding)
            known = found.get(one.subject)
            found[one.subject] = one if known is None else _joined(known, one)
    return tuple(sorted(found.values(), key=lambda one: (one.object, one.principal)))


def is_exposure(world: World, finding: Finding, given: Given = ()) -> bool:
    """Tell whether a finding says that somebody could read who must not.

    A kind that nobody has decided on counts: better one notice too many than a breach that nobody tells.
    """
    kinds = {finding.kind, *finding.also}
    if not kinds.isdisjoint(NOT_TAKEN_UP):
        return False
    reach = {REACH.get(kind, Reach.OPEN) for kind in kinds}
    if Reach.DEEP in reach and "/" not in finding.object:
        return True
    if reach.isdisjoint({Reach.OPEN, Reach.LAPSED}):
        return False
    on_own_link = finding.item_id is not None and kinds.isdisjoint(SHAPES)
    return not (on_own_link and kinds.isdisjoint(NEVER_GIVEN) and _was_given(world, finding, given))


def _was_given(world: World, finding: Finding, given: Given) -> bool:
    """Tell whether the gate itself let somebody read a file when it last applied the roster, or was cut."""
    if (finding.item_id, finding.object_id) in given:
        return True
    applied = world.memory.applied.files.get(finding.item_id) if finding.item_id is not None else None
    return applied is not None and finding.object_id in applied.readers


def _exposure(world: World, finding: Finding) -> Exposure:
    return Exposure(
        subject=digest_of_words(finding.item_id or finding.object, finding.principal.casefold()),
        item_id=finding.item_id or "",
        object=finding.object,
        principal=finding.principal,
        kinds=tuple(kind.value for kind in (finding.kind, *finding.also)),
        how=finding.sentence,
        earliest=_last_good_look(world, finding),
        latest=world.observation.at,
        reaches=finding.reaches,
        evidence=tuple(_evidence(world.observation, finding)),
    )


def _joined(one: Exposure, other: Exposure) -> Exposure:
    return replace(
        one,
        kinds=tuple(dict.fromkeys((*one.kinds, *other.kinds))),
        how=" ".join(dict.fromkeys((one.how, other.how))),
        reaches=max(one.reaches, other.reaches),
        evidence=(*one.evidence, *other.evidence),
    )


def _last_good_look(world: World, finding: Finding) -> datetime | None:
    """Return when this was last seen without the exposure: the file itself, else the last look at all."""
    memory = world.memory
    if finding.item_id is not None:
        known = memory.placements.get(finding.item_id) or memory.gone.get(finding.item_id)
        if known is not None:
            return known.seen_at
    return max((one.seen_at for one in memory.placements.values()), default=None)


def _evidence(observation: Observation, finding: Finding) -> Iterator[Mapping[str, object]]:
    item = observation.items.get(finding.item_id) if finding.item_id is not None else None
    if item is not None:
        for one in item.permissions or ():
            if one.id == finding.permission_id:
                yield _permission_data(item, one, finding.object_id)
    for member in observation.members or ():
        if finding.object == CHANNEL and member.object_id == finding.object_id:
            yield {"member": digest_of_words(member.object_id), "role": member.role}


def _permission_data(
    item: ObservedItem, permission: ObservedPermission, who: ObjectId | None
) -> Mapping[str, object]:
    link, expires = permission.link, permission.expires_at
    shape = {"kind": link.kind, "scope": link.scope, "view_only": link.prevents_download} if link else None
    return {
        "permission": entry_digest(item.id, permission.id),
        "about": None if who is None else digest_of_words(who),
        "named": sorted(digest_of_words(_name(one)) for one in _named(permission)),
        "link": shape,
        "roles": list(permission.roles),
        "expires": None if expires is None else expires.isoformat(),
        "inherited": permission.inherited,
    }


def entry_digest(item: str, permission: str) -> str:
    """Return how the record names an entry: the tenant's own ids stay out of it."""
    return digest_of_words(item, permission)


def _named(permission: ObservedPermission) -> Iterator[Grantee]:
    yield from permission.people
    if permission.grantee is not None:
        yield permission.grantee


def _name(one: Grantee) -> str:
    return one.object_id or one.login_name or one.email or one.name


def news_of(
    recorded: Iterable[RecordedExposure], shown: Iterable[Exposure], observation: Observation
) -> ExposureNews:
    """Return what a look changes in the record.

    An exposure is over only when its evidence is gone from what was read, or when it stands, was read whole,
    and nothing is wrong with it any more. What could not be read stays as it was (law 7).
    """
    standing = {one.subject: one for one in shown}
    known = {one.exposure.subject: one for one in recorded if one.open}
    over = {
        one.number: ending
        for subject, one in known.items()
        if subject not in standing and (ending := _ending(one.exposure, observation)) is not None
    }
    begun = tuple(one for subject, one in standing.items() if subject not in known)
    return ExposureNews(begun, tuple(known[one].number for one in standing if one in known), over)


def _ending(exposure: Exposure, observation: Observation) -> Ending | None:
    stands = still_stands(exposure, observation)
    if stands is False:
        return Ending.GONE
    return Ending.PERMITTED if stands and observation.complete else None


def still_stands(exposure: Exposure, observation: Observation) -> bool | None:
    """Tell whether the evidence of an exposure is still there; None when that cannot be seen."""
    if not exposure.item_id:
        return _still_member(exposure, observation)
    item = observation.items.get(ItemId(exposure.item_id))
    if item is None:
        return False if observation.complete else None
    return None if item.permissions is None else shows(exposure, item.permissions)


def shows(exposure: Exposure, permissions: Iterable[ObservedPermission]) -> bool:
    """Tell whether permissions as read still hold what an exposure was about."""
    wanted = {str(one.get("permission")): one for one in exposure.evidence}
    for one in permissions:
        seen = wanted.get(entry_digest(exposure.item_id, one.id))
        about = seen.get("about") if seen is not None else None
        people = {digest_of_words(_name(who)) for who in _named(one)}
        if seen is not None and (about is None or about in people):
            return True
    return False


def _still_member(exposure: Exposure, observation: Observation) -> bool | None:
    if exposure.object != CHANNEL:
        return False if observation.complete else None
    if observation.members is None:
        return None
    wanted = {one.get("member") for one in exposure.evidence}
    return any(_is(member, wanted) for member in observation.members)


def _is(member: Membership, wanted: set[object]) -> bool:
    return digest_of_words(member.object_id) in wanted
