"""The laws of the wire, seen from the tenant's own journal."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from sharepoint_gate.access.observed import (
    MembershipId,
    ObservedPermission,
    PermissionId,
    SharingLink,
    Unread,
)
from sharepoint_gate.errors import AccessDeniedError, LawError
from sharepoint_gate.graph.door import NOTHING
from sharepoint_gate.ports.tenant import Writers
from tests.contract.graph.room import AGENDA, CHANNEL, TEAM, Room, naming, permit

pytestmark = pytest.mark.anyio
URL = "https://millbrook.sharepoint.example/:w:/s/case/EAbc"
SHARED = ObservedPermission(
    PermissionId("p"), ("read",), link=SharingLink("view", "users", prevents_download=True, web_url=URL)
)


def everything(room: Room) -> dict[str, Callable[[Writers], Awaitable[object]]]:
    """Return every write that the ports know."""
    item, hal, seat = room.item(AGENDA), room.person("hal"), MembershipId("seat")
    return {
        "create": lambda writers: writers.sharing.create_link(item, [hal]),
        "add": lambda writers: writers.sharing.add_people(item, SHARED, [hal]),
        "revoke": lambda writers: writers.sharing.revoke_people(item, PermissionId("p"), [hal]),
        "delete": lambda writers: writers.sharing.delete_permission(item, PermissionId("p")),
        "join": lambda writers: writers.channel.add_member(hal, "owner"),
        "leave": lambda writers: writers.channel.remove_member(seat),
        "role": lambda writers: writers.channel.set_role(seat, "owner"),
        "invite": lambda writers: writers.guests.invite("n.new@police.example"),
    }


async def test_law_4_a_tenant_that_is_only_looked_at_hears_of_no_write(room: Room) -> None:
    """Without a permit every write is stopped before it leaves: the tenant's journal holds none."""
    async with room.open() as tenant:
        await tenant.reader.find_channel(TEAM, CHANNEL)
        for write in everything(room).values():
            with pytest.raises(LawError):
                await write(tenant.writers)
    assert room.journal()
    assert not [entry for entry in room.journal() if entry["write"] or entry["method"] != "GET"]


async def test_law_3_a_permit_for_one_person_is_none_for_another(room: Room) -> None:
    """Whoever is not named in the permit gains nothing, whatever the caller asks."""
    item, hal, gus = room.item(AGENDA), room.person("hal"), room.person("gus")
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        async with tenant.open_writers(permit(site, {item: naming(hal)})) as writers:
            for people in ([gus], [hal, gus], []):
                with pytest.raises(LawError):
                    await writers.sharing.create_link(item, people)
    assert not [entry for entry in room.journal() if entry["write"]]
    assert room.can_read("gus", AGENDA)["role"] is None


async def test_law_3_only_the_permitted_address_is_invited_and_once(room: Room) -> None:
    """The directory hears of one guest, waiting to redeem; nobody else is asked, and nobody asked again."""
    wanted, other = "n.new@police.example", "n.other@police.example"
    held = replace(NOTHING, invite_addresses={wanted: "https://apps.example"})
    async with room.open() as tenant, tenant.open_writers(held) as writers:
        with pytest.raises(LawError):
            await writers.guests.invite(other)
        await writers.guests.invite(wanted)
        with pytest.raises(LawError):
            await writers.guests.invite(wanted)
        found = await tenant.reader.accounts([wanted, other])
    guests = found[wanted]
    assert not isinstance(guests, Unread)
    assert [(one.mail, one.external_state) for one in guests] == [(wanted, "PendingAcceptance")]
    assert found[other] == ()
    assert [one["path"] for one in room.journal() if one["write"]] == ["/v1.0/invitations"]


async def test_law_3_one_runs_permit_is_not_the_next_ones(room: Room) -> None:
    """What a run made may be undone by that run; another one needs it in its permit."""
    item, hal = room.item(AGENDA), room.person("hal")
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        async with tenant.open_writers(permit(site, {item: naming(hal)})) as writers:
            made = await writers.sharing.create_link(item, [hal])
        async with tenant.open_writers(permit(site, {item: naming(hal)})) as writers:
            with pytest.raises(LawError):
                await writers.sharing.delete_permission(item, made.id)


async def test_an_application_without_consent_is_told_so(room: Room) -> None:
    """403 says that the application lacks a permission."""
    async with room.open(app="outsider") as tenant:
        with pytest.raises(AccessDeniedError):
            await tenant.reader.find_channel(TEAM, CHANNEL)


async def test_the_auditors_picture_is_as_whole_as_the_reconcilers(room: Room) -> None:
    """Read-only consent shows every entry; only the addresses of links are hidden from it."""
    pictures = []
    for app in ("reconciler", "auditor"):
        async with room.open(app=app) as tenant:
            site = await tenant.reader.find_channel(TEAM, CHANNEL)
            items = await tenant.reader.items(site.drive_id)
            found = await tenant.reader.permissions(site.drive_id, [item.id for item in items])
            pictures.append({item: _entries(read) for item, read in found.items()})
    assert pictures[0] == pictures[1]


def _entries(read: tuple[ObservedPermission, ...] | Unread) -> set[tuple[PermissionId, tuple[str, ...]]]:
    assert not isinstance(read, Unread)
    return {(each.id, each.roles) for each in read}


async def test_units_are_counted_as_the_tenant_counts_them(room: Room) -> None:
    """The gate's own count of calls and resource units is the tenant's."""
    before = room.admin.get("meter")
    async with room.open(page_size=5) as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        items = await tenant.reader.items(site.drive_id)
        await tenant.reader.permissions(site.drive_id, [item.id for item in items])
        meter = tenant.meter
    told = room.admin.get("meter")
    assert (meter.calls, meter.units) == tuple(
        told["reconciler"][name] - before.get("reconciler", {}).get(name, 0) for name in ("calls", "units")
    )
