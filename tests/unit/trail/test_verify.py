"""Whether the trail is the one that was written. Every test begins with a sound log and breaks one thing."""

from dataclasses import replace

import pytest

from sharepoint_gate.trail.canonical import canonical
from sharepoint_gate.trail.log import Record, Root
from sharepoint_gate.trail.merkle import EMPTY_ROOT, leaf_hash
from sharepoint_gate.trail.verify import MOST_PROBLEMS, ProblemKind, Verification, verify
from tests.fakes.clock import QUIET_NIGHT
from tests.fakes.events import an_event
from tests.fakes.trail_store import FakeTrailStore


def _log(*runs: int) -> tuple[list[Record], list[Root]]:
    trail = FakeTrailStore()
    for number, count in enumerate(runs, start=1):
        trail.append([an_event(run=number, n=n) for n in range(count)])
        trail.seal(f"r{number}", QUIET_NIGHT)
    return list(trail.records()), list(trail.roots())


def _kinds(found: Verification) -> list[ProblemKind]:
    return [problem.kind for problem in found.found]


def _with_body(record: Record, body: bytes) -> Record:
    return replace(record, body=body, leaf_hash=leaf_hash(body).hex())


def test_sound_log_verifies() -> None:
    """A log that nobody touched has no problem, and says how far it is sealed."""
    records, roots = _log(3, 4)
    assert verify(records, roots) == Verification(
        ok=True, size=7, sealed=7, root_hash=roots[-1].root_hash, found=(), agreed=7
    )


def test_empty_log_verifies() -> None:
    """Before the first run there is nothing to doubt."""
    found = verify([], [])
    assert found == Verification(ok=True, size=0, sealed=0, root_hash=EMPTY_ROOT.hex(), found=())
    assert verify([], [Root(0, EMPTY_ROOT.hex(), "r0", QUIET_NIGHT)]).ok


def test_records_of_a_cut_run_are_not_sealed_yet() -> None:
    """A run that was killed leaves a tail without a root: no problem, but told apart."""
    records, roots = _log(3, 4)
    found = verify(records, roots[:1])
    assert (found.ok, found.size, found.sealed) == (True, 7, 3)


def test_law_11_edited_record_is_named() -> None:
    """A changed text no longer agrees with its hash, nor with the root over it."""
    records, roots = _log(3, 4)
    records[4] = replace(records[4], body=records[4].body.replace(b'"n":1', b'"n":9'))
    found = verify(records, roots)
    assert _kinds(found) == [ProblemKind.LEAF_HASH, ProblemKind.ROOT_HASH]
    assert found.problems[0] == ("Record 4 was changed after it was written: its text and hash do not agree.")


def test_law_11_edited_record_with_a_new_hash_is_found_by_the_root() -> None:
    """Whoever also rewrites the hash of the record still has the root against them."""
    records, roots = _log(3, 4)
    records[1] = _with_body(records[1], records[1].body.replace(b'"n":1', b'"n":9'))
    found = verify(records, roots)
    assert _kinds(found) == [ProblemKind.ROOT_HASH, ProblemKind.ROOT_HASH]
    assert found.problems[0].startswith("The first 3 records are not the ones that were sealed after run r1")


def test_law_11_changed_hash_is_named() -> None:
    """The hash column is checked too, letter case included."""
    records, roots = _log(1)
    records[0] = replace(records[0], leaf_hash=records[0].leaf_hash.upper())
    assert _kinds(verify(records, roots)) == [ProblemKind.LEAF_HASH]


@pytest.mark.parametrize(
    ("gone", "sentence"),
    [([2], "Record 2 is missing."), ([2, 3], "Records 2 to 3 are missing."), ([0], "Record 0 is missing.")],
)
def test_law_11_dropped_records_are_named(gone: list[int], sentence: str) -> None:
    """A gap is named once; what follows it is read on."""
    records, roots = _log(3, 4)
    found = verify([record for record in records if record.index not in gone], roots)
    assert found.problems[0] == sentence
    assert _kinds(found).count(ProblemKind.MISSING) == 1
    assert ProblemKind.SHORT_TAIL in _kinds(found)


