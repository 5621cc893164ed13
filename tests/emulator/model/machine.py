"""Random people and applications share, move, unshare, come and go; every step is checked by `checks`."""

from dataclasses import replace
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.emulator.model import belonging, moving, sharing
from tests.emulator.model.checks import Watch
from tests.emulator.model.standing import LEVELS, Share
from tests.emulator.model.world import GROUPS, PEOPLE, STRANGER, World

MOST_ITEMS = 16
_callers = st.sampled_from(
    [
        *["reconciler"] * 8,
        *["own"] * 4,
        *["mem", "writer"] * 2,
        "ann",
        "out",
        "staff",
        "pen",
        "auditor",
        "outsider",
    ]
)
_people = st.sampled_from(list(PEOPLE))
_named = st.sampled_from([*PEOPLE, *(f"group:{name}" for name in GROUPS), STRANGER])
_some = st.lists(_named, min_size=1, max_size=2, unique=True).map(tuple)
_number = st.integers(0, 999)
_role = st.sampled_from(["read", "write"])
_kinds = st.sampled_from(["view", "view", "edit", "blocksDownload", "blocksDownload", "review", "createOnly"])
_scopes = st.sampled_from(["users", "users", "users", "organization", "anonymous"])
_places = st.sampled_from(["team", "channel"])
_mostly = st.sampled_from([True, True, True, True, False])
_names = st.sampled_from(["one.docx", "three.docx", "new.pdf", "A", "sub", "bag.zip"])
_shares = st.builds(
    Share,
    kind=_kinds,
    scope=_scopes,
    people=st.lists(_people | _named, max_size=2, unique=True).map(tuple),
    retain=_mostly,
    beta=_mostly,
    ends=st.sampled_from([None, None, None, 5, 30]),
)


