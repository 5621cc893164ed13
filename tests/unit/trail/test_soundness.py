"""Whether a log may be leaned on: keys, checkpoints, breaks and what signs them off."""

from dataclasses import replace

import pytest

from sharepoint_gate.trail.checkpoint import Checkpoint, sign_checkpoint
from sharepoint_gate.trail.events import Event, EventKind
from sharepoint_gate.trail.log import Record
from sharepoint_gate.trail.merkle import leaf_hash
from sharepoint_gate.trail.note import VerifierKey, sign_note
from sharepoint_gate.trail.soundness import Evidence, Soundness, judge
from sharepoint_gate.trail.statements import Because, chain_of, key_statement, sign_off_statement
from sharepoint_gate.trail.verify import MOST_PROBLEMS, Problem, ProblemKind
from tests.fakes.clock import QUIET_NIGHT
from tests.fakes.events import an_event
from tests.fakes.signed_log import SignedLog
from tests.fakes.signing import ORIGIN, FakeSigner, is_true

FIRST, SECOND_KEY, STRANGER = FakeSigner("first"), FakeSigner("second"), FakeSigner("stranger")


def a_log(*sizes: int) -> SignedLog:
    """A log with a run of so many events each."""
    log = SignedLog()
    for size in sizes or (3, 2):
        log.append([an_event(n=n) for n in range(size)])
        log.seal()
    return log


def kinds(found: Soundness) -> set[ProblemKind]:
    """The kinds of what is wrong."""
    return {one.kind for one in found.verification.found}


def key(signer: FakeSigner, origin: str = ORIGIN) -> VerifierKey:
    """A key as others keep it."""
    return VerifierKey(origin, signer.public)


def test_law_11_signed_log_is_in_order() -> None:
    """An honest log has no problem, and says its name, its key and its last good checkpoint."""
    log = a_log()
    found = log.judged(log.checkpoints, [key(FIRST)])
    assert (found.ok, found.why, found.origin, found.key) == (True, "", ORIGIN, key(FIRST))
    assert found.last_good == log.roots[-1]
    assert found.last_note == log.checkpoints[-1]
    assert log.second(log.checkpoints, [key(FIRST)])[0] == 0


def test_log_before_its_first_key_is_in_order() -> None:
    """A database of an older version, or a new one, has nothing signed yet."""
    found = judge([], Evidence(check=is_true))
    assert (found.ok, found.key, found.last_good, found.last_note) == (True, None, None, "")
    assert found.chain.at(5) is None
    assert found.chain.public is None


def test_law_11_key_that_rotates_is_vouched_for_by_the_one_before() -> None:
    """Each checkpoint is signed with the key that the record names at its size."""
    log = a_log()
    log.name_key(SECOND_KEY, FIRST, Because.ROTATED)
    log.seal()
    assert log.judged(keys=[key(FIRST)]).ok
    assert log.second(keys=[key(FIRST)])[0] == 0
    log.checkpoints[-1] = sign_checkpoint(Checkpoint(ORIGIN, log.roots[-1].size, bytes(32)), FIRST)
    assert ProblemKind.CHECKPOINT in kinds(log.judged())
    assert log.second()[0] == 5


def test_law_11_key_that_nobody_vouches_for_passes_only_for_who_holds_it() -> None:
    """A lost key may be replaced; whoever holds the old one is told, and asks why."""
    log = a_log()
    log.name_key(SECOND_KEY, None, Because.REPLACED)
    log.seal()
    assert log.judged().ok
    assert not log.judged(keys=[key(FIRST)]).ok
    assert log.judged(keys=[key(FIRST), key(SECOND_KEY)]).ok
    assert [log.second(keys=keys)[0] for keys in ([], [key(FIRST)], [key(FIRST), key(SECOND_KEY)])] == [
        0,
        5,
        0,
    ]


def test_law_11_trail_that_never_had_the_key_is_not_the_trail() -> None:
    """A whole trail made anew under another key is another trail."""
    log = a_log()
    assert kinds(log.judged(keys=[key(STRANGER)])) == {ProblemKind.KEY}
    assert log.second(keys=[key(STRANGER)])[0] == 5


