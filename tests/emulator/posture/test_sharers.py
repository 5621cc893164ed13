"""Who may share: members, guests, owners, applications.

Source: spo:turn-external-sharing-on-or-off
Source: graph:resources/sharepointsettings
"""

import pytest

from graph_emulator.posture.rules import may_accept
from tests.emulator.posture.test_levels import invite, link
from tests.emulator.posture.world import World


@pytest.mark.parametrize(("allowed", "status"), [(True, 200), (False, 403)])
def test_members_share_where_the_site_lets_them(world: World, *, allowed: bool, status: int) -> None:
    """With the site's switch off a member's request is 403, an owner's and an application's are not."""
    world.posture(site={"members_can_share": allowed})
    far = {"objectId": world.user("far")}
    assert invite(world, far, who="mem")[0] == status
    assert link(world, who="mem", type="view", scope="organization")[0] == (201 if allowed else 403)
    assert invite(world, far, who="own")[0] == 200
    assert invite(world, far)[0] == 200


@pytest.mark.parametrize(("allowed", "status"), [(True, 200), (False, 403)])
def test_guests_pass_on_where_the_tenant_lets_them(world: World, *, allowed: bool, status: int) -> None:
    """A guest who may edit shares on, unless the tenant forbids it; the file's author is not bound."""
    world.posture(tenant={"isResharingByExternalUsersEnabled": allowed})
    world.ok(
        "reconciler",
        f"POST /v1.0{world.at('A/two.docx')}/invite",
        {
            "recipients": [{"objectId": world.user("gil")}],
            "roles": ["write"],
            "sendInvitation": False,
            "requireSignIn": True,
        },
    )
    far = {"objectId": world.user("far")}
    assert invite(world, far, who="gil")[0] == status
    assert invite(world, far, who="mem")[0] == 200


@pytest.mark.parametrize("must_match", [True, False])
def test_another_account_may_take_up_an_invitation_or_not(world: World, *, must_match: bool) -> None:
    """The tenant says whether the accepting account must be the invited one."""
    world.posture(tenant={"isRequireAcceptingUserToMatchInvitedUserEnabled": must_match})
    assert may_accept(world.state, "Gil@nhs.example", "gil@NHS.example")
    assert may_accept(world.state, "gil@nhs.example", "gil@home.example") is not must_match
