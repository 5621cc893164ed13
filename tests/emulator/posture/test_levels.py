"""How far a tenant and a site may be shared: each level allows what it says and refuses the rest.

Source: graph:resources/sharepointsettings#sharingcapabilities values
Source: spo:turn-external-sharing-on-or-off
"""

from typing import Any

import pytest

from tests.emulator.posture.world import World

REFUSED = ("accessDenied", "sharingDisabled")
ANYONE, NEW = "externalUserAndGuestSharing", "externalUserSharingOnly"
EXISTING, NOBODY = "existingExternalUserSharingOnly", "disabled"


def invitation(*people: dict[str, str]) -> dict[str, Any]:
    """Return an invitation to read."""
    return {"recipients": list(people), "roles": ["read"], "sendInvitation": True, "requireSignIn": True}


def invite(world: World, *people: dict[str, str], who: str = "reconciler") -> tuple[int, Any]:
    """Invite people to a file."""
    return world.ask(who, f"POST /v1.0{world.at('A/two.docx')}/invite", invitation(*people))


def link(world: World, who: str = "reconciler", path: str = "A/two.docx", **body: Any) -> tuple[int, Any]:
    """Ask for a link on a file."""
    return world.ask(who, f"POST /beta{world.at(path)}/createLink", body)


@pytest.mark.parametrize(
    ("level", "known", "unknown", "anonymous"),
    [(ANYONE, 200, 200, 201), (NEW, 200, 200, 403), (EXISTING, 200, 403, 403), (NOBODY, 403, 403, 403)],
)
@pytest.mark.parametrize("place", ["tenant", "site"])
def test_each_level_lets_in_whom_it_names(
    world: World, place: str, level: str, known: int, unknown: int, anonymous: int
) -> None:
    """Known guests, new ones and anonymous links: each needs its level, of both places."""
    name = "sharingCapability" if place == "tenant" else "sharing"
    world.posture(**{place: {name: level}})
    assert invite(world, {"objectId": world.user("pat")})[0] == known
    assert invite(world, {"email": "new@nowhere.example"})[0] == unknown
    assert link(world, type="view", scope="anonymous")[0] == anonymous
    assert invite(world, {"objectId": world.user("far")})[0] == 200


def test_the_narrower_of_tenant_and_site_counts(world: World) -> None:
    """A site cannot be opened wider than its tenant, and a tenant opens no site that is closed."""
    world.posture(tenant={"sharingCapability": EXISTING}, site={"sharing": ANYONE})
    assert invite(world, {"email": "new@nowhere.example"})[0] == 403
    world.posture(tenant={"sharingCapability": ANYONE}, site={"sharing": NOBODY})
    status, answer = invite(world, {"objectId": world.user("gil")})
    assert (status, world.code(answer)) == (403, REFUSED)


def test_a_refusal_gives_nobody_anything(world: World) -> None:
    """When one of several people is refused, none of them gets access."""
    world.posture(tenant={"sharingCapability": EXISTING})
    far = {"objectId": world.user("far")}
    assert invite(world, far, {"email": "new@nowhere.example"})[0] == 403
    assert world.access("far", "A/two.docx")["role"] is None


def test_people_on_links_are_judged_too(world: World) -> None:
    """Making a link and grant ask the same question as invite."""
    made = link(world, type="blocksDownload", scope="users")[1]
    world.posture(tenant={"sharingCapability": NOBODY})
    people = [{"objectId": world.user("gil")}]
    assert link(world, type="view", scope="users", recipients=people)[0] == 403
    share = share_of(made)
    status, answer = world.ask(
        "reconciler", f"POST /v1.0/shares/{share}/permission/grant", {"recipients": people, "roles": ["read"]}
    )
    assert (status, world.code(answer)) == (403, REFUSED)


def share_of(made: Any) -> str:
    """Return a link's id among the shares."""
    return str(made["shareId"])


def test_turning_sharing_off_ends_what_outsiders_have(world: World) -> None:
    """What was shared before becomes unreachable for outsiders, and comes back with the level.

    Source: spo:turn-external-sharing-on-or-off
    """
    assert world.access("gil", "A/one.docx")["role"] == "read"
    world.posture(site={"sharing": NOBODY})
    assert world.access("gil", "A/one.docx")["role"] is None
    drive = world.drive
    assert world.ask("gil", f"GET /v1.0/drives/{drive}/root:/Reviews/A/one.docx")[0] == 404
    world.posture(site={"sharing": EXISTING})
    assert world.access("gil", "A/one.docx")["role"] == "read"


def test_anonymous_links_that_stand_are_dead_while_the_level_forbids_them(world: World) -> None:
    """Lowering the level takes the links' effect away, and raising it gives that back.

    Source: spo:turn-external-sharing-on-or-off
    """
    assert link(world, type="view", scope="anonymous")[0] == 201
    assert world.access("far", "A/two.docx")["role"] == "read"
    world.posture(tenant={"sharingCapability": NEW})
    assert world.access("far", "A/two.docx")["role"] is None
    assert "anyone" not in world.reach("A/two.docx")
    world.posture(tenant={"sharingCapability": ANYONE})
    assert "anyone" in world.reach("A/two.docx")


@pytest.mark.parametrize(
    ("changes", "gil", "pat"),
    [
        ({"site": {"allowed_domains": ["NHS.example"]}}, 200, 403),
        ({"site": {"blocked_domains": ["nhs.example"]}}, 403, 200),
        (_allow := {"tenant": {"sharingDomainRestrictionMode": "allowList"}}, 403, 403),
        ({"tenant": {**_allow["tenant"], "sharingAllowedDomainList": ["police.example"]}}, 403, 200),
        (
            {
                "tenant": {
                    "sharingDomainRestrictionMode": "blockList",
                    "sharingBlockedDomainList": ["police.example"],
                }
            },
            200,
            403,
        ),
        ({"tenant": {"sharingBlockedDomainList": ["police.example"]}}, 200, 200),
    ],
)
def test_domains_are_allowed_or_blocked(world: World, changes: Any, gil: int, pat: int) -> None:
    """Lists of domains bind outsiders, at the site always and at the tenant in the mode that is set."""
    world.posture(**changes)
    assert invite(world, {"objectId": world.user("gil")})[0] == gil
    assert invite(world, {"objectId": world.user("pat")})[0] == pat
    assert invite(world, {"objectId": world.user("far")})[0] == 200


def test_a_refused_domain_says_so_inside(world: World) -> None:
    """The outer code is the usual one."""
    world.posture(site={"blocked_domains": ["nhs.example"]})
    answer = invite(world, {"objectId": world.user("gil")})[1]
    assert world.code(answer) == ("accessDenied", "domainNotAllowed")