class _Story(RuleBasedStateMachine):
    """One story, from the seed on.

    Attributes:
        world: The tenant with its reference.
        kind: What checks each step.
    """

    world: ClassVar[World]
    kind: ClassVar[type[Watch]] = Watch

    @initialize()
    def begin(self) -> None:
        self.world.begin()
        self.watch = self.kind(self.world)
        self.seen = -1

    def _item(self, number: int) -> int:
        """Choose an item; sometimes one that was deleted."""
        live = [key for key, node in self.world.model.nodes.items() if not node.gone]
        every = live if number % 10 else list(self.world.model.nodes)
        return every[number // 10 % len(every)]

    def _folder(self, number: int) -> int:
        nodes = self.world.model.nodes
        found = [key for key, node in nodes.items() if not node.gone and node.form != "file"]
        return found[number % len(found)]

    def _permission(self, key: int, number: int) -> str | None:
        """Choose a permission, more often one of the item's own."""
        shown = sorted(self.world.rows.get(key, {}))
        node = self.world.model.nodes.get(key)
        # What was deleted goes on naming links that ended since: nothing of it is told until it comes back.
        told = self.world.model.shown(key) if node is not None and not node.gone else {}
        own = [name for name in shown if name in told and not told[name][1]]
        shown = own if own and number % 4 else shown
        return shown[number % len(shown)] if shown else None

    def _able(self, who: str, key: int, number: int) -> str:
        """Let somebody ask who may change the item, two times out of three, if anybody but owners may."""
        able = [
            one
            for one in self.world.model.people
            if self.world.model.role(one, key) == "write" and number % 3
        ]
        return able[number % len(able)] if able else who

    def _room(self) -> bool:
        return sum(not node.gone for node in self.world.model.nodes.values()) < MOST_ITEMS

    @rule(who=_callers, number=_number, wish=_shares)
    def link(self, who: str, number: int, wish: Share) -> None:
        ends = None if wish.ends is None else self.world.model.now + wish.ends
        key = self._item(number)
        people = self.world.now(wish.people)
        wish = replace(wish, ends=ends, people=people)
        sharing.create_link(self.world, self._able(who, key, number), key, wish)

    @rule(number=_number, wish=_shares)
    def link_for_people(self, number: int, wish: Share) -> None:
        """What the whole thing is about happens more often."""
        key = self._item(number)
        people = self.world.now(wish.people)
        wish = replace(wish, scope="users", ends=None, people=people)
        sharing.create_link(self.world, "reconciler", key, wish)

    def _link(self, number: int) -> int | None:
        """Choose a link, more often one that stands and names people; also one that is gone."""
        links = self.world.model.links
        naming = [one for one, link in links.items() if link.scope == "users"]
        every = naming if naming and number % 5 else list(self.world.links)
        return every[number // 5 % len(every)] if every else None

    @rule(who=_callers, number=_number, people=_some, role=_role)
    def grant(self, who: str, number: int, people: Any, role: str) -> None:
        one = self._link(number)
        if one is not None:
            link = self.world.model.links.get(one)
            role = link.role if link and number % 7 else role
            sharing.grant(self.world, who, one, self.world.now(people), role)

    @rule(who=_callers, number=_number, people=_some)
    def revoke(self, who: str, number: int, people: Any) -> None:
        one = self._link(number)
        link = self.world.model.links.get(one or 0)
        if one is not None and link is not None:
            below = [key for key, rows in self.world.rows.items() if f"link:{one}" in rows]
            key = below[number % len(below)] if number % 4 == 0 and below else link.item
            on = sorted(link.people)
            chosen = (on[number % len(on)],) if on and number % 3 else people
            sharing.revoke(self.world, who, key, one, chosen)

    @rule(who=_callers, number=_number, people=_some, role=_role, retain=_mostly)
    def invite(self, who: str, number: int, people: Any, role: str, *, retain: bool) -> None:
        people = self.world.now(people)
        sharing.invite(self.world, who, self._item(number), people, role, retain=retain)

    @rule(who=_callers, number=_number, role=_role, ends=st.integers(1, 40))
    def change(self, who: str, number: int, role: str, ends: int) -> None:
        """Change a permission, more often one that can be changed."""
        key, name = self._changeable(number)
        is_link = name.startswith("link:")
        if name and (is_link if number % 5 else not is_link):
            sharing.expire(self.world, who, key, name, self.world.model.now + ends)
        elif name:
            sharing.patch(self.world, who, key, name, role)

    def _changeable(self, number: int) -> tuple[int, str]:
        model = self.world.model
        every = [(key, name) for key, rows in self.world.rows.items() for name in rows]
        links = [(link.item, f"link:{one}") for one, link in model.links.items() if link.scope == "anonymous"]
        people = [(key, name) for key, name in every if ":" not in name and model.nodes[key].own]
        pool = (links + people) if number % 4 else every
        found = [(key, name) for key, name in pool if name in self.world.rows.get(key, {})]
        return found[number // 4 % len(found)] if found else (0, "")

    @rule(who=_callers, number=_number, which=_number)
    def unshare(self, who: str, number: int, which: int) -> None:
        key = self._item(number)
        name = self._permission(key, which)
        if name is not None:
            sharing.unshare(self.world, who, key, name)

    @rule(who=_callers, number=_number, name=_names)
    def add_folder(self, who: str, number: int, name: str) -> None:
        if self._room():
            key = self._folder(number)
            moving.add_folder(self.world, self._able(who, key, number), key, name)

    @rule(who=_callers, number=_number, name=_names.filter(lambda name: "." in name))
    def upload(self, who: str, number: int, name: str) -> None:
        if self._room():
            key = self._folder(number)
            moving.upload(self.world, self._able(who, key, number), key, name)

    @rule(who=_callers, number=_number, into=_number, name=st.none() | _names)
    def move(self, who: str, number: int, into: int, name: str | None) -> None:
        key = self._item(number)
        moving.move(self.world, self._able(who, key, into), key, self._folder(into), name)

    @rule(who=_callers, number=_number, name=_names)
    def rename(self, who: str, number: int, name: str) -> None:
        key = self._item(number)
        moving.move(self.world, self._able(who, key, number), key, None, name)

    @rule(who=_callers, number=_number, into=_number, name=_names)
    def copy(self, who: str, number: int, into: int, name: str) -> None:
        key = self._item(number)
        if self._room() and len(self.world.model.children(key)) < 4:
            folder = self._folder(into)
            moving.copy(self.world, self._able(who, folder, into), key, folder, name)

    @rule(who=_callers, number=_number)
    def remove(self, who: str, number: int) -> None:
        key = self._item(number)
        if number % 3 == 0 and len(self.world.model.children(key)) < 3:
            moving.remove(self.world, who, key)

    @rule(number=_number)
    def restore(self, number: int) -> None:
        gone = list(self.world.model.bins)
        if gone and self._room():
            moving.restore(self.world, gone[number % len(gone)])

    @rule(who=_callers, number=_number, keep=_mostly, clear=st.booleans())
    def split(self, who: str, number: int, *, keep: bool, clear: bool) -> None:
        key = self._live(number)
        if key:
            sharing.split(self.world, who, key, keep=keep, clear=clear)

    @rule(who=_callers, number=_number)
    def rejoin(self, who: str, number: int) -> None:
        nodes = self.world.model.nodes
        own = [key for key, node in nodes.items() if node.own and key and not node.gone]
        key = own[number % len(own)] if own else self._live(number)
        if key:
            sharing.rejoin(self.world, who, key)

    @rule(who=_callers, number=_number, person=_people, role=_role)
    def assign(self, who: str, number: int, person: str, role: str) -> None:
        """Give a level in SharePoint itself, to whom it cannot take for somebody who was before."""
        nodes = self.world.model.nodes
        own = [key for key, node in nodes.items() if node.own and key and not node.gone]
        if self.world.model.is_first(person) and own:
            sharing.assign(self.world, who, own[number % len(own)], person, role)

    def _live(self, number: int) -> int:
        live = [key for key, node in self.world.model.nodes.items() if not node.gone]
        return live[number % len(live)]

    @rule(
        who=_callers,
        person=_people,
        place=_places,
        act=st.sampled_from(["join", "leave", "seat"]),
        owner=st.booleans(),
    )
    def belong(self, who: str, person: str, place: str, act: str, *, owner: bool) -> None:
        person = self.world.model.account_of(person)
        if act == "join":
            belonging.join(self.world, who, place, person, owner=owner)
        elif act == "leave":
            belonging.leave(self.world, who, place, person)
        else:
            belonging.seat(self.world, who, person, owner=owner)

    @rule(
        person=_people,
        change=st.sampled_from(["in", "out", "disable", "enable", "close", "reopen", "reopen", "hire"]),
    )
    def administer(self, person: str, change: str) -> None:
        person = self.world.model.account_of(person)
        if change == "hire":
            if self.world.model.people[person].deleted:
                belonging.hire(self.world, person)
        elif change in {"in", "out"}:
            belonging.regroup(self.world, person, inside=change == "in")
        else:
            belonging.account(self.world, person, change)

    @rule(level=st.sampled_from(LEVELS + LEVELS[-1:] * 4), members_share=_mostly, number=_number)
    def settle(self, level: str, number: int, *, members_share: bool) -> None:
        if number % 3 == 0:
            belonging.settle(self.world, level, members_share=members_share)

    @rule(hours=st.integers(1, 20))
    def wait(self, hours: int) -> None:
        belonging.wait(self.world, hours)

    @invariant()
    def one_story(self) -> None:
        if hasattr(self, "watch") and self.world.steps != self.seen:
            self.seen = self.world.steps
            self.watch.look()

    def teardown(self) -> None:
        if hasattr(self, "watch"):
            self.watch.end()


def machine(world: World, kind: type[Watch] = Watch) -> type[RuleBasedStateMachine]:
    """Return the state machine that plays on this tenant."""
    return type("Sharing", (_Story,), {"world": world, "kind": kind})
