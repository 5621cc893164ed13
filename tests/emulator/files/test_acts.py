"""What a seed's acts leave in the library, and how they name places in it."""

import pytest

from tests.emulator.files.tenant_client import Json, Tenant


def _act(tenant: Tenant, **act: object) -> int:
    return tenant.admin("POST", "seed", {"acts": [{"id": "X", **act}]}).status


def test_a_call_can_name_an_item_and_the_first_link_of_a_scope(tenant: Tenant) -> None:
    """Placeholders stand for ids that only the tenant knows."""
    call = "DELETE /drives/{drive}/items/{item:A/one.docx}/permissions/{permission:A/one.docx:link:users}"
    assert _act(tenant, **{"as": "mem", "call": call}) < 300
    assert [row for row in tenant.permissions("A/one.docx") if "link" in row] == []


@pytest.mark.parametrize(
    "act",
    [
        {"as": "mem", "call": "DELETE /drives/{drive}/items/{item:A/none.docx}"},
        {
            "as": "mem",
            "call": "DELETE /drives/{drive}/items/x/permissions/{permission:A/two.docx:link:users}",
        },
        {"entry": "A/none.docx", "user": "bob", "roles": ["read"]},
        {"link_people": "A/none.docx", "add": ["bob"]},
        {"site_group": "99", "add": ["bob"]},
        {"as": "mem", "call": "POST /sites/Marsh-Reviews/_api/web/RecycleBin('{recycled:A/one.docx}')"},
    ],
)
def test_an_act_that_names_nothing_is_refused(tenant: Tenant, act: Json) -> None:
    """An act on something that is not there is refused, and nothing changes."""
    before = tenant.admin("GET", "state").body["drives"]
    assert _act(tenant, **act) >= 400
    assert tenant.admin("GET", "state").body["drives"] == before


def test_a_path_may_begin_at_the_library_or_at_the_channels_folder(tenant: Tenant) -> None:
    """Both forms mean the same file."""
    for path, key in (("A/two.docx", "ann"), ("Reviews/A/two.docx", "bob")):
        assert _act(tenant, entry=path, user=key, roles=["read"]) < 300
    assert tenant.access("ann", "A/two.docx")["role"] == tenant.access("bob", "A/two.docx")["role"] == "read"


def test_an_entry_on_the_library_reaches_everything(tenant: Tenant) -> None:
    """An entry at the top is inherited, and pushed into scopes that stand.

    Source: graph:api/driveitem-list-permissions
    """
    assert _act(tenant, entry="", user="bob", roles=["write"]) < 300
    assert tenant.access("bob", "A/one.docx")["role"] == "write"
    assert tenant.access("bob", "C")["role"] == "write"


def test_a_link_that_does_not_stand_is_made_for_its_people(tenant: Tenant) -> None:
    """An act can put people on the reconciler's link of a file that had none."""
    assert _act(tenant, link_people="A/two.docx", add=["bob", "ann"]) < 300
    access = tenant.access("bob", "A/two.docx")
    assert (access["role"], access["can_download"]) == ("read", False)
    made = next(row for row in tenant.permissions("A/two.docx") if "link" in row)
    assert made["link"]["application"]["displayName"] == "reconciler"


def test_what_a_raw_act_changes_is_in_the_journal(tenant: Tenant) -> None:
    """A change that no request makes is journalled as the seed's, with who gained by it."""
    _act(tenant, link_people="A/two.docx", add=["bob"])
    change = tenant.last_change()
    assert change["app"] == "seed"
    assert [(row["person"], row["role"]) for row in change["gained"]] == [(tenant.user("bob"), "read")]


def test_somebody_is_put_among_the_visitors_past_the_channel(tenant: Tenant) -> None:
    """No request changes these groups on a channel's site; an act does, and undoes it.

    Source: spo:teams-connected-sites
    """
    before = tenant.access("bob", "A/two.docx")["role"]
    assert _act(tenant, site_group="4", add=["bob"]) < 300
    assert tenant.access("bob", "A/two.docx")["role"] == "read"
    assert _act(tenant, site_group="4", remove=["bob"]) < 300
    assert tenant.access("bob", "A/two.docx")["role"] == before


def test_a_call_can_name_what_lies_in_the_recycle_bin(tenant: Tenant) -> None:
    """What was deleted last from a path is brought back, with its people.

    Source: pnp-cli:spo/commands/site/site-recyclebinitem-list
    """
    assert _act(tenant, **{"as": "own", "call": "DELETE /drives/{drive}/items/{item:A/one.docx}"}) < 300
    call = "POST /sites/Marsh-Reviews/_api/web/RecycleBin('{recycled:A/one.docx}')/restore()"
    assert _act(tenant, **{"as": "own", "call": call}) < 300
    assert [row for row in tenant.permissions("A/one.docx") if "link" in row]
