"""A tenant that is not as the settings and the roster say: plain words, the right code, and no write.

Source: docs/reference/exit-codes.md; law 7
"""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.cli.scene import ROSTER, Scene, as_real_tenant, writes
from tests.e2e.harness import Rehearsal

UNKNOWN = "11111111-2222-3333-4444-555555555555"


@pytest.fixture(autouse=True)
def untouched(tenant: Rehearsal) -> Iterator[None]:
    """Whatever a test does here, the gate writes nothing to the tenant."""
    before = writes(tenant)
    yield
    assert writes(tenant) == before


class Wrong(NamedTuple):
    """One setting that is wrong, and what must be said."""

    key: str
    value: str
    code: int
    words: str


@pytest.mark.parametrize(
    "wrong",
    [
        Wrong("client_id", UNKNOWN, 4, "The tenant does not know this application"),
        Wrong("authority", "https://127.0.0.1:9/x", 4, "nobody answers there"),
        Wrong("ca_file", "", 4, "certificate is not trusted"),
        Wrong("ca_file", "/gone/ca.pem", 2, "/gone/ca.pem, cannot be used"),
        Wrong("ca_file", "secret", 2, "it is not a file of PEM certificates"),
        Wrong("client_secret_file", "/gone/secret", 2, "/gone/secret cannot be read"),
    ],
    ids=lambda wrong: f"{wrong.key} {wrong.value[:12]}",
)
def test_a_wrong_setting_of_the_tenant_is_told(scene: Scene, tenant: Rehearsal, wrong: Wrong) -> None:
    """What was tried, why it failed and what to do; and the record says that the run failed."""
    value = str(scene.folder / wrong.value) if wrong.value == "secret" else wrong.value
    as_real_tenant(scene, tenant, **{wrong.key: value})
    spoken = scene.say("reconcile", wanted=wrong.code)
    assert wrong.words in spoken.err
    assert "  do:  " in spoken.err
    assert spoken.out == ""
    if wrong.code == 4:
        scene.say("trail", "verify", wanted=0)


def test_an_authority_that_knows_no_such_tenant_is_told(scene: Scene, tenant: Rehearsal) -> None:
    """One digit of the tenant's id is enough."""
    as_real_tenant(scene, tenant, authority=f"{tenant.ready['authority'][:-5]}00000")
    assert "knows no such tenant" in scene.say("plan", wanted=4).err


@pytest.mark.parametrize(("secret", "code"), [("of no good", 4), ("", 2), (b"\xff\xfe", 2)])
def test_a_wrong_secret_is_told_and_never_shown(
    scene: Scene, tenant: Rehearsal, secret: str | bytes, code: int
) -> None:
    """Neither the right secret nor the wrong one is part of a message."""
    as_real_tenant(scene, tenant)
    scene.write("secret", secret)
    spoken = scene.say("plan", wanted=code)
    assert "secret" in spoken.err
    assert tenant.ready["apps"]["reconciler"]["client_secret"] not in spoken.err
    assert "of no good" not in spoken.err


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("team: Saltmere Safeguarding", "team: Saltmere Safegarding", "no team 'Saltmere Safegarding'"),
        ("name: Reviews", "name: Revues", "no channel 'Revues' in team"),
    ],
)
def test_a_team_or_channel_that_is_absent_is_told(
    scene: Scene, tenant: Rehearsal, old: str, new: str, words: str
) -> None:
    """The name on the roster is compared with those of the tenant; nothing is guessed."""
    as_real_tenant(scene, tenant)
    scene.change(ROSTER, old, new)
    spoken = scene.say("reconcile", wanted=2)
    assert words in spoken.err
    assert "Compare the roster's channel with the name in Teams." in spoken.err


def test_an_application_without_consent_is_told(scene: Scene, tenant: Rehearsal) -> None:
    """Graph's refusal comes out with its code and where to look."""
    as_real_tenant(scene, tenant, client_id=tenant.ready["apps"]["outsider"]["client_id"])
    scene.write("secret", tenant.ready["apps"]["outsider"]["client_secret"])
    spoken = scene.say("reconcile", wanted=4)
    assert "403" in spoken.err
    assert "consented permissions" in spoken.err


@pytest.mark.parametrize(
    ("person", "case", "words"),
    [
        ("s99", "RR-2026-001", "s99 is not on the roster"),
        ("nobody@saltmere.example", "RR-2026-001", "is not on the roster"),
        ("s04", "RR-2026-999", "There is no case RR-2026-999 on the roster."),
        ("s04", "RR-2026-001/40-panel-pack/lost.docx", "there is nothing to see"),
    ],
)
def test_why_answers_plainly_for_what_does_not_exist(
    scene: Scene, tenant: Rehearsal, person: str, case: str, words: str
) -> None:
    """Who or what is unknown sees and shows nothing, and the answer says which of the two it is."""
    as_real_tenant(scene, tenant)
    assert words in scene.say("why", person, case, wanted=0).out


def test_a_plan_that_can_not_be_kept_leaves_nothing_behind(scene: Scene, tenant: Rehearsal) -> None:
    """No half of a plan lies where somebody would review it."""
    as_real_tenant(scene, tenant)
    before = {one.name for one in scene.folder.iterdir()}
    assert "cannot be written" in scene.say("plan", "--out", "gone/plan.json", wanted=2).err
    assert {one.name for one in scene.folder.iterdir()} - before <= {".sharepoint-gate"}


def test_output_about_a_real_tenant_never_says_rehearsal(scene: Scene, tenant: Rehearsal) -> None:
    """The word is kept for where nothing real is touched."""
    as_real_tenant(scene, tenant)
    assert "REHEARSAL" not in scene.say("check", wanted=0).out
    assert scene.say("check", "--json", wanted=0).data["rehearsal"] is False
    scene.say("reconcile", "--outbox", "outbox")
    assert scene.say("trail", "verify", "--json", wanted=0).data["rehearsal"] is False
