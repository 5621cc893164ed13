"""A plan as plain data, and the digest by which a reviewed plan is known again (law 9).

Source: rfc:8785
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import Enum
from hashlib import sha256
from typing import Any

import rfc8785

from sharepoint_gate.access.changes import Change, Reason
from sharepoint_gate.access.exceptions_standing import StandingException
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.plan import Held, Plan

Data = Mapping[str, Any]


def digest_of(
    changes: Iterable[Change], held: Iterable[Held], roster_digest: str, observed: Iterable[Change] = ()
) -> str:
    """Return hex SHA-256 over the canonical form of what a run would do.

    Places in files are left out: the path under which somebody opened the roster is no part of the plan,
    and what the roster says is in its own digest. So is who still reads, which follows from the rest. What is
    only observed counts where there is any.
    """
    told = [_as_data(one, _leave_out_places) for one in observed]
    body: Any = {
        "changes": [_as_data(one, _leave_out_places) for one in changes],
        "held": [{**_as_data(one.change, _leave_out_places), "why": one.why} for one in held],
        "roster": roster_digest,
        **({"observed": told} if told else {}),
    }
    return sha256(rfc8785.dumps(body)).hexdigest()


def plan_as_data(plan: Plan) -> Data:
    """Return a whole plan as JSON values, for reports and for the file that a person reviews."""
    return {
        "digest": plan.digest,
        "roster_digest": plan.roster_digest,
        "partial": plan.partial,
        "changes": [change_as_data(one) for one in plan.changes],
        "held": [_held_as_data(one) for one in plan.held],
        "mode": plan.mode.value,
        "observed": [change_as_data(one) for one in plan.observed],
        "observed_cases": list(plan.observed_cases),
        "exceptions": [exception_as_data(one) for one in plan.exceptions],
        "findings": [_finding_as_data(one) for one in plan.findings],
        "unread": [{"what": one.what, "why": one.why} for one in plan.unread],
        "unseen": [{"what": one.what, "why": one.why} for one in plan.unseen],
        "unstated": [{"what": one.what, "why": one.why} for one in plan.unstated],
    }


def exception_as_data(one: StandingException) -> Data:
    """Return a recorded exception as JSON values."""
    own = {name: _plain(getattr(one, name)) for name in one.__slots__}
    return {**own, "until": one.until.isoformat(), "place": str(one.place)}


def change_as_data(change: Change) -> Data:
    """Return a change as JSON values; ``change`` names its class, the other keys its attributes."""
    return _as_data(change, _tell_places)


def _as_data(change: Change, places: Callable[[Reason], Data]) -> Data:
    own = {one: _plain(getattr(change, one)) for one in change.__slots__ if one != "reason"}
    reason = {
        "sentence": change.reason.sentence,
        "people": list(change.reason.people),
        "kinds": [kind.value for kind in change.reason.kinds],
        **places(change.reason),
    }
    return {"change": type(change).__name__, **own, "reason": reason}


def _tell_places(reason: Reason) -> Data:
    return {
        "places": [str(place) for place in reason.places],
        "still_reading": list(reason.still_reading),
    }


def _leave_out_places(_: Reason) -> Data:
    return {}


def _held_as_data(held: Held) -> Data:
    return {**change_as_data(held.change), "why": held.why}


def _finding_as_data(finding: Finding) -> Data:
    # Ids of the tenant's entries say nothing to whoever reads a plan, and the changes hold those that matter.
    told = (one for one in finding.__slots__ if one not in {"permission_id", "object_id"})
    own = {one: _plain(getattr(finding, one)) for one in told}
    place = None if finding.place is None else str(finding.place)
    return {**own, "severity": finding.severity.name.lower(), "place": place}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
