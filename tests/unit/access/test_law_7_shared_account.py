"""Half of the directory's answers: an account that two people share does not become one person's (law 7)."""

from dataclasses import replace

from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.access.standing import pins_to_remember
from sharepoint_gate.roster.model import PersonId
from tests.world import Scene

CASE = "RR-2026-001"
FILE = f"{CASE}/40-panel-pack/pack.docx"
FIRST, SECOND = PersonId("u12"), PersonId("u13")


def shared() -> Scene:
    """Two people of whom the second one's username is another address of the first one's account."""
    made = Scene().case(CASE, "panel-meeting", u12="panel-member", u13="panel-member").file(FILE)
    made.account(FIRST, other_mails=(made.people[SECOND].username.upper(),))
    made.accounts[SECOND] = made.accounts[FIRST]
    return made.in_sync()


def half_read() -> Scene:
    """The same, where the second one's lookup failed."""
    made = shared()
    del made.accounts[SECOND]
    return made


def test_law_7_a_shared_account_gains_nothing_because_one_lookup_failed() -> None:
    """What is nobody's account in a whole picture is nobody's in half of one."""
    for made in (shared(), half_read()):
        world = made.world()
        desired = desired_access(world)
        assert all(not wanted.readers for wanted in desired.files.values())
        assert plan_changes(world, desired).changes == ()


def test_law_7_a_shared_account_is_not_approved_because_one_lookup_failed() -> None:
    """A pin that was made from half a picture would stand for ever."""
    assert FIRST not in pins_to_remember(half_read().world())


def test_law_7_another_lookup_that_failed_takes_nothing_from_a_person_with_an_account_of_their_own() -> None:
    """Only an account that bears the other's username is in doubt."""
    made = Scene().case(CASE, "panel-meeting", u12="panel-member", u13="panel-member").file(FILE).in_sync()
    del made.accounts[SECOND]
    made.people[SECOND] = replace(made.people[SECOND], username="somebody.else@wicb.example")
    world = made.world()
    assert plan_changes(world, desired_access(world)).changes == ()
    assert FIRST in {
        reader.person for one in desired_access(world).files.values() for reader in one.readers.values()
    }
