"""Acts on people: members of the team and its channel, members of groups, and accounts."""

from graph_emulator.directory.models import Group
from tests.emulator.model.world import Json, World

_MEMBER = "#microsoft.graph.aadUserConversationMember"


def _place(world: World, place: str) -> str:
    return f"/teams/{world.team}" + ("" if place == "team" else f"/channels/{world.channel}") + "/members"


def membership(world: World, place: str, person: str) -> str:
    """Return the address of a membership, of one that is not there too."""
    rows = world.rows_of("reconciler", _place(world, place))
    found = [row["id"] for row in rows if row["userId"] == world.users[person]]
    return f"{_place(world, place)}/{found[0] if found else 'bm9ib2R5'}"


def join(world: World, who: str, place: str, person: str, *, owner: bool) -> None:
    """Add somebody to the team or the channel."""
    body: Json = {
        "@odata.type": _MEMBER,
        "roles": ["owner"] if owner else [],
        "user@odata.bind": f"https://graph.microsoft.com/v1.0/users('{world.users[person]}')",
    }
    world.both(
        lambda: world.model.join(who, place, person, owner=owner),
        lambda: world.graph(who, "POST", _place(world, place), body),
    )


def seat(world: World, who: str, person: str, *, owner: bool) -> None:
    """Make a member of the channel an owner, or an owner a member."""
    body = {"@odata.type": _MEMBER, "roles": ["owner"] if owner else []}
    where = membership(world, "channel", person)
    world.both(
        lambda: world.model.seat(who, person, owner=owner), lambda: world.graph(who, "PATCH", where, body)
    )


def leave(world: World, who: str, place: str, person: str) -> None:
    """Remove somebody from the team or the channel."""
    where = membership(world, place, person)
    world.both(lambda: world.model.leave(who, place, person), lambda: world.graph(who, "DELETE", where))


def regroup(world: World, person: str, *, inside: bool) -> None:
    """Let the directory's administrator put somebody into the group, or take them out."""
    if world.model.people[person].deleted:
        return
    world.steps += 1
    people = world.model.groups["all"]
    (people.add if inside else people.discard)(person)
    group = world.tenant.state.get(Group, world.groups["all"])
    assert group is not None
    group.members = sorted(world.users[one] for one in people)
    world.tenant.state.put(group)
    world.tenant.store.take(world.tenant.state)
    world.tenant.commit()


def account(world: World, person: str, change: str) -> None:
    """Let the directory's administrator `enable`, `disable`, `close` or `reopen` an account."""
    world.steps += 1
    if change in {"close", "reopen"}:
        (world.model.close if change == "close" else world.model.reopen)(person)
    else:
        world.model.enable(person, enabled=change == "enable")
    name = "deleted" if change in {"close", "reopen"} else "enabled"
    act = {"id": change, "directory": person, "set": {name: change in {"close", "enable"}}}
    world.admin("POST", "seed", {"acts": [act]})


def hire(world: World, person: str) -> str:
    """Make another account under the name of a deleted one, and return by which key it is known."""
    world.steps += 1
    login = world.model.people[person].login
    number = sum(one.login == login for one in world.model.people.values()) + 1
    fresh = f"{login}{number}"
    world.model.hire(person, fresh)
    body: Json = {
        "accountEnabled": True,
        "displayName": f"Person {fresh}",
        "mailNickname": fresh,
        "mail": f"{fresh}@marsh.example",
        "userPrincipalName": world.names[login],
        "userType": "Guest" if world.model.people[fresh].guest else "Member",
        "passwordProfile": {"password": "only-for-tests"},
    }
    status, made = world.graph("reconciler", "POST", "/users", body)
    world.expect(status == 201, f"no account is made: {made}")
    world.users[fresh], world.keys[made["id"]] = made["id"], fresh
    world.tokens[fresh] = world.token({"user": fresh})
    return fresh


def settle(world: World, level: str, *, members_share: bool) -> None:
    """Let an administrator settle how far out people may share, and whether members may at all."""
    world.steps += 1
    world.model.level, world.model.members_share = level, members_share
    body = {"tenant": {"sharingCapability": level}, "site": {"members_can_share": members_share}}
    world.admin("PUT", "posture", body)


def wait(world: World, hours: int) -> None:
    """Let time pass."""
    world.steps += 1
    world.model.now += hours
    world.admin("POST", "clock", {"advance": f"PT{hours}H"})
