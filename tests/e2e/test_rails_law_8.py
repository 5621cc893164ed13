"""Law 8 over the wire: a foolish roster in the morning, one night each, and what the tenant shows after it.

Source: ISA §8.3, ISA §8.6
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.harness import Rehearsal, Spoken

PERSON = re.compile(r"^  (u\d+): \{.*\}\n", re.MULTILINE)
WRITES = {"POST", "PATCH", "DELETE"}


@pytest.fixture(scope="module")
def partnership(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """Westmarsh after one quiet night, so that something was applied."""
    scene = Rehearsal(tmp_path_factory.mktemp("rails"), in_process=True)
    scene.prepare()
    scene.start()
    try:
        scene.gate("reconcile")
        yield scene
    finally:
        scene.stop()


@pytest.fixture
def roster(partnership: Rehearsal) -> Iterator[Path]:
    """The roster, put back after each test."""
    path, past = partnership.files / "roster.yaml", partnership.files / "acceptances.yaml"
    texts = {one: one.read_text() for one in (path, past)}
    yield path
    for one, text in texts.items():
        one.write_text(text)


def sharing_writes(scene: Rehearsal, since: int) -> list[str]:
    """Return what was written to files and channel since a moment."""
    writes = [one for one in scene.journal(since) if one["write"] and one["app"] is not None]
    return [one["path"] for one in writes if "/permissions" in one["path"] or "createLink" in one["path"]]


def at(scene: Rehearsal) -> int:
    """Return where the journal stands."""
    return max((int(one["n"]) for one in scene.journal()), default=0)


def drop_people(path: Path, share: float) -> int:
    """Delete the rows of people who are named on cases, and every line that names them; return how many."""
    text = path.read_text()
    unit = set(re.findall(r"u\d+", re.search(r"^channel: .*$", text, re.MULTILINE).group()))  # type: ignore[union-attr]
    readers = [one for one in PERSON.findall(text) if one not in unit]
    gone = readers[: int(len(readers) * share)]
    for name in gone:
        text = re.sub(rf"^  {name}: \{{.*\}}.*\n", "", text, flags=re.MULTILINE)
        text = re.sub(rf"^      {name}: \[.*\].*\n", "", text, flags=re.MULTILINE)
        text = re.sub(rf"^  EX-.*person: {name}\b.*\n", "", text, flags=re.MULTILINE)
    path.write_text(text)
    # People who clear away rows clear away what would be told as a fault besides.
    past = path.with_name("acceptances.yaml")
    kept = [line for line in past.read_text().splitlines() if not any(f"{one}," in line for one in gone)]
    past.write_text("\n".join(kept) + "\n")
    return len(gone)


def held(scene: Rehearsal, *rails: str) -> Spoken:
    """Let a night pass that rails hold, and return what it said."""
    since = at(scene)
    said = scene.gate("reconcile", wanted=3)
    assert sharing_writes(scene, since) == []
    for rail in rails:
        assert f"- {rail}: " in said.err, said.err
    return said


def test_law_8_a_third_of_the_people_deleted(partnership: Rehearsal, roster: Path) -> None:
    """Rows that vanish take nobody's access: the night says who is missing, and ends in 3."""
    assert drop_people(roster, 0.34) > 3
    told = partnership.gate("plan")
    assert "people-missing: the plan would be held back" in " ".join(told.out.split())
    held(partnership, "people-missing")


def test_law_8_one_column_sorted(partnership: Rehearsal, roster: Path) -> None:
    """Addresses that went to other rows are asked about, and nobody loses a file by it."""
    text = roster.read_text()
    pattern = re.compile(r"username: (\S+@wicb\.example)\b")
    found = pattern.findall(text)
    assert len(found) > 2
    turned = iter([*found[1:], found[0]])
    roster.write_text(pattern.sub(lambda _: f"username: {next(turned)}", text))
    said = held(partnership, "addresses")
    assert "sorted" in said.err


def test_law_8_a_large_case_moves_and_is_told_as_that(partnership: Rehearsal, roster: Path) -> None:
    """The move of one case passes with all that follows, and `plan` says whom it concerns."""
    partnership.let_pass()
    partnership.gate("reconcile", wanted=None)
    text = roster.read_text()
    assert text.count("stage: executive-sign-off") == 1
    roster.write_text(text.replace("stage: executive-sign-off", "stage: submitted"))
    told = " ".join(partnership.gate("plan").out.split())
    assert re.search(
        r"RR-2026-001 moves from executive-sign-off to submitted: \d+ (people lose|person loses) something",
        told,
    )
    assert "would be held back" not in told
    assert [one["from"] for one in partnership.gate("plan", "--json").data["moves"]] == ["executive-sign-off"]


def test_law_8_a_release_lets_exactly_that_plan_pass(partnership: Rehearsal, roster: Path) -> None:
    """Two cases that move need a word: for this plan, until then, and shown by `plan` and in the list."""
    text = roster.read_text()
    moved = text.replace("stage: agency-reports", "stage: scoping").replace(
        "stage: executive-sign-off", "stage: submitted"
    )
    roster.write_text(moved)
    held(partnership, "cases-moved")
    digest = partnership.gate("plan", "--json").data["digest"]
    words = ("--reason", "the board asked for both", "--until", "2026-04-02")
    partnership.gate("release", "cases-moved", "--plan", "0" * 64, *words, wanted=3)
    partnership.gate("release", "grants", "--plan", digest, *words, wanted=2)
    partnership.gate(
        "release", "cases-moved", "--plan", digest, "--reason", "x", "--until", "2026-05-30", wanted=2
    )
    partnership.gate("release", wanted=2)
    partnership.gate("release", "cases-moved", "--plan", digest, *words)
    assert "the board asked for both" in partnership.gate("release", "--list").out
    told = partnership.gate("plan", "--json").data["rails"]
    assert [(one["rail"], one["holds"]) for one in told] == [("cases-moved", False)]
    partnership.gate("reconcile")
    assert partnership.gate("plan", "--json").data["rails"] == []
    roster.write_text(text)
    held(partnership, "cases-moved")
    roster.write_text(moved)
    partnership.gate("reconcile")
