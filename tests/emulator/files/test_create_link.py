"""createLink: what a link reads back as, when it is new, and what it is refused for."""

import pytest

from tests.emulator.files.tenant_client import Tenant

BLOCKED = {"type": "blocksDownload", "scope": "users"}


def test_a_new_link_is_201_and_blocks_downloads_as_a_view(tenant: Tenant) -> None:
    """A block-download link reads back as `view` with `preventsDownload`.

    Source: graph:beta/api/driveitem-createlink
    """
    people = [{"objectId": tenant.user("bob")}]
    reply = tenant.send(
        "reconciler", f"POST /beta{tenant.at('A/two.docx')}/createLink", {**BLOCKED, "recipients": people}
    )
    assert reply.status == 201
    link = reply.body["link"]
    assert (link["type"], link["scope"], link["preventsDownload"]) == ("view", "users", True)
    assert reply.body["roles"] == ["read"]
    assert [one["user"]["id"] for one in reply.body["grantedToIdentitiesV2"]] == [tenant.user("bob")]


def test_the_same_request_gets_the_link_that_stands(tenant: Tenant) -> None:
    """An application has one link of a type and scope on an item: 200, same id.

    Source: graph:api/driveitem-createlink
    """
    line = f"POST /beta{tenant.at('A/two.docx')}/createLink"
    first, second = tenant.send("reconciler", line, BLOCKED), tenant.send("reconciler", line, BLOCKED)
    assert (first.status, second.status) == (201, 200)
    assert first.body["id"] == second.body["id"]


def test_the_seeds_link_is_the_reconcilers_own(tenant: Tenant) -> None:
    """The link that the seed made is the reconciler's, so that createLink finds it.

    Source: graph:api/driveitem-createlink
    """
    reply = tenant.send("reconciler", f"POST /beta{tenant.at('A/one.docx')}/createLink", BLOCKED)
    assert reply.status == 200
    assert [one["user"]["email"] for one in reply.body["grantedToIdentitiesV2"]] == ["ann@marsh.example"]


@pytest.mark.parametrize("who", ["writer", "mem"])
def test_somebody_elses_link_is_another_link(tenant: Tenant, who: str) -> None:
    """A link belongs to the application or person that made it.

    Source: graph:api/driveitem-createlink
    """
    reply = tenant.send(who, f"POST /beta{tenant.at('A/one.docx')}/createLink", BLOCKED)
    assert reply.status == 201
    assert len([one for one in tenant.permissions("A/one.docx") if "link" in one]) == 2


def test_a_repeated_request_adds_nobody_unless_the_quirk_says_so(tenant: Tenant) -> None:
    """Whether recipients join a link that stands is not documented: a switch.

    Source: graph:api/driveitem-createlink
    """
    line = f"POST /beta{tenant.at('A/one.docx')}/createLink"
    body = {**BLOCKED, "recipients": [{"objectId": tenant.user("bob")}]}
    assert len(tenant.ok("reconciler", line, body).body["grantedToIdentitiesV2"]) == 1
    tenant.quirk(createLink__existing_adds_recipients=True)
    assert len(tenant.ok("reconciler", line, body).body["grantedToIdentitiesV2"]) == 2


def test_v1_answers_well_and_gives_a_plain_view_link_to_nobody(tenant: Tenant) -> None:
    """v1.0 does not know the type; users saw a downloadable link with nobody on it.

    Source: graph:api/driveitem-createlink
    """
    people = [{"objectId": tenant.user("bob")}]
    reply = tenant.ok(
        "reconciler", f"POST /v1.0{tenant.at('A/two.docx')}/createLink", {**BLOCKED, "recipients": people}
    )
    assert reply.status == 200
    assert reply.body["link"]["preventsDownload"] is False
    assert reply.body["grantedToIdentitiesV2"] == []
    assert tenant.access("bob", "A/two.docx")["role"] is None


@pytest.mark.parametrize(("form", "status"), [("honour", 201), ("reject400", 400)])
def test_v1_can_be_told_to_know_or_refuse_the_type(tenant: Tenant, form: str, status: int) -> None:
    """Later versions may honour or refuse the beta type: a switch.

    Source: graph:api/driveitem-createlink
    """
    tenant.quirk(createLink__v1_blocksDownload=form)
    reply = tenant.send("reconciler", f"POST /v1.0{tenant.at('A/two.docx')}/createLink", BLOCKED)
    assert reply.status == status
    assert status == 400 or reply.body["link"]["preventsDownload"] is True


