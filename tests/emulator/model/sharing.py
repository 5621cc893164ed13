"""Acts of sharing: links, invitations, and permissions that are changed and deleted."""

from datetime import UTC, datetime, timedelta
from urllib.parse import unquote, urlsplit

from tests.emulator.model.standing import Share
from tests.emulator.model.world import STRANGER, Json, World

_BEGIN = datetime(2026, 3, 27, 22, tzinfo=UTC)


def instant(hour: int) -> str:
    """Return the reference's hour as an instant."""
    return (_BEGIN + timedelta(hours=hour)).strftime("%Y-%m-%dT%H:%M:%SZ")


def recipient(world: World, name: str) -> Json:
    """Return somebody as a request names them."""
    if name.startswith("group:"):
        return {"objectId": world.groups[name.removeprefix("group:")]}
    if name.startswith("address:"):
        return {"email": name.removeprefix("address:")}
    return {"objectId": world.users[name]}


def create_link(world: World, who: str, key: int, wish: Share) -> None:
    """Ask for a link."""
    body: Json = {"type": wish.kind, "scope": wish.scope, "retainInheritedPermissions": wish.retain}
    if wish.people:
        body["recipients"] = [recipient(world, one) for one in wish.people]
    if wish.ends is not None:
        body["expirationDateTime"] = instant(wish.ends)
    done = world.both(
        lambda: world.model.create_link(who, key, wish),
        lambda: world.graph(who, "POST", world.at(key, "/createLink"), body, "beta" if wish.beta else "v1.0"),
    )
    if done is not None:
        number, answer = done
        world.expect(world.links.setdefault(number, answer["id"]) == answer["id"], "another link came back")


def grant(world: World, who: str, number: int, people: tuple[str, ...], role: str) -> None:
    """Put people on a link, by its address; a link that is gone is asked for by the address that it had."""
    body = {"recipients": [recipient(world, one) for one in people], "roles": [role]}
    share = world.shares.get(number, "u!aHR0cHM6Ly9ub25l")
    done = world.both(
        lambda: world.model.grant(who, number, people, role),
        lambda: world.graph(who, "POST", f"/shares/{share}/permission/grant", body),
    )
    if done is not None:
        world.shares[number] = done[1]["value"][0]["shareId"]


def revoke(world: World, who: str, key: int, number: int, people: tuple[str, ...]) -> None:
    """Take people off a link."""
    body = {"grantees": [recipient(world, one) for one in people]}
    where = world.at(key, f"/permissions/{world.links[number]}/revokeGrants")
    world.both(
        lambda: world.model.revoke(who, key, number, people), lambda: world.graph(who, "POST", where, body)
    )


def invite(world: World, who: str, key: int, people: tuple[str, ...], role: str, *, retain: bool) -> None:
    """Give people a role on an item, by mail where somebody is a stranger."""
    body = {
        "recipients": [recipient(world, one) for one in people],
        "roles": [role],
        "sendInvitation": STRANGER in people,
        "retainInheritedPermissions": retain,
    }
    world.both(
        lambda: world.model.invite(who, key, people, role, retain=retain),
        lambda: world.graph(who, "POST", world.at(key, "/invite"), body),
    )


def patch(world: World, who: str, key: int, name: str, role: str) -> None:
    """Change a permission's role."""
    world.both(
        lambda: world.model.patch(who, key, name, role),
        lambda: world.graph(who, "PATCH", world.permission(key, name), {"roles": [role]}),
    )


def expire(world: World, who: str, key: int, name: str, ends: int) -> None:
    """Let a permission end at an instant."""
    body = {"expirationDateTime": instant(ends)}
    world.both(
        lambda: world.model.expire(who, key, name, ends),
        lambda: world.graph(who, "PATCH", world.permission(key, name), body),
    )


def unshare(world: World, who: str, key: int, name: str) -> None:
    """Delete a permission."""
    world.both(
        lambda: world.model.delete(who, key, name),
        lambda: world.graph(who, "DELETE", world.permission(key, name)),
    )


def _place(world: World, key: int) -> str:
    """Return the address of an item in SharePoint itself."""
    path = unquote(urlsplit(world.graph("reconciler", "GET", world.at(key))[1]["webUrl"]).path)
    site = "/".join(path.split("/")[:3])
    kind = "Folder" if world.model.nodes[key].form == "folder" else "File"
    named = f"Get{kind}ByServerRelativePath(decodedUrl='{path}')"
    return f"{site}/_api/web/{named}/ListItemAllFields"


def split(world: World, who: str, key: int, *, keep: bool, clear: bool) -> None:
    """Break an item's inheritance in SharePoint itself."""
    asked = f"/breakroleinheritance({str(keep).lower()},{str(clear).lower()})"
    where = _place(world, key) + asked
    world.both(
        lambda: world.model.split(who, key, keep=keep, clear=clear),
        lambda: world.rest(who, where),
        any_reason=True,
    )


_LEVELS = {"read": 1073741826, "write": 1073741827}


def assign(world: World, who: str, key: int, person: str, role: str) -> None:
    """Give somebody a level on an item in SharePoint itself, which has to know them first."""
    place = _place(world, key)
    login = f"i:0#.f|membership|{world.names[person].lower()}"
    _, known = world.rest(
        "reconciler", f"{place.partition('/_api')[0]}/_api/web/ensureuser", {"logonName": login}
    )
    asked = f"/roleassignments/addroleassignment(principalid={known['Id']},roledefid={_LEVELS[role]})"
    world.both(
        lambda: world.model.assign(who, key, person, role),
        lambda: world.rest(who, place + asked),
        any_reason=True,
    )


def rejoin(world: World, who: str, key: int) -> None:
    """Let an item inherit again, in SharePoint itself."""
    where = _place(world, key) + "/resetroleinheritance"
    world.both(lambda: world.model.rejoin(who, key), lambda: world.rest(who, where), any_reason=True)
