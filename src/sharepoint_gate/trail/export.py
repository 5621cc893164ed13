"""The trail as lines of JSON, for somebody who checks it elsewhere, with another program.

Source: ADR-0005
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sharepoint_gate.errors import TrailBrokenError
from sharepoint_gate.trail.canonical import canonical, instant
from sharepoint_gate.trail.log import Record, Root

FORMAT = "sharepoint-gate-trail/2"
"""Format 1 is the same without checkpoints, and is still read."""
FORMATS = ("sharepoint-gate-trail/1", FORMAT)


@dataclass(frozen=True, slots=True)
class Export:
    """What an export holds, in the order of its lines."""

    records: tuple[Record, ...]
    roots: tuple[Root, ...]
    checkpoints: tuple[str, ...] = ()
    log: int = 1


def export_lines(
    records: Iterable[Record], roots: Sequence[Root], checkpoints: Sequence[str] = (), *, log: int = 1
) -> Iterator[str]:
    """Return the lines of an export, without line ends: the format, records, roots, signed checkpoints.

    A damaged trail can be exported too: nothing is left out or put right.
    """
    yield _line({"format": FORMAT, "log": log})
    for record in records:
        yield _line({"index": record.index, "leaf_hash": record.leaf_hash, **_body(record.body)})
    for root in roots:
        at = instant(root.at)
        yield _line({"at": at, "root_hash": root.root_hash, "run_id": root.run_id, "size": root.size})
    for checkpoint in checkpoints:
        yield _line({"checkpoint": checkpoint})


def read_export(lines: Iterable[str]) -> Export:
    """Read an export back; whether it is sound is for ``verify`` to say.

    Raises:
        TrailBrokenError: There is no line, a line is not one of an export, or the first is of another format.
    """
    found, number = _Found([], [], []), 0
    for number, line in enumerate(lines, start=1):
        try:
            _sort_in(json.loads(line), number, found)
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise TrailBrokenError(
                f"Line {number} of the export cannot be read.",
                why=f"it is not a line of the format {FORMAT}",
                mend="export the trail again, and move the file as it is",
            ) from error
    if not number:
        raise TrailBrokenError(
            "The export is empty.",
            why=f"not even the line of the format {FORMAT} stands in it",
            mend="export the trail again, and move the file as it is",
        )
    return Export(tuple(found.records), tuple(found.roots), tuple(found.checkpoints), found.log)


@dataclass(slots=True)
class _Found:
    records: list[Record]
    roots: list[Root]
    checkpoints: list[str]
    log: int = 1


def _line(fields: Mapping[str, object]) -> str:
    return canonical(fields).decode()


def _body(body: bytes) -> dict[str, str]:
    try:
        return {"body": body.decode("utf-8")}
    except UnicodeDecodeError:
        # Only a record that somebody damaged is no text; it is evidence, so its bytes are kept.
        return {"body_hex": body.hex()}


def _sort_in(fields: Mapping[str, object], number: int, found: _Found) -> None:
    if number == 1:
        found.log = _log_number(fields)
    elif "leaf_hash" in fields:
        found.records.append(Record(_int(fields["index"]), _bytes(fields), str(fields["leaf_hash"])))
    elif "checkpoint" in fields:
        found.checkpoints.append(str(fields["checkpoint"]))
    else:
        at = datetime.fromisoformat(str(fields["at"]))
        found.roots.append(Root(_int(fields["size"]), str(fields["root_hash"]), str(fields["run_id"]), at))


def _log_number(fields: Mapping[str, object]) -> int:
    if fields["format"] not in FORMATS:
        raise ValueError("another format")
    return _int(fields.get("log", 1))


def _bytes(fields: Mapping[str, object]) -> bytes:
    if "body_hex" in fields:
        return bytes.fromhex(str(fields["body_hex"]))
    return str(fields["body"]).encode("utf-8")


def _int(value: object) -> int:
    if type(value) is not int:
        raise TypeError("a whole number is expected here")
    return value
