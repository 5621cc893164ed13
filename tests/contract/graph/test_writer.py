"""The writers' contract, against a real tenant over TLS: what they send, and what they never resend."""

import pytest

from sharepoint_gate.access.observed import ObservedPermission, PermissionId, Unread
from sharepoint_gate.access.permit import ItemPermit
from sharepoint_gate.errors import (
    AccessDeniedError,
    ItemNotFoundError,
    ThrottledError,
    UnavailableError,
    WriteUncertainError,
)
from sharepoint_gate.graph.tenant import GraphTenant, open_tenant
from sharepoint_gate.ports.tenant import ChannelSite
from tests.contract.graph.room import AGENDA, CHANNEL, REPORT, TEAM, Room, deleting, naming, permit

pytestmark = pytest.mark.anyio
CREATE_LINK = "POST /drives/{drive}/items/{item}/createLink"
ANYWHERE = "*"


async def own_link(tenant: GraphTenant, site: ChannelSite, room: Room, path: str) -> ObservedPermission:
    """Return the only link on a file."""
    item = room.item(path)
    read = (await tenant.reader.permissions(site.drive_id, [item]))[item]
    assert not isinstance(read, Unread)
    (link,) = (each for each in read if each.link is not None)
    return link


async def test_a_link_is_made_as_asked_and_reads_back_so(room: Room) -> None:
    """The own link is users, view and block-download, and the person it names can look and not take."""
    item, hal = room.item(REPORT), room.person("hal")
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        async with tenant.open_writers(permit(site, {item: naming(hal)})) as writers:
            made = await writers.sharing.create_link(item, [hal])
        assert made.link is not None
        assert (made.link.scope, made.link.kind, made.link.prevents_download) == ("users", "view", True)
        assert await own_link(tenant, site, room, REPORT) == made
    access = room.can_read("hal", REPORT)
    assert (access["role"], access["can_download"]) == ("read", False)


async def test_law_3_a_first_link_keeps_what_the_file_inherits(room: Room) -> None:
    """Making the link takes nothing from the channel's owners and members."""
    item, hal = room.item(REPORT), room.person("hal")
    before = {key: room.can_read(key, REPORT)["role"] for key in ("ann", "ben", "cat")}
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        async with tenant.open_writers(permit(site, {item: naming(hal)})) as writers:
            await writers.sharing.create_link(item, [hal])
    assert {key: room.can_read(key, REPORT)["role"] for key in before} == before
    assert [entry["lost"] for entry in room.journal("POST") if entry["write"]] == [[]]


async def test_law_3_a_link_of_another_shape_can_be_taken_back(room: Room) -> None:
    """Where v1.0 makes a plain link of the request, what came is told as it is, and may be deleted."""
    item, hal = room.item(REPORT), room.person("hal")
    async with room.open(create_link_version="v1.0") as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        async with tenant.open_writers(permit(site, {item: naming(hal)})) as writers:
            made = await writers.sharing.create_link(item, [hal])
            assert made.link is not None
            assert not made.link.prevents_download
            await writers.sharing.delete_permission(item, made.id)
    assert room.can_read("hal", REPORT)["role"] is None


async def test_people_are_added_through_the_links_own_address(room: Room) -> None:
    """Grant adds a person to the standing link, and goes on working when Graph has moved its address."""
    item = room.item(AGENDA)
    room.admin.put("quirks", {"grant.rotates_url": "always"})
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        link = await own_link(tenant, site, room, AGENDA)
        assert link.link is not None
        assert link.link.web_url is not None
        people = [room.person(key) for key in ("hal", "gus")]
        rights = naming(*people, share_urls=frozenset({link.link.web_url}))
        async with tenant.open_writers(permit(site, {item: rights})) as writers:
            for person in people:
                await writers.sharing.add_people(item, link, [person])
                link = await own_link(tenant, site, room, AGENDA)
    assert {person.object_id for person in link.people} == {*people, room.person("flo")}
    assert room.can_read("hal", AGENDA)["can_download"] is False


async def test_grant_without_full_control_is_denied_by_name(room: Room) -> None:
    """The application that may only look is told so, and nothing changes."""
    item, hal = room.item(AGENDA), room.person("hal")
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        link = await own_link(tenant, site, room, AGENDA)
    assert link.link is not None
    rights = naming(hal, share_urls=frozenset({link.link.web_url or ""}))
    async with room.open(permit(site, {item: rights}), app="auditor") as looking:
        with pytest.raises(AccessDeniedError):
            await looking.writers.sharing.add_people(item, link, [hal])
        hidden = await own_link(looking, site, room, AGENDA)
        with pytest.raises(AccessDeniedError):
            await looking.writers.sharing.add_people(item, hidden, [hal])
    assert room.can_read("hal", AGENDA)["role"] is None


@pytest.mark.parametrize("v1", ["on", "404", "405"])
async def test_people_are_taken_off_on_whichever_version_knows_how(room: Room, v1: str) -> None:
    """Where v1.0 does not know revokeGrants, beta is asked, and remembered."""
    room.admin.put("quirks", {"revokeGrants.v1": v1})
    item, flo = room.item(AGENDA), room.person("flo")
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        link = await own_link(tenant, site, room, AGENDA)
        rights = ItemPermit(may_revoke={link.id: frozenset({flo})})
        async with tenant.open_writers(permit(site, {item: rights})) as writers:
            await writers.sharing.revoke_people(item, link.id, [flo])
            await writers.sharing.revoke_people(item, link.id, [flo])
    assert room.can_read("flo", AGENDA)["role"] is None
    versions = [entry["path"].split("/")[1] for entry in room.journal("POST") if "revoke" in entry["path"]]
    assert versions == (["v1.0", "v1.0"] if v1 == "on" else ["v1.0", "beta", "beta"])


