"""The picture: permissions, members and accounts share batches, and each is judged by its own answer."""

import pytest

from sharepoint_gate.access.observed import ItemId, Unread
from sharepoint_gate.graph.tenant import GraphTenant
from sharepoint_gate.ports.tenant import ChannelSite
from tests.contract.graph.room import CHANNEL, TEAM, Room

pytestmark = pytest.mark.anyio
MEMBERS = "GET /teams/{team}/channels/{channel}/members"


async def _site(tenant: GraphTenant) -> ChannelSite:
    return await tenant.reader.find_channel(TEAM, CHANNEL)


def _names(room: Room) -> list[str]:
    return [user["upn"] for user in room.admin.get("state")["users"]] + ["nobody@else.example"]


def _ids(room: Room) -> list[ItemId]:
    return [ItemId(item["id"]) for item in room.items().values()]


async def test_the_picture_is_what_single_reads_would_show(room: Room) -> None:
    """Read together or apart, permissions, members and accounts are the same."""
    ids, names = _ids(room), _names(room)
    async with room.open() as tenant:
        site = await _site(tenant)
        picture = await tenant.reader.picture(site, ids, names)
        assert picture.permissions == await tenant.reader.permissions(site.drive_id, ids)
        assert picture.members == tuple(await tenant.reader.members(site))
        assert picture.accounts == await tenant.reader.accounts(names)


async def test_the_picture_takes_no_more_requests_than_batches_of_twenty(room: Room) -> None:
    """People ride in the batches that permissions leave room in."""
    ids, names = _ids(room), _names(room)
    async with room.open() as tenant:
        site = await _site(tenant)
        before = tenant.meter.requests
        await tenant.reader.picture(site, ids, names)
        assert tenant.meter.requests - before == -(-(len(ids) + len(names) + 1) // 20)


async def test_members_that_are_refused_leave_the_rest_whole(room: Room) -> None:
    """Law 7: what could not be read is named, and nothing else is lost with it."""
    ids, names = _ids(room), _names(room)
    room.fault(MEMBERS, "status:403", count=9)
    async with room.open() as tenant:
        picture = await tenant.reader.picture(await _site(tenant), ids, names)
    assert isinstance(picture.members, Unread)
    assert not any(isinstance(found, Unread) for found in picture.permissions.values())
    assert not any(isinstance(found, Unread) for found in picture.accounts.values())


async def test_a_picture_of_nothing_is_the_members_alone(room: Room) -> None:
    """No items and no addresses leave one question."""
    async with room.open() as tenant:
        picture = await tenant.reader.picture(await _site(tenant), [], [])
    assert (picture.permissions, picture.accounts) == ({}, {})
    assert not isinstance(picture.members, Unread)
    assert picture.members
