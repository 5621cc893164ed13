"""What counts as an exposure, what is kept of it, and when it is over (ISA 11)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sharepoint_gate.access.applied import Applied, AppliedFile
from sharepoint_gate.access.exposure import Ending, Exposure, ExposureNews, RecordedExposure
from sharepoint_gate.access.exposure_kinds import NEVER_GIVEN, NOT_TAKEN_UP, REACH, SHAPES, Reach
from sharepoint_gate.access.exposures import exposures_in, is_exposure, news_of, still_stands
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.memory import Placement
from sharepoint_gate.access.observed import Unread
from sharepoint_gate.roster.model import CaseRef, PersonId
from tests.unit.access.judging import CASE, FILE, FOLDER, plan_of, scene
from tests.world import NOW, Scene, direct, item_id, object_id, own_link, people_link, wide_link

BEFORE = NOW - timedelta(days=1)
KIND = FindingKind


def exposed(made: Scene) -> tuple[Exposure, ...]:
    """Return the exposures that a look shows."""
    return exposures_in(made.world(), plan_of(made).findings)


def looked_before(made: Scene) -> Scene:
    """Let the last look have been a day before."""
    places = {item: replace(place, seen_at=BEFORE) for item, place in made.memory.placements.items()}
    made.memory = replace(made.memory, placements=places)
    return made


def record(*found: Exposure) -> list[RecordedExposure]:
    """Return exposures as an earlier run recorded them."""
    return [RecordedExposure(number, one, "run-1", noted=True) for number, one in enumerate(found, start=1)]


def test_every_kind_of_finding_has_its_answer() -> None:
    """A new kind of finding must be decided on before it is shipped."""
    assert set(REACH) == set(FindingKind)
    assert set(SHAPES | NEVER_GIVEN | NOT_TAKEN_UP) <= set(FindingKind)


def test_nothing_is_exposed_in_sync() -> None:
    """A partnership in sync has no exposures."""
    assert exposed(scene()) == ()


def test_an_exposure_tells_what_who_how_and_when() -> None:
    """From the last look at the file without it to the look that shows it, with the entry as evidence."""
    made = looked_before(scene()).share(FILE, wide_link("anonymous"))
    (one,) = exposed(made)
    assert (one.object, one.principal, one.kinds) == (FILE, "anyone", ("anonymous-link",))
    assert (one.earliest, one.latest) == (BEFORE, made.now)
    (entry,) = one.evidence
    assert entry["link"] == {"kind": "view", "scope": "anonymous", "view_only": False}


def test_law_14_evidence_holds_neither_ids_nor_addresses_of_links() -> None:
    """Ids are hashed, and no address of a link is kept."""
    made = scene()
    made.person("u19")
    (one,) = exposed(made.share(FILE, replace(people_link(["u19"]), link=own_link([]).link)))
    text = repr(one.evidence)
    assert "https://" not in text
    assert "people-link" not in text
    assert object_id("u19") not in text


def test_before_the_first_look_nobody_knows_when_it_began() -> None:
    """Without any earlier look the window is open at its beginning."""
    made = scene().share(FILE, wide_link("anonymous"))
    made.memory = replace(made.memory, placements={})
    assert exposed(made)[0].earliest is None


def test_what_is_new_since_the_last_look_began_after_that() -> None:
    """A folder is remembered by no look of its own: the last look at anything counts."""
    made = looked_before(scene()).share(FOLDER, wide_link("organization"))
    (one,) = exposed(made)
    assert (one.earliest, one.reaches) == (BEFORE, 0)


@pytest.mark.parametrize(
    "entry",
    [people_link(["u12"], "edit"), people_link(["u12"]), direct("u12"), direct("u12", "write")],
)
def test_a_right_person_in_a_wrong_shape_is_no_exposure(entry: object) -> None:
    """Nobody saw what was not meant for them."""
    made = scene().share(FILE, entry)  # type: ignore[arg-type]  # each is a permission
    assert plan_of(made).findings
    assert exposed(made) == ()


def test_on_a_case_folder_a_right_person_reads_beyond_their_part() -> None:
    """A folder entry opens every stage and every agency's part below it."""
    assert [one.principal for one in exposed(scene().share(CASE, direct("u12")))] == ["u12"]
    assert exposed(scene().share(FOLDER, direct("u12"))) == ()


def test_what_the_gate_gave_and_the_roster_takes_back_is_no_exposure() -> None:
    """A stage that moves, or a person who ends, leaves nobody with what was never theirs."""
    made = scene()
    given = AppliedFile(CaseRef(CASE), {object_id("u12"): PersonId("u12"), object_id("u13"): PersonId("u13")})
    made.memory = replace(made.memory, applied=Applied(at=NOW, files={item_id(FILE): given}))
    made.stage(CASE, "executive-sign-off")
    here = [one for one in exposed(made) if one.object == FILE]
    assert here == []
    assert any(one.object == FILE for one in plan_of(made).findings)


def test_somebody_put_on_the_gates_link_by_hand_is_exposed_all_the_same() -> None:
    """The gate's link is no excuse for whom the gate did not name."""
    made = scene()
    given = AppliedFile(CaseRef(CASE), {object_id("u12"): PersonId("u12")})
    made.memory = replace(made.memory, applied=Applied(at=NOW, files={item_id(FILE): given}))
    link = own_link(["u12", "u13", "u19"], f"own-item:{FILE}")
    made.unshare(FILE, link.id).share(FILE, link)
    assert [one.principal for one in exposed(made)] == ["u19"]


