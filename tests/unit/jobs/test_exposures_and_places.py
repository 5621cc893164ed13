"""Exposures around a night: on record before the first write, closed by a read-back, told once; places."""

from dataclasses import replace
from datetime import datetime

import pytest

from sharepoint_gate.access.applied import Applied
from sharepoint_gate.access.exposure import Ending, ExposureNews
from sharepoint_gate.errors import UnavailableError
from sharepoint_gate.jobs.exposures import given_by_cuts
from sharepoint_gate.jobs.places import MOVED, NOT_FOUND_OUT
from sharepoint_gate.jobs.recover import Cut, find_cuts
from sharepoint_gate.trail.events import Event, EventKind, OutcomeState
from tests.fakes.memory_store import FakeMemoryStore
from tests.fakes.tenant import FakeTenant
from tests.fakes.trail_store import FakeTrailStore
from tests.unit.jobs.nights import Nights
from tests.world import CHANNEL, NOW, Scene, item_id, own_link, wide_link

CASE = "RR-2026-001"
FILE = f"{CASE}/40-panel-pack/pack.docx"
OWN = f"own-item:{FILE}"


def scene() -> Scene:
    """A case with two readers on one file, in sync."""
    made = Scene().case(CASE, "panel-meeting", u12="panel-member", u13="panel-member")
    return made.file(FILE).in_sync()


def exposed() -> Scene:
    """The same with a link on the file that anybody can open."""
    return scene().share(FILE, wide_link("anonymous"))


def kinds(nights: Nights) -> list[EventKind]:
    """Return what the trail holds of exposures and intents, in order."""
    told = {EventKind.EXPOSURE_BEGUN, EventKind.EXPOSURE_ENDED, EventKind.INTENT, EventKind.RUN_FINISHED}
    return [one.kind for one in nights.trail.events if one.kind in told]


def test_law_10_an_exposure_is_on_record_before_the_first_write_and_closed_after_it() -> None:
    """Evidence first, then the cure, then the end that a fresh read shows."""
    nights = Nights(exposed())
    run = nights.run()
    assert kinds(nights) == [
        EventKind.EXPOSURE_BEGUN,
        EventKind.INTENT,
        EventKind.EXPOSURE_ENDED,
        EventKind.RUN_FINISHED,
    ]
    (one,) = nights.memory.exposures()
    assert (one.ending, one.run, one.noted) == (Ending.CURED, run.run_id, True)
    assert run.exposures == (one,)


class KilledError(Exception):
    """Stands for the end of the process."""


def die(_tenant: FakeTenant, method: str, *_arguments: str) -> bool:
    """Die in place of the first write."""
    raise KilledError(method)


def test_law_12_a_run_killed_before_its_first_write_leaves_the_record_and_the_next_one_closes_it_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One row, one beginning and one end in the trail, however often the run is cut."""
    nights = Nights(exposed())
    with monkeypatch.context() as patch:
        patch.setattr(FakeTenant, "_act", die)
        for _ in range(2):
            with pytest.raises(KilledError):
                nights.run()
    (left,) = nights.memory.exposures()
    assert left.open
    nights.run()
    nights.run()
    (one,) = nights.memory.exposures()
    assert one.ending is Ending.CURED
    assert kinds(nights).count(EventKind.EXPOSURE_BEGUN) == 1
    assert kinds(nights).count(EventKind.EXPOSURE_ENDED) == 1


class ForgetfulError(Exception):
    """Stands for the end of the process, when all is done and nothing is remembered of it."""


def forget_applied(_memory: FakeMemoryStore, *_arguments: object) -> None:
    """Die before the places of files are kept, and what was applied."""
    raise ForgetfulError


def test_what_a_cut_run_gave_by_its_roster_and_the_next_takes_back_is_no_exposure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The trail tells that the gate gave it, though nothing else remembers it."""
    made = scene().unshare(FILE, OWN)
    made.memory = replace(made.memory, applied=Applied())
    nights = Nights(made)
    with monkeypatch.context() as patch:
        patch.setattr(FakeMemoryStore, "remember_placements", forget_applied)
        with pytest.raises(ForgetfulError):
            nights.run()
    made.stage(CASE, "executive-sign-off")
    run = nights.run()
    assert [one.state for one in run.applied] == [OutcomeState.APPLIED]
    assert list(nights.memory.exposures()) == []