async def test_a_permission_that_is_gone_already_counts_as_deleted(room: Room) -> None:
    """Deleting twice is deleting once."""
    item = room.item(AGENDA)
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        link = await own_link(tenant, site, room, AGENDA)
        async with tenant.open_writers(permit(site, {item: deleting(link.id)})) as writers:
            await writers.sharing.delete_permission(item, link.id)
            await writers.sharing.delete_permission(item, link.id)
    assert room.can_read("flo", AGENDA)["role"] is None


@pytest.mark.parametrize(
    "kind", ["cut-after", "cut-before", "status:503", "status:500", "status:504", "malformed"]
)
async def test_law_10_a_write_without_a_clear_answer_is_uncertain_and_sent_once(
    room: Room, kind: str
) -> None:
    """Lost connections, server errors and unreadable answers leave one request and an open question."""
    item, hal = room.item(REPORT), room.person("hal")
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        room.fault(CREATE_LINK, kind, count=5)
        async with tenant.open_writers(permit(site, {item: naming(hal)})) as writers:
            before = tenant.meter.requests
            with pytest.raises(WriteUncertainError):
                await writers.sharing.create_link(item, [hal])
            assert tenant.meter.requests == before + 1


async def test_law_12_a_throttled_write_is_sent_again_and_done_once(room: Room) -> None:
    """429 says that nothing was done: the same write goes out again after the wait."""
    item, hal = room.item(REPORT), room.person("hal")
    clock = room.embedded.clock()
    before = clock.now()
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        room.fault(CREATE_LINK, "status:429", count=2)
        async with tenant.open_writers(permit(site, {item: naming(hal)})) as writers:
            made = await writers.sharing.create_link(item, [hal])
        assert await own_link(tenant, site, room, REPORT) == made
    assert [entry["status"] for entry in room.journal("POST") if entry["write"]] == [429, 429, 201]
    assert clock.refresh() > before


async def test_a_write_that_stays_throttled_ends(room: Room) -> None:
    """After the last attempt the write is given up, certainly not done."""
    item, hal = room.item(REPORT), room.person("hal")
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        room.fault(CREATE_LINK, "status:429", count=50)
        async with tenant.open_writers(permit(site, {item: naming(hal)})) as writers:
            with pytest.raises(ThrottledError):
                await writers.sharing.create_link(item, [hal])
    assert room.can_read("hal", REPORT)["role"] is None


async def test_a_write_that_was_never_sent_is_not_uncertain(room: Room) -> None:
    """Where no connection can be made nothing was sent, and the error says so."""
    item, hal = room.item(REPORT), room.person("hal")
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
    tokens = tenant._shared.tokens
    await tokens.token()
    config = room.config(base_url="https://127.0.0.1:1")
    async with open_tenant(config, room.embedded.clock(), permit(site, {item: naming(hal)}), tokens) as dead:
        with pytest.raises(UnavailableError):
            await dead.writers.sharing.create_link(item, [hal])


async def test_members_come_go_and_change_their_role(room: Room) -> None:
    """A member is added, made an owner, made a member again, and taken out."""
    dan = room.person("dan")
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        async with tenant.open_writers(permit(site, add_members={dan: "member"})) as writers:
            await writers.channel.add_member(dan, "member")
        (member,) = (each for each in await tenant.reader.members(site) if each.object_id == dan)
        for role in ("owner", "member"):
            async with tenant.open_writers(permit(site, set_roles={member.id: role})) as writers:
                await writers.channel.set_role(member.id, role)
            (member,) = (each for each in await tenant.reader.members(site) if each.object_id == dan)
            assert member.role == role
        async with tenant.open_writers(permit(site, remove_members=frozenset({member.id}))) as writers:
            await writers.channel.remove_member(member.id)
            await writers.channel.remove_member(member.id)
        assert dan not in {each.object_id for each in await tenant.reader.members(site)}


async def test_a_disabled_account_cannot_become_a_member(room: Room) -> None:
    """Teams answers 404 for an account that is blocked; the error says that it was not found."""
    dov = room.person("dov")
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        async with tenant.open_writers(permit(site, add_members={dov: "member"})) as writers:
            with pytest.raises(ItemNotFoundError):
                await writers.channel.add_member(dov, "member")


async def test_undoing_what_a_run_made_needs_no_permit(room: Room) -> None:
    """A link and a membership that this run made may be taken back by it, and by no other run."""
    item, hal = room.item(REPORT), room.person("hal")
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        async with tenant.open_writers(permit(site, {item: naming(hal)})) as writers:
            made = await writers.sharing.create_link(item, [hal])
            await writers.sharing.revoke_people(item, made.id, [hal])
            await writers.sharing.delete_permission(item, PermissionId(made.id))
    assert room.can_read("hal", REPORT)["role"] is None
