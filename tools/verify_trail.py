#!/usr/bin/env python3
"""Check an exported trail without the gate: one file, Python's standard library only.

    python3 verify_trail.py EXPORT [--checkpoint FILE]... [--key KEY]...

Written from docs/reference/trail-format.md; it shares no code with the gate. Ends in 0 when the trail is
sound, in 5 when it is not, naming everything that is wrong, and in 2 when it was called wrongly.

Sources: RFC 6962 (tree), RFC 8785 (canonical JSON), RFC 8032 (Ed25519), C2SP signed-note and tlog-checkpoint.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import math
import re
import sys
from typing import Any, NoReturn

Point = tuple[int, int, int, int]
FORMATS = ("sharepoint-gate-trail/1", "sharepoint-gate-trail/2")
FIELDS = {"actor", "at", "data", "index", "kind", "run_id"}
SOUND, WRONG_CALL, BROKEN = 0, 2, 5
MOST_TOLD = 100


# -- Ed25519, RFC 8032 section 5.1 and 6: points in extended coordinates

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def point_add(one: Point, other: Point) -> Point:
    """Return the sum of two points."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def point_sum(one: tuple[int, Point], other: tuple[int, Point]) -> Point:
    """Return one number times one point plus another times another."""
    table = {(1, 0): one[1], (0, 1): other[1], (1, 1): point_add(one[1], other[1])}
    found: Point = (0, 1, 1, 0)
    for bit in reversed(range(max(one[0], other[0]).bit_length())):
        found = point_add(found, found)
        chosen = one[0] >> bit & 1, other[0] >> bit & 1
        found = point_add(found, table[chosen]) if any(chosen) else found
    return found


def point_bytes(point: Point) -> bytes:
    """Return a point as 32 bytes."""
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def point_of(encoded: bytes) -> Point | None:
    """Return the point of 32 bytes, or None where there is none."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or (0, 0, 0, 0)


def is_signature(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether an Ed25519 signature is true."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, scalar = point_of(public), int.from_bytes(signature[32:], "little")
    if key is None or scalar >= L:
        return False
    hashed = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(hashed, "little") % L
    minus_key = (P - key[0], key[1], key[2], P - key[3])
    return point_bytes(point_sum((scalar, BASE), (challenge, minus_key))) == signature[:32]


# -- Canonical JSON, RFC 8785


def canonical(value: Any) -> str:
    """Return a JSON value in its one spelling; ValueError where it has none."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        value.encode("utf-8")  # a lone half of a pair has no spelling
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (int, float)):
        return number_text(float(value))
    if isinstance(value, list):
        return "[" + ",".join(canonical(one) for one in value) + "]"
    pairs = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(canonical(key) + ":" + canonical(one) for key, one in pairs) + "}"


def number_text(number: float) -> str:
    """Return a double as ECMAScript writes it."""
    if not math.isfinite(number):
        raise ValueError("not a number of JSON")
    if number == 0:
        return "0"
    mantissa, _, exponent = f"{abs(number)!r}".partition("e")
    whole, _, part = mantissa.partition(".")
    digits = (whole + ("" if part == "0" and not exponent else part)).lstrip("0") or "0"
    point = int(exponent or 0) + (len(whole) if whole.strip("0") else len(digits) - len(part))
    digits = digits.rstrip("0")
    sign = "-" if number < 0 else ""
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    tail = "." + digits[1:] if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{tail}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def no_constant(_name: str) -> NoReturn:
    """Refuse NaN and the infinities, which JSON does not have."""
    raise ValueError("not a number of JSON")


def parsed(body: bytes) -> dict[str, Any] | None:
    """Return the value of a record's bytes, or None where they are not in canonical form."""
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=no_constant)
        same = canonical(value).encode("utf-8") == body
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
    return value if same and isinstance(value, dict) else None


# -- The tree, RFC 6962 section 2.1


