"""What must hold after each thing that the gate did, and after each night that it calls complete."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

from tests.e2e.machine.law import CHANNEL
from tests.e2e.machine.partnership import FILES, UNIT
from tests.e2e.machine.town import Entry, Told, Town

WELL = {"applied", "already"}
DECLARED_FILES = "what is declared"
_WIDTH = ("", "read", "write", "owner")
_SECRETS = re.compile(r"eyJ[\w-]{10,}|/:[a-z]:/|client_secret")
_NAMES = {path.rpartition("/")[2] for path in FILES}


class BrokenLawError(AssertionError):
    """Something does not hold."""


def insist(holds: bool, otherwise: object) -> None:  # noqa: FBT001 - reads as a sentence
    """Stop the story where something does not hold."""
    if not holds:
        raise BrokenLawError(otherwise)


def tell(told: Told) -> str:
    """Return a night in few words, for whoever has to find out what went wrong."""
    report = told.report
    found = [
        f"{one['kind']} {one['object']} {one['principal']} {one['handling']}"
        for one in report.get("findings", ())
    ]
    ended = [f"{one['change_id']} {one['state']} {one['why']}" for one in report.get("outcomes", ())]
    changes = [
        f"{one['change']} {one.get('path', '')} {one['reason']['sentence']}"
        for one in report.get("changes", ())
    ]
    held = [f"{one['change']} {one.get('path', '')}: {one['why']}" for one in report.get("held", ())]
    parts = {name: report.get(name) for name in ("partial", "refused", "unread", "mail", "error")}
    said = [line for line in told.spoken.err.splitlines() if not line.startswith("{")]
    lines = [f"code {told.code}", *said, str(parts), *changes, *ended, *held, *found]
    return "\n  ".join(lines)


def check_gains(town: Town, entries: Iterable[Entry], *, removals_only: bool = False) -> None:
    """Check that the gate itself gave nobody what law 1 denies at that instant, and nothing wider."""
    paths = {one["id"]: path for path, one in town.items().items()}
    for entry in entries:
        had = {(one["person"], one["item"]): one["role"] for one in entry["lost"]}
        for one in entry["gained"]:
            was = had.get((one["person"], one["item"]), "")
            if _WIDTH.index(one["role"]) > _WIDTH.index(was):
                path = paths.get(one["item"], "?")
                why = f"{entry['method']} {entry['path']} gave {town.owner_of(one)} {one['role']} on {path}"
                insist(not removals_only and _may_gain(town, one, path), why)


def _may_gain(town: Town, one: Any, path: str) -> bool:
    key, day = town.owner_of(one), town.today()
    account = town.facts.accounts.get(key)
    if account is None or account.object_id != one["person"]:
        return False
    if key in UNIT:
        return town.facts.is_in_good_standing(key, day)
    return town.fit and one["role"] == "read" and town.facts.may_read(key, path, day)


def check_read_only(told: Told) -> None:
    """Check that a command which only looks wrote nothing to the tenant."""
    insist(not told.writes, told.writes)


def check_quiet(town: Town, told: Told) -> None:
    """Check that no secret is in what was said, and no name of a file in the log."""
    insist(not _SECRETS.search(told.spoken.out), told.spoken.out)
    secrets = {app["client_secret"] for app in town.scene.ready["apps"].values()}
    for line in told.spoken.err.splitlines():
        insist(not any(one in line for one in secrets) and not _SECRETS.search(line), line)
        if line.startswith("{"):
            insist(not any(name in line for name in _NAMES | {CHANNEL}), line)


def check_code(town: Town, told: Told) -> None:
    """Check that a night's exit code agrees with what it says it did."""
    report = told.report
    if not report:
        insist(told.code in {2, 4, 5, 7}, tell(told))
        return
    states = {one["state"] for one in report["outcomes"]}
    unread = {one["what"] for one in report["unread"]}
    if town.file != "good" and unread <= {DECLARED_FILES} and states <= WELL:
        insist(told.code == 2, tell(told))
    elif report["partial"] or not states <= WELL:
        insist(told.code == 4, tell(told))
    elif told.code != 6:
        insist(told.code == (3 if report["refused"] else 0), tell(told))


