"""Observe: read one whole picture of the channel before anybody judges it.

Managed files and every ancestor are read, up to the library's root, and the channel's members; what cannot
be read is named (law 7).

Source: graph:api/driveitem-list-permissions, graph:api/channel-list-members, ADR-0006
"""

from collections.abc import Mapping
from dataclasses import replace

from sharepoint_gate.access.observed import (
    Account,
    ItemId,
    Membership,
    Observation,
    ObservedItem,
    ObservedPermission,
    Unread,
)
from sharepoint_gate.errors import GraphError
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.ports.tenant import ChannelSite, TenantReader
from sharepoint_gate.roster.model import PersonId, Roster


async def observe(reader: TenantReader, site: ChannelSite, roster: Roster, clock: Clock) -> Observation:
    """Read items, permissions, members and accounts.

    Raises:
        GraphError: The library itself could not be listed; without it there is no picture at all.
    """
    items = await reader.items(site.drive_id)
    permissions = await reader.permissions(site.drive_id, [item.id for item in items])
    members, unread_members = await _members(reader, site)
    accounts, unread_accounts = await _accounts(reader, roster)
    return Observation(
        at=clock.now(),
        drive_id=site.drive_id,
        channel_folder=site.folder_id,
        items={item.id: _with_permissions(item, permissions) for item in items},
        members=members,
        accounts=accounts,
        unread=(*unread_members, *unread_accounts),
    )


def _with_permissions(
    item: ObservedItem, read: Mapping[ItemId, tuple[ObservedPermission, ...] | Unread]
) -> ObservedItem:
    found = read.get(item.id, Unread(item.path, "the answer left this item out"))
    if isinstance(found, Unread):
        return replace(item, permissions=None, unread=found.why)
    return replace(item, permissions=found)


async def _members(
    reader: TenantReader, site: ChannelSite
) -> tuple[tuple[Membership, ...] | None, tuple[Unread, ...]]:
    try:
        return tuple(await reader.members(site)), ()
    except GraphError as error:
        return None, (Unread("the channel's members", error.what),)


async def _accounts(
    reader: TenantReader, roster: Roster
) -> tuple[Mapping[PersonId, tuple[Account, ...]], tuple[Unread, ...]]:
    usernames = {person.id: person.username for person in roster.people.values()}
    found = await reader.accounts(usernames.values())
    accounts: dict[PersonId, tuple[Account, ...]] = {}
    unread: list[Unread] = []
    for person, username in usernames.items():
        answer = found.get(username, Unread(f"the account of {person}", "the answer left it out"))
        if isinstance(answer, Unread):
            unread.append(Unread(f"the account of {person}", answer.why))
        else:
            accounts[person] = answer
    return accounts, tuple(unread)
