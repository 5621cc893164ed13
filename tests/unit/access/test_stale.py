"""Invitations that nobody has taken up: cancelled at once, and told by their age."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import Account, ObservedPermission, PermissionId
from sharepoint_gate.access.stale import invited_strangers
from tests.unit.access.judging import FILE, deleted, plan_of, scene, told
from tests.world import Scene, account_of, direct, item_id

PRESS = "press@oldmedia.example"
INVITATION = ObservedPermission(PermissionId("i"), ("read",), invitation_email="Press@OldMedia.example")


def pending(since: datetime | None, state: str = "PendingAcceptance") -> tuple[Account, ...]:
    """Return the guest of an invitation."""
    made = account_of("press", PRESS)
    return (replace(made, external_state=state, external_state_changed_at=since),)


def kinds(made: Scene, **strangers: Any) -> set[str]:
    """Return what is told about the press on the file."""
    world = made.world()
    seen = replace(world.observation, strangers={PRESS: strangers["press"]} if strangers else {})
    made.world = lambda: replace(world, observation=seen)  # type: ignore[method-assign]  # seen besides the scene
    plan = plan_of(made)
    assert deleted(plan) == [(item_id(FILE), "i")]
    return {kind for kind, _, who, also in told(plan) if who == PRESS for kind in (kind, *also)}


@pytest.mark.parametrize(
    ("since", "stale"),
    [
        (datetime(2026, 2, 28, 22, 0, tzinfo=UTC), True),
        (datetime(2026, 2, 28, 22, 1, tzinfo=UTC), False),
        (None, False),
    ],
)
def test_an_invitation_of_thirty_days_is_stale_and_goes_like_any_other(
    since: datetime | None, *, stale: bool
) -> None:
    """The directory tells since when it waits; the permission itself is deleted either way."""
    found = kinds(scene().share(FILE, INVITATION), press=pending(since))
    assert (FindingKind.STALE_INVITATION in found) is stale
    assert (FindingKind.PENDING_INVITATION in found) is not stale


def test_an_invitation_of_unknown_age_is_a_pending_one() -> None:
    """Nobody stands in the directory for it, or nobody could look."""
    assert FindingKind.PENDING_INVITATION in kinds(scene().share(FILE, INVITATION))


def test_an_invitation_that_was_redeemed_meanwhile_is_not_stale() -> None:
    """The guest came in: what stands is an entry that nobody declared."""
    old = datetime(2025, 1, 1, tzinfo=UTC)
    found = kinds(scene().share(FILE, INVITATION), press=pending(old, "Accepted"))
    assert FindingKind.STALE_INVITATION not in found


def test_a_guest_named_by_account_is_known_by_it() -> None:
    """Graph names the waiting guest where the tenant shows it: the age is told beside the entry."""
    entry = replace(direct("press", permission="i"), invitation_email=PRESS)
    entry = replace(entry, grantee=replace(entry.grantee, email=PRESS)) if entry.grantee else entry
    found = kinds(scene().share(FILE, entry), press=pending(datetime(2026, 2, 13, 9, tzinfo=UTC)))
    assert {FindingKind.STALE_INVITATION, FindingKind.DIRECT_GRANT} <= found


def test_only_invited_people_who_are_not_on_the_roster_are_looked_up() -> None:
    """Each address once, in small letters; items that could not be read tell nothing."""
    made = scene().share(FILE, INVITATION, replace(INVITATION, invitation_email="u12@WICB.example"))
    items = [*made.items.values(), replace(made.items[item_id(FILE)], permissions=None)]
    assert invited_strangers(items, ["u12@wicb.example"]) == (PRESS,)


def test_a_guest_named_by_an_entry_is_looked_up_and_a_colleague_is_not() -> None:
    """A guest may have an account and never have come in; accounts of the tenant's own are never invited."""
    guest, colleague = direct("press", permission="i"), direct("colleague", permission="c")
    assert guest.grantee is not None
    login = "i:0#.f|membership|press_oldmedia.example#ext#@westmarsh.example"
    named = replace(guest, grantee=replace(guest.grantee, email=PRESS, login_name=login))
    made = scene().share(FILE, named, colleague)
    assert invited_strangers(made.items.values(), []) == (PRESS,)
