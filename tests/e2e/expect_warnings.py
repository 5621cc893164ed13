"""What must be warned of: people who wait for an account, words and papers due, folders that nobody reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from tests.e2e.expect_law import WORD_COUNTS, Law
from tests.e2e.expect_world import Table, World

SOON = timedelta(days=14)
ACCOUNT_WAITS = {
    *("account-not-found", "account-ambiguous", "account-disabled"),
    *("identity-changed", "pending-invitation"),
}
Row = tuple[str, str, str]


def warnings(world: World, law: Law, files: list[str]) -> Iterator[Row]:
    """Yield kind, object and principal of every warning."""
    yield from _waiting(world, law)
    yield from _due(world, law)
    for one in (world.roster.get("exceptions") or {}).values():
        if law.day <= one["until"] <= law.day + SOON:
            yield "exception-ends-soon", one["folder"], one["person"]
    for folder in {"/".join(path.split("/")[:2]) for path in files if path.count("/") > 1}:
        if _is_unknown(world, folder):
            yield "folder-not-in-process", folder, ""


def open_cases(world: World) -> list[Table]:
    """Return the cases that are not closed."""
    return [case for case in world.roster["cases"].values() if case["stage"] != "closed"]


def _waiting(world: World, law: Law) -> Iterator[Row]:
    for person in {name for case in open_cases(world) for name in case["people"]}:
        reasons = set(law.personal_reasons(person))
        if reasons & ACCOUNT_WAITS and "identity-mismatch" not in reasons:
            yield "person-waits", "directory", person


def _due(world: World, law: Law) -> Iterator[Row]:
    named = {name for case in open_cases(world) for name in case["people"]} | world.business_unit()
    mine = {world.roster["people"][name]["organisation"] for name in named}
    for name, one in world.roster["organisations"].items():
        review = (one.get("policy_document") or {}).get("review_by")
        if review and review < law.day:
            yield "policy-review-due", "roster", name
        given = one.get("people_confirmed_on")
        late = given is None or given + WORD_COUNTS + timedelta(days=1) - law.day <= SOON
        if late and name in mine and one["kind"] != "none":
            yield "reconfirmation-due", "roster", name


def _is_unknown(world: World, folder: str) -> bool:
    case = folder.split("/", maxsplit=1)[0]
    return case in world.roster["cases"] and world.place_of(folder) is None
