"""What a weekend's acts leave behind: entries on items, moved and new files, changed accounts.

Reads the acts as the plain requests that they are; knows nothing of how an emulator carries them out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tests.e2e.expect_around import Surroundings, surroundings_of
from tests.e2e.expect_world import Table, World

ITEM_CALL = re.compile(
    r"^(?P<verb>\w+) (?:/v1\.0|/beta)?/drives/\{drive\}/root:/(?P<path>[^:]+?):?(?P<end>/\w+)?$"
)
MEMBER_CALL = re.compile(r"^POST (?:/v1\.0|/beta)?/teams/\{team\}/channels/\{channel\}/members$")
TEAM_CALL = re.compile(r"^POST (?:/v1\.0|/beta)?/teams/\{team\}/members$")
RESET_CALL = re.compile(
    r"^POST /sites/[^/]+/_api/web/GetFolder\w+\(decodedUrl='(?P<url>[^']+)'\).*/(?P<way>\w+)"
)
RESTORE_CALL = re.compile(
    r"^POST /sites/[^/]+/_api/web/RecycleBin\('\{recycled:(?P<path>[^}]+)\}'\)/restore\(\)$"
)
ROLE_CALL = re.compile(r"AddRoleAssignment\(principalId=(?P<group>\d+),roleDefId=\d+\)$")
SITE_GROUPS = {"3": "Owners", "4": "Visitors", "5": "Members"}
KNOWN_ROLES = {"read", "write", "owner"}
GIVE_CALL = re.compile(r"^POST (?:/v1\.0|/beta)?/sites/\{site\}/permissions$")
KEY = re.compile(r"\{(user|group):([^}]+)\}")
EVERYONE_LOGINS = ("c:0(.s|true", "c:0-.f|rolemanager|spo-grid-all-users")


@dataclass(frozen=True)
class Entry:
    """One permission entry that an act made: on which item, of which shape, for whom."""

    path: str
    shape: str
    keys: tuple[str, ...] = ()
    name: str = ""


@dataclass
class Aftermath:
    """The tenant as the acts left it, as far as access goes."""

    files: list[str]
    links: dict[str, set[str]]
    accounts: dict[str, Table]
    entries: list[Entry] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    members: set[str] = field(default_factory=set)
    restored: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    thrown: list[str] = field(default_factory=list)
    site: Surroundings = field(default_factory=lambda: Surroundings({}, {}))


@dataclass
class Reader:
    """Plays acts onto an aftermath, one method for each form of act."""

    world: World
    after: Aftermath

    def play(self, act: Table) -> None:
        """Carry one act over; a form that is not known is an error, never passed over."""
        forms: dict[str, Callable[[Table], None]] = {
            "call": self._call,
            "directory": self._directory,
            "entry": self._entry,
            "link_people": self._link_people,
            "site_group": lambda act: self.after.site.strangers.extend(act["add"]),
            "posture": lambda act: self.after.site.set(act["posture"]),
            "admins": lambda act: self.after.site.admins.extend(act["admins"]),
            "clock": lambda _act: None,
        }
        next(form for key, form in forms.items() if key in act)(act)

    def _call(self, act: Table) -> None:
        if MEMBER_CALL.match(act["call"]):
            self.after.members.update(_keys(act["body"]["user@odata.bind"]))
            return
        if TEAM_CALL.match(act["call"]):
            return
        if GIVE_CALL.match(act["call"]):
            for one in act["body"]["grantedToIdentities"]:
                self.after.site.applications[one["application"]["displayName"]] = act["body"]["roles"]
            return
        back = RESTORE_CALL.match(act["call"])
        if back is not None:
            self._bring_back(back["path"])
            return
        reset = RESET_CALL.match(act["call"])
        if reset is not None:
            self._restore(self._below(reset["url"].partition("/Shared Documents/")[2]), act["call"])
            return
        asked = ITEM_CALL.match(act["call"])
        if asked is None:
            raise ValueError(f"act {act['id']}: no rule for {act['call']}")
        path = self._below(asked["path"])
        ends: dict[str | None, Callable[[str, Table], None]] = {
            "/createLink": self._link,
            "/invite": self._invite,
            "/content": self._add,
            "/copy": self._copy,
            "/children": lambda path, act: self.after.made.append(
                f"{path}/{act['body']['name']}".lstrip("/")
            ),
            None: self._move if asked["verb"] == "PATCH" else self._throw,
        }
        ends[asked["end"]](path, act)

    def _below(self, path: str) -> str:
        return path.removeprefix(self.world.tenant["channel"]["name"]).lstrip("/")

    def _bring_back(self, path: str) -> None:
        """Bring a file back from the recycle bin, with whoever was invited to it before it went there."""
        self.after.files.append(path)
        for act in self.world.tenant["acts"]:
            asked = ITEM_CALL.match(act.get("call", ""))
            if asked and asked["end"] == "/invite" and self._below(asked["path"]) == path:
                self._invite(path, act)

    def _copy(self, path: str, act: Table) -> None:
        """Copy a file, which takes nobody along."""
        target = self._below(act["body"]["parentReference"]["id"].removeprefix("{item:").removesuffix("}"))
        self.after.files.append(f"{target}/{act['body'].get('name', PurePosixPath(path).name)}")

    def _restore(self, folder: str, call: str) -> None:
        """Take every link below a folder that inherits again; the groups of those links stay on the site."""
        given = ROLE_CALL.search(call)
        if given is not None:
            team, channel = self.world.roster["channel"]["team"], self.world.roster["channel"]["name"]
            site = f"{team}-{channel} {SITE_GROUPS[given['group']]}"
            self.after.entries.append(Entry(folder, "site-group-unexpected", name=site))
        if call.endswith("/ResetRoleInheritance"):
            self.after.restored.append(folder)
        if "clearSubscopes=true" not in call:
            return
        gone = [path for path in self.after.links if path.startswith(f"{folder}/")]
        self.after.site.left += sum(bool(self.after.links.pop(path)) for path in gone)

    def _throw(self, path: str, act: Table) -> None:
        if not act["call"].startswith("DELETE "):
            raise ValueError(f"act {act['id']}: no rule for {act['call']}")
        self.after.thrown.append(path)
        self.after.files = [one for one in self.after.files if not one.startswith(f"{path}/")]

    def _link(self, path: str, act: Table) -> None:
        scope, kind = act["body"]["scope"], act["body"]["type"]
        shapes = {"anonymous": "anonymous-link", "organization": "organisation-link"}
        if scope in shapes:
            self.after.entries.append(Entry(path, shapes[scope]))
            return
        keys = self._recipients(act["body"])
        if kind == "blocksDownload" and act["as"] == "app:reconciler":
            self.after.links.setdefault(path, set()).update(keys)
            return
        shape = {"edit": "edit-link", "view": "download-allowed-link", "blocksDownload": "foreign-link"}[kind]
        self.after.entries.append(Entry(path, shape, keys))

    def _invite(self, path: str, act: Table) -> None:
        groups = {group["key"]: group["name"] for group in self.world.tenant.get("groups", [])}
        for key in self._recipients(act["body"]):
            if key in groups:
                self.after.entries.append(Entry(path, "group-grant", name=groups[key]))
                continue
            shape = "edit-grant-without-exception" if act["body"]["roles"] == ["write"] else "direct-grant"
            self.after.entries.append(Entry(path, shape, (key,)))

    def _recipients(self, body: Table) -> tuple[str, ...]:
        by_mail = {user["mail"].casefold(): user["key"] for user in self.world.tenant["users"]}
        ids = [
            one.get("objectId") or f"{{user:{by_mail[one['email'].casefold()]}}}"
            for one in body["recipients"]
        ]
        return tuple(key for one in ids for key in _keys(one))

    def _add(self, path: str, _act: Table) -> None:
        self.after.files.append(path)

    def _move(self, path: str, act: Table) -> None:
        target = re.sub(r"^\{item:(.*)\}$", r"\1", act["body"]["parentReference"]["id"])
        moved = f"{target}/{PurePosixPath(path).name}"
        self.after.files[self.after.files.index(path)] = moved
        self.after.links[moved] = self.after.links.pop(path, set())
        self.after.moved.append(moved)

    def _directory(self, act: Table) -> None:
        self.after.accounts[act["directory"]].update(act["set"])
        if act["set"].get("deleted"):
            self.after.members.discard(act["directory"])
            if any(act["directory"] in people for people in self.after.links.values()):
                self.after.site.forgotten.append(act["directory"])

    def _entry(self, act: Table) -> None:
        login = act.get("site_user", {}).get("login_name", "")
        if login.startswith(EVERYONE_LOGINS):
            self.after.entries.append(Entry(act["entry"], "everyone-claim", name=act["site_user"]["name"]))
        elif "app" in act:
            self.after.entries.append(Entry(act["entry"], "application-grant", name=act["app"]["name"]))
        elif not KNOWN_ROLES.issuperset(act["roles"]):
            self.after.entries.append(Entry(act["entry"], "unknown-shape"))
        else:
            raise ValueError(f"act {act['id']}: no rule for this entry")

    def _link_people(self, act: Table) -> None:
        people = self.after.links.setdefault(act["link_people"], set())
        people.difference_update(act.get("remove", []))
        people.update(act.get("add", []))


def _keys(text: str) -> list[str]:
    return [key for _kind, key in KEY.findall(text)]


def play(world: World, links: dict[str, set[str]]) -> Aftermath:
    """Return the tenant after the weekend, starting from the links of the quiet night."""
    copied = {path: set(people) for path, people in links.items()}
    channel = world.tenant["channel"]
    members = {*channel["owners"], *channel.get("members", [])}
    after = Aftermath(world.files(), copied, world.accounts(), members=members)
    after.site = surroundings_of(world)
    reader = Reader(world, after)
    for act in world.weekend["acts"]:
        reader.play(act)
    return after