def test_law_11_swapped_records_are_named() -> None:
    """Two records in each other's place: one is missed, and found too late."""
    records, roots = _log(5)
    records[1], records[2] = records[2], records[1]
    found = verify(records, roots)
    assert _kinds(found) == [ProblemKind.MISSING, ProblemKind.OUT_OF_PLACE, ProblemKind.ROOT_HASH]
    assert found.problems[1] == "Record 1 stands where record 3 belongs: it was moved or repeated."


def test_law_11_replayed_record_is_named() -> None:
    """A record that comes a second time does not count twice."""
    records, roots = _log(3)
    found = verify([*records, records[1]], roots)
    assert _kinds(found) == [ProblemKind.OUT_OF_PLACE]


def test_law_11_replayed_record_under_a_new_index_is_named() -> None:
    """An old text under a new number says itself which record it is."""
    records, roots = _log(3)
    found = verify([*records, replace(records[1], index=3)], roots)
    assert found.problems == ("Record 3 says of itself that it is record 1.",)


@pytest.mark.parametrize("index", [True, "0", None, 0.5])
def test_law_11_index_of_another_type_is_named(index: object) -> None:
    """A truth value that counts as 1 in some languages is not the number 1."""
    records, _ = _log(2)
    fields = {"actor": "a", "at": "", "data": {}, "index": index, "kind": "k", "run_id": "r"}
    found = verify([records[0], _with_body(records[1], canonical(fields))], [])
    assert _kinds(found) == [ProblemKind.WRONG_INDEX]


def test_law_11_record_in_another_spelling_is_named() -> None:
    """The same value written in another way was not written by the gate."""
    records, _ = _log(1)
    records[0] = _with_body(records[0], records[0].body + b" ")
    found = verify(records, [])
    assert found.problems == ("Record 0 is not written in the canonical form, so the gate did not write it.",)


@pytest.mark.parametrize("body", [b"[]", b"{}", b"7", b'{"index":0}'])
def test_law_11_record_without_the_parts_of_one_is_named(body: bytes) -> None:
    """Canonical text that is no record is not let through."""
    assert _kinds(verify([Record(0, body, leaf_hash(body).hex())], [])) == [ProblemKind.WRONG_SHAPE]


def test_law_11_cut_tail_is_named() -> None:
    """Records that a root covers cannot disappear from the end."""
    records, roots = _log(3, 4)
    found = verify(records[:6], roots)
    assert found.problems == (
        "The end of the trail is missing: a sealed root covers 7 records, but only 6 can be found.",
    )
    assert (found.size, found.sealed) == (6, 3)


def test_law_11_changed_root_is_named() -> None:
    """A root that is not the head of its records is a problem, though every record is sound."""
    records, roots = _log(1, 4)
    found = verify(records, [replace(roots[0], root_hash="0" * 64), roots[1]])
    assert _kinds(found) == [ProblemKind.ROOT_HASH]
    assert found.problems[0].startswith("The first 1 record")


def test_law_11_roots_that_do_not_grow_are_named() -> None:
    """A later root covers more; one that repeats or shrinks was put there."""
    records, (first, second) = _log(3, 4)
    assert _kinds(verify(records, [first, second, second])) == [ProblemKind.ROOT_ORDER]
    assert verify(records, [second, first]).problems == (
        "The root of run r1 covers 3 records, but an earlier root already covers 7: a log can only grow.",
    )


def test_law_11_log_rewritten_with_its_roots_is_found_by_a_root_that_others_hold() -> None:
    """Whoever holds the whole database can make it agree with itself, but not with what others kept."""
    _, held = _log(3, 4)
    records, roots = _log(3, 3)
    assert verify(records, roots).ok
    assert _kinds(verify(records, roots, held=held)) == [ProblemKind.SHORT_TAIL]
    assert verify(*_log(3, 4, 2), held=held).ok
    assert _kinds(verify(*_log(2, 5, 1), held=held)) == [ProblemKind.ROOT_HASH, ProblemKind.ROOT_HASH]


def test_endless_problems_are_counted_and_not_all_kept() -> None:
    """A trail in pieces is told in a message that can be read."""
    body = b"{}"
    found = verify((Record(index, body, leaf_hash(body).hex()) for index in range(MOST_PROBLEMS + 5)), [])
    assert (len(found.found), found.more) == (MOST_PROBLEMS, 5)
    assert found.problems[-1] == "There are 5 further problems."
