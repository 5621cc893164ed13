"""The record of exposures for the data protection officer: as text, JSON values and rows.

JSON: ``rehearsal``, ``open`` (count), ``exposures``: ``name``, ``object``, ``principal``, ``kinds``, ``how``,
``earliest`` and ``latest`` (ISO 8601 or null), ``reaches``, ``run``, ``ended_at``, ``ending``, ``evidence``.

Source: ISA §11
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sharepoint_gate.access.exposure import Ending, RecordedExposure
from sharepoint_gate.reports.plain import count, document, heading, labelled

HEADS = (
    "exposure",
    "object",
    "principal",
    "kinds",
    "how",
    "earliest",
    "latest",
    "reaches",
    "ended_at",
    "ending",
)
ENDINGS = {
    Ending.CURED: "the gate took the access away, and a fresh read showed it gone",
    Ending.GONE: "a later look did not show the access any more",
    Ending.PERMITTED: "the access stands, and the roster permits it by now",
}


def exposures_text(told: Sequence[RecordedExposure], *, rehearsal: bool) -> str:
    """Return exposures in plain words, one after the other."""
    if not told:
        return document(["No exposure is recorded."], rehearsal=rehearsal)
    standing = sum(one.open for one in told)
    lines = [f"{count(len(told), 'exposure')}, {standing} of them open."]
    for one in told:
        lines += [*heading(one.name), *_lines(one)]
    return document(lines, rehearsal=rehearsal)


def _lines(one: RecordedExposure) -> list[str]:
    exposure = one.exposure
    reached = f", and {count(exposure.reaches, 'file')} below" if exposure.reaches else ""
    pairs = {
        "What": f"{exposure.object or 'the channel folder'}{reached}",
        "Who": exposure.principal or "nobody by name",
        "How": exposure.how,
        "Window": f"began {_since(exposure.earliest)}; stood at {_moment(exposure.latest)}",
        "Evidence": f"{count(len(exposure.evidence), 'entry', 'entries')} as read, in the trail and --json",
        "State": "open" if one.ending is None else f"over at {_moment(one.ended_at)}: {ENDINGS[one.ending]}",
    }
    return [line for label, text in pairs.items() for line in labelled(label, text)]


def _since(at: datetime | None) -> str:
    return "before the first look" if at is None else f"after {_moment(at)}"


def _moment(at: datetime | None) -> str:
    return "an unknown time" if at is None else f"{at:%Y-%m-%d %H:%M} UTC"


def exposures_json(told: Sequence[RecordedExposure], *, rehearsal: bool) -> Mapping[str, Any]:
    """Return exposures as JSON values."""
    return {
        "rehearsal": rehearsal,
        "open": sum(one.open for one in told),
        "exposures": [_as_data(one) for one in told],
    }


def _as_data(one: RecordedExposure) -> Mapping[str, Any]:
    exposure = one.exposure
    return {
        "name": one.name,
        "object": exposure.object,
        "principal": exposure.principal,
        "kinds": list(exposure.kinds),
        "how": exposure.how,
        "earliest": _iso(exposure.earliest),
        "latest": _iso(exposure.latest),
        "reaches": exposure.reaches,
        "run": one.run,
        "ended_at": _iso(one.ended_at),
        "ending": None if one.ending is None else one.ending.value,
        "evidence": [dict(each) for each in exposure.evidence],
    }


def exposure_rows(told: Sequence[RecordedExposure]) -> list[tuple[str, ...]]:
    """Return exposures as rows of text under ``HEADS``."""
    rows = []
    for one in told:
        data = {**_as_data(one), "exposure": one.name, "kinds": " ".join(one.exposure.kinds)}
        rows.append(tuple("" if data[head] is None else str(data[head]) for head in HEADS))
    return rows


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