@pytest.mark.parametrize(
    "statement",
    [
        "nothing",
        sign_note("one line\n", [(ORIGIN, SECOND_KEY)]),
        sign_note(f"something else\n{ORIGIN}\n{key(SECOND_KEY)}\nrotated\n", [(ORIGIN, SECOND_KEY)]),
        key_statement("elsewhere", SECOND_KEY, FIRST, Because.ROTATED),
        key_statement(ORIGIN, SECOND_KEY, None, Because.ROTATED),
        key_statement(ORIGIN, SECOND_KEY, STRANGER, Because.ROTATED),
        key_statement(ORIGIN, SECOND_KEY, FIRST, Because.FIRST),
        sign_note(f"sharepoint-gate trail key\n{ORIGIN}\n{key(SECOND_KEY)}\nrotated\n", [(ORIGIN, FIRST)]),
        sign_note(
            f"sharepoint-gate trail key\n{ORIGIN}\n{key(SECOND_KEY)}\nbought\n", [(ORIGIN, SECOND_KEY)]
        ),
    ],
)
def test_law_11_statement_that_is_none_names_no_key(statement: str) -> None:
    """Only the key in force, and the new one itself, can let a key follow."""
    log = a_log()
    data = {"key": "k", "statement": statement}
    log.append([Event(EventKind.TRAIL_KEY, "r", QUIET_NIGHT, "gate", data)])
    log.seal()
    found = log.judged()
    assert ProblemKind.KEY in kinds(found)
    assert found.key == key(FIRST)
    assert log.second()[0] == 5


def test_first_key_of_a_log_cannot_follow_another() -> None:
    """A log begins with a first key."""
    chain = chain_of([(0, key_statement(ORIGIN, FIRST, SECOND_KEY, Because.ROTATED))], is_true)
    assert (chain.links, len(chain.faults), chain.origin) == ((), 1, "")


def test_law_11_checkpoint_of_another_log_or_of_none_is_named() -> None:
    """What stands among the checkpoints is of this log, or is a problem."""
    for wrong in ("nothing", sign_checkpoint(Checkpoint("elsewhere", 4, bytes(32)), FIRST)):
        log = a_log()
        log.checkpoints.append(wrong)
        assert kinds(log.judged()) == {ProblemKind.CHECKPOINT}
        assert log.second()[0] == 5


def test_kept_checkpoint_of_another_log_is_passed_over_here() -> None:
    """A folder may hold those of an earlier log too."""
    other = sign_checkpoint(Checkpoint(f"{ORIGIN}/2", 400, bytes(32)), FIRST)
    assert a_log().judged([other, "nothing"]).ok


def test_law_11_record_that_calls_itself_otherwise_than_its_checkpoints_is_named() -> None:
    """A trail has one name."""
    log = a_log()
    evidence = Evidence(origin="elsewhere", check=is_true)
    found = judge(log.records, evidence)
    assert kinds(found) == {ProblemKind.KEY}


def test_law_11_checkpoints_of_a_log_that_names_no_key_are_named() -> None:
    """Somebody took the record out that says with what they are signed."""
    log = a_log()
    bare = [one for one in log.records if b'"trail-key"' not in one.body]
    found = judge(bare, Evidence(origin=ORIGIN, checkpoints=log.checkpoints, check=is_true))
    assert ProblemKind.CHECKPOINT in kinds(found)
    emptied = judge([], Evidence(origin=ORIGIN, kept=log.checkpoints, check=is_true))
    assert kinds(emptied) == {ProblemKind.SHORT_TAIL}


def test_what_could_not_be_read_is_a_problem_and_the_list_stays_short() -> None:
    """A cell that holds nonsense is tampering too; nobody reads a thousand of them."""
    found = judge([], Evidence(damaged=["The root is unreadable."] * (MOST_PROBLEMS + 5)))
    assert (len(found.verification.found), found.verification.more) == (MOST_PROBLEMS, 5)
    assert found.why.startswith("the trail does not verify: The root is unreadable.")


def a_log_after_a_break() -> SignedLog:
    """A log that begins with a break."""
    log = SignedLog()
    data = {"log": 1, "found": ["Record 7 is missing."]}
    log.append([Event(EventKind.TRAIL_BROKEN, "r", QUIET_NIGHT, "gate", data)])
    log.seal()
    return log


def signed_off(log: SignedLog, signer: FakeSigner, index: int | None = None) -> Soundness:
    """Sign a log off, by whoever signs."""
    at = len(log.records) if index is None else index
    statement = sign_off_statement(ORIGIN, at, "seen", "u01", signer)
    data = {"by": "u01", "reason": "seen", "statement": statement}
    log.append([Event(EventKind.TRAIL_SIGNED_OFF, "r", QUIET_NIGHT, "gate", data)])
    log.seal()
    return log.judged()


