"""Apply against a tenant that means harm: half answers, wider links, and changes behind the plan's back."""

from dataclasses import replace

import pytest

from sharepoint_gate.access.changes import DeletePermission, GrantReaders
from sharepoint_gate.access.observed import ItemId, PermissionId, SharingLink
from sharepoint_gate.errors import AccessDeniedError, GraphError, LawError, UnavailableError
from sharepoint_gate.jobs.effect import people_on
from sharepoint_gate.trail.events import EventKind, OutcomeState
from tests.fakes.tenant import FakeTenant, grant, reader_link
from tests.unit.jobs.test_apply import FILE, WHY, Scene, delete, ids, let_read, revoke

APPLIED, FAILED, SKIPPED = OutcomeState.APPLIED, OutcomeState.FAILED, OutcomeState.SKIPPED


def below(path: str) -> GrantReaders:
    """Return a grant on another file, by its path."""
    return GrantReaders(ItemId(path), path, ids("ann"), None, ids("ann"), WHY)


def above(path: str) -> DeletePermission:
    """Return the deletion of a wrong entry of a folder."""
    return DeletePermission(ItemId(path), path, PermissionId("wrong"), WHY)


class HalfBlind(FakeTenant):
    """A tenant whose permissions can be read only so many times."""

    reads_left = 0

    def _speak(self, method: str, *arguments: str) -> None:
        super()._speak(method, *arguments)
        if method == "permissions":
            self.reads_left -= 1
            if self.reads_left < 0:
                raise _unreadable()


def _unreadable() -> GraphError:
    return UnavailableError("down")


@pytest.mark.parametrize("folder", ["", "Case", "Case/10-terms"])
def test_law_5_a_grant_waits_when_a_revocation_further_up_failed(folder: str) -> None:
    """A folder's wrong reader reads the file too, so nobody is added there meanwhile."""
    tenant = FakeTenant()
    tenant.put(folder, grant("wrong", "eve"))
    tenant.put("Case/10-terms/file.docx")
    tenant.put("Other/file.docx")
    tenant.refuse["delete_permission"] = AccessDeniedError("inherited")
    states = Scene(tenant).states(above(folder), below("Case/10-terms/file.docx"), below("Other/file.docx"))
    assert states == [FAILED, SKIPPED, APPLIED if folder else SKIPPED]


def test_law_5_a_failed_revocation_does_not_hold_a_folder_of_a_similar_name() -> None:
    """Case-1 is not above Case-10."""
    tenant = FakeTenant()
    tenant.put("Case-1", grant("wrong", "eve"))
    tenant.put("Case-10/file.docx")
    tenant.refuse["delete_permission"] = AccessDeniedError("inherited")
    assert Scene(tenant).states(above("Case-1"), below("Case-10/file.docx")) == [FAILED, APPLIED]


def test_law_6_a_person_is_off_the_own_link_although_another_link_goes_only_later() -> None:
    """Each change is judged by what it is about, not by what a later one still has to take away."""
    tenant = FakeTenant()
    tenant.put("file", reader_link("own", "ann", "bob"), reader_link("theirs", "bob"))
    changes = (revoke("own", ["bob"], ["ann"]), delete("theirs"), let_read(["cat"], ["ann", "cat"], "own"))
    assert Scene(tenant).states(*changes) == [APPLIED, APPLIED, APPLIED]


def test_law_6_a_person_still_on_the_link_is_not_off_because_the_link_became_wider() -> None:
    """A link that is no longer a reader's link, and still names the person, is not a revocation done."""
    tenant = FakeTenant()
    wider = replace(
        reader_link("own", "ann", "bob"),
        link=SharingLink("edit", "users", prevents_download=False, web_url=None),
    )
    tenant.put("file", wider, reader_link("new", "ann"))
    tenant.deaf.add("revoke_people")
    assert Scene(tenant).states(revoke("own", ["bob"], ["ann"])) == [FAILED]


def test_law_6_a_wider_link_that_cannot_be_deleted_is_told_as_standing() -> None:
    """A deletion that is accepted and does nothing is never told as done."""
    tenant = FakeTenant(made_wider=True)
    tenant.put("file")
    tenant.deaf.add("delete_permission")
    applied = Scene(tenant).apply(let_read(["ann"], ["ann"]))
    assert applied[0].state is FAILED
    assert "deleted again" not in applied[0].why
    assert "look at the file now" in applied[0].why


def test_law_6_after_a_wider_link_no_further_one_is_asked_for() -> None:
    """One wrong answer is enough to know what the next would bring; revocations still go on."""
    tenant = FakeTenant(made_wider=True)
    tenant.put("file")
    tenant.put("other", grant("wrong", "eve"))
    scene = Scene(tenant)
    states = scene.states(let_read(["ann"], ["ann"]), below("other"), above("other"))
    assert states == [FAILED, SKIPPED, APPLIED]
    assert scene.steps().count("create_link") == 1


