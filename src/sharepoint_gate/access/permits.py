"""The permit that a plan needs, and nothing beyond it (law 3).

Fall-backs are part of it: where the service cannot take one person off a link, or add one, the link is
deleted and made anew for those who should be on it.

Source: graph:api/permission-grant, graph:api/permission-revokegrants, graph:api/driveitem-createlink
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar, assert_never

from sharepoint_gate.access.changes import (
    AddMember,
    DeletePermission,
    GrantReaders,
    InviteGuest,
    ItemChange,
    RemoveMember,
    RevokePeople,
    SetMemberRole,
)
from sharepoint_gate.access.desired import DesiredAccess
from sharepoint_gate.access.letters import Letter
from sharepoint_gate.access.observed import ItemId, ObjectId, Observation, PermissionId
from sharepoint_gate.access.permit import ItemPermit, WritePermit
from sharepoint_gate.access.plan import Plan

C = TypeVar("C")
NOBODY: frozenset[ObjectId] = frozenset()


def mail_permit(letters: Iterable[Letter], sender: str, reply_to: str) -> WritePermit:
    """Return what a mail run may send: each letter to its own address, from one mailbox, and nothing else."""
    return WritePermit(
        drive_id="",
        team_id="",
        channel_id="",
        items={},
        add_members={},
        remove_members=frozenset(),
        set_roles={},
        mail_recipients={letter.key: letter.to for letter in letters},
        mail_sender=sender,
        mail_reply_to=reply_to,
    )


class ChannelIds(Protocol):
    """The ids of the channel and its library, as Graph gives them."""

    @property
    def team_id(self) -> str:
        """The team."""
        ...

    @property
    def channel_id(self) -> str:
        """The channel."""
        ...

    @property
    def drive_id(self) -> str:
        """The channel's library."""
        ...


@dataclass(slots=True)
class _Draft:
    may_name: set[ObjectId] = field(default_factory=set)
    may_delete: set[PermissionId] = field(default_factory=set)
    may_revoke: dict[PermissionId, frozenset[ObjectId]] = field(default_factory=dict)
    through: set[PermissionId] = field(default_factory=set)


def permit_for(plan: Plan, desired: DesiredAccess, observation: Observation, site: ChannelIds) -> WritePermit:
    """Return what a run may write to carry out a plan.

    Whatever the plan says, nobody may be named on a file who is not a desired reader of it, nobody put
    into the channel who is not of the business unit, nor invited whom the roster does not ask for: the permit
    is cut down to the desired access.
    """
    drafts: dict[ItemId, _Draft] = {}
    for change in plan.changes:
        if isinstance(change, DeletePermission | RevokePeople | GrantReaders):
            _permit_item(drafts.setdefault(change.item_id, _Draft()), change)
    return WritePermit(
        drive_id=site.drive_id,
        team_id=site.team_id,
        channel_id=site.channel_id,
        items={item: _finish(item, draft, desired, observation) for item, draft in drafts.items()},
        add_members=_added(plan, desired),
        remove_members=frozenset(one.membership_id for one in _of(RemoveMember, plan)),
        set_roles={
            one.membership_id: one.role
            for one in _of(SetMemberRole, plan)
            if desired.channel.get(one.object_id) == one.role
        },
        invite_addresses={
            one.address: desired.invitations[one.address]
            for one in _of(InviteGuest, plan)
            if one.address in desired.invitations
        },
    )


def _of(kind: type[C], plan: Plan) -> Iterable[C]:
    return (change for change in plan.changes if isinstance(change, kind))


def _added(plan: Plan, desired: DesiredAccess) -> dict[ObjectId, str]:
    added = {one.object_id: one.role for one in _of(AddMember, plan)}
    return {who: role for who, role in added.items() if desired.channel.get(who) == role}


def _permit_item(draft: _Draft, change: ItemChange) -> None:
    match change:
        case DeletePermission():
            draft.may_delete.add(change.permission_id)
        case RevokePeople():
            taken = draft.may_revoke.get(change.permission_id, NOBODY)
            draft.may_revoke[change.permission_id] = taken | frozenset(change.people)
            draft.may_delete.add(change.permission_id)
            draft.may_name.update(change.remaining)
        case GrantReaders():
            draft.may_name.update(change.readers)
            standing = {change.permission_id} if change.permission_id is not None else set()
            draft.may_delete |= standing
            draft.through |= standing
            # What is given to somebody who is frozen at that moment is taken back.
            draft.may_revoke |= {
                one: frozenset(change.people) | draft.may_revoke.get(one, NOBODY) for one in standing
            }
        case _ as never:
            assert_never(never)


def _finish(item: ItemId, draft: _Draft, desired: DesiredAccess, observation: Observation) -> ItemPermit:
    wanted = desired.files.get(item)
    return ItemPermit(
        may_name=frozenset(draft.may_name).intersection(wanted.readers if wanted is not None else ()),
        may_delete=frozenset(draft.may_delete),
        may_revoke=draft.may_revoke or None,
        share_urls=_urls(item, draft.through, observation),
        seen=_seen(item, observation) if draft.may_name else None,
    )


def _seen(item: ItemId, observation: Observation) -> frozenset[PermissionId] | None:
    standing = observation.items[item].permissions if item in observation.items else None
    return frozenset(one.id for one in standing) if standing is not None else None


def _urls(item: ItemId, links: set[PermissionId], observation: Observation) -> frozenset[str]:
    seen = observation.items[item].permissions or () if item in observation.items else ()
    facets = (one.link for one in seen if one.id in links)
    return frozenset(one.web_url for one in facets if one is not None and one.web_url)
