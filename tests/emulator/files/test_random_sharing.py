"""Random sharing, moving and unsharing: three accounts of who reaches what have to stay one.

The lists of Graph, the witness and the journal's gains and losses are worked out by different code.
"""

import json
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph_emulator.directory.models import Application, User, user_by_key
from graph_emulator.files.access_watch import every_top, reach_below
from graph_emulator.files.models import Drive, Item
from graph_emulator.kernel.routes import UserPrincipal
from graph_emulator.kernel.wire import Request
from graph_emulator.seed.document import as_seed
from graph_emulator.tenant import Tenant
from tests.emulator.files.conftest import SEED
from tests.tries import tries

PATHS = ("A", "A/sub", "A/one.docx", "A/two.docx", "A/sub/three.docx", "B", "B/four.pdf", "C")
FOLDERS = ("A", "A/sub", "B", "C")
STAFF = {"Marsh-Reviews Owners": "own", "Marsh-Reviews Members": "mem"}
Reach = dict[str, dict[str, str]]

_path = st.sampled_from(PATHS)
_person = st.sampled_from(("ann", "bob", "pen", "staff"))
_act = st.one_of(
    st.tuples(st.just("link"), _path, st.sampled_from(("users", "organization", "anonymous")), _person),
    st.tuples(st.just("invite"), _path, st.sampled_from(("read", "write")), _person),
    st.tuples(st.just("unshare"), _path, st.integers(0, 9), _person),
    st.tuples(st.just("move"), _path, st.sampled_from(FOLDERS), _person),
    st.tuples(st.just("delete"), _path, st.just(""), _person),
    st.tuples(st.just("copy"), _path, st.sampled_from(FOLDERS), _person),
)


class _World:
    """A tenant in this process, with its items remembered by the path that they began at."""

    def __init__(self, folder: Path) -> None:
        self.tenant = Tenant(folder, as_seed(SEED))
        self.state = self.tenant.state
        self.begin()

    def begin(self) -> None:
        """Go back to the seed."""
        self.tenant.reset()
        self.drive = next(iter(self.state.every(Drive)))
        self.ids = {path: self.send("GET", f"root:/Reviews/{path}")["id"] for path in PATHS}

    def send(self, method: str, where: str, body: object = None, who: str = "mem") -> dict[str, Any]:
        """Send a request as the channel's member, or as an app; a refusal gives an empty answer."""
        member = user_by_key(self.state, who)
        app = next(iter(self.state.find(Application, "name", who)), None)
        caller = app.principal() if app else UserPrincipal(user_id=member.id if member else "")
        request = Request(
            method=method,
            path=f"/beta/drives/{self.drive.id}/{where}",
            headers={"content-type": "application/json"},
            body=b"" if body is None else json.dumps(body).encode(),
        )
        answer = self.tenant.gateway.perform(request, caller).answer
        assert answer.status < 500, answer
        self.tenant.commit()
        return answer.body if isinstance(answer.body, dict) and answer.status < 300 else {}

    def reach(self) -> Reach:
        """Tell by the witness who reaches what."""
        tops = (top for top in every_top(self.state) if top.drive_id == self.drive.id)
        return reach_below(self.state, list(tops))

    def play(self, act: tuple[str, str, Any, str]) -> None:
        """Send the request that an act stands for."""
        what, path, detail, person = act
        item = self.ids[path]
        people = [{"email": f"{person}@marsh.example"}]
        if what == "link":
            self.send(
                "POST", f"items/{item}/createLink", {"type": "view", "scope": detail, "recipients": people}
            )
        elif what == "invite":
            self.send("POST", f"items/{item}/invite", {"roles": [detail], "recipients": people})
        elif what == "unshare":
            rows = self.send("GET", f"items/{item}/permissions").get("value") or [{"id": "none"}]
            self.send("DELETE", f"items/{item}/permissions/{rows[detail % len(rows)]['id']}")
        elif what == "delete":
            self.send("DELETE", f"items/{item}")
        else:
            self._carry(what, item, detail)

    def _carry(self, what: str, item: str, folder: str) -> None:
        body = {"parentReference": {"id": self.ids[folder]}}
        if what == "move":
            self.send("PATCH", f"items/{item}", body)
        else:
            self.send("POST", f"items/{item}/copy", body)

    def listed(self, item: str) -> set[str]:
        """Tell by Graph's list who reaches an item; every permission of it has an id of its own."""
        rows = self.send("GET", f"items/{item}/permissions", who="reconciler")["value"]
        assert len({row["id"] for row in rows}) == len(rows)
        return {who for row in rows for who in self._named(row) if row["roles"]}

    def _named(self, row: dict[str, Any]) -> list[str]:
        scope = row.get("link", {}).get("scope", "")
        wide = {"anonymous": ["anyone"], "organization": ["organisation"]}.get(scope, [])
        granted = row.get("grantedToV2", {})
        group = STAFF.get(granted.get("siteGroup", {}).get("displayName", ""))
        staff = user_by_key(self.state, group) if group else None
        people = [granted, *row.get("grantedToIdentitiesV2", [])]
        return wide + [one["user"]["id"] for one in people if "user" in one] + ([staff.id] if staff else [])


def _after(before: Reach, entry: Any) -> Reach:
    """Carry the journal's losses and gains over to a picture of who reached what."""
    after = {item: dict(people) for item, people in before.items()}
    for row in entry.lost:
        assert after[row["item"]].pop(row["person"]) == row["role"]
    for row in entry.gained:
        after.setdefault(row["item"], {})[row["person"]] = row["role"]
    return after


def _written(world: _World, since: int) -> list[Any]:
    return [entry for entry in world.tenant.store.journal() if entry.n > since and entry.write]


def _check_story(world: _World, acts: list[tuple[str, str, Any, str]]) -> None:
    for act in acts:
        before, since = world.reach(), world.tenant.gateway.entries
        world.play(act)
        told = before
        for entry in _written(world, since):
            told = _after(told, entry)
        assert {item: people for item, people in told.items() if people} == world.reach()
    now, known = world.reach(), {user.id for user in world.state.every(User)} | {"anyone", "organisation"}
    for item in world.state.every(Item):
        if not item.deleted and item.drive_id == world.drive.id:
            assert world.listed(item.id) == set(now[item.id]) & known


def test_lists_witness_and_journal_tell_one_story(tmp_path: Path) -> None:
    """Whatever is shared, moved and unshared, all three say the same people.

    Source: graph:api/driveitem-list-permissions
    """
    world = _World(tmp_path)

    @settings(max_examples=tries(60), deadline=None)
    @given(st.lists(_act, min_size=2, max_size=8))
    @example([("link", "A", "users", "bob"), ("move", "A/one.docx", "C", "bob")])
    def story(acts: list[tuple[str, str, Any, str]]) -> None:
        world.begin()
        _check_story(world, acts)

    story()
    world.tenant.close()
