"""What was last applied, and the releases, in the database.

Source: ADR-0005
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from sharepoint_gate.access.applied import (
    Applied,
    AppliedCase,
    AppliedException,
    AppliedFile,
    AppliedPerson,
)
from sharepoint_gate.access.observed import ItemId, ObjectId
from sharepoint_gate.access.rails_model import RailName, Release
from sharepoint_gate.roster.model import (
    CaseRef,
    ExceptionAccess,
    ExceptionId,
    OrganisationId,
    PersonId,
    ProcessId,
    RoleId,
    StageId,
)
from sharepoint_gate.store.database import Database
from sharepoint_gate.store.tables_rails import applied_files, applied_roster, releases
from sharepoint_gate.trail.canonical import instant

Row = tuple[str, str]


class SqliteRailStore:
    """Implements the RailStore port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remember_applied(self, applied: Applied) -> None:
        """Replace the desired state as last applied; only the files that differ are written."""
        wanted = {item: (one.case, _readers_text(one)) for item, one in applied.files.items()}
        with self._database.write() as connection:
            _write_files(connection, wanted)
            connection.execute(delete(applied_roster))
            if applied.at is not None:
                row = {"seat": 1, "at": instant(applied.at), "body": _text(_body(applied))}
                connection.execute(insert(applied_roster).values(row))

    def release(self, release: Release) -> None:
        """Add a release."""
        with self._database.write() as connection:
            number = (connection.scalar(select(func.max(releases.c.number))) or 0) + 1
            connection.execute(insert(releases).values({"number": number, **_release_row(release)}))

    def releases(self) -> tuple[Release, ...]:
        """Return every release ever given, in order."""
        with self._database.read() as connection:
            return releases_in(connection)


def releases_in(connection: Connection) -> tuple[Release, ...]:
    """Return every release ever given, in order."""
    return tuple(
        Release(
            RailName(row.rail),
            row.digest,
            row.reason,
            datetime.fromisoformat(row.until),
            row.by,
            datetime.fromisoformat(row.at),
        )
        for row in connection.execute(select(releases).order_by(releases.c.number))
    )


def applied_in(connection: Connection) -> Applied:
    """Return the desired state as last applied."""
    row = connection.execute(select(applied_roster)).one_or_none()
    if row is None:
        return Applied()
    body = json.loads(row.body)
    return Applied(
        at=datetime.fromisoformat(row.at),
        files={item: _file(case, readers) for item, (case, readers) in _files_in(connection).items()},
        cases={CaseRef(ref): _case(one) for ref, one in body["cases"].items()},
        people={PersonId(name): _person(one) for name, one in body["people"].items()},
        channel={ObjectId(who): PersonId(name) for who, name in body["channel"].items()},
        owners=frozenset(ObjectId(who) for who in body["owners"]),
        exceptions={ExceptionId(name): _exception(one) for name, one in body["exceptions"].items()},
    )


def _write_files(connection: Connection, wanted: Mapping[ItemId, Row]) -> None:
    known = _files_in(connection)
    differing = [item for item in wanted.keys() | known.keys() if wanted.get(item) != known.get(item)]
    if differing:
        gone = delete(applied_files).where(applied_files.c.item_id == bindparam("gone"))
        connection.execute(gone, [{"gone": item} for item in differing])
    rows = [
        {"item_id": item, "case_ref": wanted[item][0], "readers": wanted[item][1]}
        for item in sorted(differing)
        if item in wanted
    ]
    if rows:
        connection.execute(insert(applied_files), rows)


def _files_in(connection: Connection) -> dict[ItemId, Row]:
    chosen = select(applied_files).order_by(applied_files.c.item_id)
    return {ItemId(row.item_id): (row.case_ref, row.readers) for row in connection.execute(chosen)}


def _release_row(release: Release) -> dict[str, str]:
    return {
        "rail": release.rail.value,
        "digest": release.digest,
        "reason": release.reason,
        "until": instant(release.until),
        "by": release.by,
        "at": instant(release.at),
    }


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _readers_text(file: AppliedFile) -> str:
    return _text(dict(file.readers))


def _file(case: str, readers: str) -> AppliedFile:
    known = json.loads(readers)
    return AppliedFile(CaseRef(case), {ObjectId(who): PersonId(name) for who, name in known.items()})


def _body(applied: Applied) -> dict[str, Any]:
    return {
        "cases": {
            ref: [
                one.process,
                one.stage,
                one.closed,
                {name: list(r) for name, r in one.people.items()},
                one.windows,
            ]
            for ref, one in applied.cases.items()
        },
        "people": {
            name: [one.username, one.organisation, one.ended, one.object_id]
            for name, one in applied.people.items()
        },
        "channel": dict(applied.channel),
        "owners": sorted(applied.owners),
        "exceptions": {
            name: [one.person, one.object_id, one.folder, one.until.isoformat(), one.access.value]
            for name, one in applied.exceptions.items()
        },
    }


def _case(parts: list[Any]) -> AppliedCase:
    process, stage, closed, people, windows = parts
    named = {PersonId(name): tuple(RoleId(role) for role in roles) for name, roles in people.items()}
    return AppliedCase(ProcessId(process), StageId(stage), closed, named, windows)


def _person(parts: list[Any]) -> AppliedPerson:
    username, organisation, ended, object_id = parts
    return AppliedPerson(username, OrganisationId(organisation), ended, object_id)


def _exception(parts: list[Any]) -> AppliedException:
    person, object_id, folder, until, access = parts
    return AppliedException(
        PersonId(person), object_id, folder, date.fromisoformat(until), ExceptionAccess(access)
    )