def test_what_the_gate_gave_in_a_run_that_was_cut_is_no_exposure_either() -> None:
    """It had no time to remember that; whom it did not name is told as always."""
    made = scene().stage(CASE, "executive-sign-off")
    made.memory = replace(made.memory, applied=Applied())
    findings = plan_of(made).findings
    told = exposures_in(made.world(), findings)
    assert {one.principal for one in told if one.object == FILE} == {"u12", "u13"}
    left = exposures_in(made.world(), findings, {(item_id(FILE), object_id("u12"))})
    assert {one.principal for one in left if one.object == FILE} == {"u13"}


def test_a_moved_file_exposes_those_who_are_not_right_in_its_new_place() -> None:
    """From the moment at which it was last seen in its old place."""
    made = scene()
    old = Placement("Case review/RR-2026-001/20-agency-returns/wmp/pack.docx", BEFORE)
    made.memory = replace(made.memory, placements={**made.memory.placements, item_id(FILE): old})
    link = own_link(["u12", "u13", "u19"], f"own-item:{FILE}")
    made.unshare(FILE, link.id).share(FILE, link)
    (one,) = exposed(made)
    assert (one.principal, one.kinds[0]) == ("u19", "moved-with-readers")
    assert (one.earliest, one.latest) == (BEFORE, made.now)


def test_a_member_of_the_channel_who_must_not_be_one_is_exposed() -> None:
    """A member can read and edit everything."""
    made = looked_before(scene()).member("u12")
    (one,) = exposed(made)
    assert (one.object, one.item_id, one.earliest) == ("channel", "", BEFORE)
    assert one.evidence[0]["role"] == "member"
    assert still_stands(one, made.observation()) is True
    assert still_stands(one, replace(made.observation(), members=None)) is None
    assert still_stands(one, replace(made.observation(), members=())) is False


def test_two_entries_of_one_person_on_one_file_are_one_exposure() -> None:
    """With both entries in its evidence."""
    made = scene()
    made.person("u19")
    made.share(FILE, direct("u19"), people_link(["u19"]))
    (one,) = exposed(made)
    assert len(one.evidence) == 2
    assert one.kinds[0] == KIND.LINK_OUTSIDE_STAGE.value or len(one.kinds) > 2


def test_an_invitation_that_nobody_took_up_exposes_nothing() -> None:
    """There is no account yet that could read."""
    made = scene()
    entry = replace(people_link([]), invitation_email="press@oldmedia.example")
    assert exposed(made.share(FILE, entry)) == ()


def test_a_kind_that_nobody_decided_on_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Better one notice too many than a breach that nobody tells."""
    made = scene().share(FILE, direct("u12"))
    (finding,) = plan_of(made).findings
    assert not is_exposure(made.world(), finding)
    monkeypatch.setattr("sharepoint_gate.access.exposures.REACH", {})
    assert is_exposure(made.world(), finding)


def test_law_12_the_same_open_exposure_is_recorded_once() -> None:
    """A second night sees it again and begins no second record; other kinds do not make it another."""
    made = scene().share(FILE, wide_link("anonymous"))
    known = record(*exposed(made))
    news = news_of(known, exposed(made), made.observation())
    assert news == ExposureNews(seen=(1,))


def test_an_exposure_is_gone_when_its_entry_is() -> None:
    """And only then: an unread file, or a file that a partial listing left out, keeps it open (law 7)."""
    made = scene().share(FILE, wide_link("anonymous"))
    known, seen = record(*exposed(made)), made.observation()
    assert news_of(known, (), scene().observation()).over == {1: Ending.GONE}
    unread = made.change_item(FILE, permissions=None, unread="refused").observation()
    assert news_of(known, (), unread) == ExposureNews()
    left_out = replace(seen, items={key: one for key, one in seen.items.items() if key != item_id(FILE)})
    assert news_of(known, (), left_out).over == {1: Ending.GONE}
    partial = replace(left_out, unread=(Unread("a page", "refused"),))
    assert news_of(known, (), partial) == ExposureNews()


def test_an_exposure_that_the_roster_permits_by_now_is_over_after_a_whole_look() -> None:
    """The entry stands, and nothing is wrong with it any more."""
    made = scene().share(FILE, wide_link("anonymous"))
    known, seen = record(*exposed(made)), made.observation()
    assert news_of(known, (), seen).over == {1: Ending.PERMITTED}
    half = replace(seen, unread=(Unread("a page", "refused"),))
    assert news_of(known, (), half) == ExposureNews()


def test_somebody_taken_off_a_link_is_gone_although_the_link_stays() -> None:
    """The evidence is about the person as well as about the link."""
    made = scene()
    link = own_link(["u12", "u13", "u19"], f"own-item:{FILE}")
    made.unshare(FILE, link.id).share(FILE, link)
    known = record(*exposed(made))
    assert news_of(known, (), scene().observation()).over == {1: Ending.GONE}


def test_an_exposure_of_the_site_is_over_after_a_whole_look_without_it() -> None:
    """It has neither item nor member: only a whole look can tell."""
    site = Exposure("s", "", "site", "svc", ("site-admin-unexpected",), "He administers it.", None, NOW)
    whole = scene().observation()
    assert news_of(record(site), (), whole).over == {1: Ending.GONE}
    assert news_of(record(site), (), replace(whole, members=None)) == ExposureNews()


def test_an_exposure_that_is_over_begins_anew_under_another_number() -> None:
    """What comes back is another exposure."""
    made = scene().share(FILE, wide_link("anonymous"))
    past = [replace(one, ended_at=NOW, ending=Ending.CURED) for one in record(*exposed(made))]
    assert len(news_of(past, exposed(made), made.observation()).begun) == 1
    assert not past[0].open
    assert past[0].name == "EXP-0001"


def test_reaches_of_the_table_are_all_used() -> None:
    """No answer of the table is dead."""
    assert set(REACH.values()) == set(Reach)
