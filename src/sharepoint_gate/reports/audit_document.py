"""The shape of a report as JSON, from which its schema is made; keys are added over time, never renamed.

After a change run ``python -m sharepoint_gate.reports.audit_document config/schema``; a test tells when that
was forgotten.
"""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import msgspec

from sharepoint_gate.access.audited import Access
from sharepoint_gate.access.exposure import Ending
from sharepoint_gate.access.findings import Handling
from sharepoint_gate.access.kinds import FindingKind, Severity
from sharepoint_gate.roster.model import Mode

SCHEMA_FILE = "audit-report.schema.json"
FORMAT = 1
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
SeverityWord = Annotated[
    str,
    msgspec.Meta(
        pattern=f"^({'|'.join(one.name.lower() for one in sorted(Severity, reverse=True))})$",
        description="How bad it is, the worst first.",
    ),
]


class PlaceEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The line of a declared file that decides."""

    file: str
    line: int
    column: int


class CoverageEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that was looked at.

    `hidden`: the application may not read it; `unstated`: no program can, and nobody stated it.
    """

    what: str
    how: str
    count: int | None
    read: bool
    why: str
    hidden: bool
    unstated: bool


class FindingEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that is not as it should be; `reaches` counts the files below that the same entry reaches."""

    kind: FindingKind
    severity: SeverityWord
    clause: str
    object: str
    principal: str
    also: tuple[FindingKind, ...]
    sentence: str
    remedy: str
    handling: Handling
    who_must: str
    item_id: str | None
    place: PlaceEntry | None
    reaches: int


class HoldingEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one principal can do with one file; `via` is every way by which it comes, the widest first."""

    principal: str
    address: str
    organisation: str
    person: str | None
    item: str
    case: str | None
    folder: str | None
    access: Access
    via: tuple[str, ...]
    declared: bool
    exception: str | None


class ExceptionEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A recorded exception that stands; it is no finding. `until` is its last day."""

    id: str
    person: str
    folder: str
    access: str
    reason: str
    approved_by: str
    until: date
    days_left: int
    in_use: int
    place: PlaceEntry


class ExposureEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Access that somebody had who must not; it is open while `ended_at` is null.

    It began after `earliest` (null where nobody had looked before) and stood at `latest`; `evidence` counts
    the entries that were kept as they were read.
    """

    name: str
    object: str
    principal: str
    kinds: tuple[str, ...]
    how: str
    earliest: str | None
    latest: str
    reaches: int
    evidence: int
    ended_at: str | None
    ending: Ending | None


class AuditDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A report; where `complete` is false or something `unstated`, nothing here proves that all is well."""

    format: int
    at: str
    partnership: str
    team: str
    channel: str
    rehearsal: bool
    masked: bool
    with_roster: bool
    identity: str
    complete: bool
    clean: bool
    summary: tuple[str, ...]
    coverage: tuple[CoverageEntry, ...]
    findings: tuple[FindingEntry, ...]
    holdings: tuple[HoldingEntry, ...]
    declared_not_held: tuple[HoldingEntry, ...]
    mode: Mode | None
    observed_cases: tuple[str, ...]
    exceptions: tuple[ExceptionEntry, ...]
    exposures: tuple[ExposureEntry, ...]


def schema_text() -> str:
    """Return the schema of a report as text, ending in a line break."""
    (reference,), parts = msgspec.json.schema_components((AuditDocument,), ref_template="#/$defs/{name}")
    schema: dict[str, Any] = {
        "$schema": _DIALECT,
        "title": "An audit report of sharepoint-gate",
        **reference,
        "$defs": dict(sorted(parts.items())),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    (Path(sys.argv[1]) / SCHEMA_FILE).write_text(schema_text(), encoding="utf-8")