def test_only_grants_of_cut_runs_that_did_not_fail_count_as_given() -> None:
    """What was taken away, what failed, and what other runs did explain nobody's access."""
    trail, cut = FakeTrailStore(), Cut("run-1", ())
    for run, number, change in (
        ("run-1", "1", "grant-readers"),
        ("run-1", "2", "grant-readers"),
        ("run-1", "3", "revoke-people"),
        ("run-2", "4", "grant-readers"),
    ):
        data = {"change_id": number, "change": change, "item_id": f"item-{number}", "people": ["a", "b"]}
        trail.append([Event(EventKind.INTENT, run, NOW, "tester", data)])
    for number, state in (("1", "applied"), ("2", "failed")):
        trail.append(
            [Event(EventKind.OUTCOME, "run-1", NOW, "tester", {"change_id": number, "state": state})]
        )
    assert given_by_cuts(trail, [cut]) == {("item-1", "a"), ("item-1", "b")}
    assert given_by_cuts(trail, []) == frozenset()


def test_a_finished_run_with_a_change_in_doubt_explains_nothing_but_that_change() -> None:
    """A doubt may last for weeks; what its run gave and saw applied says nothing of who reads weeks later."""
    trail = FakeTrailStore()
    trail.append([Event(EventKind.RUN_STARTED, "run-1", NOW, "tester", {})])
    for number, state in (("1", "applied"), ("2", "uncertain")):
        data = {"change_id": number, "change": "grant-readers", "item_id": f"item-{number}", "people": ["a"]}
        outcome = {"change_id": number, "state": state}
        trail.append([Event(EventKind.INTENT, "run-1", NOW, "tester", data)])
        trail.append([Event(EventKind.OUTCOME, "run-1", NOW, "tester", outcome)])
    trail.append([Event(EventKind.RUN_FINISHED, "run-1", NOW, "tester", {})])
    (cut,) = find_cuts(trail)
    assert cut.finished
    assert given_by_cuts(trail, [cut]) == {("item-2", "a")}


class CutMemory(FakeMemoryStore):
    """A memory whose process dies before it keeps that the trail was told."""

    def note_exposures(self, numbers: object) -> None:
        """Die."""
        raise KilledError(f"noting {numbers}")


def test_law_12_a_beginning_that_stands_in_the_trail_is_not_told_again() -> None:
    """The row did not know yet that the trail holds it."""
    made = exposed()
    nights = Nights(made)
    nights.memory = CutMemory(made.memory)
    with pytest.raises(KilledError):
        nights.run()
    kept = nights.memory.memory()
    nights.memory = FakeMemoryStore(kept)
    nights.run()
    assert kinds(nights).count(EventKind.EXPOSURE_BEGUN) == 1
    assert nights.memory.exposures()[0].noted


