"""What must be found after the weekend: derived from the acts, then held against the hand-written table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.e2e.expect_acts import Aftermath, Entry
from tests.e2e.expect_around import around
from tests.e2e.expect_deadlines import late_cases
from tests.e2e.expect_law import OUTSIDE_STAGE, Law
from tests.e2e.expect_names import by_names
from tests.e2e.expect_warnings import warnings
from tests.e2e.expect_world import Table, World, viewable

NO_PERSON = {
    "anonymous-link": "anyone",
    "organisation-link": "everyone in the organisation",
    "everyone-claim": "",
    "group-grant": "",
    "unknown-shape": "",
}
LINKS = {"edit-link", "download-allowed-link", "foreign-link"}
GENERIC = frozenset(("team", "safeguarding", "admin", "office", "info", "duty", "inbox", "enquiries"))
FOR_A_PERSON = {
    *("not-viewable", "application-grant", "deadline-missed"),
    *("unknown-shape", "site-group-unexpected"),
}
LONG_WAITING = timedelta(days=30)


@dataclass(frozen=True, order=True)
class Expected:
    """One line of expected_findings.csv."""

    kind: str
    object: str
    principal: str
    also: tuple[str, ...]
    handled: str


def _expected(kinds: list[str], path: str, principal: str) -> Expected:
    handled = "person" if kinds[0] in FOR_A_PERSON else "mended"
    return Expected(kinds[0], path, principal, tuple(kinds[1:]), handled)


@dataclass(frozen=True)
class Finder:
    """Derives the findings from what the weekend left, by the law of the day after it."""

    world: World
    law: Law
    after: Aftermath

    def findings(self) -> set[Expected]:
        """Return every finding that the next run must report."""
        here = (self._entries(), self._own_links(), self._missing(), self._members())
        beside = (
            self._hidden(),
            self._ended_exceptions(),
            self._late(),
            self._for_people(),
            self._restored(),
        )
        return {one for part in (*here, *beside) for one in part}

    def _entries(self) -> Iterator[Expected]:
        for entry in self.after.entries:
            if entry.shape in NO_PERSON or not entry.keys:
                yield _expected([entry.shape], entry.path, NO_PERSON.get(entry.shape) or entry.name)
            yield from (one for key in entry.keys if (one := self._held(entry, key)))

    def _held(self, entry: Entry, key: str) -> Expected | None:
        by_link = entry.shape in LINKS
        kinds = [*self._reasons(key, entry.path, by_link=by_link), *self._shape(entry, key)]
        return _expected(kinds, entry.path, self._principal(key)) if kinds else None

    def _shape(self, entry: Entry, key: str) -> list[str]:
        waiting = ["stale-invitation"] if self._waits_long(key) else []
        return [*self._shape_alone(entry, key), *waiting]

    def _waits_long(self, key: str) -> bool:
        account = self.after.accounts[key]
        if self.law.person_of(key) is not None or account.get("external_state") != "PendingAcceptance":
            return False
        since = datetime.fromisoformat(account["external_state_changed_at"])
        return self.law.day - since.date() >= LONG_WAITING

    def _shape_alone(self, entry: Entry, key: str) -> list[str]:
        on_folder = not self.world.is_file(entry.path)
        if self._excepted(key, entry.path):
            return []
        if entry.shape == "direct-grant" or (on_folder and entry.shape in LINKS - {"edit-link"}):
            return ["folder-grant" if on_folder else "direct-grant"]
        return [entry.shape, *(["folder-grant"] if on_folder else [])]

    def _reasons(self, key: str, path: str, *, by_link: bool) -> list[str]:
        person = self.law.person_of(key)
        if person is None:
            return self._stranger(self.after.accounts[key])
        stage = "link-outside-stage" if by_link else "grant-outside-stage"
        return [stage if reason == OUTSIDE_STAGE else reason for reason in self.law.reasons(person, path)]

    def _stranger(self, account: Table) -> list[str]:
        local, _, domain = account["mail"].casefold().partition("@")
        declared = {name for one in self.world.roster["organisations"].values() for name in one["domains"]}
        found = ["personal-mail-recipient"] if account["type"] == "Guest" and domain not in declared else []
        found += ["generic-account"] if GENERIC & set(re.split(r"[._-]", local)) else []
        return [*found, "guest-not-in-roster" if account["type"] == "Guest" else "internal-not-in-roster"]

    def _principal(self, key: str) -> str:
        return self.law.person_of(key) or str(self.after.accounts[key]["mail"])

    def _excepted(self, key: str, path: str) -> bool:
        return any(covers(one, self.law, key, path) for one in exceptions(self.world))

    def _own_links(self) -> Iterator[Expected]:
        for path, keys in self.after.links.items():
            for key in keys:
                kinds = self._on_own_link(key, path)
                if kinds and path in self.after.moved:
                    last = kinds[-1] == "link-outside-stage"
                    kinds.insert(len(kinds) - last, "moved-with-readers")
                if kinds:
                    yield _expected(kinds, path, self._principal(key))

    def _on_own_link(self, key: str, path: str) -> list[str]:
        if self.law.person_of(key) in self.world.business_unit():
            return ["second-way-in"]
        return self._reasons(key, path, by_link=True)

    def _missing(self) -> Iterator[Expected]:
        for path in self.after.files:
            lacking = self.law.readers(path) - self.after.links.get(path, set())
            for person in lacking - excepted(self.world, self.law, path) - self._reading_yet(path):
                yield _expected(["missing-grant"], path, person)

    def _reading_yet(self, path: str) -> set[str]:
        """Return who still reads a file by an entry that goes: they lack nothing until then."""
        by_entry = {key for one in self.after.entries if within(path, one.path) for key in one.keys}
        ended = [one for one in exceptions(self.world) if one["until"] < self.law.day]
        by_exception = {one["person"] for one in ended if path in grants(self.world, one)}
        return by_exception | {self.law.person_of(key) or key for key in by_entry}

    def _hidden(self) -> Iterator[Expected]:
        for path in self.after.files:
            if not viewable(path) and self.law.readers(f"{path}.pdf"):
                yield _expected(["not-viewable"], path, "")

    def _restored(self) -> Iterator[Expected]:
        for path in self.after.restored:
            yield _expected(["inheritance-restored"], path, "")

    def _for_people(self) -> Iterator[Expected]:
        named = by_names(self.world, self.after.files, self.after.made, self.after.thrown)
        told = (*around(self.world, self.after.site), *self._strange_mails())
        warned = warnings(self.world, self.law, self.after.files)
        for kind, where, who in (*named, *told, *warned):
            yield Expected(kind, where, who, (), "person")

    def _strange_mails(self) -> Iterator[tuple[str, str, str]]:
        for person in self.world.roster["people"]:
            if "identity-mismatch" in self.law.personal_reasons(person):
                yield "identity-mismatch", "directory", person

    def _late(self) -> Iterator[Expected]:
        for ref in late_cases(self.world, self.law.day):
            yield _expected(["deadline-missed"], ref, "")

    def _members(self) -> Iterator[Expected]:
        for key in self.after.members:
            person = self.law.person_of(key)
            if person not in self.world.business_unit():
                suffix = "business-unit" if person else "in-roster"
                yield _expected([f"channel-member-not-{suffix}"], "channel", self._principal(key))
        for person in self.world.business_unit() - self.after.members:
            yield _expected(["channel-member-missing"], "channel", person)

    def _ended_exceptions(self) -> Iterator[Expected]:
        for one in exceptions(self.world):
            if one["until"] < self.law.day:
                for path in sorted(grants(self.world, one)):
                    reasons = self._reasons(one["person"], path, by_link=False)
                    yield _expected([*reasons, "exception-expired"], path, one["person"])


def exceptions(world: World) -> list[Table]:
    """Return the roster's recorded exceptions."""
    return list((world.roster.get("exceptions") or {}).values())


