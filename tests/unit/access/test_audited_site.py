"""What is wrong with a site, its settings and its owners.

Source: ISA §8.2, ISA §8.5, ISA §8.7
"""

from dataclasses import replace

import pytest

from sharepoint_gate.access.audited_site import (
    MANY_SCOPES,
    application_findings,
    owner_findings,
    scope_findings,
    site_findings,
)
from sharepoint_gate.access.findings import Handling
from sharepoint_gate.access.observed import Membership, MembershipId, ObjectId
from sharepoint_gate.access.site_sight import (
    SiteApplication,
    SiteGroupRead,
    SiteInside,
    SiteRole,
    account_of,
)
from sharepoint_gate.access.witnesses import Expected

OWNER = account_of("Priya", "i:0#.f|membership|Priya@westmarsh.example")
STRANGER = account_of("Service", "i:0#.f|membership|svc@westmarsh.example", "svc@westmarsh.example")
SYSTEM = account_of("System Account", "SHAREPOINT\\system")
CROWD = account_of("Everyone", "c:0(.s|true")
OWNERS = SiteGroupRead("3", "Case review Owners", (OWNER, SYSTEM))
LINK = SiteGroupRead("17", "SharingLinks.0001.Flexible.LINK-1", (STRANGER,))
EXPECTED = Expected(frozenset({"priya@westmarsh.example"}), frozenset({"priya@westmarsh.example"}))
SITE = SiteInside(
    admins=(OWNER, SYSTEM),
    groups=(OWNERS, LINK),
    roles=(
        SiteRole(account_of("Case review Owners", "Case review Owners"), ("Full Control",), group=True),
        SiteRole(account_of(LINK.name, LINK.name), ("Limited Access",), group=True),
        SiteRole(SYSTEM, ("Full Control",), group=False),
        SiteRole(OWNER, ("Full Control",), group=False),
    ),
    anybody_links=False,
    members_share=False,
)


def told(site: SiteInside, expected: Expected = EXPECTED) -> list[tuple[str, str]]:
    """Return kind and principal of what is wrong."""
    return [(one.kind.value, one.principal) for one in site_findings(site, expected)]


def test_a_site_of_the_business_unit_alone_is_well() -> None:
    """Owners, SharePoint's own accounts and the groups of links that stand are as they should be."""
    assert told(SITE) == []


@pytest.mark.parametrize(
    ("site", "wanted"),
    [
        (replace(SITE, admins=(STRANGER,)), ("site-admin-unexpected", "svc@westmarsh.example")),
        (replace(SITE, admins=(CROWD,)), ("site-admin-unexpected", "Everyone")),
        (
            replace(SITE, roles=(SiteRole(STRANGER, ("Read",), group=False),)),
            ("site-entry-unexpected", "svc@westmarsh.example"),
        ),
        (
            replace(SITE, roles=(SiteRole(account_of("Panel", "Panel"), ("Read",), group=True),)),
            ("site-entry-unexpected", "Panel"),
        ),
    ],
)
def test_each_thing_that_is_wrong_has_a_kind_of_its_own(site: SiteInside, wanted: tuple[str, str]) -> None:
    """One change, one finding, and a person has to mend it."""
    assert told(site) == [wanted]
    assert {one.handling for one in site_findings(site, EXPECTED)} == {Handling.PERSON}


def test_an_owner_of_the_team_beyond_the_business_unit_is_told() -> None:
    """Letters are compared without their case, and a nameless owner by the address."""
    owners = [
        Membership(MembershipId(str(number)), ObjectId(str(number)), "owner", "", mail)
        for number, mail in enumerate(("Priya@westmarsh.example", "Erin@westmarsh.example"))
    ]
    (found,) = owner_findings(owners, {"priya@westmarsh.example"})
    assert (found.principal, found.kind.value) == ("erin@westmarsh.example", "team-owner-unexpected")
    assert "Erin@westmarsh.example" in found.sentence


@pytest.mark.parametrize(
    ("roles", "kind"),
    [
        (("fullcontrol",), "app-permission-too-wide"),
        (("read", "write"), "app-permission-too-wide"),
        (("read",), "application-grant"),
        ((), "app-permission-too-wide"),
    ],
)
def test_applications_with_the_site_are_told_but_the_gates_own(roles: tuple[str, ...], kind: str) -> None:
    """They are known by their client id, whatever they call themselves; untold roles may be any."""
    own, other = SiteApplication("ABC", "gate", ("write",)), SiteApplication("d", "gate", roles)
    (found,) = application_findings([own, other], {"abc"})
    assert (found.kind.value, found.principal) == (kind, "gate")
    assert all(one in found.sentence for one in roles)


def test_many_places_with_permissions_of_their_own_are_told_early() -> None:
    """Before the number that SharePoint advises is reached."""
    assert not list(scope_findings(MANY_SCOPES - 1))
    assert [one.kind.value for one in scope_findings(MANY_SCOPES)] == ["many-scopes"]


@pytest.mark.parametrize(
    ("login", "system"),
    [
        ("i:0i.t|00000003-0000-0ff1-ce00-000000000000|app@sharepoint", True),
        ("SHAREPOINT\\system", True),
        ("i:0#.f|membership|app@sharepoint-help.example", False),
        ("i:0#.f|membership|app@sharepoint.westmarsh.example", False),
    ],
)
def test_law_7_nobody_hides_behind_a_name_that_begins_like_sharepoints_own(
    login: str, *, system: bool
) -> None:
    """Only the whole name is SharePoint's; a person with a longer one is told like anybody else."""
    admin = account_of("Helper", login)
    told = [one.principal for one in site_findings(replace(SITE, admins=(OWNER, admin)), EXPECTED)]
    assert (admin.system, told == []) == (system, system)
