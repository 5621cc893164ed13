"""kill -9 and lost answers at every mail: each at most once, and all there in the end or a finding.

Source: ADR-0005
"""

import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.harness import CLEAN, ROOT, Rehearsal
from tests.faults.cut_at_mail import POINTS

# How many letters the small weekend's night sends; a test holds it to the truth.
LETTERS = 7
SEND = "POST /users/{user}/sendMail"


def opened(folder: Path) -> Rehearsal:
    """Return the small partnership in a folder, with its letters."""
    return Rehearsal(folder, "small", in_process=True, mail=True)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small partnership after its quiet night and its weekend."""
    scene = opened(tmp_path_factory.mktemp("letters"))
    scene.prepare()
    scene.start()
    try:
        scene.gate("reconcile")
        scene.weekend()
    finally:
        scene.stop()
    return scene.folder


@pytest.fixture
def small(snapshot: Path, tmp_path: Path) -> Iterator[Rehearsal]:
    """The snapshot, come alive in a folder of its own."""
    scene = opened(tmp_path / "small")
    shutil.copytree(snapshot, scene.folder)
    scene.start()
    try:
        yield scene
    finally:
        scene.stop()


def mails(scene: Rehearsal) -> list[str]:
    """Return the mark of every mail that the tenant has sent."""
    found = scene.admin("GET", "/mail").body
    return [one["headers"]["x-sharepoint-gate-key"] for one in found if one["origin"] == "sendMail"]


@pytest.fixture(scope="module")
def undisturbed(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The marks of all mails after a night that nothing disturbs."""
    scene = opened(tmp_path_factory.mktemp("undisturbed") / "small")
    shutil.copytree(snapshot, scene.folder)
    scene.start()
    try:
        before = len(mails(scene))
        assert len(scene.gate("reconcile", "--json").data["mail"]["sent"]) == LETTERS
        assert len(mails(scene)) == before + LETTERS
        return set(mails(scene))
    finally:
        scene.stop()


def cut(scene: Rehearsal, mail: int, point: str) -> None:
    """Run a night that is killed at a mail."""
    command = [sys.executable, "-m", "tests.faults.cut_at_mail", str(mail), point, "reconcile"]
    environment = {**CLEAN, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    done = subprocess.run(
        command, cwd=scene.folder, env=environment, capture_output=True, check=False, timeout=300
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def next_night(scene: Rehearsal) -> dict[str, Any]:
    """Spend one more night, two hours later on the same day; return what it told of mails."""
    scene.admin("POST", "/clock", {"advance": "PT2H"})
    mail: dict[str, Any] = scene.gate("reconcile", "--json", wanted=None).data["mail"]
    return mail


# Every point at one mail in each run of the tests; at the others only where there is time.
CUTS = [
    pytest.param(mail, point, marks=() if mail == LETTERS // 2 else pytest.mark.long)
    for mail in range(1, LETTERS + 1)
    for point in POINTS
]


@pytest.mark.parametrize(("mail", "point"), CUTS)
def test_law_12_a_night_killed_at_a_mail_sends_each_mail_at_most_once(
    small: Rehearsal, undisturbed: set[str], mail: int, point: str
) -> None:
    """The next nights send the others; the one in doubt is found, or is a finding for a person."""
    cut(small, mail, point)
    told = next_night(small)
    sent = Counter(mails(small))
    assert set(sent.values()) == {1}
    lost = undisturbed - set(sent)
    assert [one["kind"] for one in told["findings"]] == ["mail-uncertain"] * len(lost)
    assert len(lost) == (1 if point == "after-intent" else 0)


LOST = {
    "cut-after": {0},
    "wrong-content-type": {0},
    "status:503": {1},
    "cut-before": {1},
    "cut-within": {0, 1},
}
"""How many mails are not sent; an answer without body may look whole, and the next finds no connection."""
KINDS = [
    pytest.param(kind, marks=pytest.mark.long if kind in {"cut-before", "cut-within"} else ())
    for kind in LOST
]


@pytest.mark.parametrize("kind", KINDS)
def test_law_12_a_mail_without_a_clear_answer_is_never_sent_twice(
    small: Rehearsal, undisturbed: set[str], kind: str
) -> None:
    """What was sent is found in the Sent Items; what was not is a finding, and goes when a person says so."""
    small.admin("POST", "/faults", {"route": SEND, "nth": 2, "kind": kind})
    small.gate("reconcile", wanted=None)
    told = next_night(small)
    sent = Counter(mails(small))
    assert set(sent.values()) == {1}
    lost = undisturbed - set(sent)
    assert len(lost) == len(told["findings"])
    assert len(lost) in LOST[kind]
    for finding in told["findings"]:
        small.gate("uaa", "send", "--again", finding["object"].removeprefix("mail "))
        again = next_night(small)
        assert (again["findings"], len(again["sent"])) == ([], 1)


def test_a_mail_that_appears_late_in_the_sent_items_is_found_the_next_night(small: Rehearsal) -> None:
    """In doubt in the first night, with exit code 6, and settled in the second."""
    small.admin("PUT", "/quirks", {"mail.sent_items_delay": "PT30M"})
    small.admin("POST", "/faults", {"route": SEND, "nth": 1, "kind": "cut-after"})
    first = small.gate("reconcile", "--json", wanted=6).data["mail"]
    assert [one["kind"] for one in first["findings"]] == ["mail-uncertain"]
    assert next_night(small)["findings"] == []
    assert set(Counter(mails(small)).values()) == {1}


def test_throttled_mails_wait_and_all_go(small: Rehearsal, undisturbed: set[str]) -> None:
    """429 says that nothing was done."""
    small.admin("POST", "/faults", {"route": SEND, "nth": 1, "count": 2, "kind": "retry-after:30"})
    small.gate("reconcile")
    assert sorted(mails(small)) == sorted(undisturbed)


@pytest.mark.parametrize(
    "sender", ["nobody@saltmere.example", "a.penhale@saltmere.example"], ids=["no mailbox", "not its own"]
)
def test_a_mailbox_that_cannot_be_used_holds_no_revocation_up(
    small: Rehearsal, undisturbed: set[str], sender: str
) -> None:
    """The night's changes are made, exit code 6 tells, and the letters go once it is put right."""
    settings = small.config / "gate.toml"
    right = settings.read_text()
    settings.write_text(right.replace("partnership@saltmere.example", sender, 1))
    told = small.gate("reconcile", "--json", wanted=6).data
    assert len(told["mail"]["later"]) == LETTERS - 1
    assert {one["state"] for one in told["outcomes"]} <= {"applied", "already"}
    assert [one["kind"] for one in told["mail"]["findings"]] == ["mail-refused"]
    settings.write_text(right)
    small.gate("reconcile")
    assert undisturbed - set(mails(small)) == set()
    assert set(Counter(mails(small)).values()) == {1}


def test_the_cap_spreads_letters_over_nights(small: Rehearsal, undisturbed: set[str]) -> None:
    """Each night sends as many as it may, and says how many wait; in the end all have gone, each once."""
    settings = small.config / "gate.toml"
    settings.write_text(settings.read_text().replace("# cap = 50 ", "cap = 1 "))
    later = [len(small.gate("reconcile", "--json").data["mail"]["later"]) for _ in range(LETTERS - 2)]
    assert later[0] > 0
    assert later[-1] == 0
    assert later == sorted(later, reverse=True)
    assert sorted(mails(small)) == sorted(undisturbed)
