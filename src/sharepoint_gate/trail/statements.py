"""What the key of a trail says in the record: which key follows it, and that a break was signed off.

Each is a signed note of a fixed form, so that somebody who can write records but has no key can say neither.

Source: c2sp:signed-note, ADR-0012
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sharepoint_gate.trail.note import (
    Note,
    NoteError,
    SignatureCheck,
    Signer,
    VerifierKey,
    parse_note,
    parse_verifier_key,
    sign_note,
    signed_by,
)

KEY_HEAD = "sharepoint-gate trail key"
SIGN_OFF_HEAD = "sharepoint-gate trail sign-off"
_KEY_LINES, _SIGN_OFF_LINES = 4, 5


class Because(StrEnum):
    """Why a key is named: the values stand in the record and never change."""

    FIRST = "first"
    ROTATED = "rotated"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Link:
    """One key of a log.

    Attributes:
        index: The record that names it; it signs every checkpoint that covers this record, until the next.
        vouched: Whether the key before it, where there is one, says so too.
    """

    index: int
    key: VerifierKey
    because: Because
    vouched: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """The keys of a log, in order.

    Attributes:
        faults: Records that name no key as they should: index and what is wrong, a sentence.
    """

    links: tuple[Link, ...] = ()
    faults: tuple[tuple[int, str], ...] = ()

    @property
    def origin(self) -> str:
        """The log's own name; "" before its first key."""
        return self.links[0].key.name if self.links else ""

    @property
    def public(self) -> bytes | None:
        """The key of now; None before the first."""
        return self.links[-1].key.public if self.links else None

    def at(self, size: int) -> VerifierKey | None:
        """Return the key in force for a checkpoint over the first ``size`` records."""
        known = [link.key for link in self.links if link.index < size]
        return known[-1] if known else None


def key_statement(origin: str, new: Signer, old: Signer | None, because: Because) -> str:
    """Return the note that names a key: the key itself signs it, and the one before it where it is there."""
    key = VerifierKey(origin, new.public)
    text = f"{KEY_HEAD}\n{origin}\n{key}\n{because.value}\n"
    signers = [new] if old is None else [new, old]
    return sign_note(text, [(origin, one) for one in signers])


def sign_off_statement(origin: str, size: int, reason: str, actor: str, signer: Signer) -> str:
    """Return the note that lets a log go on after a broken one; its own record is the one at ``size``."""
    text = f"{SIGN_OFF_HEAD}\n{origin}\n{size}\n{actor}\n{reason}\n"
    return sign_note(text, [(origin, signer)])


def chain_of(statements: Iterable[tuple[int, str]], check: SignatureCheck) -> Chain:
    """Return the keys of a log from what its records of the kind ``trail-key`` state."""
    links: list[Link] = []
    faults: list[tuple[int, str]] = []
    for index, statement in statements:
        try:
            links.append(_link(index, statement, links, check))
        except NoteError as error:
            faults.append((index, f"Record {index} names no key of the trail: {error}."))
    return Chain(tuple(links), tuple(faults))


def is_signed_off(statement: str, chain: Chain, index: int, check: SignatureCheck) -> bool:
    """Tell whether a note signs a log off, by the key in force at the record that holds it."""
    key = chain.at(index)
    try:
        note, lines = _lines(statement, SIGN_OFF_HEAD, _SIGN_OFF_LINES)
    except NoteError:
        return False
    about = lines[1:3] == [chain.origin, str(index)]
    return about and key is not None and signed_by(note, key, check)


def _link(index: int, statement: str, before: Sequence[Link], check: SignatureCheck) -> Link:
    note, lines = _lines(statement, KEY_HEAD, _KEY_LINES)
    origin, key, because = lines[1], parse_verifier_key(lines[2]), lines[3]
    expected = before[0].key.name if before else origin
    if {origin, key.name} != {expected} or because not in set(Because):
        raise NoteError("it is about another log, or says no reason that is known")
    if not signed_by(note, key, check):
        raise NoteError("the key that it names has not signed it")
    if (because == Because.FIRST) is bool(before):
        raise NoteError("only the first key of a log is its first")
    vouched = not before or signed_by(note, before[-1].key, check)
    if because == Because.ROTATED and not vouched:
        raise NoteError("the key before it has not signed it")
    return Link(index, key, Because(because), vouched)


def _lines(statement: str, head: str, count: int) -> tuple[Note, list[str]]:
    note = parse_note(statement)
    lines = note.text[:-1].split("\n")
    if lines[0] != head or len(lines) != count:
        raise NoteError("it is no statement of the trail's key")
    return note, lines
