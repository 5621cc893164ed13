"""What happened to an account since it was approved, each as its own story, and how it is told."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from sharepoint_gate.access.checks import first_failure
from sharepoint_gate.access.conditions import check_person
from sharepoint_gate.access.desired import Check, Condition
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.identity import RECREATED, RESET
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import Account, ObjectId
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.access.standing import check_same_person, pins_to_remember
from tests.world import Scene, item_id, person_of

PACK = "RR-2026-001/40-panel-pack/pack.docx"
LATER = datetime(2026, 3, 29, 9, 0, tzinfo=UTC)


def approved(**changes: Any) -> Scene:
    """Return a scene in sync whose u12 was approved two days ago, looking as told."""
    scene = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member").file(PACK)
    scene.account("u12", **changes).in_sync()
    pins = {name: replace(pin, pinned_at=datetime(2026, 3, 28, 2, tzinfo=UTC)) for name, pin in _pins(scene)}
    scene.memory = replace(scene.memory, pins=pins)
    return scene


def _pins(scene: Scene) -> Any:
    return scene.memory.pins.items()


def against(scene: Scene) -> Check:
    """Return what is told first against u12."""
    world = scene.world()
    failed = first_failure(check_person(world, person_of(world, "u12")))
    assert failed is not None
    return failed


def reads(scene: Scene) -> bool:
    """Tell whether u12 should read the pack."""
    return bool(desired_access(scene.world()).files[item_id(PACK)].readers)


STORIES: dict[str, tuple[dict[str, Any], str]] = {
    "renamed": (
        {"user_principal_name": "n.jones@wicb.example"},
        "its sign-in name changed from u12@wicb.example to n.jones@wicb.example",
    ),
    "changed mail": (
        {"mail": "n.jones@wicb.example"},
        "its mail changed from u12@wicb.example to n.jones@wicb.example",
    ),
    "lost its mail": ({"mail": ""}, "its mail changed from u12@wicb.example to none"),
    "another address added": (
        {"other_mails": ("n@home.example",)},
        "further addresses were added: n@home.example",
    ),
    "another identity": ({"identities": ("x|1",)}, "the identities that it signs in with changed"),
    "made a member": ({"is_guest": False}, "it was a guest and is a member now"),
    "redeemed anew": (
        {"external_state_changed_at": LATER},
        "its invitation was redeemed anew on 2026-03-29",
    ),
    "redeemed anew without a day": (
        {"external_state_changed_at": None},
        "its invitation was redeemed anew",
    ),
    "converted": (
        {"external_state": None, "external_state_changed_at": None, "is_guest": False},
        "it is no longer by invitation",
    ),
    "made anew": ({"object_id": ObjectId("another")}, RECREATED),
}


@pytest.mark.parametrize("story", STORIES)
def test_law_1_each_change_suspends_and_is_told_for_what_it_is(story: str) -> None:
    """Whoever confirms an account must know what became of it."""
    change, told = STORIES[story]
    scene = approved().account("u12", **change)
    check = against(scene)
    assert (check.condition, check.kind) == (Condition.SAME_PERSON, FindingKind.IDENTITY_CHANGED)
    assert told in check.sentence
    assert not reads(scene)
    assert pins_to_remember(scene.world()) == {}


def test_law_1_an_address_that_is_taken_away_is_told_as_well() -> None:
    """Fewer addresses are a change like more of them."""
    scene = approved(other_mails=("n@home.example",)).account("u12", other_mails=())
    assert "further addresses were removed: n@home.example" in against(scene).sentence


def test_law_1_a_member_who_became_a_guest_is_told() -> None:
    """An account that was turned inside out is another way in, whatever its addresses say."""
    member: dict[str, Any] = {
        "is_guest": False,
        "external_state": None,
        "external_state_changed_at": None,
    }
    scene = approved(**member).account("u12", is_guest=True, external_state="Accepted")
    assert "it was a member and is a guest now" in against(scene).sentence


def test_several_changes_are_told_together() -> None:
    """A new owner of an account seldom changes one thing alone."""
    scene = approved().account("u12", mail="n@wicb.example", identities=("x|1",))
    assert "to n@wicb.example; the identities" in against(scene).sentence


def test_law_1_a_reset_redemption_is_told_while_nobody_has_redeemed_it_and_after() -> None:
    """Same object id, back to an open invitation, then accepted by somebody: suspended all the way."""
    scene = approved().account("u12", external_state="PendingAcceptance", external_state_changed_at=LATER)
    check = against(scene)
    assert (check.condition, check.kind) == (Condition.ACCOUNT, FindingKind.IDENTITY_CHANGED)
    assert RESET in check.sentence
    world = scene.world()
    assert RESET in check_same_person(world, person_of(world, "u12")).sentence
    scene.account(
        "u12", external_state="Accepted", external_state_changed_at=datetime(2026, 3, 30, 9, tzinfo=UTC)
    )
    assert "redeemed anew on 2026-03-30" in against(scene).sentence
    assert not reads(scene)
    assert reads(scene.person("u12", confirmed_on=date(2026, 3, 30)))


def test_a_deleted_account_is_told_as_gone_and_not_as_never_seen() -> None:
    """A soft-deleted account keeps its name, and no look-up finds it: access ends with it."""
    scene = approved()
    scene.accounts[person_of(scene.world(), "u12").id] = ()
    check = against(scene)
    assert check.kind is FindingKind.ACCOUNT_NOT_FOUND
    assert "the one that was approved is deleted" in check.sentence
    assert not reads(scene)


def test_a_person_whom_no_account_ever_stood_for_is_told_plainly() -> None:
    """Somebody who comes by B2B direct connect has no account here: nothing can be given to them."""
    scene = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member").file(PACK)
    scene.accounts[person_of(scene.world(), "u12").id] = ()
    assert against(scene).sentence == "No account is found under u12@wicb.example."
    assert not reads(scene)


def test_law_1_two_accounts_for_one_address_give_nothing() -> None:
    """An address that a second account was given as well proves neither of them."""
    scene = approved()
    key = person_of(scene.world(), "u12").id
    first = scene.accounts[key][0]
    scene.accounts[key] = (first, replace(first, object_id=ObjectId("another")))
    assert against(scene).kind is FindingKind.ACCOUNT_AMBIGUOUS
    assert not reads(scene)


def test_law_1_a_disabled_account_gives_nothing() -> None:
    """The organisation has blocked it: that is the quickest word that a leaver's organisation gives."""
    scene = approved().account("u12", enabled=False)
    assert against(scene).kind is FindingKind.ACCOUNT_DISABLED
    assert not reads(scene)


