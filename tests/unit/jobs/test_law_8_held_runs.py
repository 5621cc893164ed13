"""Law 8 and 9 in whole nights: a held plan gives nothing, its lane goes on, and a release fits one plan."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import anyio
import pytest

from sharepoint_gate.access.changes import DeletePermission, GrantReaders
from sharepoint_gate.access.rails_model import RailName, Release
from sharepoint_gate.errors import RailError, SettingsError, StalePlanError
from sharepoint_gate.jobs.night import REFUSED, Night
from sharepoint_gate.jobs.rails import weigh
from sharepoint_gate.jobs.rails_release import Wish, let_pass
from sharepoint_gate.jobs.reconcile import Run, reconcile
from sharepoint_gate.jobs.think import Declared, Thought, think
from sharepoint_gate.roster.agreement import AgreementRegister
from sharepoint_gate.trail.events import EventKind, OutcomeState
from tests.unit.access.rails_scene import case_name, drop, partnership, people
from tests.unit.jobs.nights import Nights
from tests.world import Scene, item_id, object_id, wide_link

FILE = f"{case_name(1)}/40-panel-pack/0.docx"


def declared(scene: Scene) -> Declared:
    """Return what people declared."""
    register = AgreementRegister(scene.versions, dict(scene.decisions))
    return Declared(scene.roster(), scene.book, register, scene.rules)


def look(nights: Nights) -> Thought:
    """Return the plan of now, as `plan` would tell it."""
    bench = nights.bench()
    return anyio.run(think, declared(nights.scene), bench.reader, bench.memory, bench.clock)


def night(nights: Nights, reviewed: str | None = None) -> Run:
    """Let a night pass on a plan that was reviewed."""
    return anyio.run(partial(reconcile, declared(nights.scene), nights.bench(), reviewed=reviewed))


def truncated() -> Nights:
    """Return a night after the roster lost five of six people; a link to everybody stands besides."""
    made = partnership(1, 6, 2).share(FILE, wide_link("anonymous"))
    nights = Nights(made)
    drop(made, people(5))
    return nights


def readers(nights: Nights, path: str = FILE) -> set[str]:
    """Return whom links name on a file."""
    entries = nights.tenant.entries[item_id(path)]
    return {str(one.object_id) for entry in entries for one in entry.people}


def test_law_8_a_held_run_takes_away_what_never_waits_and_ends_in_3() -> None:
    """The link to everybody goes, everybody who only vanished keeps reading, and all reasons are told."""
    nights = truncated()
    run = night(nights)
    assert [type(one.change) for one in run.applied] == [DeletePermission]
    assert readers(nights) == {object_id(one) for one in people(6)}
    assert isinstance(run.refused, RailError)
    assert Night(run, None).exit_code == REFUSED == run.refused.exit_code
    said = run.refused.diagnostics()
    assert "people-missing: 5 of 8" in said
    assert "removals: 10 of 12" in said
    kinds = [event.kind for event in nights.trail.events]
    assert kinds.index(EventKind.RAIL_TRIPPED) < kinds.index(EventKind.INTENT)
    assert nights.memory.applied.people.keys() >= set(people(6))


def test_law_8_the_rail_holds_night_after_night() -> None:
    """Nothing is forgotten by a held run: the next one holds as well, and changes nothing more."""
    nights = truncated()
    night(nights)
    run = night(nights)
    assert (run.applied, Night(run, None).exit_code) == ((), REFUSED)


def release_all(nights: Nights, digest: str | None = None, **parts: Any) -> list[Release]:
    """Release the plan of now past everything that holds it."""
    thought = look(nights)
    until = nights.clock.now() + timedelta(days=1)
    names = dict.fromkeys(one.name.value for one in weigh(thought, None).holding)
    wishes = [Wish(name, digest or thought.plan.digest, "the agency left", until) for name in names]
    return [
        anyio.run(let_pass, replace(one, **parts), declared(nights.scene), nights.bench()) for one in wishes
    ]


def test_law_8_a_release_lets_exactly_one_plan_pass() -> None:
    """Once each rail is released, the plan is carried out, and what it did is the new measure."""
    nights = truncated()
    made = release_all(nights)
    assert {one.rail for one in made} == {RailName.PEOPLE_MISSING, RailName.REMOVALS}
    run = night(nights)
    assert run.refused is None
    assert readers(nights) == {object_id("u15")}
    assert night(nights).refused is None
    released = [event for event in nights.trail.events if event.kind is EventKind.RAIL_RELEASED]
    assert [event.data["reason"] for event in released] == ["the agency left"] * 2


def test_law_8_a_release_of_one_rail_leaves_the_others() -> None:
    """Every rail needs a word of its own."""
    nights = truncated()
    thought = look(nights)
    until = nights.clock.now() + timedelta(days=1)
    wish = Wish("removals", thought.plan.digest, "meant", until)
    anyio.run(let_pass, wish, declared(nights.scene), nights.bench())
    run = night(nights)
    assert run.weighed is not None
    assert [one.name for one in run.weighed.holding] == [RailName.PEOPLE_MISSING]


def test_law_8_a_release_fits_no_other_plan_and_no_later_day() -> None:
    """One more edit, or the end of its time, and the release counts no more."""
    changed, late = truncated(), truncated()
    release_all(changed)
    changed.scene.person("u15", ends_on=date(2026, 3, 29))
    assert night(changed).refused is not None
    release_all(late)
    anyio.run(late.clock.sleep, 86_400.0)
    assert night(late).refused is not None


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        ({"rail": "nonsense"}, "There is no rail"),
        ({"rail": "grants"}, "not tripped"),
        ({"reason": "  "}, "needs a reason"),
        ({"reason": "x" * 301}, "needs a reason"),
    ],
)
def test_law_8_a_release_that_makes_no_sense_is_refused(parts: dict[str, Any], what: str) -> None:
    """A name, a tripped rail and a reason: without any of them nothing is released."""
    nights = truncated()
    with pytest.raises(SettingsError, match=what):
        release_all(nights, **parts)
    assert nights.memory.releases() == ()


@pytest.mark.parametrize(("days", "what"), [(0, "over before it begins"), (8, "lasts 7 days at most")])
def test_law_8_a_release_has_an_end_within_a_week(days: int, what: str) -> None:
    """Neither one that is over already, nor one that outlives a week."""
    nights = truncated()
    with pytest.raises(SettingsError, match=what):
        release_all(nights, until=nights.clock.now() + timedelta(days=days))


def test_law_8_a_release_of_another_plan_is_refused() -> None:
    """The digest must be the whole digest of the plan of now; part of it proves nothing."""
    nights = truncated()
    for digest in ("0" * 64, look(nights).plan.digest[:12]):
        with pytest.raises(StalePlanError):
            release_all(nights, digest)


def test_law_9_a_stale_plan_is_refused_and_the_lane_runs() -> None:
    """What was reviewed is not what would be done: grants wait, and the link to everybody goes."""
    made = partnership(1, 2, 2).share(FILE, wide_link("anonymous"))
    other = f"{case_name(1)}/40-panel-pack/1.docx"
    made.unshare(other, f"own-item:{other}")
    nights = Nights(made)
    run = night(nights, reviewed="0" * 64)
    assert isinstance(run.refused, StalePlanError)
    assert [type(one.change) for one in run.applied] == [DeletePermission]
    assert [type(one.change) for one in run.thought.plan.held] == [GrantReaders]
    assert Night(run, None).exit_code == REFUSED


def test_law_8_a_first_run_that_was_reviewed_passes() -> None:
    """Before anything was applied only somebody's eyes can weigh a large gift."""
    made = Scene().case(case_name(1), "panel-meeting", **dict.fromkeys(people(10), "panel-member"))
    made.file(*(f"{case_name(1)}/40-panel-pack/{one}.docx" for one in range(11)))
    made.member("u01", "owner").member("u02")
    nights = Nights(made)
    assert night(nights).refused is not None
    run = night(nights, reviewed=look(nights).plan.digest)
    assert (run.refused, len(run.applied)) == (None, 11)


def test_law_8_a_run_that_is_cut_needs_no_second_word() -> None:
    """What a released plan aims at is kept before its first write: its remainder is never weighed again."""
    nights = truncated()
    release_all(nights)
    asked = iter([False])
    bench = replace(nights.bench(), stopping=lambda: next(asked, True))
    cut = anyio.run(reconcile, declared(nights.scene), bench)
    assert [one.state for one in cut.applied].count(OutcomeState.APPLIED) == 1
    rest = night(nights)
    assert rest.refused is None
    assert readers(nights) == {object_id("u15")}
