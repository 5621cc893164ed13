"""A signed log in memory, to be tampered with and judged by both verifiers."""

import importlib.util
import io
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType

from sharepoint_gate.trail.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from sharepoint_gate.trail.events import Event, EventKind
from sharepoint_gate.trail.export import export_lines
from sharepoint_gate.trail.log import Record, Root
from sharepoint_gate.trail.merkle import Frontier, leaf_hash
from sharepoint_gate.trail.note import VerifierKey
from sharepoint_gate.trail.record import record_of
from sharepoint_gate.trail.soundness import Evidence, Soundness, judge
from sharepoint_gate.trail.statements import Because, key_statement
from tests.fakes.clock import QUIET_NIGHT
from tests.fakes.signing import ORIGIN, FakeSigner, is_true


def _second_verifier() -> ModuleType:
    path = Path(__file__).parents[2] / "tools" / "verify_trail.py"
    spec = importlib.util.spec_from_file_location("verify_trail", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SECOND = _second_verifier()


@dataclass(slots=True)
class SignedLog:
    """A log that grows run by run."""

    key: FakeSigner = field(default_factory=lambda: FakeSigner("first"))
    records: list[Record] = field(default_factory=list)
    roots: list[Root] = field(default_factory=list)
    checkpoints: list[str] = field(default_factory=list)
    origin: str = ORIGIN

    def append(self, events: Iterable[Event]) -> None:
        """Add records."""
        for event in events:
            self.records.append(record_of(event, len(self.records)))

    def name_key(self, new: FakeSigner, old: FakeSigner | None, because: Because) -> None:
        """Let a key begin, or follow another."""
        statement = key_statement(self.origin, new, old, because)
        data = {"key": str(VerifierKey(self.origin, new.public)), "statement": statement}
        self.append([Event(EventKind.TRAIL_KEY, "r", QUIET_NIGHT, "gate", data)])
        self.key = new

    def seal(self) -> str:
        """Seal and sign; return the checkpoint."""
        if not self.checkpoints and not any(b'"trail-key"' in one.body for one in self.records):
            self.name_key(self.key, None, Because.FIRST)
        frontier = Frontier()
        for record in self.records:
            frontier.append(bytes.fromhex(record.leaf_hash))
        self.roots.append(Root(frontier.size, frontier.root().hex(), "r", QUIET_NIGHT))
        head = Checkpoint(self.origin, frontier.size, frontier.root())
        self.checkpoints.append(sign_checkpoint(head, self.key))
        return self.checkpoints[-1]

    def judged(self, kept: Sequence[str] = (), keys: Sequence[VerifierKey] = ()) -> Soundness:
        """Return what the gate finds."""
        evidence = Evidence(
            origin=self.origin, roots=self.roots, checkpoints=self.checkpoints, kept=kept, check=is_true
        )
        return judge(self.records, evidence, keys)

    def lines(self) -> list[str]:
        """Return the export."""
        return list(export_lines(self.records, self.roots, self.checkpoints))

    def second(self, kept: Sequence[str] = (), keys: Sequence[VerifierKey] = ()) -> tuple[int, str]:
        """Return what the second verifier says, and its exit code."""
        return second_says("".join(f"{line}\n" for line in self.lines()).encode(), kept, keys)

    def rewritten(self, records: Sequence[Record], key: FakeSigner) -> "SignedLog":
        """Return a log that somebody with everything but the witnesses made of other records."""
        made = SignedLog(key, origin=self.origin)
        sizes = {parse_checkpoint(one)[0].size for one in self.checkpoints}
        for index, record in enumerate(records):
            body = record.body
            made.records.append(Record(index, body, leaf_hash(body).hex()))
            if index + 1 in sizes:
                made.seal()
        return made


def second_says(export: bytes, kept: Sequence[str] = (), keys: Sequence[VerifierKey] = ()) -> tuple[int, str]:
    """Return the exit code and the words of the second verifier."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "e.jsonl").write_bytes(export)
        words = [str(folder / "e.jsonl")]
        for number, note in enumerate(kept):
            (folder / f"{number}.note").write_text(note, encoding="utf-8")
            words += ["--checkpoint", str(folder / f"{number}.note")]
        for key in keys:
            words += ["--key", str(key)]
        said = io.StringIO()
        with redirect_stdout(said):
            code = SECOND.main(words)
    return code, said.getvalue()


def with_body(record: Record, body: bytes) -> Record:
    """Return a record whose text and hash were changed together."""
    return replace(record, body=body, leaf_hash=leaf_hash(body).hex())
