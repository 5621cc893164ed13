"""Mails whose answer is lost, late or a refusal: each at most once, and all there in the end or a finding.

Source: ADR-0005
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.harness import Rehearsal
from tests.faults.weekends import Weekends

# How many letters the small weekend's night sends; a test holds it to the truth.
LETTERS = 10
SEND = "POST /users/{user}/sendMail"


@pytest.fixture(scope="module")
def posting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Weekends]:
    """The small partnership with its letters."""
    begun = Weekends.begin(tmp_path_factory.mktemp("letters"), mail=True)
    yield begun
    begun.scene.stop()


@pytest.fixture
def small(posting: Weekends) -> Iterator[Rehearsal]:
    """The partnership after its weekend, its settings as they were."""
    scene = posting.again()
    settings = scene.config / "gate.toml"
    was = settings.read_text()
    yield scene
    settings.write_text(was)


def mails(scene: Rehearsal) -> list[str]:
    """Return the mark of every mail that the tenant has sent."""
    found = scene.admin("GET", "/mail").body
    return [one["headers"]["x-sharepoint-gate-key"] for one in found if one["origin"] == "sendMail"]


@pytest.fixture(scope="module")
def undisturbed(posting: Weekends) -> set[str]:
    """The marks of all mails after a night that nothing disturbs."""
    scene = posting.again()
    before = len(mails(scene))
    assert len(scene.gate("reconcile", "--json").data["mail"]["sent"]) == LETTERS
    assert len(mails(scene)) == before + LETTERS
    return set(mails(scene))


def next_night(scene: Rehearsal) -> dict[str, Any]:
    """Spend one more night, two hours later on the same day; return what it told of mails."""
    scene.admin("POST", "/clock", {"advance": "PT2H"})
    mail: dict[str, Any] = scene.gate("reconcile", "--json", wanted=None).data["mail"]
    return mail


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
    settings.write_text(settings.read_text().replace("# cap = 50 ", "cap = 3 "))
    later = [len(small.gate("reconcile", "--json").data["mail"]["later"]) for _ in range(3)]
    assert later[0] > 0
    assert later[-1] == 0
    assert later == sorted(later, reverse=True)
    assert sorted(mails(small)) == sorted(undisturbed)
