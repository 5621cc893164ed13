"""The first law, written a second time: every reason why a person may not read a file.

Source: ISA §8.3, §8.6-§8.9, §9.1
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from tests.e2e.expect_world import Table, World, grace_end, viewable

OUTSIDE_STAGE = "outside-stage"
# So long an organisation's word on its own people counts.
WORD_COUNTS = timedelta(days=90)
STATES_THAT_READ = (None, "Accepted")


@dataclass(frozen=True)
class Law:
    """Judges people and files on one day, with the directory as it stands that day."""

    world: World
    day: date
    accounts: dict[str, Table]
    pinned: dict[str, Table] = field(default_factory=dict)

    def reasons(self, person: str, path: str) -> list[str]:
        """Return each failing condition, most telling first; an empty list means that the person may read."""
        return [*self.personal_reasons(person), *self.case_reasons(person, path)]

    def personal_reasons(self, person: str) -> list[str]:
        """Return what stands against the person wherever the file lies."""
        return self._personal[person]

    def case_reasons(self, person: str, path: str) -> list[str]:
        """Return what stands against reading this file: naming, closing, window, agency."""
        place = self.world.place_of(path)
        if place is None:
            return [OUTSIDE_STAGE]
        case = self.world.roster["cases"][place.case]
        roles = case["people"].get(person, [])
        named = [] if roles else ["not-named-on-case"]
        if case["stage"] == "closed":
            return [*named, "access-on-closed-case"]
        return named or self._window(person, path, roles)

    def readers(self, path: str) -> set[str]:
        """Return everybody whom the first law lets read a file, the business unit apart."""
        if self.world.place_of(path) is None or not viewable(path):
            return set()
        people = set(self.world.roster["people"]) - self.world.business_unit()
        return {person for person in people if not self.reasons(person, path)}

    def account_of(self, row: Table) -> Table | None:
        """Return the one account that answers to a username by sign-in name, mail or other mail."""
        found = self._answering(row)
        return found[0] if len(found) == 1 else None

    def _answering(self, row: Table) -> list[Table]:
        wanted, accounts = row["username"].casefold(), self.accounts.values()
        return [one for one in accounts if wanted in _names(one) and not one.get("deleted")]

    def person_of(self, key: str) -> str | None:
        """Return the roster id behind an account, if it is on the roster."""
        people = self.world.roster["people"]
        return next((person for person in people if self._key_by_person[person] == key), None)

    @cached_property
    def _personal(self) -> dict[str, list[str]]:
        people = self.world.roster["people"]
        return {person: [*self._judged(person, row)] for person, row in people.items()}

    def _judged(self, person: str, row: Table) -> Iterator[str]:
        yield from self._dates(person, row)
        yield from self._organisation(row)
        yield from self._account(row)
        yield from self._acceptance(person, row)

    @cached_property
    def _key_by_person(self) -> dict[str, str | None]:
        """Return by whose account a person is told of, deleted or one of several though it may be."""
        keys = {one["upn"].casefold(): one["key"] for one in self.accounts.values()}
        keys |= {one["mail"].casefold(): one["key"] for one in self.accounts.values()}
        found = {person: self.account_of(row) for person, row in self.world.roster["people"].items()}
        people = self.world.roster["people"]
        told = {person: keys.get(people[person]["username"].casefold()) for person in people}
        return {person: account["key"] if account else told[person] for person, account in found.items()}

    def _dates(self, person: str, row: Table) -> Iterator[str]:
        if row.get("starts_on") and row["starts_on"] > self.day:
            yield "grant-before-start"
        if row.get("ends_on") and row["ends_on"] < self.day:
            named = any(person in case["people"] for case in self.world.roster["cases"].values())
            yield "grant-after-expiry" if named else "grant-to-leaver"

    def _organisation(self, row: Table) -> Iterator[str]:
        if self.world.roster["agreement"]["status"] == "withdrawn":
            yield "isa-withdrawn"
        organisation = self.world.roster["organisations"][row["organisation"]]
        if not self._agreed(organisation):
            yield "agreement-missing"
        policy = organisation.get("policy_document")
        if policy and policy.get("valid_until") and policy["valid_until"] < self.day:
            yield "apd-lapsed"
        if not policy:
            yield "apd-missing"
        given = organisation.get("people_confirmed_on")
        if given and given + WORD_COUNTS < self.day:
            yield "reconfirmation-lapsed"

    def _agreed(self, organisation: Table) -> bool:
        agreement = organisation.get("agreement")
        if organisation["kind"] == "none" or not agreement or agreement["signed_on"] > self.day:
            return False
        ended = agreement.get("ended_on")
        return not ended or bool(ended >= self.day)

    def _account(self, row: Table) -> Iterator[str]:
        account = self.account_of(row)
        if account is None:
            yield "account-ambiguous" if self._answering(row) else "account-not-found"
            return
        if not account.get("enabled", True):
            yield "account-disabled"
        then = self.pinned.get(account["key"], account)
        if account.get("external_state") not in STATES_THAT_READ:
            reset = then.get("external_state") in STATES_THAT_READ
            yield "identity-changed" if reset else "pending-invitation"
        elif _identity(account) != _identity(then):
            yield "identity-mismatch" if self._is_strange(row, account) else "identity-changed"

    def _is_strange(self, row: Table, account: Table) -> bool:
        own = {
            domain.casefold() for domain in self.world.roster["organisations"][row["organisation"]]["domains"]
        }
        own.add(row["username"].casefold().partition("@")[2])
        return account["type"] == "Guest" and account["mail"].casefold().partition("@")[2] not in own

    def _acceptance(self, person: str, row: Table) -> Iterator[str]:
        current = [version for version in self.world.versions if version["effective_on"] <= self.day][-1]
        said = [
            d for d in self.world.decisions if (d["person"], d["version"]) == (person, current["version"])
        ]
        if said:
            if max(said, key=lambda decision: str(decision["at"]))["decision"] == "declined":
                yield "uaa-declined"
            return
        since = row.get("existing_since")
        if not since:
            yield "uaa-missing"
        elif self.day > grace_end(current, since):
            yield "uaa-old-version-overdue"

    def _window(self, person: str, path: str, roles: list[str]) -> list[str]:
        place = self.world.place_of(path)
        if place is None:
            return [OUTSIDE_STAGE]
        opened = [window for role in roles if (window := self._open(place.case, place.folder, role))]
        if not opened:
            return [OUTSIDE_STAGE]
        own = self.world.roster["people"][person]["organisation"] == place.agency
        if any(window["scope"] != "own-agency" or own for window in opened):
            return []
        return ["other-agency-folder"]

    def _open(self, case: str, folder: str, role: str) -> Table | None:
        process = self.world.process_of(case)
        window: Table | None = process["access"].get(folder, {}).get(role)
        if window is None:
            return None
        order = [stage["id"] for stage in process["stages"]]
        now = order.index(self.world.roster["cases"][case]["stage"])
        return window if order.index(window["from"]) <= now <= order.index(window["to"]) else None


def _names(account: Table) -> set[str]:
    return {name.casefold() for name in (account["upn"], account["mail"], *account.get("other_mails", []))}


def _identity(account: Table) -> tuple[object, ...]:
    return (_names(account), account.get("external_state"), account.get("external_state_changed_at"))
