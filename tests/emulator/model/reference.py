"""A second account of who can read what and how, small enough to be checked by reading it.

It follows the published rules of sharing and nothing of the emulator, and it works the other way round:
every item carries all that reaches it, and each change is carried out on every item that it reaches, so
that reading needs no look upwards. Whoever names a person here names them by a short key.

Source: graph:resources/permission
Source: graph:api/driveitem-createlink
Source: graph:api/permission-delete
Source: spo:what-is-permissions-inheritance
"""

from collections.abc import Iterable, Iterator

from tests.emulator.model.standing import (
    BETA_ONLY,
    LEVELS,
    MAY,
    MEMBERS,
    OWNERS,
    VISITORS,
    WIDTH,
    Link,
    Node,
    Person,
    RefusedError,
    Share,
    Standing,
)


class Reference(Standing):
    """The tenant as the rules say that it is. Each method is one request, refused or carried out whole."""

    def __init__(self, people: dict[str, Person], apps: dict[str, str], groups: dict[str, set[str]]) -> None:
        """Begin with a library of nothing but its top.

        Args:
            people: The accounts.
            apps: What each application may do: `full`, `write`, `look` or `nothing`.
            groups: The people of each group.
        """
        super().__init__(people, apps, groups)
        self.nodes = {0: Node(-1, "", "root", own=True)}
        self.nodes[0].acl = {OWNERS: "owner", MEMBERS: "write", VISITORS: "read"}
        self.links: dict[int, Link] = {}
        self.bins: dict[int, list[int]] = {}
        self.made = 0
        self.now = 0
        self.level, self.members_share = LEVELS[-1], True

    def ways(self, who: str, key: int) -> set[tuple[str, bool]]:
        """Tell each way by which a person reaches an item: the role, and whether content gets out."""
        node = self.nodes[key]
        if node.gone or self.people[who].deleted or (self.people[who].guest and self.level == LEVELS[0]):
            return set()
        names = self._names(who)
        direct = {(role, True) for name, role in node.acl.items() if name in names}
        links = (self.links[number] for number in node.links)
        return direct | {(link.role, not link.blocks) for link in links if self._opens(link, who, names)}

    def role(self, who: str, key: int) -> str | None:
        """Tell the widest role of a person."""
        return max((role for role, _ in self.ways(who, key)), key=WIDTH.__getitem__, default=None)

    def wide(self, key: int) -> set[str]:
        """Tell whether an item is open to anyone, and to the whole organisation."""
        names = {"anonymous": "anyone", "organization": "organisation"}
        found = (self.links[number] for number in self.nodes[key].links)
        return {names[link.scope] for link in found if link.scope in names and self._stands(link)}

    def shown(self, key: int) -> dict[str, tuple[str, bool]]:
        """Tell an item's permissions: the role of each, and whether it comes from above."""
        node = self.nodes[key]
        entries = {name: (role, not node.own) for name, role in node.acl.items()}
        links = {f"link:{number}": self.links[number] for number in node.links}
        return entries | {name: (link.role, link.item != key) for name, link in links.items()}

    def _opens(self, link: Link, who: str, names: set[str]) -> bool:
        if not self._stands(link):
            return False
        inside = link.scope == "organization" and not self.people[who].guest
        return inside or link.scope == "anonymous" or not names.isdisjoint(link.people)

    def _stands(self, link: Link) -> bool:
        dead = link.scope == "anonymous" and self.level != LEVELS[-1]
        return link.kind != "createOnly" and not dead and (link.ends is None or link.ends > self.now)

    def _allowed(self, who: str, key: int, people: Iterable[str], scope: str = "") -> None:
        """Refuse what the settings of sharing forbid: who may share, and how far out."""
        owns = who in self.apps or self.role(who, key) == "owner"
        self._must(owns or self.members_share, 403)
        reach = LEVELS.index(self.level)
        self._must(scope != "anonymous" or reach == len(LEVELS) - 1, 403)
        for one in people:
            known = one in self.people and self.people[one].guest
            self._must(reach >= (1 if known else 2 if one.startswith("address:") else 0), 403)

    def _item(self, who: str, key: int, need: str = "write") -> Node:
        """Let a caller at an item: nobody learns of what they cannot see."""
        self._caller(who, need)
        node = self.nodes[key]
        role = None if node.gone else MAY[self.apps[who]] if who in self.apps else self.role(who, key)
        if role is None:
            raise RefusedError(404)
        self._must(WIDTH[role] >= WIDTH[need], 403)
        return node

    def create_link(self, who: str, key: int, wish: Share) -> int:
        """Get the caller's own link of this kind on an item, or make it; the number is new in that case."""
        node = self._item(who, key)
        blocks, kind, people = self._settled(node, wish)
        self._allowed(who, key, people, wish.scope)
        for number, link in self.links.items():
            same = (link.maker, link.kind, link.scope) == (who, kind, wish.scope)
            if link.item == key and same and link.blocks == blocks:
                return number
        self._begin_own(key, retain=wish.retain)
        self.made += 1
        self.links[self.made] = Link(key, kind, wish.scope, blocks, who, people, wish.ends)
        for below in self._subtree(key):
            self.nodes[below].links.add(self.made)
        return self.made

    def _settled(self, node: Node, wish: Share) -> tuple[bool, str, set[str]]:
        """A stranger cannot be on a new link; v1.0 makes a plain, empty link of one that blocks downloads."""
        self._must(not any(self._is_stranger(one) for one in wish.people))
        self._must(wish.beta or wish.kind not in BETA_ONLY)
        self._must(node.form != "root")
        self._must(wish.kind != "createOnly" or node.form == "folder")
        self._must(wish.kind != "review" or node.form != "folder")
        people = set(wish.people) if wish.scope == "users" else set()
        if wish.kind != "blocksDownload":
            return False, wish.kind, people
        if not wish.beta:
            return False, "view", set()
        self._must(node.form == "file" and node.name.endswith((".docx", ".pdf")))
        return True, "view", people

    def _is_stranger(self, name: str) -> bool:
        return name.startswith("address:") or (name in self.people and self.people[name].deleted)

    def grant(self, who: str, number: int, people: tuple[str, ...], role: str) -> None:
        """Put people on a link for named people; an application needs full control for it."""
        self._caller(who, "write")
        self._must(self.apps.get(who, "full") == "full", 403)
        self._must(number in self.links, 404)
        link = self.links[number]
        self._item(who, link.item)
        self._must(role == link.role and not any(self._is_lost(one) for one in people))
        self._allowed(who, link.item, people, link.scope)
        if link.scope == "users":
            link.people |= set(people)

    def _is_lost(self, name: str) -> bool:
        return name in self.people and self.people[name].deleted

    def revoke(self, who: str, key: int, number: int, people: tuple[str, ...]) -> None:
        """Take people off a link that names people, where it was made."""
        self._item(who, key)
        self._must(number in self.nodes[key].links, 404)
        link = self.links[number]
        self._must(link.scope == "users")
        self._must(link.item == key, 403)
        self._must(not any(self._is_lost(one) and one not in link.people for one in people))
        link.people -= set(people)

    def expire(self, who: str, key: int, name: str, ends: int) -> None:
        """Let an anonymous link end at an instant."""
        self._item(who, key)
        self._must(name in self.shown(key), 404)
        link = self.links.get(int(name.removeprefix("link:")) if name.startswith("link:") else 0)
        self._must(link is not None and link.item == key and link.scope == "anonymous")
        assert link is not None
        link.ends = ends

    def invite(self, who: str, key: int, people: tuple[str, ...], role: str, *, retain: bool) -> None:
        """Give people a role; it reaches everything below, also what has permissions of its own."""
        self._item(who, key)
        self._must(not any(self._is_lost(one) for one in people))
        self._allowed(who, key, people)
        self._begin_own(key, retain=retain)
        for below in self._subtree(key):
            acl = self.nodes[below].acl
            for one in people:
                known = self._known(acl, one)
                acl[known] = max(acl.get(known, role), role, key=WIDTH.__getitem__)

    def _known(self, acl: dict[str, str], name: str) -> str:
        """Return by which name a site knows somebody: that of a deleted account which had the login."""
        return next((one for one in acl if self._login(one) == self._login(name)), name)

    def patch(self, who: str, key: int, name: str, role: str) -> None:
        """Change a person's role where it was given; what has permissions of its own is left alone."""
        self._item(who, key)
        self._must(name in self.shown(key), 404)
        self._must(name in self.nodes[key].acl and not name.startswith(("group:", "site:")))
        self._must(self.nodes[key].own)
        self._allowed(who, key, (name,))
        for below in self._domain(key):
            self.nodes[below].acl[name] = role

    def delete(self, who: str, key: int, name: str) -> None:
        """Delete a permission: one from above and an owner's stay, and yet the answer is good."""
        self._item(who, key)
        self._must(name in self.shown(key), 404)
        role, inherited = self.shown(key)[name]
        if inherited or role == "owner":
            return
        if name.startswith("link:"):
            del self.links[int(name.removeprefix("link:"))]
        for below in self.nodes if name.startswith("link:") else self._subtree(key):
            self.nodes[below].acl.pop(self._known(self.nodes[below].acl, name), None)
            self.nodes[below].links &= set(self.links)

    def _begin_own(self, key: int, *, retain: bool) -> None:
        if self.nodes[key].own:
            return
        if not retain:
            for below in self._domain(key):
                self.nodes[below].acl, self.nodes[below].links = {}, set()
        self.nodes[key].own = True

    def children(self, key: int) -> list[int]:
        """Return what lies straight in a folder."""
        return [number for number, node in self.nodes.items() if node.parent == key and not node.gone]

    def _subtree(self, key: int) -> Iterator[int]:
        yield key
        for child in self.children(key):
            yield from self._subtree(child)

    def _domain(self, key: int) -> Iterator[int]:
        """What takes its permissions from this item, with the item."""
        yield key
        for child in self.children(key):
            if not self.nodes[child].own:
                yield from self._domain(child)

    def _above(self, key: int) -> Iterator[int]:
        while key != -1:
            yield key
            key = self.nodes[key].parent

    def _free(self, folder: int, name: str, besides: int = -1) -> None:
        taken = {self.nodes[child].name.casefold() for child in self.children(folder) if child != besides}
        self._must(name.casefold() not in taken, 409)

    def add(self, who: str, folder: int, name: str, form: str) -> int:
        """Make a folder or upload a file; to write over a file needs the right to that file."""
        self._item(who, folder)
        there = [
            child for child in self.children(folder) if self.nodes[child].name.casefold() == name.casefold()
        ]
        if there and form == "file":
            self._must(self._item(who, there[0]).form == "file", 409)
            return there[0]
        self._free(folder, name)
        return self.plant(folder, name, form)

    def plant(self, folder: int, name: str, form: str) -> int:
        """Put an item into a folder, from which it takes what reaches it."""
        above, key = self.nodes[folder], len(self.nodes)
        self.nodes[key] = Node(folder, name, form, acl=dict(above.acl), links=set(above.links))
        return key

    def move(self, who: str, key: int, folder: int | None, name: str) -> None:
        """Move or rename: an item keeps permissions of its own, and else takes those of the new place.

        Whoever renames an item needs no right to the folder that it stays in.
        """
        node = self._item(who, key)
        if folder is None:
            folder = max(node.parent, 0)
        else:
            self._item(who, folder)
        self._must(node.form != "root")
        self._must(self.nodes[folder].form in {"root", "folder"} and key not in self._above(folder))
        self._free(folder, name, besides=key)
        node.parent, node.name = folder, name
        self._inherit(key)

    def copy(self, who: str, key: int, folder: int, name: str) -> int:
        """Copy what the caller can take away; the copies take what reaches the place that they come to."""
        node = self._item(who, key, "read")
        self._caller(who, "write")
        self._must(self._takes(who, key), 403)
        self._item(who, folder)
        self._must(node.form != "root" and self.nodes[folder].form in {"root", "folder"})
        self._must(key not in self._above(folder))
        self._free(folder, name)
        return self._copied(who, key, folder, name)

    def _copied(self, who: str, key: int, folder: int, name: str) -> int:
        children = self.children(key)
        fresh = self.plant(folder, name, self.nodes[key].form)
        for child in children:
            if self._takes(who, child):
                self._copied(who, child, fresh, self.nodes[child].name)
        return fresh

    def _takes(self, who: str, key: int) -> bool:
        """Whether content gets out to somebody, which it does not by links that block downloads."""
        return who in self.apps or any(download for _, download in self.ways(who, key))

    def remove(self, who: str, key: int) -> None:
        """Delete an item with everything below it."""
        node = self._item(who, key)
        self._must(node.form != "root")
        self.bins[key] = list(self._subtree(key))
        for below in self.bins[key]:
            self.nodes[below].gone = True

    def restore(self, key: int) -> None:
        """Bring back what was deleted with its own people, and with those links that still reach it."""
        self._must(key in self.bins)
        node = self.nodes[key]
        self._must(not self.nodes[node.parent].gone)
        self._free(node.parent, node.name)
        for below in self.bins.pop(key):
            self.nodes[below].gone = False
        self._inherit(key)

    def split(self, who: str, key: int, *, keep: bool, clear: bool) -> None:
        """Break inheritance: begin with what was inherited or with nobody else; perhaps clear below."""
        self._manages(who, key)
        if not self.nodes[key].own:
            self._begin_own(key, retain=keep)
            if not keep and who not in self.apps:
                for below in self._domain(key):
                    self.nodes[below].acl = {who: "owner"}
        if clear:
            for below in [one for one in self._subtree(key) if one != key and self.nodes[one].own]:
                self._join_above(below)
            self._inherit(key)

    def rejoin(self, who: str, key: int) -> None:
        """Inherit again; the links that were made here end."""
        self._manages(who, key)
        if self.nodes[key].own:
            self._join_above(key)
            self._inherit(key)

    def assign(self, who: str, key: int, person: str, role: str) -> None:
        """Give somebody a permission level on an item with permissions of its own, in SharePoint itself."""
        self._manages(who, key)
        self._must(self.nodes[key].own)
        for below in self._subtree(key):
            acl = self.nodes[below].acl
            known = self._known(acl, person)
            acl[known] = max(acl.get(known, role), role, key=WIDTH.__getitem__)

    def _manages(self, who: str, key: int) -> None:
        self._item(who, key)
        role = {"full": "owner"}.get(self.apps[who]) if who in self.apps else self.role(who, key)
        self._must(role == "owner", 403)

    def _join_above(self, key: int) -> None:
        self.nodes[key].own = False
        self.links = {number: link for number, link in self.links.items() if link.item != key}

    def _inherit(self, key: int) -> None:
        """Let an item and what is below it take what is not their own; a link reaches down only."""
        node = self.nodes[key]
        if node.own:
            above = set(self._above(key))
            node.links = {one for one in node.links & set(self.links) if self.links[one].item in above}
        else:
            node.acl, node.links = dict(self.nodes[node.parent].acl), set(self.nodes[node.parent].links)
        for child in self.children(key):
            self._inherit(child)
