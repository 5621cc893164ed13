"""Observe: read one whole picture of the channel before anybody judges it.

Managed files and every ancestor are read, up to the library's root, the channel's members, and the site
around them; what cannot be read is named (law 7).

Source: graph:api/driveitem-list-permissions, graph:api/channel-list-members, ADR-0006
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sharepoint_gate.access.observed import (
    Account,
    ItemId,
    Membership,
    Observation,
    ObservedItem,
    ObservedPermission,
    Unread,
)
from sharepoint_gate.access.stale import invited_strangers
from sharepoint_gate.jobs.listing import list_items
from sharepoint_gate.jobs.observe_site import look_at_site
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.ports.tenant import ChannelSite, Picture, TenantReader
from sharepoint_gate.roster.model import PersonId, Roster


async def observe(
    reader: TenantReader,
    site: ChannelSite,
    roster: Roster,
    clock: Clock,
    remembered: Collection[ItemId] = (),
) -> Observation:
    """Read items, permissions, members and accounts.

    Args:
        reader: Reads the tenant.
        site: Where the channel's files lie.
        roster: Whose accounts are looked up.
        clock: Tells when this was.
        remembered: Files that an earlier run saw; one that is missing is looked for twice.

    Raises:
        GraphError: The library itself could not be listed; without it there is no picture at all.
    """
    items, doubts = await list_items(reader, site.drive_id, remembered)
    usernames = {person.id: person.username for person in roster.people.values()}
    picture = await reader.picture(site, [item.id for item in items], usernames.values())
    picture = replace(picture, accounts=await _looked_for_twice(reader, picture.accounts))
    around = await look_at_site(reader, site)
    seen = observation_of(site, items, picture, usernames, clock.now(), doubts)
    strangers = await strangers_in(reader, seen, usernames.values())
    return replace(seen, site=around, strangers=strangers)


async def _looked_for_twice(
    reader: TenantReader, read: Mapping[str, tuple[Account, ...] | Unread]
) -> Mapping[str, tuple[Account, ...] | Unread]:
    """Ask once more for whom nobody was found under an address: an answer may lack rows and look whole.

    Whoever is not found loses everything, so that two answers have to say so (law 7).
    """
    missing = sorted(
        address for address, found in read.items() if not isinstance(found, Unread) and not found
    )
    return {**read, **(await reader.accounts(missing) if missing else {})}


async def strangers_in(
    reader: TenantReader, seen: Observation, usernames: Iterable[str]
) -> Mapping[str, tuple[Account, ...]]:
    """Look up guests whom entries name besides the roster; where that fails no invitation's age is told."""
    addresses = invited_strangers(seen.items.values(), usernames)
    found = await reader.accounts(addresses) if addresses else {}
    return {address: one for address, one in found.items() if not isinstance(one, Unread)}


def observation_of(
    site: ChannelSite,
    items: Iterable[ObservedItem],
    picture: Picture,
    usernames: Mapping[PersonId, str],
    at: datetime,
    doubts: tuple[Unread, ...] = (),
) -> Observation:
    """Return what was listed and read as one observation; whatever an answer left out counts as unread."""
    members, unread_members = _members(picture.members)
    accounts, unread_accounts = _accounts(usernames, picture.accounts)
    return Observation(
        at=at,
        drive_id=site.drive_id,
        channel_folder=site.folder_id,
        items={item.id: _with_permissions(item, picture.permissions) for item in items},
        members=members,
        accounts=accounts,
        unread=(*doubts, *unread_members, *unread_accounts),
    )


def _with_permissions(
    item: ObservedItem, read: Mapping[ItemId, tuple[ObservedPermission, ...] | Unread]
) -> ObservedItem:
    found = read.get(item.id, Unread(item.path, "the answer left this item out"))
    if isinstance(found, Unread):
        return replace(item, permissions=None, unread=found.why)
    return replace(item, permissions=found)


def _members(
    read: tuple[Membership, ...] | Unread,
) -> tuple[tuple[Membership, ...] | None, tuple[Unread, ...]]:
    if isinstance(read, Unread):
        return None, (Unread("the channel's members", read.why),)
    return read, ()


def _accounts(
    usernames: Mapping[PersonId, str], read: Mapping[str, tuple[Account, ...] | Unread]
) -> tuple[Mapping[PersonId, tuple[Account, ...]], tuple[Unread, ...]]:
    accounts: dict[PersonId, tuple[Account, ...]] = {}
    unread: list[Unread] = []
    for person, username in usernames.items():
        answer = read.get(username, Unread(f"the account of {person}", "the answer left it out"))
        if isinstance(answer, Unread):
            unread.append(Unread(f"the account of {person}", answer.why))
        else:
            accounts[person] = answer
    return accounts, tuple(unread)