class Tree:
    """The right edge of the tree: one hash for each full subtree, largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Add the hash of the next record."""
        carry = self.size
        while carry & 1:
            leaf = hashlib.sha256(b"\x01" + self.peaks.pop() + leaf).digest()
            carry >>= 1
        self.peaks.append(leaf)
        self.size += 1

    def head(self) -> bytes:
        """Return the head over every record so far."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        found = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            found = hashlib.sha256(b"\x01" + peak + found).digest()
        return found


# -- Signed notes and checkpoints, C2SP


def strict_base64(text: str) -> bytes:
    """Return the bytes of base64 in its one spelling."""
    found = base64.b64decode(text.encode("ascii"), validate=True)
    if base64.b64encode(found).decode() != text:
        raise ValueError("not base64 as it is written")
    return found


def is_name(text: str) -> bool:
    """Tell whether a log or a key may be called so."""
    return bool(text) and "+" not in text and not any(one.isspace() or one < " " for one in text)


class Key:
    """A verifier key: name+hash+base64."""

    def __init__(self, text: str) -> None:
        name, _, rest = text.strip().partition("+")
        known_id, _, encoded = rest.partition("+")
        raw = strict_base64(encoded)
        if not is_name(name) or len(raw) != 33 or raw[:1] != b"\x01":
            raise ValueError("no verifier key")
        self.name, self.public, self.text = name, raw[1:], text.strip()
        self.id = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
        if self.id.hex() != known_id:
            raise ValueError("the hash in the key does not belong to it")


class Note:
    """A signed note: its lines, and who signed it."""

    def __init__(self, raw: str) -> None:
        text, blank, lines = raw.rpartition("\n\n")
        if not blank or not lines.endswith("\n") or len(raw) > 100_000:
            raise ValueError("no signed note")
        if any(one < " " and one != "\n" for one in text):
            raise ValueError("a note holds no control characters")
        self.text, self.signatures = text + "\n", [self.signature(line) for line in lines[:-1].split("\n")]
        self.lines = text.split("\n")
        self.text.encode("utf-8")

    @staticmethod
    def signature(line: str) -> tuple[str, bytes, bytes]:
        """Return name, key id and signature of a line."""
        found = re.fullmatch(r"— (\S+) (\S+)", line)
        if not found or not is_name(found[1]):
            raise ValueError("no signature line")
        raw = strict_base64(found[2])
        if len(raw) <= 4:
            raise ValueError("no signature")
        return found[1], raw[:4], raw[4:]

    def is_signed_by(self, key: Key) -> bool:
        """Tell whether a key vouches for the note."""
        own = [one for one in self.signatures if one[:2] == (key.name, key.id)]
        return any(is_signature(key.public, self.text.encode("utf-8"), one[2]) for one in own)


class Checkpoint:
    """The size and head of a log, signed."""

    def __init__(self, raw: str) -> None:
        self.note = Note(raw)
        if len(self.note.lines) < 3 or not re.fullmatch("0|[1-9][0-9]{0,17}", self.note.lines[1], re.ASCII):
            raise ValueError("no checkpoint")
        self.origin, self.size = self.note.lines[0], int(self.note.lines[1])
        self.root = strict_base64(self.note.lines[2])
        if len(self.root) != 32 or not is_name(self.origin):
            raise ValueError("no checkpoint")


# -- An export


class Export:
    """The lines of an export, sorted by what they are."""

    def __init__(self, path: str) -> None:
        self.format, self.log = "", 1
        self.records: list[tuple[int, bytes, str]] = []
        self.roots: list[tuple[int, str, str]] = []
        self.checkpoints: list[str] = []
        with open(path, encoding="utf-8", errors="strict", newline="\n") as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    self.take(json.loads(line), number)
                except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                    raise ValueError(f"Line {number} is not one of an export.") from None
        if not self.format:
            raise ValueError("The file is empty.")

    def take(self, line: dict[str, Any], number: int) -> None:
        """Take in one line."""
        if number == 1:
            self.format, self.log = line["format"], whole(line.get("log", 1))
            if self.format not in FORMATS:
                raise ValueError
        elif "leaf_hash" in line:
            body = bytes.fromhex(line["body_hex"]) if "body_hex" in line else line["body"].encode("utf-8")
            self.records.append((whole(line["index"]), body, str(line["leaf_hash"])))
        elif "checkpoint" in line:
            self.checkpoints.append(str(line["checkpoint"]))
        else:
            self.roots.append((whole(line["size"]), str(line["root_hash"]), str(line["run_id"])))


def whole(value: Any) -> int:
    """Return a whole number; TypeError for anything else, true and false among it."""
    if type(value) is not int:
        raise TypeError
    return value


class Check:
    """One pass over an export."""

    def __init__(self, export: Export, kept: list[Checkpoint], keys: list[Key]) -> None:
        self.export, self.kept, self.keys = export, kept, keys
        self.problems: list[str] = []
        self.notes: list[str] = []
        # Each key's record, the key, and whether the one before vouches for it.
        self.links: list[tuple[int, Key, bool]] = []
        self.broken: dict[str, Any] | None = None
        self.signed_off = ""
        self.heads: dict[int, list[tuple[str, str]]] = {}
        self.size, self.head = 0, ""

    def run(self) -> list[str]:
        """Check everything; return what is wrong, a sentence each."""
        own = self.read_checkpoints()
        every = own + self.kept
        for size, root, run in self.export.roots:
            self.heads.setdefault(size, []).append((root, f"the root of run {run}"))
        for one in every:
            self.heads.setdefault(one.size, []).append((one.root.hex(), "a checkpoint"))
        self.check_root_order()
        self.read_records()
        self.check_signatures(own)
        self.check_keys()
        self.tell()
        return self.problems

    def read_checkpoints(self) -> list[Checkpoint]:
        """Return the export's own checkpoints."""
        found = []
        for number, raw in enumerate(self.export.checkpoints, start=1):
            try:
                found.append(Checkpoint(raw))
            except ValueError:
                self.problems.append(f"Checkpoint {number} of the export is none.")
        return found

    def check_root_order(self) -> None:
        """See that the roots only grow."""
        last = -1
        for size, _, run in self.export.roots:
            if size <= last:
                self.problems.append(f"The root of run {run} covers {size} records, an earlier one {last}.")
            last = max(last, size)

    def read_records(self) -> None:
        """See that each record is whole and in its place, and the heads the right ones."""
        tree = Tree()
        self.check_heads(tree)
        for place, (index, body, known) in enumerate(self.export.records):
            leaf = hashlib.sha256(b"\x00" + body).digest()
            if index != place:
                self.problems.append(f"Record {index} stands where record {place} belongs.")
            if leaf.hex() != known:
                self.problems.append(f"Record {index}: its text and its hash do not agree.")
            self.read_record(index, body)
            tree.add(leaf)
            self.check_heads(tree)
        for size in sorted(size for size in self.heads if size > tree.size):
            self.problems.append(
                f"The end is missing: {self.heads[size][0][1]} covers {size} records, of {tree.size}."
            )
        self.size, self.head = tree.size, tree.head().hex()

    def check_heads(self, tree: Tree) -> None:
        """Compare roots and checkpoints of this size with the records so far."""
        for root, what in self.heads.get(tree.size, ()):
            if root != tree.head().hex():
                self.problems.append(f"The first {tree.size} records are not those that {what} covers.")

    def read_record(self, index: int, body: bytes) -> None:
        """See that a record is one of the gate's, and take in what it says of the trail itself."""
        value = parsed(body)
        if value is None or set(value) != FIELDS:
            self.problems.append(f"Record {index} is not written as the gate writes.")
            return
        if type(value["index"]) is not int or value["index"] != index:
            self.problems.append(f"Record {index} says of itself that it is record {value['index']}.")
        data = value["data"] if isinstance(value["data"], dict) else {}
        if value["kind"] == "trail-key":
            self.take_key(index, str(data.get("statement")))
        elif value["kind"] == "trail-broken":
            self.broken = data
        elif value["kind"] == "trail-signed-off":
            self.take_sign_off(index, data)

    def take_key(self, index: int, statement: str) -> None:
        """Take in the statement that names a key."""
        try:
            link = self.link(index, statement)
        except ValueError:
            self.problems.append(f"Record {index} names no key of this trail.")
        else:
            self.links.append(link)

    def link(self, index: int, statement: str) -> tuple[int, Key, bool]:
        """Return the key that a statement names; ValueError where it may not."""
        note = Note(statement)
        head, origin, text, because = note.lines
        key = Key(text)
        expected = self.links[0][1].name if self.links else origin
        is_first = because == "first"
        if head != "sharepoint-gate trail key" or {origin, key.name} != {expected}:
            raise ValueError("about something else")
        if because not in {"first", "rotated", "replaced"} or is_first == bool(self.links):
            raise ValueError("no reason that is known")
        vouched = not self.links or note.is_signed_by(self.links[-1][1])
        if not note.is_signed_by(key) or (because == "rotated" and not vouched):
            raise ValueError("not signed")
        return index, key, vouched

    def take_sign_off(self, index: int, data: dict[str, Any]) -> None:
        """Take in the statement that signs a break off."""
        key = self.key_at(index)
        try:
            note = Note(str(data.get("statement")))
            head, origin, size, actor, reason = note.lines
        except ValueError:
            head = ""
        if head != "sharepoint-gate trail sign-off" or key is None or not note.is_signed_by(key):
            self.problems.append(f"Record {index} signs nothing off: the key of the trail has not signed it.")
        elif (origin, size) == (self.links[0][1].name, str(index)):
            self.signed_off = f"{actor}: {reason}"

    def key_at(self, size: int) -> Key | None:
        """Return the key in force for a checkpoint over so many records."""
        known = [key for index, key, _ in self.links if index < size]
        return known[-1] if known else None

    def check_signatures(self, own: list[Checkpoint]) -> None:
        """See that every checkpoint is of this log, and signed by its key."""
        origins = {one.origin for one in own} | {self.links[0][1].name if self.links else ""} - {""}
        if len(origins) > 1:
            self.problems.append(f"The trail goes by several names: {', '.join(sorted(origins))}.")
        for one in own + self.kept:
            key = self.key_at(one.size)
            held = [key] if key else ([] if one in own else self.keys)
            if origins and one.origin not in origins:
                self.problems.append(f"A checkpoint is of {one.origin}, which is another log.")
            elif not any(one.note.is_signed_by(key) for key in held) and (one in own or key or held):
                self.problems.append(
                    f"A checkpoint over {one.size} records is not signed with the key of the trail."
                )

    def check_keys(self) -> None:
        """Hold the keys that the trail names to those that were given."""
        held = {key.public for key in self.keys}
        if held and not held & {key.public for _, key, _ in self.links}:
            self.problems.append("The trail never had the key that you hold.")
        for index, key, vouched in self.links:
            if held and not vouched and key.public not in held:
                self.problems.append(
                    f"From record {index} on, a key signs that the one before does not vouch for."
                )

    def tell(self) -> None:
        """Say what a person should know besides."""
        for index, key, vouched in self.links:
            doubt = "" if vouched else " (the key before it does not vouch for it)"
            self.notes.append(f"Signed from record {index} on with {key.text}{doubt}")
        if self.links and not self.keys:
            self.notes.append(
                "The keys are those that the trail names itself: give --key to hold it to yours."
            )
        if not self.export.checkpoints:
            self.notes.append("The export holds no signed checkpoints.")
        if not self.kept:
            self.notes.append(
                "No kept checkpoint was given: a trail that was rewritten as a whole would look the same."
            )
        if self.broken is not None:
            found = self.broken.get("found")
            first = found[0] if isinstance(found, list) and found else "it is not told how"
            self.notes.append(
                f"This log follows log {self.broken.get('log')}, which was found broken: {first}"
            )
            self.notes.append(
                f"Signed off by {self.signed_off}" if self.signed_off else "Nobody has signed that off yet."
            )


