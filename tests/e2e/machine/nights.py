"""Nights that pass, well or badly, and what is looked at in between."""

from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.e2e.machine.checks import (
    check_code,
    check_frozen,
    check_gains,
    check_quiet,
    check_read_only,
    check_settled,
    check_trail,
    insist,
    tell,
)
from tests.e2e.machine.town import Told, Town

_ITEM = "/drives/{drive}/items/{item}"
_MEMBERS = "/teams/{team}/channels/{channel}/members"
ROUTES = (
    f"POST {_ITEM}/createLink",
    f"DELETE {_ITEM}/permissions/{{permission}}",
    "POST /shares/{share}/permission/grant",
    f"POST {_ITEM}/permissions/{{permission}}/revokeGrants",
    f"POST {_MEMBERS}",
    f"DELETE {_MEMBERS}/{{membership}}",
    f"GET {_ITEM}/permissions",
    "POST /$batch",
    f"GET {_ITEM}/delta",
    "GET /users",
    f"GET {_MEMBERS}",
    "POST /users/{user}/sendMail",
    "/_api",
    "*",
)
KINDS = (
    "status:429",
    "status:503",
    "status:403",
    "status:404",
    "cut-before",
    "cut-after",
    "malformed",
    "half-page",
    "empty-body",
    "expired-token",
    "retry-after:30",
    "lost-part",
)


class Nights:
    """The rules of the gate and of time."""

    town: ClassVar[Town]

    def _night(self, *arguments: str) -> Told:
        """Let a night pass, and check what holds of any night."""
        town = self.town
        town.take()
        told = town.gate("reconcile", "--json", *arguments)
        check_gains(town, told.entries, removals_only=town.file != "good")
        check_quiet(town, told)
        check_code(town, told)
        town.counts[f"night {told.code}"] += 1
        return told

    @rule(hours=st.sampled_from([5, 20, 48, 96]), delay=st.sampled_from(["PT0S", "PT2M", "PT2H"]))
    def wait(self, hours: int, delay: str) -> None:
        """Let time pass; from now on sent letters may show late."""
        self.town.pass_time(hours=hours)
        self.town.admin("PUT", "/quirks", {"mail.sent_items_delay": delay})

    @rule()
    def next_night(self) -> None:
        """Let a day and a night pass."""
        self.town.pass_time(hours=24)
        self.night(twice=False)

    @rule()
    def early_night(self) -> None:
        """Let a night pass at once."""
        self.night(twice=False)

    @rule(twice=st.booleans())
    def night(self, *, twice: bool) -> None:
        """Let a calm night pass; one that calls itself complete is, and a second one finds nothing to do."""
        told = self._night()
        if told.code in {0, 6}:
            check_settled(self.town, told)
            check_frozen(self.town, told)
        if twice and told.code == 0:
            again = self._night()
            insist(again.code == 0, tell(again))
            insist(not again.writes, again.writes)
            insist(not again.report["changes"], again.report["changes"])

    @rule(
        route=st.sampled_from(ROUTES), kind=st.sampled_from(KINDS), nth=st.integers(1, 4), many=st.booleans()
    )
    def night_with_a_fault(self, route: str, kind: str, nth: int, *, many: bool) -> None:
        """Let a night pass in which requests fail."""
        town = self.town
        fault = {"route": route, "kind": kind, "nth": nth, "count": 6 if many else 1}
        if town.scene.admin("POST", "/faults", fault).status < 300:
            told = self._night()
            town.admin("DELETE", "/faults")
            if told.code == 0:
                check_settled(town, told)
                check_frozen(town, told)

    @rule(write=st.integers(1, 6))
    def night_that_is_killed(self, write: int) -> None:
        """Kill the gate outright as its n-th write was answered, and let the next night go over it."""
        town = self.town
        town.take()
        killed, entries = town.kill_after(write)
        check_gains(town, entries, removals_only=town.file != "good")
        town.counts["night killed"] += killed

    @rule(command=st.sampled_from(["plan", "audit", "check", "exposures", "uaa", "why"]))
    def look(self, command: str) -> None:
        """Give a command that only looks."""
        more = {"uaa": ("status",), "why": ("r2", "RV-2026-001")}.get(command, ())
        told = self.town.gate(command, *more, *(() if command == "check" else ("--json",)))
        check_read_only(told)
        check_quiet(self.town, told)
        spoiled = command != "exposures" and self.town.file == "broken"
        insist(told.code in ({2} if spoiled else {0, 2, 4}), tell(told))

    @rule(edits=st.booleans())
    def night_by_a_plan(self, *, edits: bool) -> None:
        """Apply a plan that was looked at, and only if it is still the plan of now."""
        town, path = self.town, self.town.scene.folder / "plan.json"
        path.unlink(missing_ok=True)
        looked = town.gate("plan", "--out", str(path))
        check_read_only(looked)
        if not path.exists():
            return
        if edits:
            town.pass_time(hours=30)
        told = self._night("--plan", str(path))
        if told.code == 0:
            check_settled(town, told)

    @rule()
    def release(self) -> None:
        """Let the plan of now past each rail that holds it, and carry it out."""
        self._release()

    def _release(self) -> Told | None:
        town = self.town
        if town.file != "good":
            return None
        plan = town.gate("plan", "--json")
        check_read_only(plan)
        rails = plan.report.get("rails", [])
        for name in dict.fromkeys(one["rail"] for one in rails):
            until = str(town.today())
            said = ("--plan", plan.report["digest"], "--reason", "it is meant", "--until", until)
            told = town.gate("--actor", "b1", "release", name, *said)
            insist(told.code == 0, tell(told))
            insist(not told.writes, told.writes)
            town.counts["releases"] += 1
        if not rails:
            return None
        night = self._night()
        insist(night.code != 3, tell(night))
        if night.code == 0:
            check_settled(town, night)
        return night

    def _do_by_hand(self, told: Told) -> None:
        """Do what a report asks of a person: give permissions back that SharePoint keeps from the gate."""
        changes = {f"c{number:04}": one for number, one in enumerate(told.report.get("changes", ()), 1)}
        for one in told.report.get("outcomes", ()):
            if "by hand in SharePoint" in one["why"]:
                self.town.counts["by hand"] += 1
                self.town.give_back(changes[one["change_id"]]["path"])

    def come_to_rest(self) -> None:
        """Mend the file, let nights pass until one is complete, and look at everything."""
        town = self.town
        if town.file != "good":
            town.write()
        told = self._night()
        if told.code == 3:
            self._release()
        for _ in range(4):
            if told.code == 0:
                break
            self._do_by_hand(told)
            town.pass_time(hours=3)
            told = self._night()
        insist(told.code == 0, tell(told))
        check_settled(town, told)
        check_frozen(town, told)
        check_trail(town)
