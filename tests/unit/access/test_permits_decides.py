"""Through which address people may be added, and what of a plan touches no file (law 3)."""

from dataclasses import replace

import pytest

from sharepoint_gate.access.changes import GrantReaders, Reason
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.observed import ObservedPermission, PermissionId
from sharepoint_gate.access.permits import permit_for
from sharepoint_gate.access.planner import plan_changes
from tests.unit.access.test_permits import FILE, OWN, Site, scene
from tests.world import direct, item_id, object_id, own_link

LINK = own_link(["u12"], OWN)
assert LINK.link is not None
NOWHERE = replace(LINK, link=replace(LINK.link, web_url=None))


@pytest.mark.parametrize("standing", [(NOWHERE,), (direct("u12", permission=OWN),), (), None])
def test_law_3_what_has_no_address_is_no_place_to_add_people(
    standing: tuple[ObservedPermission, ...] | None,
) -> None:
    """A link without an address, an entry that is none, one that is gone, or a file left unread."""
    made = scene().change_item(FILE, permissions=standing)
    world = made.world()
    desired, reader = desired_access(world), object_id("u12")
    given = GrantReaders(
        item_id(FILE), FILE, (reader,), PermissionId(OWN), (reader,), Reason("Because.", (), ())
    )
    plan = replace(plan_changes(world, desired), changes=(given,))
    rights = permit_for(plan, desired, world.observation, Site()).items[item_id(FILE)]
    assert rights.share_urls == frozenset()
