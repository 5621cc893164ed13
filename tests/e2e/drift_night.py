"""A night after drift by hand: what was told before, what was done, and who reads what after it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.expect_findings import excepted
from tests.e2e.expect_law import Law
from tests.e2e.expect_world import Table, World, load
from tests.e2e.hands import Hands
from tests.e2e.harness import Rehearsal, Spoken
from tests.e2e.journey import files, gains

Told = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Drift:
    """One thing that somebody does by hand.

    Attributes:
        name: What happened.
        deed: Does it.
        told: What the next plan must say: kind, object and principal. An asterisk as principal stands for
            everybody who should read the object; more than one for everybody who was on the link of the
            path named there.
    """

    name: str
    deed: Callable[[Hands], None]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Night:
    """The night after: the plan before it, the run, and the plan after it.

    Attributes:
        standing: What a plan told before anybody did anything.
    """

    scene: Rehearsal
    law: Law
    quiet: Law
    plan: Spoken
    run: Any
    after: Any
    journal: list[dict[str, Any]]
    last: Spoken
    standing: frozenset[Told] = frozenset()

    def expected(self, path: str) -> set[str]:
        """Return who should read a file, by a recorded exception too."""
        return self.law.readers(path) | excepted(self.law.world, self.law, path)

    def told(self) -> set[Told]:
        """Return what the run found, warnings apart, and what stood before anybody did anything."""
        return set(told_in(self.run) - self.standing)

    def wanted(self, drifts: Iterable[Drift]) -> set[Told]:
        """Return what had to be found."""
        return {one for drift in drifts for told in drift.told for one in self.spelled(told)}

    def spelled(self, told: Told) -> set[Told]:
        """Return a finding for each person that an asterisk stands for."""
        kind, where, who = told
        if not who.startswith("*"):
            return {told}
        was = who.removeprefix("*")
        law, path = (self.quiet, was) if was else (self.law, where)
        people = law.readers(path) - excepted(law.world, law, path)
        # Who still has a right to the file is not charged; the link goes and comes back for them.
        return {
            (kind, where, person) for person in people if not was or person not in self.law.readers(where)
        }


def told_in(run: Any) -> frozenset[Told]:
    """Return what a run or a plan tells, warnings apart."""
    findings = [one for one in run["findings"] if one["severity"] != "warning"]
    return frozenset((one["kind"], one["object"], one["principal"]) for one in findings)


@dataclass(frozen=True, slots=True)
class Changed:
    """What differs from the shipped directory, by short name of the account."""

    accounts: dict[str, Table] = field(default_factory=dict)


def world_of(scene: Rehearsal) -> World:
    """Return the declared world of a rehearsal, with its roster as it is now."""
    tenant, weekend = (next(scene.files.glob(f"*-{name}.yaml")).name for name in ("tenant", "weekend"))
    return load(scene.files, tenant, weekend)


def law_of(scene: Rehearsal, changed: Changed | None = None) -> Law:
    """Return the law of the tenant's day, with the directory as it is now."""
    world = world_of(scene)
    accounts = world.accounts()
    for key, change in (changed or Changed()).accounts.items():
        accounts[key] |= change
    living = {key: account for key, account in accounts.items() if not account.get("deleted")}
    day = world.day(scene.admin("GET", "/state").body["clock"])
    return Law(world, day, living, pinned=world.accounts())


def _share(scene: Rehearsal, level: str) -> None:
    answer = scene.admin("PUT", "/posture", {"tenant": {"sharingCapability": level}})
    assert answer.status < 300, answer


def spend(scene: Rehearsal, drifts: Iterable[Drift], changed: Changed | None = None) -> Night:
    """Let the drift happen, then plan, reconcile and plan again."""
    quiet = law_of(scene)
    standing = told_in(scene.gate("plan", "--json").data)
    hands = Hands(scene)
    # The site is closed, as it should be; people did these things while it stood open.
    _share(scene, "externalUserAndGuestSharing")
    for drift in drifts:
        drift.deed(hands)
    _share(scene, "existingExternalUserSharingOnly")
    plan = scene.gate("plan", "--exit-code", wanted=10)
    # Several accounts that change at once look like a slip, which a person has looked into by now.
    scene.let_pass()
    mark = max(entry["n"] for entry in scene.journal())
    run = scene.gate("reconcile", "--json").data
    journal = scene.journal(mark)
    after = scene.admin("GET", "/state").body
    last = scene.gate("plan", "--exit-code", wanted=None)
    return Night(scene, law_of(scene, changed), quiet, plan, run, after, journal, last, standing)


def readers(scene: Rehearsal, item: Any) -> set[str]:
    """Return everybody who can open a file, by the tenant's own reckoning."""
    return {one["key"] for one in scene.access(item["id"]) if one["role"] and "key" in one}


def gained_beside(night: Night, unit: set[str]) -> list[tuple[str, str, str]]:
    """Return who gained in the night what the law does not give them; the business unit apart."""
    return [
        (who, path, role)
        for who, path, role in gains(night.after, night.journal)
        if who not in unit and (role != "read" or who not in night.expected(path))
    ]


def paths(night: Night) -> dict[str, Any]:
    """Return the channel's files after the night."""
    return files(night.after)
