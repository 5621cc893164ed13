"""The positions of quirks that a night is spent in, what each must end in, and which cannot show in one."""

import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from graph_emulator.kernel.quirks import Quirks
from tests.e2e.harness import Rehearsal

Deed = Callable[[Rehearsal], None]
PACK = "RR-2026-001/40-panel-pack"
AT = "/drives/{drive}/root:/Reviews"


@dataclass(frozen=True, slots=True)
class Position:
    """Quirks in another position than their own, what makes them show, and what must come of it.

    Attributes:
        quirks: Set before the weekend.
        deeds: What else happens, after the weekend.
        gone: Who can read nothing any more because of it.
        shows: Answers by which the position is known to have been met: last word of the path, and status.
        kinds: Findings by which the night must tell it.
    """

    quirks: dict[str, Any]
    deeds: tuple[Deed, ...] = ()
    gone: frozenset[str] = field(default=frozenset())
    shows: frozenset[tuple[str, int]] = frozenset()
    kinds: frozenset[str] = frozenset()


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

SHARING = {
    "createLink.existing_adds_recipients": True,
    "grant.requires_full_control": False,
    "grant.rotates_url": "never",
    "revokeGrants.v1": "404",
    "permission.inheritedFrom": "full",
    "permission.delete_inherited": "403",
    "limited_access.visible": False,
    "inheritance.push_additions": False,
    "links.orphan_groups": False,
    "links.show_redeemers": True,
}
SHARING_AGAIN = {
    "grant.rotates_url": "always",
    "revokeGrants.v1": "405",
    "permission.inheritedFrom": "omitted",
    "permission.delete_inherited": "400",
}
READING = {
    "pages.delta": 1,
    "pages.directory": 1,
    "pages.children": 1,
    "delta.duplicates": True,
    "delta.deleted_names": True,
    "delta.removals_annotated": False,
    "delta.inherited_changes": True,
    "delta.link_changes": False,
    "delta.preference_applied": False,
    "delta.token_lifetime": "PT1S",
    "permission.filter_link": False,
    "notifications": "silent-death",
}
LIMITS = {
    "throttling": "tariff",
    "throttling.undecorated": "first",
    "batch.mixed_dependencies": "reject400",
    "batch.write_without_body": "allow",
}
CHANNEL = {
    "teams.private_requires_team_member": False,
    "teams.site_sync_delay": "PT2H",
    "teams.add_reaches_site": False,
    "teams.type_spelling": "any-case",
}
STRANGERS = (invited, deleted, brought_back)

IN_SYNC = {
    "sharing is otherwise": Position(
        SHARING, (opened,), shows=frozenset({("revokeGrants", 404)}), kinds=frozenset({"organisation-link"})
    ),
    "sharing is otherwise again, and pages are small": Position(
        {**SHARING_AGAIN, **READING}, shows=frozenset({("revokeGrants", 405)})
    ),
    "strangers become guests, the site remembers ids, and what comes back has lost its people": Position(
        {
            "sharing.creates_guests": "always",
            "permission.stale_ids": True,
            "restore.keeps_people": False,
            **LIMITS,
        },
        STRANGERS,
        frozenset({"s08"}),
        kinds=frozenset({"account-not-found", "personal-mail-recipient"}),
    ),
    "strangers become guests that are not shown, and the channel's site hears late": Position(
        {"sharing.creates_guests": "always", "permission.pending_shown": False, **CHANNEL},
        STRANGERS,
        frozenset({"s08"}),
        kinds=frozenset({"account-not-found", "unknown-shape", "pending-invitation"}),
    ),
    "strangers stay addresses": Position(
        {"sharing.creates_guests": "never"}, (invited,), kinds=frozenset({"personal-mail-recipient"})
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
    "invitations.app_only": "test_quirks_beside, with somebody to invite",
    "tou.app_only": "test_quirks_beside, with the tenant's own terms",
    "logs.delay": "test_quirks_beside, with the tenant's own terms",
    "mail.most_headers": "test_quirks_beside, with letters",
    "mail.bounce": "test_quirks_beside, with letters",
    "mail.sent_items_delay": "test_quirks_beside, with letters",
}

# A night is spent in all of these at once, and ends as if nothing were set.
NO_MATTER: Mapping[str, tuple[Any, str]] = {
    "app_grants.need_full_control": (False, "a night gives no application anything"),
    "app_grants.list_roles": (False, "a night gives no application anything"),
    "audit.delay": ("PT1H", "a night asks no audit log"),
    "audit.query_duration": ("PT1H", "a night asks no audit log"),
    "audit.record_limit": (1, "a night asks no audit log"),
    "logs.kept": (1, "a night takes decisions from the log and keeps them itself"),
    "notifications": ("off", "a night takes no notices"),
    "rest.channel_site_permissions": ("allow", "a night changes no group of the site"),
    "rest.remove_without_level": ("all", "a night takes no level from anybody"),
    "sign_in.assertion_reuse": ("refuse", "an assertion is used once"),
    "restore.in_graph": (True, "a night restores nothing"),
    "sharing.recreated_accounts": ("taken-over", "a night gives by links, which name accounts and no logins"),
    "selected.subscriptions": ("403", "a night subscribes to nothing"),
    "users_delta.expired": ("410", "a night looks accounts up one by one"),
    "users_delta.replays": (True, "a night looks accounts up one by one"),
}
# Without it nobody could tell who gained.
UNTRIED = frozenset({"journal.access"})


def values_of() -> Iterator[tuple[str, tuple[Any, ...], Any]]:
    """Yield each quirk with the values that it can be named by (none where they are counts), and its own."""
    hints = typing.get_type_hints(Quirks)
    for one in msgspec.structs.fields(Quirks):
        kind = hints[one.name]
        own = one.default if one.default is not msgspec.NODEFAULT else []
        if kind is bool:
            yield one.encode_name, (True, False), own
        elif typing.get_origin(kind) is Literal:
            yield one.encode_name, typing.get_args(kind), own
        else:
            yield one.encode_name, (), own


def spent_on() -> dict[str, set[Any]]:
    """Return the values that each quirk is given in a night of the tables above."""
    found: dict[str, set[Any]] = {name: {value} for name, (value, _) in NO_MATTER.items()}
    for position in IN_SYNC.values():
        for name, value in position.quirks.items():
            found.setdefault(name, set()).add(value)
    return found
