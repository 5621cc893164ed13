"""Accounts that change hands, and guests who are invited: real acts in the directory, judged by the tenant.

Source: ISA §8.3, ISA §8.7, graph:api/invitation-post
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.hands import Hands
from tests.e2e.harness import CLEAN, ROOT, Rehearsal

NEW = "n.new@saltmere-health.example"
PERSON = (
    f"  s09: {{name: Nell New, username: {NEW}, organisation: nhs, existing_since: 2026-03-27, "
    "invite_on: 2026-03-27}\n"
)
PACK = "Reviews/RR-2026-001/40-panel-pack/pack.docx"
FORM = "Reviews/CFC-2026-001/15-agency-request/request-letter.docx"


def prepared(folder: Path, **options: Any) -> Rehearsal:
    """Return the small tenant, its application allowed to invite, and the settings of the gate to do so."""
    scene = Rehearsal(folder, "small", **options)
    scene.prepare()
    seed, settings = scene.files / "saltmere-tenant.yaml", scene.config / "gate.toml"
    seed.write_text(seed.read_text().replace("User.Read.All,", "User.Read.All, User.Invite.All,", 1))
    settings.write_text(settings.read_text().replace("invite = false", "invite = true"))
    scene.start()
    return scene


def edit(scene: Rehearsal, old: str, new: str) -> None:
    """Change the roster's text; the old words stand there once."""
    roster = scene.files / "roster.yaml"
    text = roster.read_text()
    assert text.count(old) == 1, old
    roster.write_text(text.replace(old, new))


def readers(scene: Rehearsal, path: str) -> set[str]:
    """Return who can open a file, by the tenant's own reckoning."""
    hands = Hands(scene)
    keys = {object_id: key for key, object_id in hands.users.items()}
    item = hands.item(path)["id"]
    return {keys.get(one["person"], one["person"]) for one in scene.access(item) if one["role"] is not None}


def told(spoken: Any) -> dict[str, tuple[str, str]]:
    """Return what is told of the directory: kind and sentence by person."""
    findings = [one for one in spoken.data["findings"] if one["object"] == "directory"]
    return {one["principal"]: (one["kind"], one["sentence"]) for one in findings}


@dataclass(frozen=True)
class Story:
    """A night after accounts changed, and the one after somebody confirmed one of them."""

    before: set[str]
    night: dict[str, tuple[str, str]]
    after: set[str]
    form: set[str]
    confirmed: set[str]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Saltmere in sync; then four accounts change, each in another way, and one is confirmed."""
    scene = prepared(tmp_path_factory.mktemp("identity"), in_process=True)
    try:
        scene.gate("reconcile")
        before = readers(scene, PACK)
        scene.admin("POST", "/clock", {"advance": "P1D"})
        night: dict[str, tuple[str, str]] = {}
        # One a night: several at once are taken for an accident of the directory, as they may be.
        for change in _CHANGES:
            change(scene)
            night |= told(scene.gate("plan", "--json"))
            scene.gate("reconcile")
        after, form = readers(scene, PACK), readers(scene, FORM)
        scene.admin("POST", "/clock", {"advance": "P1D"})
        edit(
            scene,
            "organisation: nhs, existing_since: 2025-10-06, confirmed_on: 2026-03-02}\n  s06",
            _CONFIRMED,
        )
        scene.gate("reconcile")
        yield Story(before, night, after, form, readers(scene, PACK))
    finally:
        scene.stop()


_CONFIRMED = "organisation: nhs, existing_since: 2025-10-06, confirmed_on: 2026-03-29}\n  s06"


def _reset(scene: Rehearsal) -> None:
    """Reset a guest's redemption, as a help desk can, and let somebody else redeem it."""
    body = {
        "invitedUserEmailAddress": "e.maddox@saltmere-health.example",
        "inviteRedirectUrl": "https://apps.example",
        "resetRedemption": True,
        "invitedUser": {"id": Hands(scene).users["s05"]},
    }
    answer = scene.as_person("s02", "POST", "/v1.0/invitations", body)
    assert answer.status == 201, answer
    redeemed = {"person": "s05", "as_identity": "https://other.example"}
    assert scene.admin("POST", "/invitations/redeem", redeemed).status < 300


def _set(number: str, who: str, **facts: object) -> Callable[[Rehearsal], None]:
    return lambda scene: scene.plant([{"id": number, "directory": who, "set": facts}])


