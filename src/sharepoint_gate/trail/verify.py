"""Finding out whether the trail is still the one that was written, with nothing but the trail in hand.

Source: rfc:6962, rfc:8785, ADR-0005
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sharepoint_gate.trail.canonical import NotCanonicalError, parse_canonical
from sharepoint_gate.trail.log import Record, Root
from sharepoint_gate.trail.merkle import Frontier, leaf_hash
from sharepoint_gate.trail.record import FIELDS

# A trail that was cut up has one problem for each record; nobody reads more than this many.
MOST_PROBLEMS = 100


class ProblemKind(StrEnum):
    """How the trail differs from the one that was written."""

    MISSING = "missing"
    OUT_OF_PLACE = "out-of-place"
    NOT_CANONICAL = "not-canonical"
    WRONG_SHAPE = "wrong-shape"
    WRONG_INDEX = "wrong-index"
    LEAF_HASH = "leaf-hash"
    ROOT_HASH = "root-hash"
    SHORT_TAIL = "short-tail"
    ROOT_ORDER = "root-order"
    CHECKPOINT = "checkpoint"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Problem:
    """One difference.

    Attributes:
        at: The index of the record, or for a root the number of records that it covers.
        sentence: What is wrong, plain English, complete on its own.
    """

    kind: ProblemKind
    at: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found.

    Attributes:
        ok: There is no problem.
        size: How many records were read.
        sealed: How many of them the last root covers; what follows was never sealed, since a run was cut
            or is still going on.
        root_hash: The head over all records that were read, lower-case hex: the value to compare with one
            that somebody else holds.
        found: The problems in the order in which they were met, at most ``MOST_PROBLEMS``.
        more: How many further problems are not listed.
        agreed: The largest size at which a root or checkpoint agrees with the records; 0 for none.
    """

    ok: bool
    size: int
    sealed: int
    root_hash: str
    found: tuple[Problem, ...]
    more: int = 0
    agreed: int = 0

    @property
    def problems(self) -> tuple[str, ...]:
        """The problems as sentences, the count of those left out included."""
        rest = (f"There are {self.more} further problems.",) if self.more else ()
        return (*(problem.sentence for problem in self.found), *rest)


def verify(records: Iterable[Record], roots: Sequence[Root], *, held: Sequence[Root] = ()) -> Verification:
    """Read the whole log once and compare it with its own hashes and roots.

    Args:
        records: As they are kept, from index 0; read once, so they may come from a database.
        roots: Every sealed root, in the order in which they were sealed.
        held: Roots that somebody else kept, in any order: only these can show that the log and all of its
            roots were rewritten, or cut back, together. One without a run is told as a kept checkpoint.

    Returns:
        Every problem found; a damaged record does not hide a later one.
    """
    reading = _Reading(roots, held)
    for record in records:
        reading.take(record)
    return reading.finish()


class _Reading:
    """One pass over the log."""

    def __init__(self, roots: Sequence[Root], held: Sequence[Root]) -> None:
        self._roots = roots
        self._heads: dict[int, list[Root]] = {}
        for root in (*roots, *held):
            self._heads.setdefault(root.size, []).append(root)
        self._frontier = Frontier()
        self._expected = 0
        self._problems: list[Problem] = []
        self._more = 0
        self._agreed = 0
        self._check_root_order()
        self._check_heads()

    def take(self, record: Record) -> None:
        """Judge the next record."""
        self._check_place(record.index)
        self._check_body(record)
        leaf = leaf_hash(record.body)
        if leaf.hex() != record.leaf_hash:
            self._add(
                ProblemKind.LEAF_HASH,
                record.index,
                f"Record {record.index} was changed after it was written: its text and hash do not agree.",
            )
        self._frontier.append(leaf)
        if self._frontier.size in self._heads:
            self._check_heads()

    def finish(self) -> Verification:
        """Return everything found, after the last record."""
        size = self._frontier.size
        for head in sorted(head for head in self._heads if head > size):
            self._add(
                ProblemKind.SHORT_TAIL,
                head,
                f"The end of the trail is missing: a sealed root covers {_records(head)},"
                f" but only {size} can be found.",
            )
        return Verification(
            ok=not self._problems,
            size=size,
            sealed=max((root.size for root in self._roots if root.size <= size), default=0),
            root_hash=self._frontier.root().hex(),
            found=tuple(self._problems),
            more=self._more,
            agreed=self._agreed,
        )

    def _add(self, kind: ProblemKind, at: int, sentence: str) -> None:
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.append(Problem(kind, at, sentence))
        else:
            self._more += 1

    def _check_root_order(self) -> None:
        last = -1
        for root in self._roots:
            if root.size <= last:
                self._add(
                    ProblemKind.ROOT_ORDER,
                    root.size,
                    f"The root of run {root.run_id} covers {_records(root.size)}, but an earlier root"
                    f" already covers {last}: a log can only grow.",
                )
            last = max(last, root.size)

    def _check_heads(self) -> None:
        size, head = self._frontier.size, self._frontier.root().hex()
        for root in self._heads.get(size, ()):
            if head == root.root_hash:
                self._agreed = size
            else:
                sealed = f"were sealed after run {root.run_id}" if root.run_id else "a kept checkpoint covers"
                self._add(
                    ProblemKind.ROOT_HASH,
                    size,
                    f"The first {_records(size)} are not the ones that {sealed}:"
                    " at least one of them was changed, removed or added since.",
                )

    def _check_place(self, index: int) -> None:
        if index > self._expected:
            self._add(ProblemKind.MISSING, self._expected, _gap(self._expected, index - 1))
        elif index < self._expected:
            self._add(
                ProblemKind.OUT_OF_PLACE,
                index,
                f"Record {index} stands where record {self._expected} belongs: it was moved or repeated.",
            )
        self._expected = max(self._expected, index + 1)

    def _check_body(self, record: Record) -> None:
        index = record.index
        try:
            fields = parse_canonical(record.body)
        except NotCanonicalError:
            sentence = f"Record {index} is not written in the canonical form, so the gate did not write it."
            self._add(ProblemKind.NOT_CANONICAL, index, sentence)
            return
        if not isinstance(fields, dict) or fields.keys() != FIELDS:
            sentence = f"Record {index} does not have the parts of a record, so the gate did not write it."
            self._add(ProblemKind.WRONG_SHAPE, index, sentence)
        elif type(fields["index"]) is not int or fields["index"] != index:
            sentence = f"Record {index} says of itself that it is record {fields['index']}."
            self._add(ProblemKind.WRONG_INDEX, index, sentence)


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{count} records"


def _gap(first: int, last: int) -> str:
    if first == last:
        return f"Record {first} is missing."
    return f"Records {first} to {last} are missing."
