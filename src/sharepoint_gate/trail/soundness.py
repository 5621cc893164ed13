"""Whether a log may be leaned on: its hashes, its checkpoints, its keys, and no break that nobody signed off.

Source: rfc:6962, c2sp:tlog-checkpoint, ADR-0012
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sharepoint_gate.errors import TrailBrokenError
from sharepoint_gate.trail.checkpoint import Checkpoint, parse_checkpoint
from sharepoint_gate.trail.events import Event, EventKind, Json
from sharepoint_gate.trail.log import Record, Root
from sharepoint_gate.trail.note import Note, NoteError, SignatureCheck, VerifierKey, signed_by
from sharepoint_gate.trail.record import event_of
from sharepoint_gate.trail.statements import Chain, chain_of, is_signed_off
from sharepoint_gate.trail.verify import MOST_PROBLEMS, Problem, ProblemKind, Verification, verify

_KINDS = (EventKind.TRAIL_KEY, EventKind.TRAIL_BROKEN, EventKind.TRAIL_SIGNED_OFF)
_MARKS = tuple(f'"kind":"{kind.value}"'.encode() for kind in _KINDS)
_NEVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a log is judged by, besides its records.

    Attributes:
        number: 1 for the first log of a database; a broken log is followed by the next.
        origin: What the log is called as long as none of its records says so.
        roots: Every sealed root, in order.
        checkpoints: Signed notes kept beside the roots, in order.
        kept: Signed notes kept elsewhere; those of other logs are passed over.
        damaged: What could not be read at all, a sentence each.
        unsigned: Why the trail cannot be signed at the moment; "" when it can.
        check: None where nothing is signed.
    """

    number: int = 1
    origin: str = ""
    roots: Sequence[Root] = ()
    checkpoints: Sequence[str] = ()
    kept: Sequence[str] = ()
    damaged: Sequence[str] = ()
    unsigned: str = ""
    check: SignatureCheck | None = None

    def with_kept(self, kept: Sequence[str]) -> "Evidence":
        """Return the same with further checkpoints that somebody kept."""
        return replace(self, kept=(*self.kept, *kept))


@dataclass(frozen=True, slots=True)
class Break:
    """The record with which a log began after a broken one.

    Attributes:
        signed_off: Who let the log go on, and why; "" while nobody did.
    """

    at: datetime
    data: Json
    signed_off: str

    @property
    def first(self) -> str:
        """The first thing that was wrong."""
        found = self.data.get("found")
        return str(found[0]).rstrip(".") if isinstance(found, list) and found else "it is not told how"


@dataclass(frozen=True, slots=True)
class Soundness:
    """What was found.

    Attributes:
        last_good: The last checkpoint or root that the records of now still agree with; None for none.
        last_note: The signed note of it; "" where it was not signed.
    """

    number: int
    origin: str
    verification: Verification
    chain: Chain
    broken: Break | None
    unsigned: str
    last_good: Root | None
    last_note: str

    @property
    def ok(self) -> bool:
        """Whether the log is the one that was written."""
        return self.verification.ok

    @property
    def key(self) -> VerifierKey | None:
        """The key that signs now; None before the first."""
        return self.chain.links[-1].key if self.chain.links else None

    @property
    def waits(self) -> bool:
        """Whether the log began after a broken one, and nobody signed that off yet."""
        return self.broken is not None and not self.broken.signed_off

    @property
    def why(self) -> str:
        """Why nothing may be granted; "" when the trail is in order."""
        if not self.ok:
            return f"the trail does not verify: {self.verification.problems[0]}"
        if self.broken is not None and self.waits:
            found = f"the trail was found broken on {self.broken.at:%d %B %Y} ({self.broken.first})"
            return f"{found}, and nobody has signed off yet that it goes on"
        return f"the trail cannot be signed: {self.unsigned}" if self.unsigned else ""

    def with_problems(self, problems: Sequence[Problem]) -> "Soundness":
        """Return the same with further problems."""
        return replace(self, verification=_with(self.verification, problems))


