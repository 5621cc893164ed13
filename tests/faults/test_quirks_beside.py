"""Positions that show only beside the library: letters, invitations, terms of use, a site that is late.

Source: graph:concepts/outlook-things-to-know-about-send-mail, graph:api/invitation-post
Source: graph:api/termsofusecontainer-list-agreements, spo:teams-connected-sites
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.audit_scene import make_certificate
from tests.e2e.harness import Rehearsal
from tests.e2e.site_scene import FIT_SITE, FIT_TENANT, ROLES
from tests.faults.positions import asks
from tests.faults.unkind import UNIT, UnkindNight, able, behave, check_in_sync, expected, spend
from tests.faults.weekends import Weekends

LETTERS = {"SHAREPOINT_GATE_MAIL__MODE": "graph"}
TERMS = {"SHAREPOINT_GATE_AGREEMENT__TERMS_OF_USE": '{"Saltmere terms": "2"}'}
NEW = "n.new@saltmere-health.example"
PERSON = (
    f"  s09: {{name: Nell New, username: {NEW}, organisation: nhs, existing_since: 2026-03-27, "
    "invite_on: 2026-03-27}\n\ncases:\n"
)


def kinds(found: Any) -> Counter[str]:
    """Count findings by kind."""
    return Counter(one["kind"] for one in found)


def advance(scene: Rehearsal, duration: str) -> None:
    """Let time pass in the tenant."""
    asks(scene, "/clock", {"advance": duration})


def letters(scene: Rehearsal) -> Counter[tuple[str, str]]:
    """Count the letters that left, by address and subject."""
    sent = [one for one in scene.admin("GET", "/mail").body if one.get("to")]
    return Counter((one["to"][0], one["subject"]) for one in sent)


def check_once(scene: Rehearsal, *addresses: str) -> None:
    """Check that letters left, and to these addresses (to all without any) none twice."""
    sent = {key: times for key, times in letters(scene).items() if not addresses or key[0] in addresses}
    assert sent
    assert set(sent.values()) == {1}


def test_law_12_letters_that_show_late_are_sent_once(weekends: Weekends) -> None:
    """Where Sent Items come two hours later no letter is taken for lost, and none goes twice."""
    small = weekends.again({"mail.sent_items_delay": "PT2H"})
    assert spend(small, env=LETTERS).spoken.code == 0
    assert spend(small, env=LETTERS).spoken.code == 0
    check_once(small)
    check_in_sync(small)


def test_law_12_letters_that_are_refused_are_told_in_6_and_go_once_the_next_night(
    weekends: Weekends,
) -> None:
    """A mailbox that takes no header of ours gets nothing; access is put right all the same."""
    small = weekends.again({"mail.most_headers": 0})
    night = spend(small, env=LETTERS)
    assert night.spoken.code == 6, night.spoken
    assert set(kinds(night.spoken.data["mail"]["findings"])) == {"mail-refused"}
    assert not letters(small)
    check_in_sync(small)
    behave(small, mail__most_headers=5)
    assert spend(small, env=LETTERS).spoken.code == 0
    check_once(small)


def test_a_letter_that_comes_back_is_told_the_next_night(weekends: Weekends) -> None:
    """An address that takes nothing: the letter is named, and is not sent again."""
    small = weekends.again({"mail.bounce": ["e.maddox@saltmere-health.example"]})
    assert spend(small, env=LETTERS).spoken.code == 0
    advance(small, "P1D")
    (told,) = spend(small, env=LETTERS).spoken.data["mail"]["findings"]
    assert (told["kind"], told["person"]) == ("uaa-undeliverable", "s05")
    check_once(small, "e.maddox@saltmere-health.example")


@pytest.fixture
def inviting(weekends: Weekends) -> Iterator[dict[str, str]]:
    """The settings of an installation that invites, and a roster with somebody to invite."""
    files = weekends.scene.files
    text = (files / "roster.yaml").read_text().replace("\ncases:\n", PERSON, 1)
    other = files / "inviting.yaml"
    other.write_text(
        text.replace("      s08: [panel-member]\n", "      s08: [panel-member]\n      s09: [panel-member]\n")
    )
    yield {"SHAREPOINT_GATE_GUESTS__INVITE": "true", "SHAREPOINT_GATE_FILES__ROSTER": str(other)}
    other.unlink()


@pytest.mark.parametrize("position", ["allow", "403"])
def test_law_10_an_invitation_is_made_once_or_told_as_refused(
    weekends: Weekends, inviting: dict[str, str], position: str
) -> None:
    """Where applications may not invite, the run says so in 4; allowed again, one invitation goes."""
    small = weekends.again({"invitations.app_only": position})
    asks(small, "/apps", {"name": "reconciler", "roles": [*weekends.roles(), "User.Invite.All"]})
    night = spend(small, env=inviting)
    assert night.spoken.code == (0 if position == "allow" else 4), night.spoken
    assert night.beside == []
    if position == "403":
        assert ("invitations", 403) in night.answers
        assert [one["why"] for one in night.spoken.data["outcomes"] if one["state"] == "failed"]
        behave(small, invitations__app_only="allow")
        night = spend(small, env=inviting)
        assert night.spoken.code == 0, night.spoken
    spend(small, env=inviting)
    made = [one for one in small.journal() if one["path"].endswith("/invitations") and one["status"] == 201]
    assert len(made) == 1
    assert able(small) == expected()


def test_terms_that_may_not_be_read_are_told(weekends: Weekends) -> None:
    """An application that may not read decisions says so, in words and as JSON; access is put right."""
    small = weekends.again({"tou.app_only": "403"})
    told = spend(small, env=TERMS).spoken
    assert told.code == 0, told
    assert "403" in told.data["terms_unread"]
    check_in_sync(small)


def test_a_decision_that_the_log_shows_late_counts_when_it_shows(weekends: Weekends) -> None:
    """An hour's delay of the directory's log is an hour in which nothing is taken for decided."""
    small = weekends.again({"tou.app_only": "allow", "logs.delay": "PT1H"})
    asks(
        small,
        "/apps",
        {"name": "reconciler", "roles": [*weekends.roles(), "AuditLog.Read.All", "Agreement.Read.All"]},
    )
    asks(small, "/terms", {"key": "uaa", "name": "Saltmere terms", "text": "Be careful."})
    asks(small, "/terms/accept", {"agreement": "uaa", "person": "s05", "state": "declined"})
    assert spend(small, env=TERMS).spoken.code == 0
    check_in_sync(small)
    advance(small, "PT2H")
    night = spend(small, env=TERMS)
    assert night.spoken.code == 0, night.spoken
    assert "uaa-declined" in kinds(night.spoken.data["findings"])
    assert not [path for path, names in able(small).items() if "s05" in names]


def certified(scene: Rehearsal, folder: Path) -> dict[str, str]:
    """Let the gate read the site itself, on one that is set up well; return the settings for it."""
    pem = make_certificate(folder)
    text = pem.read_text()
    public = text[text.index("-----BEGIN CERTIFICATE-----") :]
    app = {"name": "reconciler", "roles": ROLES, "sharepoint_roles": ["Sites.FullControl.All"]}
    asks(scene, "/apps", {**app, "certificate_pem": public})
    assert scene.admin("PUT", "/posture", {"tenant": FIT_TENANT, "site": FIT_SITE}).status < 300
    return {"SHAREPOINT_GATE_FILES__DEMO_CERTIFICATE": str(pem)}


def late(night: UnkindNight) -> set[str]:
    """Return whom a night tells as still in a group of the site."""
    found = night.spoken.data["findings"]
    return {one["principal"] for one in found if one["kind"] == "site-group-late"}


def test_law_6_a_site_that_lets_somebody_in_who_left_the_channel_is_told(
    weekends: Weekends, tmp_path: Path
) -> None:
    """Teams says gone, the site says there: whoever still reads is named until the site has followed."""
    small = weekends.again({"teams.site_sync_delay": "PT2H"})
    settings = certified(small, tmp_path)
    assert spend(small, env=settings).spoken.code == 0
    second = spend(small, env=settings)
    assert late(second) == {"i.vane@saltmere.example"}
    assert [names for names in able(small).values() if "colleague" in names]
    advance(small, "PT3H")
    assert late(spend(small, env=settings)) == set()
    assert able(small) == expected()


def test_law_7_without_a_look_at_the_site_whoever_left_the_channel_lately_is_named(
    weekends: Weekends,
) -> None:
    """Where the gate cannot look into the site's groups it does not say that somebody is out of them."""
    small = weekends.again({"teams.site_sync_delay": "PT2H"})
    assert spend(small).spoken.code == 0
    told = spend(small).spoken.data["unseen"]
    (left,) = [one for one in told if one["what"].startswith("whether the site has let go")]
    assert "i.vane@saltmere.example" in left["what"]
    assert "36 hours" in left["why"]
    channels = small.admin("GET", "/state").body["channels"]
    assert {one["key"] for channel in channels for one in channel["members"]} == UNIT
