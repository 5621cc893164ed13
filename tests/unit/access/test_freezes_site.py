"""What the site itself lets in past every link, and a freeze must tell."""

from dataclasses import replace

import pytest

from sharepoint_gate.access.freezes_removals import Target
from sharepoint_gate.access.freezes_site import ways_around
from sharepoint_gate.access.freezes_who import subject_named
from sharepoint_gate.access.site_sight import SiteAccount, SiteGroupRead, SiteInside, SiteRole
from tests.unit.access.freezing import CASE, panel

FROZEN = SiteAccount("Somebody", ("u12@wicb.example", "other@wicb.example"))
STRANGER = SiteAccount("Stranger", ("stranger@else.example",))
SYSTEM = SiteAccount("System", (), system=True)
CROWD = SiteAccount("Everyone", (), crowd=True)
EMPTY = SiteInside((), (), (), anybody_links=False, members_share=False)


def told(inside: SiteInside, name: str = "u12") -> list[str]:
    """Return what a freeze tells of a site."""
    world = panel().world()
    subject = subject_named(world.roster, name)
    return [one.what for one in ways_around(inside, Target(subject, frozenset(), subject.marks), world)]


def group(*people: SiteAccount, name: str = "Visitors") -> SiteInside:
    """Return a site with one group."""
    return replace(EMPTY, groups=(SiteGroupRead("4", name, people),))


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (group(FROZEN, STRANGER, SYSTEM), "is in the site's group Visitors"),
        (replace(EMPTY, roles=(SiteRole(FROZEN, ("Read",), group=False),)), "holds a role"),
        (replace(EMPTY, admins=(FROZEN, STRANGER)), "administers the site"),
    ],
)
def test_law_1_a_frozen_person_inside_the_site_is_told(inside: SiteInside, words: str) -> None:
    """By any of the person's addresses, once; others and SharePoint's own accounts are not its matter."""
    said = told(inside)
    assert len(said) == 1
    assert said[0].startswith(FROZEN.label)
    assert words in said[0]


def test_a_crowd_may_hold_the_person() -> None:
    """Who is in it cannot be seen, so that it is told."""
    assert len(told(group(CROWD))) == 1


def test_what_gives_nothing_is_not_told() -> None:
    """Groups of links, Limited Access and roles of groups open no file by themselves."""
    limited = SiteRole(FROZEN, ("Limited Access",), group=False)
    held = SiteRole(FROZEN, ("Read",), group=True)
    assert told(group(FROZEN, name="SharingLinks.1.Flexible.2")) == []
    assert told(replace(EMPTY, roles=(limited, held))) == []


def test_law_1_a_frozen_case_lets_in_the_business_unit_alone() -> None:
    """Everybody else in a group of the site reads it as well."""
    roster = panel().world().roster
    unit = roster.people[min(roster.channel.business_unit)].username
    assert told(group(SiteAccount("Unit", (unit,)), SYSTEM), CASE) == []
    assert len(told(group(SiteAccount("Unit", (unit,)), STRANGER), CASE)) == 1