def judge(records: Iterable[Record], evidence: Evidence, keys: Sequence[VerifierKey] = ()) -> Soundness:
    """Read a log once and judge it.

    Args:
        records: As they are kept, from index 0.
        evidence: What it is judged by.
        keys: Keys that somebody else holds for this trail: they must be its own, and only with them may a key
            follow another that does not vouch for it.
    """
    gleaned = _Gleaned(records)
    own, kept, problems = _read_notes(evidence)
    held = dict.fromkeys(one.checkpoint for one in (*own, *kept))
    heads = [Root(one.size, one.root.hex(), "", _NEVER) for one in held]
    found = verify(gleaned, evidence.roots, held=heads)
    check = evidence.check or _nothing_is_signed
    chain = chain_of(gleaned.statements, check)
    problems += [Problem(ProblemKind.LEAF_HASH, found.size, one) for one in evidence.damaged]
    problems += [Problem(ProblemKind.KEY, index, sentence) for index, sentence in chain.faults]
    problems += _signature_problems([*own, *kept] if chain.links else own, chain, check)
    problems += _key_problems(chain, evidence, keys)
    last = [root for root in (*heads, *evidence.roots) if root.size == found.agreed and found.agreed]
    notes = [one.raw for one in own if one.checkpoint.size == found.agreed]
    return Soundness(
        number=evidence.number,
        origin=chain.origin or evidence.origin,
        verification=_with(found, problems),
        chain=chain,
        broken=gleaned.broken(chain, evidence.check),
        unsigned=evidence.unsigned,
        last_good=last[-1] if last else None,
        last_note=notes[-1] if notes else "",
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    raw: str
    checkpoint: Checkpoint
    note: Note


class _Gleaned:
    """The records as they pass by, and what the few among them say that a log is judged by."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = records
        self.statements: list[tuple[int, str]] = []
        self._broken: Event | None = None
        self._signed_off: list[tuple[int, Json]] = []

    def __iter__(self) -> Iterator[Record]:
        for record in self._records:
            # Most records are of other kinds, and a look for the bytes is far cheaper than a parse.
            if any(mark in record.body for mark in _MARKS):
                self._take(record)
            yield record

    def broken(self, chain: Chain, check: SignatureCheck | None) -> Break | None:
        """Return with which break the log began, and whether it was signed off."""
        if self._broken is None:
            return None
        signed = [data for index, data in self._signed_off if _counts(index, data, chain, check)]
        by = f"{signed[-1].get('by')}: {signed[-1].get('reason')}" if signed else ""
        return Break(self._broken.at, self._broken.data, by)

    def _take(self, record: Record) -> None:
        try:
            event = event_of(record)
        except TrailBrokenError:
            return
        if event.kind is EventKind.TRAIL_KEY:
            self.statements.append((record.index, str(event.data.get("statement"))))
        elif event.kind is EventKind.TRAIL_SIGNED_OFF:
            self._signed_off.append((record.index, event.data))
        elif event.kind is EventKind.TRAIL_BROKEN:
            self._broken = event


def _counts(index: int, data: Json, chain: Chain, check: SignatureCheck | None) -> bool:
    return check is None or is_signed_off(str(data.get("statement")), chain, index, check)


def _read_notes(evidence: Evidence) -> tuple[list[_Kept], list[_Kept], list[Problem]]:
    """Return the log's own checkpoints, those that others kept of it, and what is wrong with the former."""
    own: list[_Kept] = []
    problems: list[Problem] = []
    for number, raw in enumerate(evidence.checkpoints, start=1):
        one = _read(raw)
        if one is None or one.checkpoint.origin != evidence.origin:
            problems.append(
                Problem(ProblemKind.CHECKPOINT, number, f"Checkpoint {number} is none of this trail.")
            )
        else:
            own.append(one)
    kept = [one for raw in evidence.kept if (one := _read(raw)) and one.checkpoint.origin == evidence.origin]
    return own, kept, problems


def _read(raw: str) -> _Kept | None:
    try:
        return _Kept(raw, *parse_checkpoint(raw))
    except NoteError:
        return None


def _signature_problems(notes: Iterable[_Kept], chain: Chain, check: SignatureCheck) -> list[Problem]:
    found: dict[int, Problem] = {}
    for one in notes:
        size = one.checkpoint.size
        key = chain.at(size)
        if key is None or not signed_by(one.note, key, check):
            sentence = (
                f"A checkpoint over {size} records is not signed with the key that the trail names there."
            )
            found[size] = Problem(ProblemKind.CHECKPOINT, size, sentence)
    return list(found.values())


def _key_problems(chain: Chain, evidence: Evidence, keys: Sequence[VerifierKey]) -> list[Problem]:
    found = []
    if chain.origin not in {"", evidence.origin}:
        sentence = f"The trail calls itself {chain.origin}, and its checkpoints {evidence.origin}."
        found.append(Problem(ProblemKind.KEY, 0, sentence))
    held = {key.public for key in keys}
    if held and held.isdisjoint(link.key.public for link in chain.links):
        found.append(Problem(ProblemKind.KEY, 0, "The trail never had the key that you hold for it."))
    for link in chain.links:
        if held and not link.vouched and link.key.public not in held:
            sentence = f"From record {link.index} on, a key signs that the one before it does not vouch for."
            found.append(Problem(ProblemKind.KEY, link.index, sentence))
    return found


def _with(found: Verification, problems: Sequence[Problem]) -> Verification:
    room = max(0, MOST_PROBLEMS - len(found.found))
    told, more = (*found.found, *problems[:room]), found.more + len(problems[room:])
    return replace(found, ok=not told, found=told, more=more)


def _nothing_is_signed(_public: bytes, _message: bytes, _signature: bytes) -> bool:
    return False