def read_inputs(arguments: argparse.Namespace) -> tuple[list[Checkpoint], list[Key]]:
    """Read the checkpoints and keys that were given."""
    kept = []
    for path in arguments.checkpoint:
        with open(path, encoding="utf-8") as file:
            # Out of a mail the line ends may be others, and the last one missing.
            kept.append(Checkpoint(file.read(200_000).strip() + "\n"))
    return kept, [Key(text) for text in arguments.key]


def main(words: list[str] | None = None) -> int:
    """Check an export and print what was found; return the exit code."""
    parser = argparse.ArgumentParser(description="Check an exported trail without the gate.")
    parser.add_argument("export")
    parser.add_argument(
        "--checkpoint", action="append", default=[], help="a checkpoint that somebody kept, in a file"
    )
    parser.add_argument(
        "--key", action="append", default=[], help="a key that somebody holds: name+hash+base64"
    )
    arguments = parser.parse_args(words)
    try:
        kept, keys = read_inputs(arguments)
    except (OSError, ValueError) as error:
        print(f"A checkpoint or key that was given cannot be used: {error}")
        return WRONG_CALL
    try:
        check = Check(Export(arguments.export), kept, keys)
    except OSError as error:
        print(f"The export cannot be read: {error.strerror}")
        return WRONG_CALL
    except ValueError as error:
        print(f"This is no export of a trail, or not all of one: {error}")
        return BROKEN
    problems = check.run()
    for line in problems[:MOST_TOLD]:
        print(f"WRONG  {line}")
    if len(problems) > MOST_TOLD:
        print(f"WRONG  There are {len(problems) - MOST_TOLD} further problems.")
    for line in check.notes:
        print(f"note   {line}")
    verdict = "BROKEN" if problems else "sound"
    print(f"{verdict}: log {check.export.log}, {check.size} records, head {check.head}")
    return BROKEN if problems else SOUND


if __name__ == "__main__":
    sys.exit(main())
