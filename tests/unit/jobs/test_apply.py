"""Apply: order, read-back, uncertainty and the documented fall-backs, on a channel in memory."""

from collections.abc import Sequence

import anyio
import pytest

from sharepoint_gate.access.changes import (
    AddMember,
    Change,
    DeletePermission,
    GrantReaders,
    Reason,
    RemoveMember,
    RevokePeople,
    SetMemberRole,
)
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import ItemId, Membership, MembershipId, ObjectId, PermissionId
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.errors import AccessDeniedError, BadRequestError, LawError, UnavailableError
from sharepoint_gate.jobs.apply import Application, Applied
from sharepoint_gate.jobs.effect import people_on
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.jobs.write_item import Seen, unseen
from sharepoint_gate.ports.tenant import Writers
from sharepoint_gate.trail.events import EventKind, OutcomeState
from tests.fakes.clock import FakeClock
from tests.fakes.memory_store import FakeMemoryStore
from tests.fakes.tenant import SITE, FakeTenant, grant, reader_link
from tests.fakes.trail_store import FakeTrailStore

FILE = ItemId("file")
WHY = Reason("because", ("Somebody",), (FindingKind.DIRECT_GRANT,))


def ids(*names: str) -> tuple[ObjectId, ...]:
    """Return object ids."""
    return tuple(ObjectId(name) for name in names)


def delete(permission: str, *, copied: bool = False) -> DeletePermission:
    """Return a deletion on the one file."""
    return DeletePermission(FILE, "file", PermissionId(permission), WHY, copied=copied)


def revoke(permission: str, people: Sequence[str], remaining: Sequence[str]) -> RevokePeople:
    """Return a revocation on the one file's link."""
    return RevokePeople(FILE, "file", PermissionId(permission), ids(*people), ids(*remaining), WHY)


def let_read(people: Sequence[str], readers: Sequence[str], link: str | None = None) -> GrantReaders:
    """Return a grant on the one file."""
    permission = PermissionId(link) if link else None
    return GrantReaders(FILE, "file", ids(*people), permission, ids(*readers), WHY)


class Scene:
    """One application with everything around it."""

    def __init__(self, tenant: FakeTenant) -> None:
        self.tenant = tenant
        self.trail = FakeTrailStore()
        self.memory = FakeMemoryStore()
        self.journal = Journal(self.trail, FakeClock(), "run-1", "tester")

    def apply(self, *changes: Change, seen: Seen = unseen) -> Sequence[Applied]:
        """Apply changes in the order given."""
        plan = Plan("digest", "roster", changes, (), ())
        writers = Writers(self.tenant, self.tenant, self.tenant)
        application = Application(SITE, self.tenant, writers, self.journal, self.memory, seen=seen)
        return anyio.run(application.apply, plan)

    def states(self, *changes: Change) -> list[OutcomeState]:
        """Apply and return how each change ended."""
        return [one.state for one in self.apply(*changes)]

    def steps(self) -> list[str]:
        """Return the writes that the tenant saw, in order."""
        reads = {"permissions", "members"}
        return [call[0] for call in self.tenant.calls if call[0] not in reads]

    def events(self, kind: EventKind) -> int:
        """Count events of a kind in the trail."""
        return sum(f'"kind":"{kind.value}"'.encode() in record.body for record in self.trail.records())


@pytest.fixture
def scene() -> Scene:
    """A file with one wrong direct entry and a link that names ann and bob."""
    tenant = FakeTenant()
    tenant.put("file", grant("wrong", "eve", "write"), reader_link("own", "ann", "bob"))
    return Scene(tenant)


def test_an_empty_plan_is_a_noop(scene: Scene) -> None:
    """Nothing planned means nothing sent and nothing written down."""
    assert scene.states() == []
    assert scene.tenant.calls == []
    assert scene.events(EventKind.INTENT) == 0


def test_a_deleted_permission_is_applied_once_a_fresh_read_shows_it(scene: Scene) -> None:
    """A deletion that took effect ends applied."""
    assert scene.states(delete("wrong")) == [OutcomeState.APPLIED]
    assert [one.id for one in scene.tenant.entries[FILE]] == ["own"]


def test_law_6_an_accepted_write_without_effect_has_failed(scene: Scene) -> None:
    """A 204 that changed nothing is told as a failure, after the read-backs."""
    scene.tenant.deaf.add("delete_permission")
    assert scene.states(delete("wrong")) == [OutcomeState.FAILED]


def test_law_6_a_link_that_comes_back_wider_is_deleted_again() -> None:
    """Whatever Graph made instead of the reader link goes at once, and the change fails."""
    tenant = FakeTenant(made_wider=True)
    tenant.put("file")
    scene = Scene(tenant)
    assert scene.states(let_read(["ann"], ["ann"])) == [OutcomeState.FAILED]
    assert tenant.entries[FILE] == []


def test_law_5_a_grant_waits_when_a_revocation_on_its_file_failed(scene: Scene) -> None:
    """Nobody is added to a file that still has a wrong reader."""
    scene.tenant.refuse["delete_permission"] = AccessDeniedError("no")
    changes = (delete("wrong"), let_read(["cat"], ["ann", "bob", "cat"], "own"))
    assert scene.states(*changes) == [OutcomeState.FAILED, OutcomeState.SKIPPED]
    assert "add_people" not in scene.steps()


def test_law_10_the_intent_is_written_before_each_request_and_the_outcome_after(scene: Scene) -> None:
    """Each request has its own intent; each change exactly one outcome."""
    scene.tenant.refuse["add_people"] = AccessDeniedError("needs full control")
    changes = (delete("wrong"), let_read(["cat"], ["ann", "bob", "cat"], "own"))
    assert scene.states(*changes) == [OutcomeState.APPLIED, OutcomeState.APPLIED]
    assert scene.events(EventKind.INTENT) == len(scene.steps())
    assert scene.events(EventKind.OUTCOME) == len(changes)