def grants(world: World, exception: Table) -> set[str]:
    """Return the items on which an exception's person was invited by hand in the quiet tenant."""
    found = set()
    for act in world.tenant.get("acts", []):
        body = act.get("body") or {}
        people = [one.get("objectId") for one in body.get("recipients", [])]
        if act.get("call", "").endswith(":/invite") and f"{{user:{exception['person']}}}" in people:
            found.add(
                act["call"].split(f"root:/{world.tenant['channel']['name']}/")[1].removesuffix(":/invite")
            )
    return {path for path in found if within(path, exception["folder"])}


def within(path: str, folder: str) -> bool:
    """Tell whether a path is a folder or lies in it."""
    return path == folder or path.startswith(f"{folder}/")


def covers(exception: Table, law: Law, person: str, path: str) -> bool:
    """Tell whether an unexpired exception lets a person in good standing hold a grant here."""
    mine = exception["person"] == person and within(path, exception["folder"])
    return mine and exception["until"] >= law.day and not law.personal_reasons(person)


def excepted(world: World, law: Law, path: str) -> set[str]:
    """Return the people who read a file by a recorded exception and a grant that stands."""
    found = set()
    for one in exceptions(world):
        stands = any(within(path, granted) for granted in grants(world, one))
        if stands and covers(one, law, one["person"], path):
            found.add(one["person"])
    return found


def expand(world: World, after: Aftermath) -> set[Expected]:
    """Return the hand-written table with each "*" written out."""
    return {one for row in world.weekend["expect"] for one in _rows(row, after)}


def _rows(row: Table, after: Aftermath) -> Iterator[Expected]:
    holders = {path for path, people in after.links.items() if row["principal"] in people}
    for path in sorted(holders) if row["object"] == "*" else [row["object"]]:
        for principal in sorted(after.links[path]) if row["principal"] == "*" else [row["principal"]]:
            yield Expected(row["kind"], path, principal, tuple(row["also"]), row["handled"])