def test_folders_take_no_link_that_blocks_downloads(tenant: Tenant) -> None:
    """The type blocksDownload is for files only, unless the quirk says otherwise.

    Source: graph:beta/api/driveitem-createlink
    """
    line = f"POST /beta{tenant.at('A')}/createLink"
    assert tenant.send("reconciler", line, BLOCKED).status == 400
    tenant.quirk(createLink__folder_blocksDownload="honour")
    assert tenant.send("reconciler", line, BLOCKED).status == 201


@pytest.mark.parametrize("path", ["B/pack.zip", "B/notes.onepkg"])
def test_what_cannot_be_shown_takes_no_link_that_blocks_downloads(tenant: Tenant, path: str) -> None:
    """Only types that open in the browser can block downloads.

    Source: graph:beta/api/driveitem-createlink
    """
    assert tenant.send("reconciler", f"POST /beta{tenant.at(path)}/createLink", BLOCKED).status == 400


def test_asking_with_prevents_download_is_refused(tenant: Tenant) -> None:
    """`preventsDownload` is no parameter, and unknown properties are refused here.

    Source: graph:api/driveitem-createlink
    """
    body = {"type": "view", "scope": "users", "preventsDownload": True}
    reply = tenant.send("reconciler", f"POST /v1.0{tenant.at('A/two.docx')}/createLink", body)
    assert (reply.status, reply.code) == (400, "invalidRequest")


def test_leaving_everything_out_gives_the_organisations_default(tenant: Tenant) -> None:
    """Without type and scope the tenant's default applies: the whole organisation may edit.

    Source: graph:api/driveitem-createlink
    """
    reply = tenant.ok("reconciler", f"POST /v1.0{tenant.at('A/two.docx')}/createLink", {})
    assert (reply.body["link"]["scope"], reply.body["link"]["type"]) == ("organization", "edit")
    assert tenant.access("staff", "A/two.docx")["role"] == "write"
    assert tenant.access("bob", "A/two.docx")["role"] is None


@pytest.mark.parametrize(
    "body",
    [
        {"type": "share", "scope": "users"},
        {"type": "view", "scope": "everyone"},
        {"type": "view", "scope": "users", "sendNotification": True},
        {"type": "view", "scope": "users", "recipients": [{"email": "nobody@far.example"}]},
        {"type": "view", "scope": "users", "recipients": [{"name": "x"}]},
        {"type": "view", "scope": "users", "recipients": [{"objectId": "0"}]},
        {"type": "createOnly", "scope": "users"},
        {"type": "view", "scope": "anonymous", "password": "x"},
        {"type": "view", "scope": "anonymous", "expirationDateTime": "soon"},
        {"type": "embed"},
    ],
)
def test_what_cannot_be_is_refused(tenant: Tenant, body: dict[str, object]) -> None:
    """Unknown types, scopes, recipients and options are 400, and leave nothing behind.

    Source: graph:beta/api/driveitem-createlink
    """
    assert tenant.send("reconciler", f"POST /beta{tenant.at('A/two.docx')}/createLink", body).status == 400
    assert [one for one in tenant.permissions("A/two.docx") if "link" in one] == []


def test_the_library_itself_takes_no_link(tenant: Tenant) -> None:
    """The top of a library does not support sharing by link.

    Source: graph:api/driveitem-createlink
    """
    reply = tenant.send(
        "reconciler", "POST /v1.0/drives/{d}/root/createLink", {"type": "view", "scope": "users"}
    )
    assert (reply.status, reply.code) == (400, "notSupported")


def test_a_link_takes_the_right_to_write(tenant: Tenant) -> None:
    """Making a link needs a role that writes.

    Source: graph:api/driveitem-createlink#permissions
    """
    reply = tenant.send("auditor", f"POST /beta{tenant.at('A/two.docx')}/createLink", BLOCKED)
    assert (reply.status, reply.code) == (403, "accessDenied")


def test_retain_false_drops_what_was_inherited(tenant: Tenant) -> None:
    """`retainInheritedPermissions: false` removes what the item had when it is first shared.

    Source: graph:beta/api/driveitem-createlink
    """
    body = {**BLOCKED, "retainInheritedPermissions": False}
    tenant.ok("reconciler", f"POST /beta{tenant.at('A/two.docx')}/createLink", body)
    assert [one for one in tenant.permissions("A/two.docx") if "link" not in one] == []
    assert tenant.access("mem", "A/two.docx")["role"] is None
