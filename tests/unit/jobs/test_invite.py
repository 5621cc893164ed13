"""Laws 10 and 12 for invitations: written down first, sent once, read back, never sent again on a doubt."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import anyio
import pytest

from sharepoint_gate.access.changes import InviteGuest, Reason
from sharepoint_gate.access.freezes import Freeze, FreezeKind, object_freeze
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.memory import SentInvitation
from sharepoint_gate.access.observed import Account, ItemId, ObjectId
from sharepoint_gate.errors import AccessDeniedError, ConflictError, GraphError, LawError, UnavailableError
from sharepoint_gate.jobs.change_data import change_as_data, intended
from sharepoint_gate.jobs.invite import invite
from sharepoint_gate.jobs.recover import took_effect
from sharepoint_gate.roster.model import PersonId
from sharepoint_gate.trail.events import OutcomeState
from sharepoint_gate.trail.record import event_of
from tests.fakes.clock import QUIET_NIGHT
from tests.fakes.tenant import FakeTenant
from tests.unit.jobs.test_apply import Scene
from tests.world import Scene as World
from tests.world import account_of

TO, U12, ASKED = "n@wicb.example", PersonId("u12"), date(2026, 3, 30)
CHANGE = InviteGuest(U12, TO, ASKED, Reason("because", ("Nadia",), (FindingKind.ACCOUNT_NOT_FOUND,)))
SENT = {U12: SentInvitation(TO, ASKED, QUIET_NIGHT)}


def kept(scene: Scene) -> Mapping[PersonId, SentInvitation]:
    """Return which invitations are remembered."""
    return scene.memory.memory().invitations


def data(scene: Scene) -> list[Mapping[str, object]]:
    """Return what the trail holds."""
    return [event_of(record).data for record in scene.trail.records()]


def test_an_invitation_is_applied_once_the_directory_shows_the_guest() -> None:
    """Sent once, remembered, and told in the trail without the address."""
    scene = Scene(FakeTenant())
    assert scene.states(CHANGE) == [OutcomeState.APPLIED]
    assert scene.tenant.calls == [("invite", TO)]
    assert kept(scene) == SENT
    intent = data(scene)[0]
    assert (intent["change"], intent["person"], intent["asked_on"]) == ("invite-guest", "u12", "2026-03-30")
    assert TO not in str(data(scene))


def test_law_10_it_is_remembered_before_the_request_leaves() -> None:
    """Were the power cut at the request, the next run would know that it may have left."""
    scene = Scene(FakeTenant())
    seen: list[object] = []

    class Watching:
        async def invite(self, address: str) -> None:
            seen.append((address, dict(kept(scene)), len(data(scene))))

    anyio.run(invite, "c0001", CHANGE, Watching(), scene.journal, scene.memory)
    assert seen == [(TO, SENT, 1)]


def test_nobody_who_was_frozen_meanwhile_is_invited() -> None:
    """A freeze falls into a run: the mail does not leave, and the day the roster names is not used up."""
    scene = Scene(FakeTenant())
    freeze = Freeze("k", FreezeKind.PERSON, "u12", frozenset({TO}), QUIET_NIGHT, "tester", "phone lost")

    def barred(_item: ItemId | None, people: Iterable[ObjectId]) -> frozenset[ObjectId]:
        return frozenset(one for one in people if object_freeze([freeze], one) is not None)

    with pytest.raises(ConflictError):
        anyio.run(invite, "c0001", CHANGE, scene.tenant, scene.journal, scene.memory, barred)
    assert (scene.tenant.calls, kept(scene)) == ([], {})


@pytest.mark.parametrize(
    ("silent", "state"), [("after", OutcomeState.APPLIED), ("before", OutcomeState.UNCERTAIN)]
)
def test_law_12_without_an_answer_it_is_looked_for_and_never_sent_again(
    silent: str, state: OutcomeState
) -> None:
    """The directory decides; where it shows nobody the invitation stays remembered."""
    scene = Scene(FakeTenant(silent={"invite": silent}))
    assert scene.states(CHANGE) == [state]
    assert scene.tenant.calls == [("invite", TO)]
    assert kept(scene) == SENT


def test_law_6_an_accepted_invitation_of_which_no_guest_comes_has_failed() -> None:
    """Told as a failure, and not sent again: it may be on its way."""
    scene = Scene(FakeTenant(deaf={"invite"}))
    assert scene.states(CHANGE) == [OutcomeState.FAILED]
    assert kept(scene) == SENT


def test_a_directory_that_cannot_be_read_back_leaves_it_uncertain() -> None:
    """Nothing was seen, so that nothing is claimed."""
    scene = Scene(FakeTenant(refuse={"accounts": UnavailableError("no answer")}))
    assert scene.states(CHANGE) == [OutcomeState.UNCERTAIN]
    assert kept(scene) == SENT


def test_a_refused_invitation_is_forgotten_and_told() -> None:
    """The tenant's policy forbids it: surely not sent, so that the next run may try."""
    scene = Scene(FakeTenant(refuse={"invite": AccessDeniedError("Guests may not be invited.")}))
    (done,) = scene.apply(CHANGE)
    assert (done.state, done.item_id) == (OutcomeState.FAILED, None)
    assert "Guests may not be invited." in done.why
    assert kept(scene) == {}


def test_law_3_one_that_is_stopped_at_the_door_is_forgotten_and_stops_the_run() -> None:
    """It did not leave; the run ends there."""
    refusal: GraphError | LawError = LawError("stopped")
    scene = Scene(FakeTenant(refuse={"invite": refusal}))  # type: ignore[dict-item]  # a door's refusal
    with pytest.raises(LawError):
        scene.apply(CHANGE)
    assert kept(scene) == {}


@pytest.mark.parametrize(
    ("accounts", "wanted"), [({}, None), ({U12: ()}, None), ({U12: (account_of("u12", TO),)}, True)]
)
def test_law_10_a_cut_after_the_request_is_closed_by_what_the_directory_shows(
    accounts: Mapping[PersonId, tuple[Account, ...]], *, wanted: bool | None
) -> None:
    """A guest who is there was invited; nobody there yet proves nothing, so that it stays uncertain."""
    world = World().world()
    seen = replace(world.observation, accounts=accounts)
    assert took_effect(intended(change_as_data(CHANGE)), seen) is wanted
