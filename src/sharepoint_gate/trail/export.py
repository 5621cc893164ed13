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

FORMAT = "sharepoint-gate-trail/1"


@dataclass(frozen=True, slots=True)
class Export:
    """What an export holds, in the order of its lines."""

    records: tuple[Record, ...]
    roots: tuple[Root, ...]


def export_lines(records: Iterable[Record], roots: Sequence[Root]) -> Iterator[str]:
    """Return the lines of an export, without line ends: the format, then the records, then the roots.

    A damaged trail can be exported too: nothing is left out or put right.
    """
    yield _line({"format": FORMAT})
    for record in records:
        yield _line({"index": record.index, "leaf_hash": record.leaf_hash, **_body(record.body)})
    for root in roots:
        at = instant(root.at)
        yield _line({"at": at, "root_hash": root.root_hash, "run_id": root.run_id, "size": root.size})


def read_export(lines: Iterable[str]) -> Export:
    """Read an export back; whether it is sound is for ``verify`` to say.

    Raises:
        TrailBrokenError: A line is not one of an export, or the first line is of another format.
    """
    records: list[Record] = []
    roots: list[Root] = []
    for number, line in enumerate(lines, start=1):
        try:
            _sort_in(json.loads(line), number, records, roots)
        except (ValueError, TypeError, KeyError) as error:
            raise TrailBrokenError(
                f"Line {number} of the export cannot be read.",
                why=f"it is not a line of the format {FORMAT}",
                mend="export the trail again, and move the file as it is",
            ) from error
    return Export(tuple(records), tuple(roots))


def _line(fields: Mapping[str, object]) -> str:
    return canonical(fields).decode()


def _body(body: bytes) -> dict[str, str]:
    try:
        return {"body": body.decode("utf-8")}
    except UnicodeDecodeError:
        # Only a record that somebody damaged is no text; it is evidence, so its bytes are kept.
        return {"body_hex": body.hex()}


def _sort_in(fields: Mapping[str, object], number: int, records: list[Record], roots: list[Root]) -> None:
    if number == 1:
        _check_format(fields)
    elif "leaf_hash" in fields:
        records.append(Record(_int(fields["index"]), _bytes(fields), str(fields["leaf_hash"])))
    else:
        at = datetime.fromisoformat(str(fields["at"]))
        roots.append(Root(_int(fields["size"]), str(fields["root_hash"]), str(fields["run_id"]), at))


def _check_format(fields: Mapping[str, object]) -> None:
    if fields["format"] != FORMAT:
        raise ValueError("another format")


def _bytes(fields: Mapping[str, object]) -> bytes:
    if "body_hex" in fields:
        return bytes.fromhex(str(fields["body_hex"]))
    return str(fields["body"]).encode("utf-8")


def _int(value: object) -> int:
    if type(value) is not int:
        raise TypeError("a whole number is expected here")
    return value
