"""Nights that are asked to stop, and nights on the last valid roster while the files have a fault."""

from dataclasses import replace

import anyio

from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.jobs.reconcile import Run, reconcile
from sharepoint_gate.jobs.think import Declared
from sharepoint_gate.roster.agreement import AgreementRegister
from sharepoint_gate.trail.events import EventKind, OutcomeState
from tests.unit.jobs.nights import Nights
from tests.world import Scene, direct

CASE = "RR-2026-001"
PACK, MINUTES = (f"{CASE}/40-panel-pack/{name}.docx" for name in ("pack", "minutes"))


def nights() -> Nights:
    """A case with an access too many on one file, and the gate's own link missing on the other."""
    made = Scene().case(CASE, "panel-meeting", u12="panel-member", u13="panel-member")
    made.file(PACK, MINUTES).in_sync()
    made.unshare(MINUTES, f"own-item:{MINUTES}").share(PACK, direct("u13", role="write"))
    return Nights(made)


def declared_by(scene: Scene, broken: str = "") -> Declared:
    """Return what a scene declares."""
    register = AgreementRegister(scene.versions, dict(scene.decisions))
    return Declared(scene.roster(), scene.book, register, scene.rules, broken=broken)


def test_law_10_asked_to_stop_the_gate_finishes_the_change_in_hand_and_begins_no_other() -> None:
    """Every change has an outcome, the run its end, and the next night does the rest."""
    scene = nights()

    def stopping() -> bool:
        return EventKind.OUTCOME in scene.trail.kinds

    run = anyio.run(reconcile, declared_by(scene.scene), replace(scene.bench(), stopping=stopping))
    assert [one.state for one in run.applied] == [OutcomeState.APPLIED, OutcomeState.SKIPPED]
    assert scene.trail.kinds[-1] is EventKind.RUN_FINISHED
    assert not scene.trail.open_intents()
    assert [one.state for one in scene.run().applied] == [OutcomeState.APPLIED]


def broken_night(scene: Nights) -> Run:
    """Let one night pass on the last valid files."""
    return anyio.run(reconcile, declared_by(scene.scene, "roster.yaml:12:3: a fault"), scene.bench())


def test_law_13_on_a_broken_roster_the_last_valid_one_takes_away_and_gives_nothing() -> None:
    """What must go goes, what is missing waits, and the plan says why."""
    scene = nights()
    run = broken_night(scene)
    assert [one.change.__class__.__name__ for one in run.applied] == ["DeletePermission"]
    assert [one.change.__class__.__name__ for one in run.thought.plan.held] == ["GrantReaders"]
    assert not run.complete


def test_law_13_a_broken_roster_is_a_finding_with_its_place_and_the_revision_in_force() -> None:
    """A person can go to the line, and knows which roster judged meanwhile."""
    scene = nights()
    found = [
        one for one in broken_night(scene).thought.plan.findings if one.kind is FindingKind.ROSTER_BROKEN
    ]
    assert len(found) == 1
    assert "roster.yaml:12:3" in found[0].sentence
    assert f"Revision {scene.scene.roster().revision} stays in force" in found[0].sentence


def test_law_13_once_the_roster_is_mended_what_waited_is_given() -> None:
    """The night after gives what was held."""
    scene = nights()
    broken_night(scene)
    run = scene.run()
    assert [one.change.__class__.__name__ for one in run.applied] == ["GrantReaders"]
    assert run.complete


def test_what_a_run_is_told_to_note_stands_in_its_trail_from_the_beginning() -> None:
    """Missed nights are named right after the run's beginning, before anything is read."""
    scene = nights()
    note = (EventKind.NIGHT_MISSED, {"night": "2026-03-27", "why": "the service was not running"})
    anyio.run(reconcile, declared_by(scene.scene), replace(scene.bench(), notes=[note]))
    assert scene.trail.kinds[:3] == [EventKind.RUN_STARTED, EventKind.NIGHT_MISSED, EventKind.OBSERVED]
