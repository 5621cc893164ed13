"""What decides whether a log may be leaned on, each rule where only it makes the difference (law 11)."""

import pytest

from sharepoint_gate.trail.events import Event, EventKind
from sharepoint_gate.trail.log import Root
from sharepoint_gate.trail.note import VerifierKey, sign_note
from sharepoint_gate.trail.soundness import Evidence, Soundness, judge
from sharepoint_gate.trail.statements import KEY_HEAD, SIGN_OFF_HEAD, Chain, is_signed_off, sign_off_statement
from sharepoint_gate.trail.verify import MOST_PROBLEMS, Problem, ProblemKind
from tests.fakes.clock import QUIET_NIGHT
from tests.fakes.events import an_event
from tests.fakes.signed_log import SignedLog, with_body
from tests.fakes.signing import ORIGIN, FakeSigner, is_true

FIRST, OTHER = FakeSigner("first"), FakeSigner("other")


def _log() -> SignedLog:
    """A log of two runs, sealed after each."""
    log = SignedLog()
    for size in (3, 2):
        log.append([an_event(n=n) for n in range(size)])
        log.seal()
    return log


def _key(signer: FakeSigner) -> VerifierKey:
    return VerifierKey(ORIGIN, signer.public)


def _problems(found: Soundness) -> list[tuple[ProblemKind, int]]:
    return [(one.kind, one.at) for one in found.verification.found]


def test_law_11_the_last_good_root_is_the_last_one_that_the_records_agree_with() -> None:
    """What was written after it is in doubt: neither a later root nor its note is called good."""
    log = _log()
    log.records[-1] = with_body(log.records[-1], log.records[-1].body.replace(b'"n":1', b'"n":9'))
    found = log.judged()
    assert not found.ok
    assert found.last_good is not None
    assert (found.last_good.size, found.last_good.root_hash) == (log.roots[0].size, log.roots[0].root_hash)
    assert found.last_note == log.checkpoints[0]


def test_law_11_a_log_that_agrees_with_no_root_has_no_last_good_one() -> None:
    """Neither its later roots, nor a sealed nothing, are anything to go on from."""
    log = _log()
    log.records[0] = with_body(log.records[0], log.records[0].body.replace(b'"n":0', b'"n":9'))
    found = log.judged()
    assert (found.last_good, found.last_note) == (None, "")
    empty = Root(0, judge([], Evidence()).verification.root_hash, "r", QUIET_NIGHT)
    assert judge([], Evidence(roots=[empty])).last_good is None


def test_a_log_without_a_break_waits_for_nobody() -> None:
    """There is nothing to sign off."""
    assert _log().judged().waits is False


def test_law_11_a_checkpoint_is_told_by_its_place_and_a_kept_one_as_kept() -> None:
    """Who looks for it counts from one; a checkpoint belongs to no run."""
    log = _log()
    log.checkpoints.insert(1, "nothing")
    (told,) = log.judged().verification.found
    assert (told.kind, told.at, told.sentence) == (
        ProblemKind.CHECKPOINT,
        2,
        "Checkpoint 2 is none of this trail.",
    )
    changed = _log()
    kept = tuple(changed.checkpoints)
    changed.records[0] = with_body(changed.records[0], changed.records[0].body.replace(b'"n":0', b'"n":9'))
    blind = judge(changed.records, Evidence(origin=ORIGIN, kept=kept, check=is_true))
    told_of = [one.sentence for one in blind.verification.found if one.kind is ProblemKind.ROOT_HASH]
    assert len(told_of) == len(kept)
    assert all("are not the ones that a kept checkpoint covers" in one for one in told_of)


def test_law_11_keys_that_are_not_the_trails_are_told_of_the_whole_trail() -> None:
    """They are about no single record."""
    named = judge(_log().records, Evidence(origin="elsewhere", check=is_true))
    assert _problems(named) == [(ProblemKind.KEY, 0)]
    assert named.origin == ORIGIN
    never = _log().judged(keys=[_key(OTHER)])
    assert _problems(never)[0] == (ProblemKind.KEY, 0)


def test_the_origin_before_the_first_key_is_the_one_that_evidence_names() -> None:
    """A new log has a name already, so that its first checkpoint can carry it."""
    assert judge([], Evidence(origin=ORIGIN)).origin == ORIGIN


def test_law_11_the_list_of_problems_is_cut_and_none_is_lost_from_the_count() -> None:
    """Problems found later go behind the earlier ones, as far as there is room, and are counted beyond."""
    one = Problem(ProblemKind.KEY, 4, "One.")
    two = Problem(ProblemKind.KEY, 5, "Two.")
    full = judge([], Evidence(damaged=["Damaged."] * (MOST_PROBLEMS + 3)))
    more = full.with_problems([one, two])
    assert (len(more.verification.found), more.verification.more) == (MOST_PROBLEMS, 5)
    nearly = judge([], Evidence(damaged=["Damaged."] * (MOST_PROBLEMS - 1))).with_problems([one, two])
    assert (nearly.verification.found[-1], nearly.verification.more) == (one, 1)


def test_law_11_nothing_is_signed_off_before_the_first_key() -> None:
    """A true signature of a key that the log does not name yet signs nothing off."""
    statement = sign_off_statement(ORIGIN, 0, "seen", "u01", FIRST)
    nameless = statement.replace(ORIGIN, "", 1)
    for one in (statement, nameless):
        assert is_signed_off(one, Chain(), 0, lambda *_: True) is False


@pytest.mark.parametrize(
    "text",
    [
        f"something else\n{ORIGIN}\n{{size}}\nu01\nseen\n",
        f"{SIGN_OFF_HEAD}\n{ORIGIN}\n{{size}}\nu01\n",
        f"{SIGN_OFF_HEAD}\n{ORIGIN}\n{{size}}\nu01\nseen\nand more\n",
        f"{KEY_HEAD}\n{ORIGIN}\n{{size}}\nu01\nseen\n",
    ],
)
def test_law_11_a_note_of_the_right_key_about_something_else_signs_nothing_off(text: str) -> None:
    """The key signs checkpoints and other keys too: head and length both have to be a sign-off's."""
    log = SignedLog()
    log.append([Event(EventKind.TRAIL_BROKEN, "r", QUIET_NIGHT, "gate", {"log": 1, "found": ["x"]})])
    log.seal()
    note = sign_note(text.format(size=len(log.records)), [(ORIGIN, FIRST)])
    data = {"by": "u01", "reason": "seen", "statement": note}
    log.append([Event(EventKind.TRAIL_SIGNED_OFF, "r", QUIET_NIGHT, "gate", data)])
    assert log.judged().waits


@pytest.mark.parametrize(
    "lines",
    [
        ["something else", ORIGIN, "{key}", "first"],
        [KEY_HEAD, ORIGIN, "{key}", "first", "and more"],
        [KEY_HEAD, "elsewhere", "{key}", "first"],
    ],
)
def test_law_11_a_note_about_something_else_names_no_key(lines: list[str]) -> None:
    """Signed by the very key that it names, it still has to be a key's statement, and of one log."""
    log = SignedLog()
    text = "".join(f"{line}\n" for line in lines).format(key=_key(FIRST))
    data = {"key": str(_key(FIRST)), "statement": sign_note(text, [(ORIGIN, FIRST)])}
    log.append([Event(EventKind.TRAIL_KEY, "r", QUIET_NIGHT, "gate", data)])
    found = log.judged()
    assert found.key is None
    assert (ProblemKind.KEY, 0) in _problems(found)