def test_law_12_an_end_that_a_cut_left_untold_by_its_row_is_told_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The run dies when it closes the row: the trail tells the end already, and is told no second one."""
    nights = Nights(exposed())
    record = FakeMemoryStore.record_exposures

    def die_at_the_end(self: FakeMemoryStore, news: ExposureNews, at: datetime, run: str) -> None:
        if news.over:
            raise KilledError
        record(self, news, at, run)

    with monkeypatch.context() as patch:
        patch.setattr(FakeMemoryStore, "record_exposures", die_at_the_end)
        with pytest.raises(KilledError):
            nights.run()
    assert nights.memory.exposures()[0].open
    nights.run()
    assert not nights.memory.exposures()[0].open
    assert kinds(nights).count(EventKind.EXPOSURE_ENDED) == 1


def test_an_exposure_whose_cure_failed_stays_open_and_is_the_same_the_next_night() -> None:
    """The service answered and did nothing."""
    nights = Nights(exposed())
    nights.tenant.deaf = {"delete_permission"}
    nights.run()
    nights.run()
    (one,) = nights.memory.exposures()
    assert one.open
    nights.tenant.deaf = set()
    nights.run()
    assert nights.memory.exposures()[0].ending is Ending.CURED


def test_somebody_taken_off_the_gates_link_is_cured_and_the_others_stay() -> None:
    """The link names two right people and a stranger."""
    made = scene().person("u19")
    link = own_link(["u12", "u13", "u19"], OWN)
    nights = Nights(made.unshare(FILE, OWN).share(FILE, link))
    nights.run()
    (one,) = nights.memory.exposures()
    assert (one.exposure.principal, one.ending) == ("u19", Ending.CURED)


def test_an_entry_on_a_folder_is_over_only_when_nothing_below_it_failed() -> None:
    """A copy that stays lets the same people read."""
    folder = f"{CASE}/40-panel-pack"
    wide = wide_link("anonymous")
    made = scene().share(folder, wide).share(FILE, wide)
    nights = Nights(made)
    nights.run()
    assert [one.ending for one in nights.memory.exposures()] == [Ending.CURED]


def test_a_member_who_was_taken_out_is_cured() -> None:
    """By the fresh list of members."""
    nights = Nights(scene().member("u12"))
    nights.run()
    (one,) = nights.memory.exposures()
    assert (one.exposure.object, one.ending) == ("channel", Ending.CURED)


def test_what_somebody_else_took_away_is_gone_on_the_next_look() -> None:
    """The gate only says that it does not see it any more."""
    nights = Nights(exposed())
    nights.tenant.refuse = {"delete_permission": UnavailableError("no")}
    nights.run()
    nights.tenant.refuse = {}
    nights.tenant.entries[item_id(FILE)] = [
        one for one in nights.tenant.entries[item_id(FILE)] if one.id != "wide-link"
    ]
    nights.run()
    assert nights.memory.exposures()[0].ending is Ending.GONE


@pytest.mark.parametrize("known", [True, False])
def test_law_9_nobody_is_let_in_where_a_file_was_moved_after_the_plan(*, known: bool) -> None:
    """The next run judges it by its new folder; nor where nobody knows where it lies."""
    nights = Nights(scene().unshare(FILE, OWN))
    if known:
        nights.tenant.moved = {item_id(FILE): f"{CHANNEL}/{CASE}/90-key/pack.docx"}
    else:
        nights.tenant.refuse = {"place": UnavailableError("The item could not be read.")}
    (one,) = nights.run().applied
    assert one.state is OutcomeState.SKIPPED
    assert one.why.startswith(MOVED if known else NOT_FOUND_OUT)
    nights.tenant.moved, nights.tenant.refuse = {}, {}
    assert [one.state for one in nights.run().applied] == [OutcomeState.APPLIED]


def test_a_file_that_was_deleted_and_restored_is_known_to_have_been_away() -> None:
    """Its old readers come back with it, and go when they have no right any more."""
    nights = Nights(scene())
    item = nights.tenant.library.pop(item_id(FILE))
    nights.run()
    assert item_id(FILE) in nights.memory.memory().gone
    nights.tenant.library[item.id] = item
    nights.scene.stage(CASE, "executive-sign-off")
    nights.run()
    assert {one.exposure.kinds[0] for one in nights.memory.exposures()} == {"moved-with-readers"}
    assert nights.memory.memory().gone == {}


def test_scopes_are_remembered_while_their_items_are_there() -> None:
    """A link is deleted, and the scope stays until the item is gone."""
    nights = Nights(scene())
    nights.run()
    assert nights.memory.memory().scopes == {item_id(FILE)}
    nights.tenant.library.pop(item_id(FILE))
    nights.run()
    assert nights.memory.memory().scopes == frozenset()
