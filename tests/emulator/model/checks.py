"""Four accounts of who reads what, held against each other after every step.

They are the reference, the emulator's witness, the answers that each person's own token gets, and what the
lists of permissions, groups and members say to a reader who works it out for himself.
"""

from collections.abc import Collection
from typing import Any, TypeVar

from graph_emulator.files import effective
from graph_emulator.files.models import Item
from tests.emulator.model.standing import LEVELS, MEMBERS, OWNERS, VISITORS, WIDTH
from tests.emulator.model.world import DisagreementError, Json, World

_GROUPS = {"Reviews Owners": OWNERS, "Reviews Members": MEMBERS, "Reviews Visitors": VISITORS}
_NO_END = "0001-01-01T00:00:00Z"
_WIDE = {"anonymous": "anyone", "organization": "organisation"}
Reads = dict[str, tuple[str, bool]]
Picture = tuple[Reads, dict[str, tuple[str, bool]]]
T = TypeVar("T")


class Readers:
    """What the lists imply: groups and members are asked for once a step."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.now = str(world.admin("GET", "clock")["now"])
        users = world.rows_of("reconciler", "/users?$select=id,userType&$top=100")
        self.inside = {world.keys[row["id"]] for row in users if row["userType"] == "Member"}
        level = world.admin("GET", "posture")["tenant"]["sharingCapability"]
        self.live = self.inside if level == LEVELS[0] else {world.keys[row["id"]] for row in users}
        self.open = level == LEVELS[-1]
        self.teams = world.rows_of("reconciler", f"/teams/{world.team}/channels/{world.channel}/members")
        self.groups = {
            f"group:{name}": {
                world.keys[row["id"]] for row in world.rows_of("reconciler", f"/groups/{id_}/members")
            }
            for name, id_ in world.groups.items()
            if id_ != world.team
        }

    def label(self, row: Json) -> str:
        """Return what the reference calls a permission."""
        if "link" in row:
            numbers = {id_: number for number, id_ in self.world.links.items()}
            return f"link:{numbers.get(row['id'], row['id'])}"
        if "grantedToV2" not in row:
            return f"address:{row['invitation']['email']}"
        return self._named(row["grantedToV2"])

    def _named(self, identity: Json) -> str:
        if "user" in identity:
            return self._person(identity["user"])
        if "group" in identity:
            return f"group:{identity['group']['displayName']}"
        name = identity["siteGroup"]["displayName"]
        return next((label for end, label in _GROUPS.items() if name.endswith(end)), f"other:{name}")

    def _person(self, user: Json) -> str:
        """Of a deleted account only the name is left, of an address without an account only that."""
        if "id" in user:
            return self.world.keys[user["id"]]
        return f"address:{user['email']}" if "email" in user else str(user["displayName"]).split()[-1]

    def people(self, row: Json) -> set[str]:
        """Return who reads by a permission, by keys, and `anyone` or `organisation`."""
        if "link" not in row:
            return self._behind(self.label(row)) & self.live
        if row["link"]["type"] == "createOnly" or self._is_over(row):
            return set()
        scope = row["link"]["scope"]
        if scope == "anonymous" and not self.open:
            return set()
        everybody = {"anonymous": self.live, "organization": self.inside}.get(scope, set())
        named = {self._named(one) for one in row["grantedToIdentitiesV2"]}
        people = set().union(*(self._behind(name) for name in named)) & self.live
        return everybody | people | ({_WIDE[scope]} if scope in _WIDE else set())

    def _is_over(self, row: Json) -> bool:
        ends = str(row.get("expirationDateTime", _NO_END))
        return ends != _NO_END and ends <= self.now

    def _behind(self, label: str) -> set[str]:
        if label in {OWNERS, MEMBERS}:
            owner = label == OWNERS
            found = (row for row in self.teams if ("owner" in row["roles"]) == owner)
            return {self.world.keys[row["userId"]] for row in found}
        return self.groups.get(label, {label})


class Watch:
    """Checks every step of one story wholly: all accounts, at every item, and every person's own token."""

    def __init__(self, world: World) -> None:
        self.world = world

    def look(self) -> None:
        """Check after a step."""
        check_accounts(self.world)
        self.try_doors()

    def try_doors(self) -> None:
        """Try everybody's own token at every item."""
        for key in self.world.model.nodes:
            for who in self.world.model.people:
                check_door(self.world, who, key)

    def end(self) -> None:
        """Check at the end of the story; whoever checked each step wholly has nothing to add."""


