"""The partnership's town: tenant, files and the gate's memory, all of which can go back to Friday night."""

import contextlib
import os
import shutil
import warnings
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from zoneinfo import ZoneInfo

from tests.e2e.harness import Answer, Rehearsal, Spoken
from tests.e2e.machine import partnership
from tests.e2e.machine.law import CHANNEL, Account, Facts, Roster
from tests.e2e.machine.partnership import HOMES, OUTSIDERS, UNIT
from tests.faults import cut_after_write

GATE = frozenset({"reconciler", "auditor"})
LONDON = ZoneInfo("Europe/London")
OWNER = "b2"
_BUG = 1
Entry = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What a command of the gate said, and every request that it made."""

    spoken: Spoken
    entries: list[Entry]

    @property
    def code(self) -> int:
        """The exit code."""
        return self.spoken.code

    @property
    def report(self) -> Any:
        """What was told as JSON; empty where the command ended before it could tell."""
        return self.spoken.data if self.spoken.out.startswith("{") else {}

    @property
    def writes(self) -> list[Entry]:
        """The requests that change something."""
        return [one for one in self.entries if one["write"]]


class Town:
    """One emulator with one working folder, and what is true of both.

    Attributes:
        facts: What law 1 is judged by; its roster is the one in force.
        declared: What the business unit has written since.
        file: How the roster's file is: good, broken or stale.
        fit: Whether the site is set to what a grant needs.
        owners: Whose account each object id is, by key; also of those that are gone.
        left: Who was frozen as a leaver.
    """

    def __init__(self, folder: Path) -> None:
        self.scene = Rehearsal(folder, "small", in_process=True, mail=True)
        self.scene.prepare()
        partnership.lay_down(self.scene.config)
        self.scene.start()
        self.counts: Counter[str] = Counter()
        self.state_dir = folder / ".sharepoint-gate"
        self.kept, self.config = folder / "kept", folder / "kept-config"
        try:
            self.scene.gate("reconcile")
            shutil.copytree(self.state_dir, self.kept, ignore=shutil.ignore_patterns("tenant"))
            shutil.copytree(self.scene.config, self.config)
        except BaseException:
            self.scene.stop()
            raise
        self.begin()

    def begin(self) -> None:
        """Go back to Friday night."""
        self.admin("DELETE", "/faults")
        self.admin("POST", "/reset")
        self.admin("PUT", "/quirks", {"rest.channel_site_permissions": "allow"})
        for path in self.state_dir.iterdir():
            if path.name != "tenant":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(self.kept, self.state_dir, dirs_exist_ok=True)
        shutil.copytree(self.config, self.scene.config, dirs_exist_ok=True)
        self.facts: Facts = partnership.at_first()
        self.declared: Roster = deepcopy(self.facts.roster)
        self.file, self.fit = "good", True
        self.left: set[str] = set()
        self.mark = 0
        users = self.state()["users"]
        self.owners = {one["id"]: one["key"] for one in users}
        self.facts.accounts = {one["key"]: Account(one["id"]) for one in users if one["key"] in HOMES}
        self.outside = {one["key"]: one["id"] for one in users if one["key"] in OUTSIDERS}
        self.take_note()

    # what there is to see

    def admin(self, method: str, path: str, body: object = None) -> Any:
        """Ask the admin API for what it cannot refuse."""
        answer = self.scene.admin(method, path, body)
        assert answer.status < 300, (method, path, answer)
        return answer.body

    def state(self) -> Any:
        """Return the tenant as it stands."""
        return self.admin("GET", "/state")

    def now(self) -> datetime:
        """Return the tenant's instant."""
        return datetime.fromisoformat(self.admin("GET", "/clock")["now"])

    def today(self) -> date:
        """Return the partnership's day."""
        return self.now().astimezone(LONDON).date()

    def items(self) -> dict[str, Any]:
        """Return the items of the library's channel folder by path below it."""
        items = (item for drive in self.state()["drives"] for item in drive["items"])
        return {one["path"].removeprefix(CHANNEL): one for one in items if one["path"].startswith(CHANNEL)}

    def files(self) -> dict[str, str]:
        """Return the ids of the files by path."""
        return {path: one["id"] for path, one in sorted(self.items().items()) if not one["folder"]}

    def folders(self) -> dict[str, str]:
        """Return the ids of the folders by path."""
        return {path: one["id"] for path, one in sorted(self.items().items()) if one["folder"]}

    def readers(self) -> dict[str, dict[str, Any]]:
        """Return who can open each file, by key, with the tenant's own reckoning of how."""
        found = {}
        for path, item in self.files().items():
            rows = [one for one in self.scene.access(item) if one["role"]]
            found[path] = {self.owner_of(one): one for one in rows}
        return found

    def owner_of(self, row: Any) -> str:
        """Return whose account a row is about."""
        known: dict[str, str] = self.owners
        return known.get(row["person"], str(row["person"]))

    def members(self) -> set[str]:
        """Return who is in the channel, by key."""
        rows = self.state()["channels"][0]["members"]
        return {self.owners.get(one["user_id"], one["user_id"]) for one in rows}

    def take_note(self) -> list[Entry]:
        """Return every request since the last note."""
        entries = self.scene.journal(self.mark)
        self.mark = max((one["n"] for one in entries), default=self.mark)
        return entries

    # what the gate does

    def gate(self, *arguments: str) -> Told:
        """Give the gate a command, whatever it ends in; it tells its steps on standard error."""
        self.take_note()
        spoken = self.scene.gate("--verbose", *arguments, wanted=None)
        self.counts["commands"] += 1
        entries = [one for one in self.take_note() if one["app"] in GATE]
        return Told(spoken, entries)

    def take(self) -> None:
        """Let the files of today come into force, as a run does where they are good."""
        if self.file == "good":
            self.facts.roster = deepcopy(self.declared)

    def kill_after(self, write: int) -> tuple[bool, list[Entry]]:
        """Begin a night in a process of its own, which dies as its n-th write was answered.

        Returns:
            Whether it died, and its requests.
        """
        self.take_note()
        self.counts["commands"] += 1
        with warnings.catch_warnings():
            # Newer versions of Python warn of threads; the child takes up none of them.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if child == 0:
            self._die_at(write)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) != _BUG, "the gate ended by a bug"
        entries = [one for one in self.take_note() if one["app"] in GATE]
        return os.WIFSIGNALED(status), entries

    def _die_at(self, write: int) -> None:
        """Never come back from here: this process is a copy of the test's own."""
        ended = _BUG
        with contextlib.suppress(BaseException):
            with Path(os.devnull).open("w") as nowhere:
                os.dup2(nowhere.fileno(), 1)
                os.dup2(nowhere.fileno(), 2)
            cut_after_write.cut_after(write)
            ended = self.scene.gate("reconcile", wanted=None).code
        os._exit(ended or 0)

    # what people do

    def pass_time(self, **time: float) -> None:
        """Let time pass in the tenant."""
        seconds = timedelta(**time).total_seconds()
        self.admin("POST", "/clock", {"advance": f"PT{seconds:.0f}S"})

    def write(self, text: str = "") -> None:
        """Save the roster's file: what is declared, as the next revision, or any text."""
        if not text:
            self.declared.revision = max(self.declared.revision, self.facts.roster.revision) + 1
            text, self.file = partnership.roster_text(self.declared), "good"
            past = partnership.acceptances_text(self.declared)
            (self.scene.files / "acceptances.yaml").write_text(past)
        (self.scene.files / "roster.yaml").write_text(text)

    def plant(self, act: dict[str, Any]) -> bool:
        """Let something happen; tell whether the tenant let it."""
        number = self.counts["acts"] = self.counts["acts"] + 1
        return self.scene.admin("POST", "/seed", {"acts": [{"id": f"m{number}", **act}]}).status < 300

    def as_owner(self, method: str, path: str, body: object = None) -> Answer:
        """Send a request with the token of an owner of the channel, who may share and move."""
        return self.scene.as_person(OWNER, method, path, body)

    def rest(self, path: str, method: str = "POST", body: object = None) -> Any:
        """Send a request to SharePoint itself with the token of an owner; what is refused says nothing."""
        token = self.admin("POST", "/token", {"user": OWNER, "audience": "sharepoint"})["access_token"]
        site = self.as_owner("GET", f"/v1.0/drives/{self.drive}").body["webUrl"]
        web = "/".join(urlsplit(site).path.split("/")[:3]) + "/_api/web/"
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json;odata=nometadata"}
        where = self.scene.ready["base_url"] + web + quote(path, safe="/()'=,")
        answer = self.scene._ask(where, method, body, headers)
        return answer.body if answer.status < 300 and answer.body else {}

    def at_site_item(self, path: str, act: str) -> None:
        """Do something to the permissions of a file in SharePoint itself."""
        row = self.as_owner("GET", f"/v1.0{self.at(path)}").body
        where = unquote(urlsplit(row.get("webUrl", "")).path)
        self.rest(f"GetFileByServerRelativePath(decodedUrl='{where}')/ListItemAllFields/{act}")

    def give_back(self, path: str) -> None:
        """Let a file inherit from its folder again; the path begins with the channel's folder."""
        self.at_site_item(path.removeprefix(CHANNEL), "resetroleinheritance")

    @property
    def drive(self) -> str:
        """The id of the channel's library."""
        return str(self.state()["channels"][0]["drive_id"])

    def at(self, path: str) -> str:
        """Return the address of an item by its path."""
        return f"/drives/{self.drive}/items/{self.items()[path]['id']}"

    def id_of(self, key: str) -> str:
        """Return the object id of somebody's account of today."""
        return self.outside.get(key) or self.facts.accounts[key].object_id

    def somebody(self) -> list[str]:
        """Return everybody with an account who is not of the business unit."""
        known = [key for key in HOMES if key not in UNIT and not self.facts.accounts[key].deleted]
        return [*known, *OUTSIDERS]

    def mails(self) -> list[Any]:
        """Return every letter that the gate sent."""
        return [one for one in self.admin("GET", "/mail") if one["origin"] == "sendMail"]


@contextlib.contextmanager
def a_town(folder: Path) -> Iterator[Town]:
    """A town, whose tenant ends with it."""
    town = Town(folder)
    try:
        yield town
    finally:
        town.scene.stop()
