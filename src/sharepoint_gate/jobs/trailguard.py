"""The trail's guard: nothing is done on a record that does not verify, but taking away never waits for one.

A broken log is left as it is, as evidence. A new one begins, whose first record tells of the break, and until
a person signs that off, access is only taken away.

Source: ADR-0012
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from sharepoint_gate.errors import RefusedError, TrailBrokenError
from sharepoint_gate.jobs.think import Declared
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.ports.store import TrailStore
from sharepoint_gate.trail.checkpoint import parse_checkpoint
from sharepoint_gate.trail.events import Event, EventKind
from sharepoint_gate.trail.note import VerifierKey
from sharepoint_gate.trail.soundness import Soundness, judge
from sharepoint_gate.trail.verify import Problem, ProblemKind


class TrailState(StrEnum):
    """How the trail is, in words without names."""

    IN_ORDER = "in order"
    BROKEN = "the trail does not verify"
    WAITS = "a break of the trail waits to be signed off"
    UNSIGNED = "the trail cannot be signed"


ABOUT_CHECKPOINTS = frozenset({ProblemKind.CHECKPOINT, ProblemKind.ROOT_HASH, ProblemKind.SHORT_TAIL})
MEND = "Keep the database as it is, tell the data protection officer, and follow docs/how-to/trail.md."
MOST_TOLD = 10


def look_at(trail: TrailStore, kept: Sequence[str] = (), keys: Sequence[VerifierKey] = ()) -> Soundness:
    """Judge the log of now; nothing is written.

    Args:
        trail: The trail.
        kept: Further signed checkpoints that somebody kept.
        keys: Keys that somebody holds for this trail.
    """
    evidence = trail.evidence()
    return judge(trail.records(), evidence.with_kept(kept), keys)


def look_at_all(trail: TrailStore, kept: Sequence[str], keys: Sequence[VerifierKey]) -> Soundness:
    """Judge the log of now, and kept checkpoints also of earlier logs, by recomputing them."""
    found = look_at(trail, kept, keys)
    foreign = [note for note in kept if parse_checkpoint(note)[0].origin != found.origin]
    problems = [one for note in foreign for one in _of_earlier(trail, found.number, note)]
    return found.with_problems(problems)


def _of_earlier(trail: TrailStore, now: int, note: str) -> Sequence[Problem]:
    """Compare a checkpoint with what is left of the broken log that it is of."""
    head = parse_checkpoint(note)[0]
    for number in range(1, now):
        evidence = trail.evidence(log=number)
        if head.origin == evidence.origin:
            found = judge(trail.records(log=number), replace(evidence, kept=[note])).verification.found
            return [one for one in found if one.at == head.size and one.kind in ABOUT_CHECKPOINTS]
    sentence = f"A kept checkpoint is of {head.origin}, and this record has no such log."
    return [Problem(ProblemKind.CHECKPOINT, 0, sentence)]


def state_of(found: Soundness) -> TrailState:
    """Return how the trail is."""
    if not found.ok:
        return TrailState.BROKEN
    if found.waits:
        return TrailState.WAITS
    return TrailState.UNSIGNED if found.unsigned else TrailState.IN_ORDER


def sound_log(trail: TrailStore, clock: Clock, run_id: str, actor: str) -> Soundness:
    """Judge the log of now; where it does not verify, begin the next one with a record of that.

    Args:
        trail: The trail.
        clock: The gate's.
        run_id: What the new log's first record is written under.
        actor: Operating-system account, and the stated roster id when there is one.

    Returns:
        The state of the log that is to be written into: its ``why`` tells why nothing may be granted.

    Raises:
        TrailBrokenError: The new log does not verify either.
    """
    found = look_at(trail)
    if found.ok:
        return found
    begun = trail.begin_anew(
        found.number,
        [Event(EventKind.TRAIL_BROKEN, run_id, clock.now(), actor, broken_data(found))],
    )
    if begun:
        trail.seal(run_id, clock.now())
    after = look_at(trail)
    if not after.ok:
        raise TrailBrokenError(
            "The audit trail does not verify, and neither does the log that was begun after it.",
            why="; ".join(after.verification.problems[:3]),
            mend=MEND,
        )
    return after


def size_of_sound(trail: TrailStore) -> int:
    """Return the number of records of a trail that verifies; a break that waits for a person may stand.

    Raises:
        TrailBrokenError: It does not verify.
    """
    found = look_at(trail)
    if not found.ok:
        raise broken_error(found, "The audit trail does not verify, so nothing was done.")
    return found.verification.size


def require_order(trail: TrailStore) -> int:
    """Return the number of records of a trail that is in order, for what gives somebody access.

    Raises:
        TrailBrokenError: It does not verify, or a break waits for a person, or it cannot be signed.
    """
    found = look_at(trail)
    if found.why:
        raise broken_error(found, "The audit trail is not in order, so nothing was done.")
    return found.verification.size


def as_recorded(declared: Declared, trail: TrailStore) -> Declared:
    """Return what is declared, with what the record says against granting anything; nothing is written."""
    return replace(declared, trail=look_at(trail).why)


def broken_error(found: Soundness, what: str, more: str = "") -> TrailBrokenError:
    """Return what a person is told while the trail is not in order."""
    why = found.why if found.ok else "; ".join(found.verification.problems[:3])
    return TrailBrokenError(what, why=f"{why}; {more}" if more else why, mend=MEND)


def sign_off(trail: TrailStore, clock: Clock, actor: str, by: str, reason: str) -> None:
    """Write down that a person has looked at a break and lets the trail go on.

    Raises:
        RefusedError: No break waits for anybody.
        TrailBrokenError: The log of now does not verify: a run begins a new one first.
        TrailKeyError: The trail cannot be signed.
    """
    found = look_at(trail)
    if not found.ok:
        raise broken_error(found, "The audit trail does not verify, so nothing can be signed off yet.")
    if not found.waits:
        raise RefusedError(
            "No break of the trail waits for a person.",
            mend="`sharepoint-gate trail verify` tells how it is.",
        )
    run_id = f"{clock.now():%Y%m%dT%H%M%SZ}-{found.verification.size}"
    trail.sign_off(
        Event(EventKind.TRAIL_SIGNED_OFF, run_id, clock.now(), actor, {"by": by, "reason": reason})
    )
    trail.seal(run_id, clock.now())


def broken_data(found: Soundness) -> Mapping[str, object]:
    """Return what the first record of a new log says of the broken one."""
    told, good = found.verification, found.last_good
    last = {"size": good.size, "root_hash": good.root_hash, "run_id": good.run_id} if good else None
    return {
        "log": found.number,
        "origin": found.origin,
        "size": told.size,
        "root_hash": told.root_hash,
        "found": list(told.problems[:MOST_TOLD]),
        "problems": len(told.found) + told.more,
        "last_good": {**last, "checkpoint": found.last_note} if last else None,
    }
