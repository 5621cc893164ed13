"""Giving scopes back through SharePoint's own interface, read back by the tenant itself."""

from pathlib import Path

import pytest

from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.errors import AccessDeniedError, LawError
from sharepoint_gate.graph.config import ClientCertificate
from sharepoint_gate.graph.door import NOTHING
from tests.contract.graph.room import AGENDA, CHANNEL, REPORT, TEAM, Room, deleting, naming, permit
from tests.e2e.audit_scene import make_certificate

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> ClientCertificate:
    """A key with its certificate."""
    text = make_certificate(Path(tmp_path_factory.mktemp("pem"))).read_text(encoding="utf-8")
    at = text.index("-----BEGIN CERTIFICATE-----")
    return ClientCertificate(text[:at], text[at:])


def certified(room: Room, certificate: ClientCertificate) -> str:
    """Let the tenant know the certificate for the reconciler; return its client id."""
    body = {
        "name": "reconciler",
        "sharepoint_roles": ["Sites.FullControl.All"],
        "certificate_pem": certificate.certificate,
    }
    return str(room.admin.post("apps", body)["client_id"])


async def test_law_6_a_scope_that_was_given_back_is_shown_by_a_fresh_look(
    room: Room, certificate: ClientCertificate
) -> None:
    """A link gives the file a scope, which stays when the link is deleted, and goes with the reset."""
    client = certified(room, certificate)
    item, person = room.item(AGENDA), room.person("hal")
    async with room.open(credential=certificate, client_id=client) as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        async with tenant.open_writers(permit(site, {item: naming(person)})) as writers:
            made = await writers.sharing.create_link(item, [person])
        async with tenant.open_writers(permit(site, {item: deleting(made.id)})) as writers:
            await writers.sharing.delete_permission(item, made.id)
        async with tenant.open_scopes(permit(site, reset_items=frozenset({item}))) as scopes:
            assert await scopes.has_own(item, folder=False)
            await scopes.reset(item, folder=False)
            assert not await scopes.has_own(item, folder=False)
            with pytest.raises(LawError):
                await scopes.reset(room.item(REPORT), folder=False)
    resets = [one for one in room.journal("POST") if one["path"].endswith("ResetRoleInheritance")]
    assert [one["status"] for one in resets] == [200]


async def test_without_a_certificate_nothing_is_asked(room: Room) -> None:
    """SharePoint takes no application with a secret."""
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        held: WritePermit = permit(site, reset_items=frozenset({room.item(AGENDA)}))
        with pytest.raises(AccessDeniedError):
            async with tenant.open_scopes(held):
                pass
    assert NOTHING.reset_items == frozenset()


async def test_a_file_tells_where_it_lies_now(room: Room) -> None:
    """By its own row, and not by an old listing."""
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        assert await tenant.reader.place(site.drive_id, room.item(AGENDA)) == AGENDA