class Glance(Watch):
    """Checks at each step what the step changed by the reference, and a few others in turn; at the end, all.

    A long run can afford it: what the emulator changed and should not have is met some steps later.
    """

    items, doors = 3, 4

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.picture: dict[int, Picture] = {}
        self.turn = 0

    def look(self) -> None:
        """Check after a step."""
        model, self.turn = self.world.model, self.turn + 1
        before = self.picture
        live = [key for key, node in model.nodes.items() if not node.gone]
        self.picture = {key: (_told(self.world, key), model.shown(key)) for key in live}
        changed = {key for key in live if self.picture[key] != before.get(key)}
        check_accounts(self.world, changed | self._in_turn(live, self.items))
        every = [(who, key) for key in live for who in model.people]
        for who, key in sorted(self._in_turn(every, self.doors) | self._new_to(before, changed)):
            check_door(self.world, who, key)

    def _in_turn(self, every: list[T], number: int) -> set[T]:
        return {every[(self.turn * number + one) % len(every)] for one in range(number)}

    def _new_to(self, before: dict[int, Picture], changed: set[int]) -> set[tuple[str, int]]:
        """Tell who gained or lost something, and where."""
        found: set[tuple[str, int]] = set()
        for key in changed:
            was, now = before[key][0] if key in before else {}, self.picture[key][0]
            found |= {(who, key) for who in was.keys() | now.keys() if was.get(who) != now.get(who)}
        return found

    def end(self) -> None:
        """Check wholly."""
        super().look()


def check_accounts(world: World, keys: Collection[int] | None = None) -> None:
    """Hold reference, witness and lists against each other, at some items or at all, deleted ones too."""
    readers = Readers(world)
    for key in world.model.nodes if keys is None else keys:
        gone = world.model.nodes[key].gone
        told = {} if gone else _told(world, key)
        _same(world, key, "the witness", told, _witnessed(world, key))
        if not gone:
            _check_list(world, readers, key, told)


def _told(world: World, key: int) -> Reads:
    found: Reads = {}
    for who in world.model.people:
        ways = world.model.ways(who, key)
        if ways:
            role = max((role for role, _ in ways), key=WIDTH.__getitem__)
            found[who] = (role, any(download for _, download in ways))
    return found


def _witnessed(world: World, key: int) -> Reads:
    rows = world.admin("GET", f"access?item={world.items[key]}")
    return {row["key"]: (row["role"], row["can_download"]) for row in rows}


def _check_list(world: World, readers: Readers, key: int, told: Reads) -> None:
    rows = world.rows_of("reconciler", world.at(key, "/permissions"))
    named = {readers.label(row): row for row in rows if row["roles"]}
    shown = {name: (row["roles"][0], "inheritedFrom" in row) for name, row in named.items()}
    _same(world, key, "the list", world.model.shown(key), shown)
    world.rows[key] = named
    world.shares |= {
        int(name.removeprefix("link:")): row["shareId"] for name, row in named.items() if "link" in row
    }
    implied: dict[str, set[tuple[str, bool]]] = {}
    for row in named.values():
        way = (row["roles"][0], not row.get("link", {}).get("preventsDownload", False))
        for who in readers.people(row):
            implied.setdefault(who, set()).add(way)
    best = {
        who: (max((role for role, _ in ways), key=WIDTH.__getitem__), any(lets for _, lets in ways))
        for who, ways in implied.items()
    }
    wide = set(best) & set(_WIDE.values())
    _same(world, key, "wide links", world.model.wide(key), wide)
    item = world.tenant.state.get(Item, world.items[key])
    assert item is not None
    _same(
        world,
        key,
        "the witness of wide links",
        wide,
        set(effective.reach(world.tenant.state, item)) & set(_WIDE.values()),
    )
    _same(
        world, key, "what the list implies", told, {who: way for who, way in best.items() if who not in wide}
    )


def check_door(world: World, who: str, key: int) -> None:
    """Try an item with a person's own token."""
    account = world.model.people[who]
    status, _ = world.graph(who, "GET", world.at(key))
    opens = world.model.role(who, key) is not None
    expected = 401 if account.deleted or not account.enabled else 200 if opens else 404
    _same(world, key, f"the door for {who}", expected, status)


def _same(world: World, key: int, what: str, expected: Any, found: Any) -> None:
    if expected != found:
        name = world.model.nodes[key].name
        raise DisagreementError(f"{what} at item {key} ({name}): foretold {expected}, found {found}")
