"""A plan's digest: the same for the same doing, another for another (law 9)."""

import json
from dataclasses import replace

from sharepoint_gate.access.changes import GrantReaders
from sharepoint_gate.access.digest import change_as_data, digest_of, plan_as_data
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.plan import Held, Plan
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.faults import Place
from tests.world import Scene, direct, own_link, wide_link

FILE = "RR-2026-001/40-panel-pack/pack.docx"


def scene() -> Scene:
    """Return a file that loses and gains."""
    made = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member", u13="panel-member")
    made.file(FILE).in_sync().unshare(FILE, f"own-item:{FILE}")
    return made.share(FILE, own_link(["u12", "u99"], f"own-item:{FILE}"), wide_link("anonymous"))


def plan_of(made: Scene) -> Plan:
    """Return what would be done."""
    world = made.world()
    return plan_changes(world, desired_access(world))


def test_law_9_the_order_of_reading_does_not_count() -> None:
    """The same tenant read in another order gives the same plan and the same digest."""
    made = scene()
    world = made.world()
    seen = world.observation
    turned = replace(
        seen,
        items={
            key: replace(one, permissions=tuple(reversed(one.permissions or ())))
            for key, one in reversed(list(seen.items.items()))
        },
        members=tuple(reversed(seen.members or ())),
        accounts=dict(reversed(list(seen.accounts.items()))),
    )
    again = replace(world, observation=turned)
    assert plan_changes(again, desired_access(again)) == plan_of(made)


def test_law_9_another_doing_has_another_digest() -> None:
    """One more change, a held one, or another roster makes another plan."""
    plan = plan_of(scene())
    grant = plan.changes[-1]
    assert isinstance(grant, GrantReaders)
    digests = {
        plan.digest,
        plan_of(scene().share(FILE, direct("u12"))).digest,
        digest_of(plan.changes[:-1], (), plan.roster_digest),
        digest_of(plan.changes[:-1], (Held(grant, "a"),), plan.roster_digest),
        digest_of(plan.changes[:-1], (Held(grant, "b"),), plan.roster_digest),
        digest_of(plan.changes, (), "e" * 64),
    }
    assert len(digests) == 6


def test_the_roster_files_path_is_no_part_of_the_digest() -> None:
    """Under which path somebody opened the same roster makes no difference to what would be done."""
    plan = plan_of(scene())
    moved = [
        replace(one, reason=replace(one.reason, places=(Place("/elsewhere/roster.yaml", 1, 1),)))
        for one in plan.changes
    ]
    assert digest_of(moved, plan.held, plan.roster_digest) == plan.digest


def test_a_plan_is_told_as_plain_json() -> None:
    """A plan becomes JSON values: enumerations by value, places as text, no class left."""
    made = scene().change_item("RR-2026-001", permissions=None, unread="503")
    plan = plan_of(made)
    data = json.loads(json.dumps(plan_as_data(plan)))
    assert data["digest"] == plan.digest
    assert [one["change"] for one in data["changes"]] == ["RevokePeople", "DeletePermission"]
    assert data["held"][0]["change"] == "GrantReaders"
    assert data["held"][0]["why"]
    assert data["findings"][0]["severity"] == "critical"
    assert data["findings"][0]["kind"] == "anonymous-link"
    assert {one["place"] for one in data["findings"]} > {None}
    assert data["unread"] == [{"what": "Case review/RR-2026-001", "why": "503"}]
    assert data["partial"] is True


def test_a_change_tells_its_places() -> None:
    """A change as data names the roster lines that decide it, for whoever reviews the plan."""
    grant = plan_of(scene()).changes[-1]
    assert change_as_data(grant)["reason"]["places"] == [str(place) for place in grant.reason.places]
    assert grant.reason.places
