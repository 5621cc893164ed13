"""A plan as plain data, and the digest by which a reviewed plan is known again (law 9).

Source: rfc:8785, ADR-0004
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import sha256
from typing import Any

import rfc8785

from sharepoint_gate.access.changes import Change
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.plan import Held, Plan
from sharepoint_gate.faults import Place

Data = Mapping[str, Any]


def digest_of(changes: Iterable[Change], held: Iterable[Held], roster_digest: str) -> str:
    """Return hex SHA-256 over the canonical form of what a run would do.

    Places in files are left out: the path under which somebody opened the roster is no part of the plan,
    and what the roster says is in its own digest.
    """
    body: Any = {
        "changes": [_without_places(change_as_data(one)) for one in changes],
        "held": [_without_places(_held_as_data(one)) for one in held],
        "roster": roster_digest,
    }
    return sha256(rfc8785.dumps(body)).hexdigest()


def _without_places(data: Data) -> Data:
    reason = {key: value for key, value in data["reason"].items() if key != "places"}
    return {**data, "reason": reason}


def plan_as_data(plan: Plan) -> Data:
    """Return a whole plan as JSON values, for reports and for the file that a person reviews."""
    return {
        "digest": plan.digest,
        "roster_digest": plan.roster_digest,
        "partial": plan.partial,
        "changes": [change_as_data(one) for one in plan.changes],
        "held": [_held_as_data(one) for one in plan.held],
        "findings": [_finding_as_data(one) for one in plan.findings],
        "unread": [{"what": one.what, "why": one.why} for one in plan.unread],
    }


def change_as_data(change: Change) -> Data:
    """Return a change as JSON values; ``change`` names its class, the other keys its attributes."""
    return {"change": type(change).__name__, **_fields(change)}


def _held_as_data(held: Held) -> Data:
    return {**change_as_data(held.change), "why": held.why}


def _finding_as_data(finding: Finding) -> Data:
    place = None if finding.place is None else str(finding.place)
    return {**_fields(finding), "severity": finding.severity.name.lower(), "place": place}


def _fields(value: Any) -> dict[str, Any]:
    return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Place):
        return str(value)
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
