"""The roster and the calendar move: who gains and who loses is told first, done at night, and then stands.

Source: ISA §8.3, ISA §8.6, ISA §8.8, ISA §9.1
"""

from collections.abc import Iterator

import pytest

from tests.e2e.drift_night import gained_beside, paths, readers
from tests.e2e.harness import Rehearsal
from tests.e2e.stage_story import Chapter, Edit, change, let_pass_until, tell
from tests.e2e.test_westmarsh import BUSINESS_UNIT

DRAFT = "RR-2026-001/60-final-report/final-draft.pdf"
LETTER = "LCSPR-2025-002/15-agency-request/request-letter.docx"
MARTIN = "username: m.ives@wlpolice.example, organisation: wmp,"
POLICY = "policy_document: {reference: APD-12, review_by: 2026-10-31"
LAST_LINES = "      u25: [agency-lead]\n      u29: [agency-lead]\n  S11-2026-001:"

# The days of the partnership are London's: half past eleven in the evening by UTC is the next day in summer.
LAST_EVENING_OF_GRACE = "2026-04-06T22:30:00Z"
EDITS = (
    Edit("grace ends", let_pass_until("2026-04-06T23:30:00Z"), ("u30", "LCSPR-2025-002")),
    Edit("an exception ends", let_pass_until("2026-04-30T23:30:00Z")),
    Edit("a case moves on", change("stage: executive-sign-off", "stage: submitted"), ("u22", DRAFT)),
    Edit("a case moves back", change("stage: agency-reports", "stage: scoping"), ("u29", LETTER)),
    Edit("a case is closed", change("stage: matching", "stage: closed"), ("u20", "ASR-2026-001")),
    Edit(
        "somebody comes off a case",
        change(LAST_LINES, "      u29: [agency-lead]\n  S11-2026-001:"),
        ("u25", "MAA-2026-001"),
    ),
    Edit(
        "somebody's access ended yesterday",
        change(MARTIN, f"{MARTIN} ends_on: 2026-04-30,"),
        ("u18", "RR-2025-009"),
    ),
    Edit(
        "a policy document lapses",
        change(POLICY, f"{POLICY}, valid_until: 2026-04-30"),
        ("u22", "RR-2026-002"),
    ),
)
NAMES = [edit.name for edit in EDITS]
each_edit = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Chapter]]:
    """Westmarsh through one edit and one night after the other."""
    scene = Rehearsal(tmp_path_factory.mktemp("story"), in_process=True)
    scene.prepare()
    scene.start()
    try:
        scene.gate("reconcile")
        let_pass_until(LAST_EVENING_OF_GRACE)(scene)
        scene.gate("reconcile")  # what ended since the quiet night has ended before the story begins
        scene.gate("plan", "--exit-code")
        yield {edit.name: tell(scene, edit) for edit in EDITS}
    finally:
        scene.stop()


@each_edit
def test_the_plan_says_who_loses_and_who_gains(story: dict[str, Chapter], name: str) -> None:
    """Everybody whose access changes is named, and each file is in the preview."""
    chapter = story[name]
    people = chapter.night.law.world.roster["people"]
    told = {(one["change"], one["path"]) for one in chapter.night.run["changes"]}
    for pairs, verb in ((chapter.losing, "loses"), (chapter.gaining, "gains")):
        for person, path in pairs:
            after = chapter.night.plan.out.partition(f"\n{people[person]['name']}\n---")[2]
            assert verb in after.partition("\n\n")[0], (person, path)
            assert any(changed.endswith(f"/{path}") for _, changed in told), path


@each_edit
def test_law_1_the_night_gives_and_takes_what_follows_from_the_edit(
    story: dict[str, Chapter], name: str
) -> None:
    """Each pair of person and file that changes is one that the edit changes."""
    chapter = story[name]
    lost = {(who, path) for who, path, _role in told_losses(chapter)}
    assert chapter.losing | chapter.gaining or name == "an exception ends"
    assert lost - {("u35", path) for path in EXCEPTED} == chapter.losing
    assert gained_beside(chapter.night, BUSINESS_UNIT) == []


EXCEPTED = (
    "LCSPR-2025-002/10-terms-of-reference/scope.docx",
    "LCSPR-2025-002/10-terms-of-reference/key-lines-of-enquiry.docx",
)


def told_losses(chapter: Chapter) -> list[tuple[str, str, str]]:
    """Return who lost what in the night for good, by the tenant's own journal."""
    names = {user["id"]: user["key"] for user in chapter.night.after["users"]}
    files = {item["id"]: path for path, item in paths(chapter.night).items()}
    had: dict[tuple[str, str], str] = {}
    for entry in chapter.night.journal:
        for one in entry["lost"]:
            had[(one["person"], one["item"])] = one["role"]
        for one in entry["gained"]:
            had.pop((one["person"], one["item"]), None)
    return [(names[who], files[item], role) for (who, item), role in had.items() if item in files]


@each_edit
def test_law_1_after_the_night_each_file_has_exactly_its_expected_readers(
    story: dict[str, Chapter], name: str
) -> None:
    """At the end of the story, and in each plan before it, the readers are those of the edited roster."""
    night = story[name].night
    if name == NAMES[-1]:
        able = {path: readers(night.scene, item) - BUSINESS_UNIT for path, item in paths(night).items()}
        assert able == {path: night.expected(path) for path in able}
    assert night.last.code == 0, night.last.out
    assert "There is nothing to do" in night.last.out


def test_the_asked_person_is_told_before_and_after(story: dict[str, Chapter]) -> None:
    """`why` answers by the roster of the day, before the edit and after its night."""
    opened = story["a case moves on"].why
    assert "They will see 60-final-report from stage submitted" in opened[0]
    assert "should see this file" in opened[1]
    assert "[NO]" not in opened[1]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("grace ends", "uaa-old-version-overdue"),
        ("a case is closed", "closed"),
        ("somebody comes off a case", "not-named-on-case"),
        ("somebody's access ended yesterday", "grant-after-expiry"),
        ("a policy document lapses", "apd-lapsed"),
        ("a case moves back", "link-outside-stage"),
    ],
)
def test_whoever_lost_access_is_told_why(story: dict[str, Chapter], name: str, reason: str) -> None:
    """The condition that fails now did not fail before."""
    before, after = story[name].why
    assert reason not in before
    assert reason in after


def test_an_exception_leaves_on_its_day_and_the_link_takes_its_place(story: dict[str, Chapter]) -> None:
    """The reviewer edits until the last day, and only reads from the next day on."""
    night = story["an exception ends"].night
    assert {one["kind"] for one in night.run["findings"] if one["severity"] != "warning"} >= {
        "exception-expired"
    }
    for path in EXCEPTED:
        access = night.scene.access(paths(night)[path]["id"])
        roles = [one["role"] for one in access if one.get("key") == "u35"]
        assert roles in ([], ["read"], [None])