def check_settled(town: Town, told: Told) -> None:
    """Check that after a complete night each file has exactly its readers, or the report names who not."""
    day = town.today()
    for path, rows in town.readers().items():
        actual = {key: row for key, row in rows.items() if key not in UNIT}
        wanted = {key for key in town.facts.roster.people if town.facts.may_read(key, path, day)} - set(UNIT)
        for key, row in actual.items():
            _check_reader(town, told, path, (key, row), wanted=key in wanted)
        for key in wanted - actual.keys():
            held = _holds_back(town, told, key)
            insist(held, f"{key} does not read {path}, and nothing says why: {tell(told)}\n{town.facts}")
    unit = {key for key in UNIT if town.facts.is_in_good_standing(key, day)}
    strangers = town.members() ^ unit
    named = {one["principal"] for one in told.report["findings"] if one["object"] in {"channel", "directory"}}
    insist(all(key in named or _is_named(told, key) for key in strangers), (strangers, named, tell(told)))


def _check_reader(town: Town, told: Told, path: str, reader: tuple[str, Any], *, wanted: bool) -> None:
    """Judge each way by itself: whoever is in a group of the site may be on the gate's link besides."""
    key, row = reader
    excepted = town.facts.excepted(key, path, town.today())
    for way in row["paths"]:
        narrow = way["role"] == "read" and way["prevents_download"]
        allowed = excepted and _WIDTH.index(way["role"]) <= (2 if excepted == "edit" else 1)
        if not (wanted and narrow) and not allowed and not _is_told(town, told, path, way):
            why = f"{key} reads {path} by {way}, declared: {wanted}, excepted: {excepted!r}"
            raise BrokenLawError(f"{why}: {tell(told)}\n{town.facts}")


def _is_told(town: Town, told: Told, path: str, way: Any) -> bool:
    """Tell whether a finding that waits for a person names what lets somebody in.

    Only what lies around the library, and what lies outside the declared cases, may wait for a person.
    """
    objects = {one["object"] for one in told.report["findings"] if one["handling"] == "person"}
    above = {path.rsplit("/", depth)[0] for depth in range(path.count("/") + 1)} | {path}
    in_case = path.split("/", maxsplit=1)[0] in town.facts.roster.cases
    return "site" in objects if way["via"] == "site-group" else bool(objects & above) and not in_case


def _holds_back(town: Town, told: Told, key: str) -> bool:
    """Tell whether a night says that it gives somebody nothing, and why."""
    return bool(told.report["held"]) or not town.fit or _is_named(told, key)


def _is_named(told: Told, key: str) -> bool:
    return any(one["principal"] == key for one in told.report["findings"] if one["handling"] == "person")


def check_trail(town: Town) -> None:
    """Check that the record verifies, that no change was applied twice, and no letter sent twice."""
    told = town.gate("trail", "verify")
    insist(told.code == 0, tell(told))
    check_read_only(told)
    ended = [one for one in events(town) if one["kind"] == "outcome"]
    well = Counter((one["run_id"], one["data"]["change_id"]) for one in ended)
    insist(not any(count > 1 for count in well.values()), well)
    keys = Counter((one["headers"]["x-sharepoint-gate-key"], tuple(one["to"])) for one in town.mails())
    insist(not any(count > 1 for count in keys.values()), keys)


def events(town: Town) -> Iterator[Any]:
    """Yield the records of the trail."""
    with closing(sqlite3.connect(town.state_dir / "rehearsal.sqlite")) as database:
        for (body,) in database.execute("SELECT body FROM records ORDER BY leaf_index").fetchall():
            yield json.loads(bytes(body))


def check_frozen(town: Town, told: Told) -> None:
    """Check that a night left nothing to whoever is frozen, person or case."""
    for path, rows in town.readers().items():
        case = path.split("/")[0] in town.facts.frozen
        kept = {key for key in rows if key not in UNIT and (case or key in town.facts.frozen)}
        # A group of the site is a person's to mend; the report says so each night.
        by_hand = {key for key in kept if all(one["via"] == "site-group" for one in rows[key]["paths"])}
        insist(not kept - by_hand, (path, kept, rows, tell(told)))