def test_law_1_a_mail_of_a_strange_domain_suspends_as_a_mismatch_and_asks() -> None:
    """A guest whose mail goes to another organisation waits until a person says otherwise."""
    scene = approved().account("u12", mail="u12@elsewhere.example")
    check = against(scene)
    assert check.kind is FindingKind.IDENTITY_MISMATCH
    assert "from u12@wicb.example to u12@elsewhere.example" in check.sentence
    world = scene.world()
    findings = plan_changes(world, desired_access(world)).findings
    told = [(one.kind, one.object, one.principal) for one in findings]
    assert (FindingKind.IDENTITY_MISMATCH, "directory", "u12") in told
    assert reads(scene.person("u12", confirmed_on=date(2026, 3, 30)))


def test_law_1_a_first_account_of_a_strange_domain_is_not_approved_by_an_old_word() -> None:
    """Before the first approval nobody can say whether the word was given before the mail changed."""
    scene = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member").file(PACK)
    scene.account("u12", mail="u12@elsewhere.example").person("u12", confirmed_on=date(2026, 2, 25))
    assert against(scene).kind is FindingKind.IDENTITY_MISMATCH
    assert pins_to_remember(scene.world()).keys() == {"u01", "u02"}
    assert reads(scene.organisation("wicb", domains=("wicb.example", "Elsewhere.example")))


def test_a_confirmed_strange_mail_stays_confirmed() -> None:
    """Once somebody said that the change is right, the same account asks for no second word."""
    scene = (
        approved().account("u12", mail="u12@elsewhere.example").person("u12", confirmed_on=date(2026, 3, 30))
    )
    renewed = pins_to_remember(scene.world())
    scene.memory = replace(scene.memory, pins={**scene.memory.pins, **renewed})
    assert reads(scene)
    assert not reads(scene.person("u12", confirmed_on=None))


@pytest.mark.parametrize("change", [{"is_guest": False}, {"mail": ""}])
def test_members_and_guests_without_a_mail_show_no_strange_domain(change: dict[str, Any]) -> None:
    """A member's mail is the tenant's own affair, and an absent one is not of a wrong domain."""
    scene = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member").file(PACK)
    state = {} if change.get("is_guest", True) else {"external_state": None}
    assert reads(scene.account("u12", **({"mail": "u12@elsewhere.example"} | change | state)))


def test_the_account_of_somebody_without_an_organisation_is_not_called_strange() -> None:
    """The missing organisation is told already; it has no domains to compare."""
    scene = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member").file(PACK)
    del scene.organisations[person_of(scene.world(), "u12").organisation]
    assert against(scene).kind is FindingKind.AGREEMENT_MISSING


