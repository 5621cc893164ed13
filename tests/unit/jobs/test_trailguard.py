"""Nights on a record that was tampered with: what must go goes, nothing is given, and a person decides."""

from dataclasses import replace

import anyio
import pytest

from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.letters import LetterKind
from sharepoint_gate.access.letters_checkpoint import checkpoint_letters
from sharepoint_gate.errors import LawError, TrailBrokenError, UnavailableError
from sharepoint_gate.jobs.night import TRAIL_TROUBLE, Night
from sharepoint_gate.jobs.reconcile import reconcile
from sharepoint_gate.jobs.think import Gathered
from sharepoint_gate.jobs.trailguard import (
    TrailState,
    as_recorded,
    look_at,
    require_order,
    sign_off,
    size_of_sound,
    sound_log,
    state_of,
)
from sharepoint_gate.trail.events import EventKind
from tests.fakes.trail_store import FakeTrailStore
from tests.unit.jobs.nights import Nights
from tests.unit.jobs.test_stopped_and_broken import declared_by, nights


def tampered() -> Nights:
    """A partnership whose record somebody edited after a night; a wrong access and a missing one stand."""
    scene = nights()
    scene.run()
    made = nights()
    made.trail = scene.trail
    edit(made.trail)
    return made


def edit(trail: FakeTrailStore) -> None:
    """Change a record that was sealed."""
    one = trail._records[1]
    trail._records[1] = replace(one, body=one.body.replace(b"items", b"itema"))


def test_law_11_on_a_tampered_record_access_is_only_taken_away() -> None:
    """What must go goes in the same night, what is missing waits, and the report says why."""
    scene = tampered()
    run = scene.run()
    assert [one.change.__class__.__name__ for one in run.applied] == ["DeletePermission"]
    assert [one.change.__class__.__name__ for one in run.thought.plan.held] == ["GrantReaders"]
    told = [one for one in run.thought.plan.findings if one.kind is FindingKind.TRAIL_BROKEN]
    assert len(told) == 1
    assert "Record 1 was changed" in told[0].sentence
    assert Night(run, None).exit_code == TRAIL_TROUBLE
    assert state_of(look_at(scene.trail)) is TrailState.WAITS


def test_law_11_the_new_log_begins_with_a_record_of_the_break() -> None:
    """Its first words say what was wrong with the one before, which is left as it is."""
    scene = tampered()
    before = list(scene.trail.records())
    scene.run()
    assert scene.trail.kinds[:2] == [EventKind.TRAIL_BROKEN, EventKind.RUN_STARTED]
    assert list(scene.trail.records(log=1)) == before
    told = scene.trail.events[0].data
    assert told["log"] == 1
    assert told["size"] == len(before)
    assert told["last_good"] is None


def test_law_11_nothing_is_given_until_a_person_signs_off_and_everything_after() -> None:
    """One night or ten: it stays so, until somebody has looked."""
    scene = tampered()
    scene.run()
    again = scene.run()
    assert again.trail
    assert [one.change.__class__.__name__ for one in again.thought.plan.held] == ["GrantReaders"]
    sign_off(scene.trail, scene.clock, "gate as u01", "u01", "a disk was restored by hand")
    assert scene.trail.kinds[-1] is EventKind.TRAIL_SIGNED_OFF
    run = scene.run()
    assert run.trail == ""
    assert [one.change.__class__.__name__ for one in run.applied] == ["GrantReaders"]
    assert state_of(look_at(scene.trail)) is TrailState.IN_ORDER


def test_law_11_who_looks_at_a_plan_is_told_too_and_nothing_is_begun() -> None:
    """A look writes nothing, not even a new log."""
    scene = tampered()
    declared = as_recorded(declared_by(scene.scene), scene.trail)
    assert "does not verify" in declared.trail
    assert scene.trail.earlier == []
    assert state_of(look_at(scene.trail)) is TrailState.BROKEN


def test_law_11_what_gives_access_besides_the_night_is_refused() -> None:
    """A doctor's trial makes links, so it waits for the person; what only records does not."""
    scene = tampered()
    with pytest.raises(TrailBrokenError):
        size_of_sound(scene.trail)
    with pytest.raises(TrailBrokenError):
        sign_off(scene.trail, scene.clock, "gate", "u01", "too early")
    scene.run()
    with pytest.raises(TrailBrokenError):
        require_order(scene.trail)
    assert size_of_sound(scene.trail) == len(list(scene.trail.records()))


@pytest.mark.parametrize(
    ("error", "ends"), [(UnavailableError("no answer"), TrailBrokenError), (LawError("stopped"), LawError)]
)
def test_law_11_run_that_fails_besides_tells_of_the_trail_first(
    error: Exception, ends: type[Exception]
) -> None:
    """The foremost exit code is the trail's, but for a law that would have been broken."""
    scene = tampered()

    async def gather(_declared: object) -> Gathered:
        raise error

    with pytest.raises(ends):
        anyio.run(reconcile, declared_by(scene.scene), replace(scene.bench(), gather=gather))
    assert scene.trail.kinds[-1] is EventKind.RUN_FINISHED


def test_law_11_log_that_cannot_be_begun_soundly_stops_the_run() -> None:
    """Where the new log does not verify either, somebody is at work: nothing is done."""

    class Stubborn(FakeTrailStore):
        def begin_anew(self, after: int, events: object) -> bool:
            assert after
            assert events
            return False

    scene = tampered()
    stubborn = Stubborn()
    stubborn._records, stubborn._roots = scene.trail._records, scene.trail._roots
    with pytest.raises(TrailBrokenError, match="neither does the log"):
        sound_log(stubborn, scene.clock, "r", "gate")


def test_law_12_witnesses_get_one_checkpoint_a_night_and_nothing_else() -> None:
    """The key holds no address, the letter holds the checkpoint, and an address twice counts once."""
    day = nights().scene.now.date()
    letters = checkpoint_letters(
        ["dpo@a.example", "dpo@a.example", "x@b.example"], "log\n3\nhead\n\n— s\n", day
    )
    assert [one.to for one in letters] == ["dpo@a.example", "x@b.example"]
    assert letters[0].kind is LetterKind.CHECKPOINT
    assert letters[0].facts == {"day": day, "lines": ["log", "3", "head", "", "— s"]}
    assert "@" not in letters[0].key
    assert letters[0].key.endswith(str(day))
    assert letters == checkpoint_letters(["dpo@a.example", "x@b.example"], "log\n3\nhead\n\n— s\n", day)
    assert checkpoint_letters(["x@b.example"], "", day) == ()