def test_law_10_a_change_whose_first_half_cannot_be_looked_at_is_uncertain() -> None:
    """The link was made, and then nothing could be read: nobody can say that the change failed."""
    tenant = HalfBlind()
    tenant.put("file")
    assert Scene(tenant).states(let_read(["ann"], ["ann"])) == [OutcomeState.UNCERTAIN]


def test_law_2_people_are_added_to_the_gates_own_link_and_to_no_other() -> None:
    """A link of the same make that somebody else made meanwhile gets nobody added."""
    tenant = FakeTenant()
    tenant.put("file", reader_link("own", "ann", "bob"))
    scene = Scene(tenant)
    tenant.entries[FILE].append(reader_link("theirs", "ann"))
    assert scene.states(let_read(["cat"], ["ann", "bob", "cat"])) == [APPLIED]
    assert people_on(tenant.entries[FILE][-1]) == {"ann"}


def test_law_9_nobody_is_added_to_a_link_that_became_wider_after_the_plan() -> None:
    """What was planned on a reader's link is not done on another kind of link."""
    tenant = FakeTenant()
    wider = replace(
        reader_link("own", "ann"), link=SharingLink("edit", "users", prevents_download=False, web_url=None)
    )
    tenant.put("file", wider)
    scene = Scene(tenant)
    assert scene.states(let_read(["cat"], ["ann", "cat"], "own")) == [FAILED]
    assert scene.steps() == []


def test_a_grant_that_is_not_seen_does_not_make_the_gate_forget_its_link() -> None:
    """A stale read is no reason to take another link for the gate's own next time."""
    tenant = FakeTenant(deaf={"add_people"})
    tenant.put("file", reader_link("own", "ann"))
    scene = Scene(tenant)
    scene.memory.remember_links({FILE: PermissionId("own")})
    assert scene.states(let_read(["cat"], ["ann", "cat"], "own")) == [FAILED]
    assert scene.memory.memory().own_links == {FILE: "own"}


@pytest.mark.parametrize(
    ("stopped", "state"), [("permissions", "uncertain"), ("delete_permission", "failed")]
)
def test_law_10_a_change_that_was_sent_is_not_failed_because_its_reading_back_was_stopped(
    stopped: str, state: str
) -> None:
    """The door may stop the read after the write: then nobody knows, and the run ends."""
    tenant = FakeTenant()
    tenant.put("file", grant("wrong", "eve"))
    tenant.refuse[stopped] = LawError("not permitted")  # type: ignore[assignment]
    scene = Scene(tenant)
    with pytest.raises(LawError):
        scene.apply(delete("wrong"))
    told = [event.data["state"] for event in scene.trail.events if event.kind is EventKind.OUTCOME]
    assert told == [state]


@pytest.mark.parametrize(
    ("stood", "steps"), [((), ["create_link", "delete_permission"]), (None, ["create_link"])]
)
def test_law_10_a_wider_link_that_no_answer_named_is_deleted_in_the_same_run(
    stood: tuple[PermissionId, ...] | None, steps: list[str]
) -> None:
    """What was not there before the request, and is wider than asked, goes; unless nobody knows what was."""
    tenant = FakeTenant(made_wider=True, silent={"create_link": "after"})
    tenant.put("file")
    scene = Scene(tenant)
    (done,) = scene.apply(
        let_read(["ann"], ["ann"]), seen=lambda _item: None if stood is None else frozenset(stood)
    )
    assert scene.steps() == steps
    assert done.state is (FAILED if stood is not None else OutcomeState.UNCERTAIN)
    assert ("wider than asked" in done.why) is (stood is not None)


def test_law_10_a_link_made_without_an_answer_as_asked_stays_and_others_links_are_let_be() -> None:
    """Only what the request may have made is taken away: neither the right link, nor what names others."""
    tenant = FakeTenant(silent={"create_link": "after"})
    tenant.put("file")
    scene = Scene(tenant)
    wide = SharingLink("edit", "users", prevents_download=False, web_url=None)
    tenant.entries[FILE].append(replace(reader_link("theirs", "zoe"), link=wide))
    states = [one.state for one in scene.apply(let_read(["ann"], ["ann"]), seen=lambda _item: frozenset())]
    assert states == [APPLIED]
    assert scene.steps() == ["create_link"]
    assert [one.id for one in tenant.entries[FILE]] == ["theirs", "link-file"]


def test_law_10_without_an_answer_and_without_an_effect_nothing_is_taken_away() -> None:
    """No new link shows, however often it is looked for: the change stays uncertain."""
    tenant = FakeTenant(silent={"create_link": "before"})
    tenant.put("file", reader_link("old", "ann"))
    scene = Scene(tenant)
    states = [
        one.state
        for one in scene.apply(
            let_read(["cat"], ["cat"]), seen=lambda _item: frozenset({PermissionId("old")})
        )
    ]
    assert states == [OutcomeState.UNCERTAIN]
    assert scene.steps() == ["create_link"]
