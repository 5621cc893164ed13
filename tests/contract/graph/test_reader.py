"""The reader's contract, against a real tenant over TLS."""

import pytest

from sharepoint_gate.access.observed import ItemId, Unread
from sharepoint_gate.errors import ChannelAbsentError, UnavailableError, UnexpectedAnswerError
from tests.contract.graph.room import CHANNEL, TEAM, Room

pytestmark = pytest.mark.anyio
DELTA = "GET /drives/{drive}/items/{item}/delta"
PERMISSIONS = "GET /drives/{drive}/items/{item}/permissions"


async def test_the_channel_is_found_by_its_names(room: Room) -> None:
    """Team and channel names lead to the drive and the folder that the channel shows."""
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
    assert site.folder_id == room.item("Case review")
    assert site.channel_id in {channel["id"] for channel in room.admin.get("state")["channels"]}


@pytest.mark.parametrize(
    ("team", "channel"), [("Millbrook", CHANNEL), (TEAM, "Case Review"), ("O'Team", "x")]
)
async def test_a_channel_that_is_not_there_is_named(room: Room, team: str, channel: str) -> None:
    """A name that no team or channel bears letter by letter is a fault of the roster, exit code 2."""
    async with room.open() as tenant:
        with pytest.raises(ChannelAbsentError) as refused:
            await tenant.reader.find_channel(team, channel)
    assert refused.value.exit_code == 2


@pytest.mark.parametrize("page_size", [1, 7, 200])
async def test_every_item_is_read_whatever_the_page_size(room: Room, page_size: int) -> None:
    """The enumeration equals the tenant's own list, parents stand before children."""
    async with room.open(page_size=page_size) as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        items = await tenant.reader.items(site.drive_id)
    told = room.items()
    assert {item.path: item.id for item in items} == {path: item["id"] for path, item in told.items()}
    assert {item.path for item in items if item.is_folder} == {
        path for path, item in told.items() if item["folder"]
    }
    seen: set[ItemId] = set()
    for item in items:
        assert item.parent_id is None or item.parent_id in seen
        seen.add(item.id)


async def test_a_lost_place_in_the_enumeration_begins_anew(room: Room) -> None:
    """410 in the middle of the pages restarts the enumeration, and nothing is missing or double."""
    room.fault(DELTA, "status:410", nth=3)
    async with room.open(page_size=5) as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        items = await tenant.reader.items(site.drive_id)
    assert sorted(item.path for item in items) == sorted(room.items())


@pytest.mark.parametrize("kind", ["malformed", "half-page"])
async def test_a_damaged_page_is_never_taken_for_a_whole_one(room: Room, kind: str) -> None:
    """A page that cannot be read whole ends the reading: half a picture is none."""
    async with room.open(page_size=5) as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        room.fault(DELTA, kind, nth=2)
        with pytest.raises(UnexpectedAnswerError):
            await tenant.reader.items(site.drive_id)


@pytest.mark.parametrize("kind", ["status:500", "status:503", "status:429", "cut-before", "cut-after"])
async def test_a_read_that_fails_in_passing_is_tried_again(room: Room, kind: str) -> None:
    """A read survives two bad moments of the service without losing anything."""
    room.fault(DELTA, kind, count=2)
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        items = await tenant.reader.items(site.drive_id)
    assert len(items) == len(room.items())


async def test_a_read_that_keeps_failing_ends(room: Room) -> None:
    """After the last attempt the error says that the service is not there, exit code 4."""
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        room.fault(DELTA, "status:503", count=50)
        with pytest.raises(UnavailableError):
            await tenant.reader.items(site.drive_id)


async def test_permissions_of_every_item_are_what_the_tenant_holds(room: Room) -> None:
    """Ids and roles of every permission of every item equal the tenant's own account, in few requests."""
    told = room.items()
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        before = tenant.meter.requests
        found = await tenant.reader.permissions(site.drive_id, [item["id"] for item in told.values()])
        assert tenant.meter.requests - before == -(-len(told) // 20)
    for item in told.values():
        read = found[item["id"]]
        assert not isinstance(read, Unread)
        expected = {(each["id"], tuple(each["roles"])) for each in item["permissions"]}
        assert {(each.id, each.roles) for each in read} == expected
        assert not any(each.strange for each in read)


async def test_a_part_that_is_throttled_is_sent_again(room: Room) -> None:
    """429 inside a batch costs a wait on the gate's clock and loses nothing."""
    told = room.items()
    clock = room.embedded.clock()
    before = clock.now()
    room.fault(PERMISSIONS, "status:429", count=3, nth=4)
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        found = await tenant.reader.permissions(site.drive_id, [item["id"] for item in told.values()])
        assert tenant.meter.waited > 0
    assert not [item for item, read in found.items() if isinstance(read, Unread)]
    assert clock.refresh() > before


async def test_law_7_a_part_that_stays_lost_is_unread_and_named(room: Room) -> None:
    """An item that cannot be read is there as unread, with the reason; the others are read."""
    told = room.items()
    asked = [*(item["id"] for item in told.values()), ItemId("01NOSUCHITEM")]
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        found = await tenant.reader.permissions(site.drive_id, asked)
    assert set(found) == set(asked)
    unread = [read for read in found.values() if isinstance(read, Unread)]
    assert [read.what for read in unread] == ["01NOSUCHITEM"]
    assert "itemNotFound" in unread[0].why


async def test_law_7_a_service_that_is_down_leaves_everything_unread(room: Room) -> None:
    """When no batch gets through, every item says so; none is taken for an item without permissions."""
    asked = [item["id"] for item in room.items().values()]
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        room.fault("*", "status:503", count=500)
        found = await tenant.reader.permissions(site.drive_id, asked)
    assert set(found) == set(asked)
    assert all(isinstance(read, Unread) for read in found.values())


async def test_members_carry_their_role(room: Room) -> None:
    """Owners and members of the channel are told apart, though Teams writes no role for a member."""
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        members = await tenant.reader.members(site)
    roles = {member.object_id: member.role for member in members}
    assert roles == {room.person("ann"): "owner", room.person("ben"): "owner", room.person("cat"): "member"}


async def test_accounts_are_found_by_every_address_they_bear(room: Room) -> None:
    """Sign-in name, mail and other mails lead to the account, whatever the letter case or quotes."""
    wanted = {
        "ANN@millbrook.example": "ann",
        "f.o'ford@nhs.example": "flo",
        "flo.ford@trust.example": "flo",
        "dov@millbrook.example": "dov",
    }
    async with room.open() as tenant:
        found = await tenant.reader.accounts([*wanted, "nobody@nhs.example", "eve@millbrook.example"])
    for username, key in wanted.items():
        accounts = found[username]
        assert not isinstance(accounts, Unread)
        assert [account.object_id for account in accounts] == [room.person(key)]
    assert found["nobody@nhs.example"] == found["eve@millbrook.example"] == ()


async def test_an_account_says_what_it_is(room: Room) -> None:
    """Disabled, guest and pending are read, since each of them may forbid access."""
    async with room.open() as tenant:
        found = await tenant.reader.accounts(["dov@millbrook.example", "g.gray@police.example"])
    (dov,), (gus,) = (accounts for accounts in found.values() if not isinstance(accounts, Unread))
    assert (dov.enabled, dov.is_guest, dov.external_state) == (False, False, None)
    assert (gus.enabled, gus.is_guest, gus.external_state) == (True, True, "PendingAcceptance")
    assert gus.external_state_changed_at is not None
    assert gus.identities
