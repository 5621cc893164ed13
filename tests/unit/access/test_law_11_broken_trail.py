"""Law 11 in the plan and in letters: a record that does not hold, and those who keep its checkpoints."""

from datetime import date

from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.letters import LetterKind
from sharepoint_gate.access.letters_checkpoint import checkpoint_letters
from sharepoint_gate.access.notices import THE_TRAIL
from sharepoint_gate.access.observed import Unread
from sharepoint_gate.access.planner import plan_changes
from tests.world import Scene

CASE = "RR-2026-001"
PACK = f"{CASE}/40-panel-pack/pack.docx"
NOTE = "sharepoint-gate/westmarsh\n12\nAAAA\n\n— sharepoint-gate/westmarsh AAAA\n"
NIGHT = date(2026, 3, 30)


def test_law_11_a_record_that_does_not_hold_stands_in_the_way_of_every_grant() -> None:
    """The finding gives the reason, and what would be given waits."""
    made = Scene().case(CASE, "panel-meeting", u12="panel-member").file(PACK).in_sync()
    made.unshare(PACK, f"own-item:{PACK}")
    made.unread = (Unread(THE_TRAIL, "record 4 was changed"), Unread("site groups", "refused"))
    world = made.world()
    plan = plan_changes(world, desired_access(world))
    told = [one for one in plan.findings if one.kind is FindingKind.TRAIL_BROKEN]
    assert not plan.changes
    assert len(plan.held) == 1
    assert len(told) == 1
    assert "record 4 was changed" in told[0].sentence


def test_law_12_a_witness_gets_one_checkpoint_a_night() -> None:
    """Each address once however often it is named; the key tells the night, and no address (law 14)."""
    witnesses = ["dpo@wcc.example", "audit@wicb.example", "dpo@wcc.example"]
    letters = checkpoint_letters(witnesses, NOTE, NIGHT)
    assert [one.to for one in letters] == ["dpo@wcc.example", "audit@wicb.example"]
    assert len({one.key for one in letters}) == 2
    assert all(one.kind is LetterKind.CHECKPOINT and one.person is None for one in letters)
    assert all(one.key.endswith("/2026-03-30") and "@" not in one.key for one in letters)
    again, tomorrow = (checkpoint_letters(witnesses, NOTE, day)[0].key for day in (NIGHT, date(2026, 3, 31)))
    assert again == letters[0].key != tomorrow


def test_law_14_a_checkpoints_letter_holds_the_checkpoint_only() -> None:
    """Its lines as they are signed; without a checkpoint there is no letter."""
    (letter,) = checkpoint_letters(["dpo@wcc.example"], NOTE, NIGHT)
    assert letter.facts == {"day": NIGHT, "lines": NOTE.rstrip("\n").split("\n")}
    assert checkpoint_letters(["dpo@wcc.example"], "", NIGHT) == ()
