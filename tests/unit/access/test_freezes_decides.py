"""What a freeze reaches, where one condition alone decides it (law 1)."""

from datetime import date

import pytest

from sharepoint_gate.access.audited_site import site_findings
from sharepoint_gate.access.freezes import FreezeKind
from sharepoint_gate.access.freezes_checks import barred
from sharepoint_gate.access.freezes_notices import freezes_in_force
from sharepoint_gate.access.site_sight import SiteRole
from sharepoint_gate.roster.model import PersonId
from tests.unit.access.freezing import CASE, PACK, a_freeze, frozen, panel
from tests.unit.access.test_audited_site import EXPECTED, OWNER, SITE, STRANGER, SYSTEM
from tests.unit.access.test_freezes_removals import sought
from tests.world import Scene, item_id, object_id


def test_law_1_an_account_that_two_people_bear_is_barred_when_either_is_frozen() -> None:
    """Whoever else bears the account, the frozen person would come in with it."""
    made = panel()
    made.accounts[PersonId("u19")] = made.accounts[PersonId("u12")]
    freeze = a_freeze("u19")
    assert barred(made.world(), (freeze,), item_id(PACK), (object_id("u12"),)) == {object_id("u12")}


@pytest.mark.parametrize("ref", ["RR-2026-001", "RR-2026-002", "RR-2026-003"])
def test_law_1_a_frozen_case_is_found_wherever_it_stands_in_the_library(ref: str) -> None:
    """Cases before and behind it are passed over, and nothing of it is."""
    made = Scene()
    for number in (1, 2, 3):
        name = f"RR-2026-{number:03d}"
        made.case(name, "panel-meeting", u12="panel-member").file(f"{name}/40-panel-pack/pack.docx")
    found = sought(made.in_sync(), ref)
    assert {one.path.removeprefix("/").split("/40-")[0].rpartition("/")[2] for one in found.removals} == {ref}


def test_a_freeze_in_force_is_told_whoever_it_is_about() -> None:
    """Neither a case nor a stranger has a roster row; a leaver who is off the roster is done with."""
    case = a_freeze(CASE, kind=FreezeKind.CASE)
    stranger, leaver = a_freeze("x@y.example"), a_freeze("u77", leaves_on=date(2026, 3, 29))
    told = [one.principal for one in freezes_in_force(frozen(panel(), case, stranger, leaver).world())]
    assert told == ["", "x@y.example"]


def test_what_is_expected_on_the_site_hides_nothing_behind_it() -> None:
    """Each role of the site is judged, however many stand before it that are as they should be."""
    roles = (
        SiteRole(SYSTEM, ("Full Control",), group=False),
        SiteRole(OWNER, ("Full Control",), group=False),
        SiteRole(STRANGER, ("Limited Access", "Read"), group=False),
    )
    made = site_findings(type(SITE)((), (), roles, anybody_links=False, members_share=False), EXPECTED)
    assert [one.principal for one in made if one.kind.value == "site-entry-unexpected"] == [STRANGER.label]
