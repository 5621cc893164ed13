"""The positions of quirks that a night is spent in, and why some quirks are no night's matter."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.harness import Rehearsal

Deed = Callable[[Rehearsal], None]
PACK = "RR-2026-001/40-panel-pack"
AT = "/drives/{drive}/root:/Reviews"


def nothing(_scene: Rehearsal) -> None:
    """Let nothing else happen."""


@dataclass(frozen=True, slots=True)
class Position:
    """Quirks in another position than their own, and what makes them show.

    Attributes:
        quirks: Set before the weekend.
        deed: What else happens, after the weekend.
        gone: Who can read nothing any more because of it.
    """

    quirks: dict[str, Any]
    deed: Deed = nothing
    gone: frozenset[str] = field(default=frozenset())


def asks(scene: Rehearsal, path: str, body: object) -> None:
    """Ask the admin API for something that has to work."""
    answer = scene.admin("POST", path, body)
    assert answer.status < 300, answer


def acts(*done: dict[str, Any]) -> Deed:
    """Return a deed in the words of a seed."""
    return lambda scene: scene.plant([{"id": f"a{number}", **one} for number, one in enumerate(done)])


def opened(scene: Rehearsal) -> None:
    """Let a colleague open the organisation's link, so that it has somebody to list."""
    item = "Reviews/CFC-2026-001/10-referral"
    found = next(
        one["id"]
        for drive in scene.admin("GET", "/state").body["drives"]
        for one in drive["items"]
        if one["path"] == item
    )
    asks(scene, "/redeem", {"item": found, "scope": "organization", "person": "colleague"})


def brought_back(scene: Rehearsal) -> None:
    """Delete a paper and bring it back."""
    acts({"as": "s02", "call": f"DELETE {AT}/{PACK}/agenda.docx"})(scene)
    asks(scene, "/restore", {"name": "agenda.docx"})


_STRANGER = {
    "recipients": [{"email": "zoe.nobody@far.example"}],
    "roles": ["read"],
    "requireSignIn": True,
    "sendInvitation": True,
}
invited = acts({"as": "s02", "call": f"POST {AT}/{PACK}/pack.docx:/invite", "body": _STRANGER})
deleted = acts({"directory": "s08", "set": {"deleted": True}})
SMALLER_PAGES = {"pages.delta": 1, "pages.directory": 1, "pages.children": 1}

IN_SYNC = {
    "the same link again adds people": Position({"createLink.existing_adds_recipients": True}),
    "adding people takes less": Position(
        {"grant.requires_full_control": False, "grant.rotates_url": "never"}
    ),
    "each addition moves the link": Position({"grant.rotates_url": "always"}),
    "v1.0 cannot take off (404)": Position({"revokeGrants.v1": "404"}),
    "v1.0 cannot take off (405)": Position({"revokeGrants.v1": "405"}),
    "inherited in full, no passages": Position(
        {"permission.inheritedFrom": "full", "limited_access.visible": False}
    ),
    "inherited is not told": Position({"permission.inheritedFrom": "omitted"}),
    "inherited cannot be deleted (403)": Position({"permission.delete_inherited": "403"}),
    "inherited cannot be deleted (400)": Position(
        {"permission.delete_inherited": "400", "permission.inheritedFrom": "omitted"}
    ),
    "additions stay above": Position({"inheritance.push_additions": False}),
    "small pages that repeat": Position({**SMALLER_PAGES, "delta.duplicates": True}),
    "delta tells otherwise": Position(
        {
            "pages.delta": 3,
            "delta.deleted_names": True,
            "delta.removals_annotated": False,
            "delta.inherited_changes": True,
            "delta.link_changes": False,
            "delta.preference_applied": False,
            "delta.token_lifetime": "PT1S",
        }
    ),
    "links leave nothing and list who came": Position(
        {"links.orphan_groups": False, "links.show_redeemers": True}, opened
    ),
    "the channel's site hears late": Position(
        {
            "teams.private_requires_team_member": False,
            "teams.site_sync_delay": "PT2H",
            "teams.add_reaches_site": False,
            "teams.type_spelling": "any-case",
        }
    ),
    "strangers become guests": Position({"sharing.creates_guests": "always"}, invited),
    "strangers become guests that are not shown": Position(
        {"sharing.creates_guests": "always", "permission.pending_shown": False}, invited
    ),
    "strangers stay addresses": Position({"sharing.creates_guests": "never"}, invited),
    "the site remembers ids": Position({"permission.stale_ids": True}, deleted, frozenset({"s08"})),
    "the site forgets ids": Position({"permission.stale_ids": False}, deleted, frozenset({"s08"})),
    "what comes back has lost its people": Position({"restore.keeps_people": False}, brought_back),
    "what comes back has kept its people": Position({"restore.keeps_people": True}, brought_back),
    "limits, batches and filters": Position(
        {
            "throttling": "tariff",
            "throttling.undecorated": "first",
            "batch.mixed_dependencies": "reject400",
            "batch.write_without_body": "allow",
            "permission.filter_link": False,
        }
    ),
}

ELSEWHERE = {
    "createLink.v1_blocksDownload": "test_unkind_quirks, on the other version",
    "createLink.folder_blocksDownload": "test_unkind_quirks, with such a link on a folder",
    "createLink.not_viewable": "test_every_quirk, on a site that shows Office files only",
    "revokeGrants.pending_external": "test_unkind_quirks, with a guest who never redeemed",
    "scopes.limit": "test_every_quirk, with a library that takes no further link",
    "delta.resync_code": "test_every_quirk, with a place that is lost",
    "selected.create_link": "test_every_quirk, with an application that has its site only",
    "selected.grant": "test_every_quirk, with an application that has its site only",
    "selected.revoke_grants": "test_every_quirk, with an application that has its site only",
}

NO_MATTER = {
    "app_grants.": "a night gives no application anything",
    "audit.": "a night asks no audit log",
    "invitations.": "a night invites nobody",
    "journal.": "without it nobody could tell who gained",
    "logs.": "a night asks no log of the directory",
    "mail.": "a night sends no mail",
    "notifications": "a night takes no notices",
    "rest.": "a night does not speak SharePoint's own interface",
    "sign_in.": "what a sign-in makes of an assertion that comes twice shows in no library",
    "restore.in_graph": "a night restores nothing",
    "sharing.recreated_accounts": "a night gives by links, which name accounts and no logins",
    "selected.subscriptions": "a night subscribes to nothing",
    "tou.": "a night asks for no terms of use",
    "users_delta.": "a night looks accounts up one by one",
}