@pytest.mark.parametrize(
    ("cut", "state"), [("before", OutcomeState.UNCERTAIN), ("after", OutcomeState.APPLIED)]
)
def test_law_12_a_write_without_an_answer_is_looked_at_and_never_resent(
    scene: Scene, cut: str, state: OutcomeState
) -> None:
    """One request leaves; a fresh read decides whether it took effect."""
    scene.tenant.silent["delete_permission"] = cut
    assert scene.states(delete("wrong")) == [state]
    assert scene.steps() == ["delete_permission"]


def test_a_write_that_cannot_be_read_back_is_uncertain(scene: Scene) -> None:
    """Without a read-back nobody can say applied."""
    scene.tenant.refuse["permissions"] = UnavailableError("down")
    assert scene.states(delete("wrong")) == [OutcomeState.UNCERTAIN]


def test_a_copied_entry_that_went_with_its_source_needs_no_request(scene: Scene) -> None:
    """An entry that the ancestor's removal took along is already gone."""
    assert scene.states(delete("vanished", copied=True)) == [OutcomeState.ALREADY]
    assert scene.steps() == []


def test_people_are_taken_off_the_own_link_and_the_others_stay(scene: Scene) -> None:
    """A revocation on the own link touches nobody else."""
    assert scene.states(revoke("own", ["bob"], ["ann"])) == [OutcomeState.APPLIED]
    assert people_on(scene.tenant.entries[FILE][1]) == {"ann"}


def test_a_recipient_that_cannot_be_removed_costs_the_link_which_is_made_anew(scene: Scene) -> None:
    """Where the service cannot remove one of several, the link goes and comes back for who stays."""
    scene.tenant.refuse["revoke_people"] = BadRequestError("Could not find the recipient")
    assert scene.states(revoke("own", ["bob"], ["ann"])) == [OutcomeState.APPLIED]
    assert scene.steps() == ["revoke_people", "delete_permission", "create_link"]
    assert people_on(scene.tenant.entries[FILE][-1]) == {"ann"}


def test_the_last_recipient_that_cannot_be_removed_takes_the_link_along(scene: Scene) -> None:
    """With nobody left no link is made."""
    scene.tenant.refuse["revoke_people"] = BadRequestError("Could not find the recipient")
    assert scene.states(revoke("own", ["ann", "bob"], [])) == [OutcomeState.APPLIED]
    assert "create_link" not in scene.steps()


def test_a_reader_is_added_through_the_own_link(scene: Scene) -> None:
    """The link that stands is used, and remembered as the gate's own."""
    assert scene.states(let_read(["cat"], ["ann", "bob", "cat"], "own")) == [OutcomeState.APPLIED]
    assert scene.steps() == ["add_people"]
    assert scene.memory.memory().own_links == {FILE: "own"}


def test_a_first_reader_gets_a_new_link() -> None:
    """A file without a link gets exactly one request."""
    tenant = FakeTenant()
    tenant.put("file")
    scene = Scene(tenant)
    assert scene.states(let_read(["ann"], ["ann"])) == [OutcomeState.APPLIED]
    assert scene.steps() == ["create_link"]


def test_an_existing_link_that_came_back_without_the_new_people_is_completed(scene: Scene) -> None:
    """Get-or-create may return the old link as it was; the missing people are then added."""
    assert scene.states(let_read(["cat"], ["ann", "bob", "cat"])) == [OutcomeState.APPLIED]
    assert scene.steps() == ["create_link", "add_people"]


def test_where_nobody_can_be_added_the_link_is_made_anew_for_everybody(scene: Scene) -> None:
    """The last fall-back deletes the link and makes it for all who should read."""
    scene.tenant.refuse["add_people"] = AccessDeniedError("needs full control")
    assert scene.states(let_read(["cat"], ["ann", "bob", "cat"], "own")) == [OutcomeState.APPLIED]
    assert scene.steps() == ["add_people", "create_link", "delete_permission", "create_link"]


def test_a_link_that_vanished_meanwhile_is_made_again(scene: Scene) -> None:
    """Somebody deleted the link between plan and apply: the grant makes a new one."""
    scene.tenant.entries[FILE].clear()
    assert scene.states(let_read(["ann"], ["ann"], "own")) == [OutcomeState.APPLIED]


def test_law_3_a_request_stopped_at_the_door_ends_the_run(scene: Scene) -> None:
    """After a law violation nothing further is sent, and its change is told as failed."""
    scene.tenant.refuse["delete_permission"] = LawError("not permitted")  # type: ignore[assignment]
    with pytest.raises(LawError):
        scene.states(delete("wrong"), revoke("own", ["bob"], ["ann"]))
    assert scene.steps() == ["delete_permission"]
    assert scene.events(EventKind.OUTCOME) == 1


def test_channel_members_are_removed_added_and_set() -> None:
    """The three acts on the channel, each seen in a fresh read."""
    member = Membership(MembershipId("m-eve"), ObjectId("eve"), "member", "Eve", "")
    owner = Membership(MembershipId("m-ann"), ObjectId("ann"), "owner", "Ann", "")
    scene = Scene(FakeTenant(channel=[member, owner]))
    changes = (
        RemoveMember(member.id, member.object_id, WHY),
        SetMemberRole(owner.id, owner.object_id, "member", WHY),
        AddMember(ObjectId("bob"), "owner", WHY),
    )
    assert scene.states(*changes) == [OutcomeState.APPLIED] * 3
    assert {one.object_id: one.role for one in scene.tenant.channel} == {"ann": "member", "bob": "owner"}
