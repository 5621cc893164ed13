"""An unfit setting holds grants back and never a revocation.

Source: ISA §8.2
"""

from dataclasses import replace

from sharepoint_gate.access.changes import GrantReaders, SetMemberRole
from sharepoint_gate.access.digest import digest_of
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.access.posture import Fitness, SettingFitness
from sharepoint_gate.access.posture_hold import hold_for_posture
from sharepoint_gate.roster.posture import PostureKey
from tests.world import Scene, own_link, wide_link

CASE = "RR-2026-001"
FILE = f"{CASE}/40-panel-pack/pack.docx"
OTHER = f"{CASE}/40-panel-pack/agenda.docx"
OWN = f"own-item:{FILE}"
FIT = SettingFitness(PostureKey.DEFAULT_LINK, Fitness.FIT, "It is fit.")
OPEN = SettingFitness(PostureKey.SHARING_LEVEL, Fitness.UNFIT, "It is open.", "Close it.", holds=True)
MORE = SettingFitness(PostureKey.ACCESS_REQUESTS, Fitness.UNREADABLE, "Unknown.", "State it.", holds=True)


def plan() -> Plan:
    """Return a plan that gives one reader back and takes an anonymous link away."""
    scene = Scene().case(CASE, "panel-meeting", u12="panel-member", u13="panel-member")
    scene.file(FILE, OTHER).in_sync().unshare(FILE, OWN).share(FILE, own_link(["u12"], OWN))
    world = scene.share(OTHER, wide_link("anonymous")).world()
    return plan_changes(world, desired_access(world))


def test_law_1_an_unfit_setting_holds_grants_and_lets_revocations_go_on() -> None:
    """What gives waits with every reason named; what takes is done; the digest is that of the new plan."""
    before = plan()
    after = hold_for_posture(before, [FIT, OPEN, MORE])
    grants = [one for one in before.changes if isinstance(one, GrantReaders)]
    assert grants
    assert [one.change for one in after.held] == grants
    assert set(after.changes) == set(before.changes) - set(grants)
    assert after.changes
    (why,) = {one.why for one in after.held}
    assert "It is open." in why
    assert "sharing_level" in why
    assert "access_requests" in why
    assert after.digest == digest_of(after.changes, after.held, after.roster_digest)


def test_one_reason_is_told_whole() -> None:
    """And no others are spoken of."""
    (held,) = hold_for_posture(plan(), [OPEN]).held
    assert held.why == "Grants wait for the site's settings (sharing_level): It is open."


def test_fit_settings_and_plans_that_give_nothing_stay_as_they_are() -> None:
    """The very same plan comes back."""
    whole = plan()
    assert hold_for_posture(whole, [FIT]) is whole
    taking = replace(whole, changes=tuple(one for one in whole.changes if not isinstance(one, GrantReaders)))
    assert hold_for_posture(taking, [OPEN]) is taking


def test_who_becomes_a_mere_member_loses_something_and_does_not_wait() -> None:
    """Who becomes an owner gains, and waits."""
    members = Scene().file(FILE).in_sync().members
    assert members
    (any_change, *_) = plan().changes
    less = SetMemberRole(members[0].id, members[0].object_id, "member", any_change.reason)
    more = replace(less, role="owner")
    after = hold_for_posture(replace(plan(), changes=(less, more)), [OPEN])
    assert after.changes == (less,)
    assert [one.change for one in after.held] == [more]