def test_an_old_pin_still_counts_and_is_given_its_words() -> None:
    """A pin of an older version of the gate approves what it approved, on the day on which it did."""
    scene = approved()
    key = person_of(scene.world(), "u12").id
    pin = scene.memory.pins[key]
    scene.memory = replace(scene.memory, pins={**scene.memory.pins, key: replace(pin, likeness=None)})
    assert reads(scene)
    assert pins_to_remember(scene.world()) == {key: pin}


def test_law_1_a_change_since_an_old_pin_suspends_though_nobody_can_say_which() -> None:
    """Without words the change is told as a change, and counts all the same."""
    scene = approved()
    key = person_of(scene.world(), "u12").id
    bare = replace(scene.memory.pins[key], likeness=None)
    scene.memory = replace(scene.memory, pins={**scene.memory.pins, key: bare})
    assert "that was not kept" in against(scene.account("u12", mail="n@wicb.example")).sentence


def test_a_change_that_the_words_do_not_show_is_told_as_one() -> None:
    """The fingerprint decides; the words only tell."""
    scene = approved()
    key = person_of(scene.world(), "u12").id
    other = replace(scene.memory.pins[key], fingerprint="0" * 64)
    scene.memory = replace(scene.memory, pins={**scene.memory.pins, key: other})
    check = against(scene)
    assert check.kind is FindingKind.IDENTITY_CHANGED
    assert "that was not kept" in check.sentence


def test_the_account_of_another_is_no_proof_for_its_namesake() -> None:
    """Whoever is given the address of an approved person is not that person."""
    scene = approved()
    key = person_of(scene.world(), "u12").id
    first: Account = scene.accounts[key][0]
    scene.accounts[key] = (replace(first, object_id=ObjectId("starter")),)
    assert RECREATED in against(scene).sentence


def taken_over(confirmed: date | None = None) -> Scene:
    """Return a scene in which the id u12 was given to somebody else, with an account of another address."""
    other = {"user_principal_name": "o.stone@wicb.example", "mail": "o.stone@wicb.example"}
    scene = approved().account("u12", object_id=ObjectId("oid-stone"), identities=("s|1",), **other)
    return scene.person("u12", username="o.stone@wicb.example", confirmed_on=confirmed)


def uaa(scene: Scene) -> Check:
    """Return the check of the acceptance agreement of u12."""
    world = scene.world()
    return next(one for one in check_person(world, person_of(world, "u12")) if one.condition is Condition.UAA)


def test_law_1_whoever_takes_over_a_roster_id_does_not_take_over_its_acceptance() -> None:
    """A confirmed account of another person reads nothing before that person has accepted, now and later."""
    assert uaa(approved()).holds
    assert not uaa(taken_over()).holds
    scene = taken_over(date(2026, 3, 30))
    assert (uaa(scene).kind, reads(scene)) == (FindingKind.UAA_MISSING, False)
    pins = pins_to_remember(scene.world())
    assert pins[person_of(scene.world(), "u12").id].accepts_from == date(2026, 3, 30)
    scene.memory = replace(scene.memory, pins={**scene.memory.pins, **pins})
    assert (uaa(scene).kind, reads(scene)) == (FindingKind.UAA_MISSING, False)
    scene.decide("u12", at=datetime(2026, 3, 30, 12, tzinfo=UTC))
    assert (uaa(scene).holds, reads(scene)) == (True, True)


def test_an_acceptance_outlives_an_account_made_anew_under_the_same_address() -> None:
    """The business unit's word that it is the same person is enough where the address is the same."""
    scene = (
        approved().account("u12", object_id=ObjectId("another")).person("u12", confirmed_on=date(2026, 3, 30))
    )
    assert (uaa(scene).holds, reads(scene)) == (True, True)


def test_law_1_a_pin_keeps_from_when_decisions_count() -> None:
    """Neither a later confirmation nor a change that was confirmed makes the old acceptance count again."""
    scene = taken_over(date(2026, 3, 30))
    name, day = person_of(scene.world(), "u12").id, date(2026, 3, 30)
    then = replace(pins_to_remember(scene.world())[name], pinned_at=datetime(2026, 3, 28, 2, tzinfo=UTC))
    scene.memory = replace(scene.memory, pins={**scene.memory.pins, name: then})
    assert pins_to_remember(scene.world())[name].accepts_from == day
    scene.memory = replace(scene.memory, pins={name: replace(then, likeness=None)})
    scene.person("u12", confirmed_on=None)
    assert pins_to_remember(scene.world())[name].accepts_from == day