_CHANGES = (
    _set("c", "stranger", other_mails=["h.lowther@saltmere-police.example"]),
    _reset,
    _set("a", "s06", mail="f.aziz@elsewhere.example", other_mails=["f.aziz@saltmere-health.example"]),
    _set("b", "s07", other_mails=["gwen@personalmail.example"]),
)


def test_law_1_accounts_that_changed_read_nothing_after_the_night(story: Story) -> None:
    """Whoever it was that changed them: access ends with the next night, and only theirs."""
    assert {"s05", "s08"} <= story.before
    assert story.after.isdisjoint({"s05", "s06", "s07", "s08"})
    assert story.form.isdisjoint({"s06", "s07"})


@pytest.mark.parametrize(
    ("person", "kind", "words"),
    [
        ("s05", "person-waits", "its invitation was redeemed anew on 2026-03-28"),
        ("s06", "identity-mismatch", "f.aziz@saltmere-health.example to f.aziz@elsewhere.example"),
        ("s07", "person-waits", "further addresses were added: gwen@personalmail.example"),
        ("s08", "person-waits", "2 accounts are found under h.lowther@saltmere-police.example"),
    ],
)
def test_each_change_is_told_for_what_it_is(story: Story, person: str, kind: str, words: str) -> None:
    """The business unit reads what happened, so that they know what to ask."""
    assert story.night[person][0] == kind
    assert words in story.night[person][1]


def test_a_confirmation_after_the_change_gives_the_access_back(story: Story) -> None:
    """To the one who was confirmed, and to nobody else."""
    assert story.confirmed - story.after == {"s05"}


def invitations(scene: Rehearsal) -> int:
    """Return how many invitations the tenant has taken."""
    return sum(one["path"].endswith("/invitations") and one["status"] == 201 for one in scene.journal())


def ask_for_nell(scene: Rehearsal) -> None:
    """Write a person into the roster who has no account yet."""
    edit(scene, "\ncases:\n", f"{PERSON}\ncases:\n")
    edit(scene, "      s08: [panel-member]\n", "      s08: [panel-member]\n      s09: [panel-member]\n")


@pytest.fixture
def invited(tmp_path: Path) -> Iterator[Rehearsal]:
    """Saltmere in sync, and a new person on its roster."""
    scene = prepared(tmp_path, in_process=True)
    try:
        scene.gate("reconcile")
        ask_for_nell(scene)
        yield scene
    finally:
        scene.stop()


def _nell(scene: Rehearsal) -> dict[str, Any]:
    users = scene.admin("GET", "/state").body["users"]
    return next(one for one in users if one.get("mail") == NEW)


def test_a_guest_is_invited_once_waits_and_reads_after_coming_in(invited: Rehearsal) -> None:
    """One invitation, nothing given by it; approved, and let in, only once redeemed."""
    text = " ".join(invited.gate("plan").out.split())
    assert f"Nell New is invited at {NEW}" in text
    invited.gate("reconcile")
    assert invitations(invited) == 1
    waiting = invited.gate("plan", "--json")
    assert told(waiting)["s09"][0] == "person-waits"
    invited.gate("reconcile")
    assert invitations(invited) == 1
    nell = _nell(invited)["key"]
    assert nell not in readers(invited, PACK)
    answer = invited.admin("POST", "/invitations/redeem", {"person": nell})
    assert answer.status < 300, answer
    invited.gate("reconcile")
    assert nell in readers(invited, PACK)
    assert invitations(invited) == 1


def test_law_12_a_run_killed_after_the_invitation_left_sends_no_second_one(invited: Rehearsal) -> None:
    """The next run finds the guest by the address, says what became of the cut, and asks nobody again."""
    command = [sys.executable, "-m", "tests.faults.cut_after_write", "1", "reconcile"]
    environment = {**CLEAN, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    done = subprocess.run(
        command, cwd=invited.folder, env=environment, capture_output=True, check=False, timeout=300
    )
    assert done.returncode == -9, done.stderr
    assert invitations(invited) == 1
    invited.gate("reconcile")
    assert invitations(invited) == 1
    trail = invited.gate("trail", "show").out
    assert "invite somebody as a guest" in " ".join(trail.split())


def test_a_tenant_that_lets_no_application_invite_is_told_and_nothing_is_lost(invited: Rehearsal) -> None:
    """A refusal is a failed change; the next night, once the policy allows it, the invitation goes."""
    invited.admin("PUT", "/quirks", {"invitations.app_only": "403"})
    invited.gate("reconcile", wanted=4)
    assert invitations(invited) == 0
    invited.admin("PUT", "/quirks", {"invitations.app_only": "allow"})
    invited.gate("reconcile")
    assert invitations(invited) == 1
