"""Still the person who was approved: pins, changes behind an account, and confirmations."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from sharepoint_gate.access.checks import crossed_kinds
from sharepoint_gate.access.conditions import check_person
from sharepoint_gate.access.identity import fingerprint, likeness_of
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.memory import Memory, Pin
from sharepoint_gate.access.observed import ObjectId
from sharepoint_gate.access.standing import check_same_person, pins_to_remember
from tests.world import Scene, account_of, object_id, person_of

PINNED_AT = datetime(2026, 3, 27, 22, 0, tzinfo=UTC)
CHANGED = "changed@wicb.example"


def pinned() -> Scene:
    """Return a scene whose people were all approved on 27 March 2026."""
    scene = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member").in_sync()
    pins = {name: replace(pin, pinned_at=PINNED_AT) for name, pin in scene.memory.pins.items()}
    scene.memory = Memory(pins, scene.memory.placements, scene.memory.own_links)
    return scene


def holds(scene: Scene) -> bool:
    """Tell whether u12 still counts as the person who was approved."""
    world = scene.world()
    return check_same_person(world, person_of(world, "u12")).holds


def test_law_1_the_first_approval_holds_and_is_to_be_remembered() -> None:
    """Without a pin an account in good state is approved, and everybody's pin is to be kept."""
    scene = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member")
    assert holds(scene)
    pin = pins_to_remember(scene.world())[person_of(scene.world(), "u12").id]
    account = account_of("u12", "u12@wicb.example")
    assert pin == Pin(object_id("u12"), fingerprint(account), scene.now, likeness_of(account))


def test_an_account_as_it_was_approved_needs_no_new_pin() -> None:
    """Nothing is to be remembered anew while nothing changed."""
    assert holds(pinned())
    assert pins_to_remember(pinned().world()) == {}


@pytest.mark.parametrize(
    "change",
    [
        {"mail": CHANGED},
        {"user_principal_name": CHANGED},
        {"other_mails": (CHANGED,)},
        {"identities": ("mail|changed",)},
        {"object_id": ObjectId("another")},
        {"is_guest": False},
        {"external_state_changed_at": datetime(2026, 3, 28, 8, 0, tzinfo=UTC)},
        {"external_state_changed_at": None},
    ],
)
def test_law_1_any_change_behind_the_account_suspends(change: dict[str, Any]) -> None:
    """A change of address, identity or redemption suspends the person and does not replace the pin."""
    scene = pinned().account("u12", **change)
    world = scene.world()
    assert crossed_kinds(check_person(world, person_of(world, "u12"))) == (FindingKind.IDENTITY_CHANGED,)
    assert pins_to_remember(world) == {}


def test_law_1_a_guest_whose_redemption_was_reset_is_a_changed_identity() -> None:
    """A guest who was approved and waits again to redeem is called changed, not merely pending."""
    world = pinned().account("u12", external_state="PendingAcceptance").world()
    assert crossed_kinds(check_person(world, person_of(world, "u12"))) == (FindingKind.IDENTITY_CHANGED,)


def test_letter_case_of_addresses_is_no_change() -> None:
    """The directory may write the same address in other letters."""
    assert holds(pinned().account("u12", mail="U12@WICB.example"))


@pytest.mark.parametrize(
    ("confirmed", "wanted"),
    [
        (date(2026, 2, 25), False),
        (date(2026, 3, 27), False),
        (date(2026, 3, 28), True),
        (date(2026, 3, 30), True),
        (date(2026, 3, 31), False),
    ],
)
def test_law_1_a_confirmation_counts_only_after_the_day_of_the_pin(confirmed: date, *, wanted: bool) -> None:
    """Where the change has no day, the confirmation must be later than the pin, and not in the future."""
    assert holds(pinned().account("u12", mail=CHANGED).person("u12", confirmed_on=confirmed)) is wanted


@pytest.mark.parametrize(
    ("confirmed", "wanted"),
    [(date(2026, 3, 28), False), (date(2026, 3, 29), True), (date(2026, 3, 30), True)],
)
def test_law_1_a_confirmation_counts_from_the_day_of_a_known_change(confirmed: date, *, wanted: bool) -> None:
    """Where the directory dates the change, a confirmation made before that day proves nothing."""
    changed = datetime(2026, 3, 29, 9, 0, tzinfo=UTC)
    scene = pinned().account("u12", external_state_changed_at=changed).person("u12", confirmed_on=confirmed)
    assert holds(scene) is wanted


def test_a_confirmed_account_gets_a_new_pin() -> None:
    """A change that the business unit confirmed is pinned anew, so that the next change is seen."""
    scene = pinned().account("u12", mail=CHANGED).person("u12", confirmed_on=date(2026, 3, 29))
    made = pins_to_remember(scene.world())
    account = scene.world().observation.accounts[person_of(scene.world(), "u12").id][0]
    assert [(pin.fingerprint, pin.pinned_at) for pin in made.values()] == [(fingerprint(account), scene.now)]


@pytest.mark.parametrize("change", [{"enabled": False}, {"external_state": "PendingAcceptance"}])
def test_an_account_in_bad_state_is_never_pinned(change: dict[str, Any]) -> None:
    """A blocked or unredeemed account is not taken for approved."""
    scene = Scene().person("u12").account("u12", **change)
    assert person_of(scene.world(), "u12").id not in pins_to_remember(scene.world())


def test_no_single_account_is_told_once_and_never_pinned() -> None:
    """Without a single account there is nothing to compare; the account's own check says so."""
    scene = pinned()
    scene.accounts[person_of(scene.world(), "u12").id] = ()
    assert holds(scene)
    assert pins_to_remember(scene.world()) == {}


def test_law_1_a_confirmation_vouches_for_no_later_change() -> None:
    """A routine confirmation of an unchanged account renews the pin, so that a change after it suspends."""
    scene = pinned().person("u12", confirmed_on=date(2026, 3, 29))
    renewed = pins_to_remember(scene.world())
    assert set(renewed) == {"u12"}
    scene.memory = replace(scene.memory, pins={**scene.memory.pins, **renewed})
    assert pins_to_remember(scene.world()) == {}
    assert not holds(scene.account("u12", mail=CHANGED))


def test_a_confirmation_dated_tomorrow_renews_no_pin() -> None:
    """A confirmation that has not been made yet vouches for nothing."""
    assert pins_to_remember(pinned().person("u12", confirmed_on=date(2026, 3, 31)).world()) == {}
