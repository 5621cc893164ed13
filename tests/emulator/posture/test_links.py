"""What a link is by default, how long it lasts, and what it can show.

Source: graph:api/driveitem-createlink
Source: spo:Set-SPOSite
"""

from typing import Any

import pytest

from tests.emulator.posture.test_levels import link
from tests.emulator.posture.world import World

NOW, LATER = "2026-03-02T09:00:00Z", "2026-03-09T09:00:00Z"


@pytest.mark.parametrize(
    ("default", "asked", "scope", "kind"),
    [
        (None, {}, "organization", "edit"),
        (None, {"type": "view"}, "organization", "view"),
        ({"scope": "users", "type": "view"}, {}, "users", "view"),
        ({"scope": "users", "type": "view"}, {"scope": "organization"}, "organization", "view"),
        ({"scope": "anonymous", "type": "edit"}, {}, "anonymous", "edit"),
    ],
)
def test_what_is_left_out_follows_the_default_link(
    world: World, default: Any, asked: Any, scope: str, kind: str
) -> None:
    """A request without type or scope gets the site's default, which may be wide and to edit."""
    if default is not None:
        world.posture(site={"default_link": default})
    made = link(world, **asked)[1]
    assert (made["link"]["scope"], made["link"]["type"]) == (scope, kind)


def test_a_default_that_is_not_allowed_is_refused(world: World) -> None:
    """The level binds the default link as well."""
    world.posture(site={"default_link": {"scope": "anonymous"}, "sharing": "externalUserSharingOnly"})
    status, answer = link(world)
    assert (status, world.code(answer)[0]) == (403, "accessDenied")


def test_anonymous_links_last_as_long_as_the_policy_says(world: World) -> None:
    """A policy dates anonymous links that name no end, refuses later ends, and leaves other scopes alone."""
    assert link(world, type="view", scope="anonymous")[1]["expirationDateTime"] == "0001-01-01T00:00:00Z"
    world.posture(site={"anonymous_link_days": 7})
    assert link(world, type="edit", scope="anonymous")[1]["expirationDateTime"] == LATER
    late = {"expirationDateTime": "2026-03-09T09:00:01Z"}
    assert link(world, path="A/scan.pdf", type="view", scope="anonymous", **late)[0] == 400
    early = {"expirationDateTime": "2026-03-03T00:00:00Z"}
    made = link(world, path="A/scan.pdf", type="view", scope="anonymous", **early)[1]
    assert made["expirationDateTime"] == "2026-03-03T00:00:00Z"
    assert link(world, type="view", scope="organization")[1]["expirationDateTime"] == "0001-01-01T00:00:00Z"


@pytest.mark.parametrize(("instant", "status"), [(NOW, 400), ("2026-03-02T09:00:01Z", 201), ("soon", 400)])
def test_a_link_ends_in_the_future(world: World, instant: str, status: int) -> None:
    """An end that has come already, or is no instant, is refused."""
    assert link(world, type="view", scope="users", expirationDateTime=instant)[0] == status


def test_a_link_that_ended_gives_nothing(world: World) -> None:
    """On the instant of its end a link stops to give access."""
    link(world, type="view", scope="anonymous", expirationDateTime=LATER)
    assert world.access("far", "A/two.docx")["role"] == "read"
    world.inside.advance("P7D")
    assert world.access("far", "A/two.docx")["role"] is None


@pytest.mark.parametrize("scope", ["users", "anonymous", "organization"])
def test_passwords_are_for_personal_drives(world: World, scope: str) -> None:
    """A password on a link is refused in SharePoint."""
    assert link(world, type="view", scope=scope, password="secret")[0] == 400


@pytest.mark.parametrize(("on", "status"), [(True, 201), (False, 403)])
def test_notifications_can_be_switched_off(world: World, *, on: bool, status: int) -> None:
    """Announcing a link needs recipients, and a tenant that allows it."""
    world.posture(site={"notifications": on})
    people = [{"objectId": world.user("far")}]
    body: Any = {"type": "view", "scope": "users", "sendNotification": True}
    assert link(world, **body)[0] == 400
    assert link(world, **body, recipients=people)[0] == status
    assert link(world, **{**body, "sendNotification": False}, recipients=people)[0] in {200, 201}


@pytest.mark.parametrize(
    ("kinds", "path", "status"),
    [
        ("WebPreviewableFiles", "A/two.docx", 201),
        ("WebPreviewableFiles", "A/scan.pdf", 201),
        ("WebPreviewableFiles", "A/pack.zip", 400),
        ("ServerRenderedFilesOnly", "A/two.docx", 201),
        ("ServerRenderedFilesOnly", "A/scan.pdf", 400),
    ],
)
def test_the_site_says_which_files_can_be_shown_only(
    world: World, kinds: str, path: str, status: int
) -> None:
    """A link that blocks downloads is for files that the setting counts as viewable."""
    world.posture(site={"block_download_file_types": kinds})
    assert link(world, path=path, type="blocksDownload", scope="users")[0] == status


@pytest.mark.parametrize(("form", "status"), [("reject400", 400), ("plain-view", 201)])
def test_what_cannot_be_shown_is_refused_or_opened_wide(world: World, form: str, status: int) -> None:
    """What becomes of the wish to block downloads on such a file is not documented: a switch."""
    world.quirk(createLink__not_viewable=form)
    people = [{"objectId": world.user("far")}]
    made = link(world, path="A/pack.zip", type="blocksDownload", scope="users", recipients=people)
    assert made[0] == status
    if status == 201:
        assert (made[1]["link"]["type"], made[1]["link"]["preventsDownload"]) == ("view", False)
        assert world.access("far", "A/pack.zip")["can_download"] is True
