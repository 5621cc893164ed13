"""From what should be and what is to a plan: the pure heart of every run.

The same world gives the same plan and the same digest, in whatever order the tenant was read.

Source: ISA §8.3, ISA §8.6, ADR-0002
"""

from collections.abc import Iterable

from sharepoint_gate.access.changes import Change, Grant
from sharepoint_gate.access.channel import judge_channel
from sharepoint_gate.access.charges import Standard
from sharepoint_gate.access.checks import PRECEDENCE
from sharepoint_gate.access.classify import backdrop_of
from sharepoint_gate.access.desired import DesiredAccess, World
from sharepoint_gate.access.digest import digest_of
from sharepoint_gate.access.exceptions_standing import standing_exceptions
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.grants import NO_WHOLE_PICTURE, Lack, held_grant, lack_on, unread_above
from sharepoint_gate.access.invitations import judge_invitations
from sharepoint_gate.access.judge import Judgement, judge_items
from sharepoint_gate.access.notices import notices, unread_besides_accounts
from sharepoint_gate.access.observed import Observation, Unread
from sharepoint_gate.access.paths import is_placed
from sharepoint_gate.access.plan import Held, Plan
from sharepoint_gate.access.remaining import Removal, tell_still_reading
from sharepoint_gate.access.waiting import tell_waiting

NO_CHANNEL_FOLDER = Unread("the channel's folder", "the listing of the library left it out")


def plan_changes(world: World, desired: DesiredAccess) -> Plan:
    """Return everything that would make the channel agree with the roster, and everything that is wrong.

    Revocations come first, from the top of the library down, then members, then grants (law 5). Grants
    where something could not be read are held; revocations of what was read go ahead (law 7).
    """
    standard = Standard(world, desired, backdrop_of(world))
    judgements = judge_items(standard)
    whole = _is_whole(world)
    lacks = _lacks(standard, judgements, whole_picture=whole)
    channel = judge_channel(world, desired, standard.backdrop)
    invited = judge_invitations(world)
    grants, held = _part((*channel.grants, *invited.grants), lacks, whole_picture=whole)
    removals = [one for those in tell_still_reading(standard, judgements, lacks) for one in _in_order(those)]
    changes: tuple[Change, ...] = (*removals, *channel.removals, *grants)
    found = [one for judgement in judgements for one in judgement.findings]
    found += [one for lack in lacks for one in lack.findings]
    found += tell_waiting(notices(world), held)
    return Plan(
        digest=digest_of(changes, held, world.roster.digest),
        roster_digest=world.roster.digest,
        changes=changes,
        held=held,
        findings=worst_first((*found, *channel.findings, *invited.findings)),
        unread=_unread(world.observation),
        exceptions=standing_exceptions(world),
        partial=not world.observation.complete or not is_placed(world.observation),
    )


def _is_whole(world: World) -> bool:
    """Tell whether nothing is unread but items, members and accounts, whose grants are held one by one."""
    if not is_placed(world.observation):
        return False
    others = unread_besides_accounts(world)
    return len(others) <= (1 if world.observation.members is None else 0)


def _lacks(standard: Standard, judgements: tuple[Judgement, ...], *, whole_picture: bool) -> tuple[Lack, ...]:
    unread = unread_above(judgements, whole_picture=whole_picture)
    return tuple(lack_on(standard, one, unread.get(one.item.id, "")) for one in judgements)


def _part(
    members: Iterable[Grant], lacks: tuple[Lack, ...], *, whole_picture: bool
) -> tuple[tuple[Grant, ...], tuple[Held, ...]]:
    """Part the grants that can be made from those that have to wait."""
    ready: list[Grant] = []
    held: list[Held] = []
    for grant in members:
        if whole_picture:
            ready.append(grant)
        else:
            held.append(Held(grant, NO_WHOLE_PICTURE))
    for lack in lacks:
        waiting = held_grant(lack)
        if waiting is not None:
            held.append(waiting)
        elif lack.grant is not None:
            ready.append(lack.grant)
    return tuple(ready), tuple(held)


def _in_order(removals: Iterable[Removal]) -> list[Removal]:
    return sorted(removals, key=lambda one: one.permission_id)


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in the order in which a plan tells them."""
    return tuple(sorted(findings, key=_badness))


def _badness(finding: Finding) -> tuple[object, ...]:
    return (
        -finding.severity,
        finding.object,
        PRECEDENCE[finding.kind],
        finding.principal,
        finding.sentence,
        finding.item_id or "",
    )


def _unread(observation: Observation) -> tuple[Unread, ...]:
    """Return everything that could not be read, items included, in a fixed order."""
    items = [Unread(item.path or "library root", item.unread) for item in observation.unread_items]
    known = {one.what for one in items}
    others = [one for one in observation.unread if one.what not in known]
    others += [] if is_placed(observation) else [NO_CHANNEL_FOLDER]
    return tuple(sorted((*items, *others), key=lambda one: (one.what, one.why)))