def test_law_11_log_after_a_break_waits_until_a_person_signs_it_off() -> None:
    """Why nothing is granted says when and how it was found broken; signed off, nothing stands against it."""
    log = a_log_after_a_break()
    found = log.judged()
    assert (found.ok, found.waits) == (True, True)
    assert found.why == (
        "the trail was found broken on 27 March 2026 (Record 7 is missing), "
        "and nobody has signed off yet that it goes on"
    )
    assert "Nobody has signed that off yet." in log.second()[1]
    after = signed_off(log, FIRST)
    assert (after.waits, after.why) == (False, "")
    assert after.broken is not None
    assert after.broken.signed_off == "u01: seen"
    assert "Signed off by u01: seen" in log.second()[1]


@pytest.mark.parametrize(("signer", "index"), [(STRANGER, None), (FIRST, 1)])
def test_law_11_sign_off_that_the_key_did_not_sign_for_this_place_counts_for_nothing(
    signer: FakeSigner, index: int | None
) -> None:
    """Who can only write records cannot sign off, nor use an old word again."""
    assert signed_off(a_log_after_a_break(), signer, index).waits


def test_sign_off_that_is_no_note_counts_for_nothing() -> None:
    """A record without a statement is somebody's edit."""
    log = a_log_after_a_break()
    log.append([Event(EventKind.TRAIL_SIGNED_OFF, "r", QUIET_NIGHT, "gate", {"by": "u01"})])
    assert log.judged().waits
    assert log.second()[0] == 5


def test_break_that_does_not_say_how_is_still_a_break() -> None:
    """What is missing is said so."""
    log = SignedLog()
    log.append([Event(EventKind.TRAIL_BROKEN, "r", QUIET_NIGHT, "gate", {})])
    assert "it is not told how" in log.judged().why


def test_trail_that_cannot_be_signed_is_not_in_order() -> None:
    """Without a key nobody could show later that the record was not rewritten."""
    found = judge([], Evidence(unsigned="the key file is gone"))
    assert (found.ok, found.why) == (True, "the trail cannot be signed: the key file is gone")


def test_record_that_cannot_be_read_says_nothing_of_keys() -> None:
    """A damaged record is a problem of its own and no statement."""
    log = a_log()
    body = log.records[3].body.replace(b'"kind":"trail-key"', b'"kind":"trail-key" ')
    log.records[3] = Record(3, body, leaf_hash(body).hex())
    assert log.judged().key is None
    assert not log.judged().ok


def test_unsigned_trail_is_judged_by_hashes_alone() -> None:
    """Where nothing signs, a sign-off needs no signature."""
    log = a_log_after_a_break()
    log.append([Event(EventKind.TRAIL_SIGNED_OFF, "r", QUIET_NIGHT, "gate", {"by": "u01", "reason": "seen"})])
    plain = [one for one in log.records if b'"trail-key"' not in one.body]
    found = judge(plain[:1], Evidence())
    assert found.waits
    event = Event(EventKind.TRAIL_SIGNED_OFF, "r", QUIET_NIGHT, "gate", {"by": "u01", "reason": "seen"})
    bare = SignedLog()
    bare.append([Event(EventKind.TRAIL_BROKEN, "r", QUIET_NIGHT, "gate", {"found": []}), event])
    assert judge(bare.records, Evidence()).why == ""


def test_evidence_takes_further_kept_checkpoints() -> None:
    """Those in the folder and those that somebody brings are one list."""
    assert replace(Evidence(), kept=["a"]).with_kept(["b"]).kept == ("a", "b")


def test_problems_found_elsewhere_are_added() -> None:
    """Kept checkpoints of earlier logs are judged apart, and told together."""
    found = a_log().judged()
    more = found.with_problems([Problem(ProblemKind.CHECKPOINT, 4, "It is of another log.")])
    assert (found.ok, more.ok, more.verification.problems) == (True, False, ("It is of another log.",))


def test_law_11_without_a_way_to_check_no_statement_counts() -> None:
    """An unsigned store takes no key from a record that says it names one."""
    log = a_log()
    found = judge(log.records, Evidence(origin=ORIGIN))
    assert found.key is None
    assert kinds(found) == {ProblemKind.KEY}


def test_record_that_only_speaks_of_a_key_names_none() -> None:
    """The words may stand in any record's data."""
    log = SignedLog()
    log.append([an_event(nested={"kind": "trail-key"})])
    log.name_key(FIRST, None, Because.FIRST)
    log.seal()
    assert log.judged().ok
