"""A case moves on, and letters tell it: READY to those who gain, with their links; ENDED to those who lose.

Source: ISA §8.4, ISA §8.6, ISA §8.8
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest

from tests.e2e.harness import Rehearsal
from tests.e2e.stage_story import change

MOVE = change("stage: executive-sign-off", "stage: submitted")
CLOSE = change("stage: matching", "stage: closed")


Links = dict[str, tuple[str, set[str]]]


@dataclass(frozen=True, slots=True)
class Told:
    """A night's mails, and the tenant after it."""

    mails: list[dict[str, Any]]
    run: dict[str, Any]

    def of(self, subject: str) -> list[dict[str, Any]]:
        """Return the mails of a subject."""
        return [one for one in self.mails if one["subject"].endswith(subject)]


@dataclass(frozen=True, slots=True)
class Story:
    """Two nights: one after two edits, and one in which nothing happens."""

    scene: Rehearsal
    night: Told
    after: Told
    lines: str
    before: Links


def spend(scene: Rehearsal) -> Told:
    """Spend a night; return what it sent."""
    before = len(scene.admin("GET", "/mail").body)
    run = scene.gate("--verbose", "reconcile", "--json")
    return Told(scene.admin("GET", "/mail").body[before:], {**run.data, "err": run.err})


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Westmarsh in sync; then one case moves on and another is closed."""
    scene = Rehearsal(tmp_path_factory.mktemp("letters"), in_process=True, mail=True)
    scene.prepare()
    scene.start()
    try:
        scene.gate("reconcile")
        before = own_links(scene)
        MOVE(scene)
        CLOSE(scene)
        scene.let_pass()
        night = spend(scene)
        after = spend(scene)
        yield Story(scene, night, after, scene.gate("trail", "show", "--last", "400").out, before)
    finally:
        scene.stop()


def links(mail: dict[str, Any]) -> list[str]:
    """Return the addresses that a mail leads to."""
    return [unescape(one) for one in re.findall(r'href="([^"]+)"', mail["body"])]


def own_links(scene: Rehearsal) -> Links:
    """Return for the address of each of the gate's links the file and who may open it."""
    state = scene.admin("GET", "/state").body
    keys = {one["id"]: one["key"] for one in state["users"]}
    found = {}
    for drive in state["drives"]:
        for item in drive["items"]:
            for permission in item["permissions"]:
                url = permission.get("link", {}).get("webUrl")
                people = {
                    one["user"]["id"] for one in permission.get("grantedToIdentitiesV2", []) if "user" in one
                }
                if url:
                    found[url] = (item["path"], {keys[one] for one in people})
    return found


def of_kind(night: Told, kind: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Return person, case and mail of each letter of a kind: mails stand in the order in which they went."""
    letters = night.run["mail"]["sent"]
    assert len(letters) == len(night.mails)
    pairs = zip(letters, night.mails, strict=True)
    return [(one["person"], one["key"].split("/")[2], mail) for one, mail in pairs if one["kind"] == kind]


def test_each_link_in_a_letter_is_the_files_own_and_opens_to_its_recipient(story: Story) -> None:
    """What a letter leads to is what the tenant shows, for exactly the person who got it."""
    known = own_links(story.scene)
    ready = of_kind(story.night, "documents-ready")
    assert ready
    for person, case, mail in ready:
        assert links(mail)
        for url in links(mail):
            assert person in known[url][1]
            assert f"/{case}/" in f"/{known[url][0]}"


def rights(known: Links) -> set[tuple[str, str]]:
    """Return who may open which file."""
    return {(who, path) for path, people in known.values() for who in people}


def test_everybody_who_gains_gets_one_letter_a_case_and_nobody_else_gets_any(story: Story) -> None:
    """Who gained what, by the tenant's own reckoning, is who was written to, file by file."""
    known = own_links(story.scene)
    told = {
        (person, known[url][0])
        for person, _, mail in of_kind(story.night, "documents-ready")
        for url in links(mail)
    }
    recipients = [(person, case) for person, case, _ in of_kind(story.night, "documents-ready")]
    assert told == rights(known) - rights(story.before)
    assert len(recipients) == len(set(recipients)) > 0


def test_whoever_lost_their_last_right_on_a_case_is_told_once_without_a_reason(story: Story) -> None:
    """The closed case's readers get a neutral letter without a link; who still reads there gets none."""
    ended = story.night.of("Your access has ended")
    assert ended
    for mail in ended:
        assert links(mail) == []
        assert not re.search(r"stage|closed|moved", mail["body"])
    letters = [one for one in story.night.run["mail"]["sent"] if one["kind"] == "access-ended"]
    assert {one["key"].split("/")[2] for one in letters} >= {"ASR-2026-001"}


def test_law_12_a_second_night_sends_nothing(story: Story) -> None:
    """Nothing happened, so nobody is written to."""
    assert story.after.mails == []


def test_law_14_links_stand_in_letters_to_their_own_recipients_only(story: Story) -> None:
    """Neither trail nor logs nor other letters hold an address of a link or of a person's mailbox."""
    urls = set(own_links(story.scene))
    for mail in story.night.mails:
        if not mail["subject"].endswith("Documents are ready for you"):
            assert not any(url in unescape(mail["body"]) for url in urls)
    told = story.lines + story.night.run["err"] + str(story.night.run["mail"])
    assert not any(url in told for url in urls)
    assert not any(
        mail["to"][0] in str(story.night.run["mail"]) + story.night.run["err"] for mail in story.night.mails
    )


def test_law_14_no_name_of_a_file_stands_in_a_letter(story: Story) -> None:
    """Files go by number and folder title."""
    names = {path.rpartition("/")[2] for path, _ in own_links(story.scene).values()}
    for mail in story.night.mails:
        words = re.sub(r'href="[^"]+"', "", mail["body"])
        assert not [name for name in names if name in words]


def test_law_14_letters_of_the_agreement_know_no_case(story: Story) -> None:
    """No case, link or file stands in them, whoever gets them."""
    mails = story.scene.admin("GET", "/mail").body
    cases = re.findall(
        r"^  ([A-Z0-9]+-\d{4}-\d{3}):", (story.scene.files / "roster.yaml").read_text(), re.MULTILINE
    )
    asked = [one for one in mails if "acceptance agreement" in one["subject"]]
    assert asked
    for mail in asked:
        assert links(mail) == []
        assert not [case for case in cases if case in mail["subject"] + mail["body"]]


def test_every_letter_goes_to_one_address_from_the_one_mailbox_without_attachments(story: Story) -> None:
    """Law 3, as the tenant saw it."""
    for mail in story.scene.admin("GET", "/mail").body:
        assert (len(mail["to"]), mail["cc"], mail["bcc"], mail["attachments"]) == (1, [], [], [])
        assert mail["from"] == "partnership@westmarsh.example"
        assert mail["saved"]
