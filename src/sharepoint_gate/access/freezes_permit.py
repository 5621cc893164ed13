"""The permit of a freeze: it can take away what it names, and give nothing to anybody (law 3)."""

from collections.abc import Iterable

from sharepoint_gate.access.changes import DeletePermission, RemoveMember, RevokePeople
from sharepoint_gate.access.observed import ItemId, ObjectId
from sharepoint_gate.access.permit import ItemPermit, WritePermit
from sharepoint_gate.access.permits import ChannelIds


def freeze_permit(
    site: ChannelIds,
    removals: Iterable[DeletePermission | RevokePeople] = (),
    members: Iterable[RemoveMember] = (),
    sessions: Iterable[ObjectId] = (),
) -> WritePermit:
    """Return what a freeze may send: these removals, these memberships ended, these accounts signed out.

    Where the service cannot take one person off a link, the link goes: nobody is named anew, and the next
    night gives it back to those who should have it.
    """
    items: dict[ItemId, ItemPermit] = {}
    for one in removals:
        items[one.item_id] = _with(items.get(one.item_id, ItemPermit()), one)
    return WritePermit(
        drive_id=site.drive_id,
        team_id=site.team_id,
        channel_id=site.channel_id,
        items=items,
        add_members={},
        remove_members=frozenset(one.membership_id for one in members),
        set_roles={},
        revoke_sessions=frozenset(sessions),
    )


def _with(permit: ItemPermit, removal: DeletePermission | RevokePeople) -> ItemPermit:
    revoke = dict(permit.may_revoke or {})
    if isinstance(removal, RevokePeople):
        revoke[removal.permission_id] = frozenset(removal.people)
    return ItemPermit(may_delete=permit.may_delete | {removal.permission_id}, may_revoke=revoke or None)
