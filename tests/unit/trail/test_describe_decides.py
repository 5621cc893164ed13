"""Sentences of the trail that tell one thing from its opposite."""

import pytest

from sharepoint_gate.trail.describe import describe
from sharepoint_gate.trail.events import EventKind
from tests.fakes.events import an_event


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        (EventKind.RAIL_TRIPPED, {"rail": "mass-grant"}, "tripped, so the plan was held back"),
        (EventKind.RAIL_TRIPPED, {"held": True}, "tripped, so the plan was held back"),
        (EventKind.RAIL_TRIPPED, {"held": False}, "tripped, and the plan was released past it"),
        (EventKind.RAIL_RELEASED, {"rail": "gate", "until": "2026-04-01"}, "past rail gate until 2026-04-01"),
        (EventKind.RAIL_RELEASED, {"rail": "gate", "reason": "seen"}, "past rail gate: seen."),
        (EventKind.FROZEN, {"subject": "u1", "leaves_on": "2026-04-01"}, ", who leaves on 2026-04-01: "),
        (EventKind.FROZEN, {"subject": "u1", "emergency": True}, "frozen; written down in an emergency"),
        (EventKind.FROZEN, {"subject": "u1", "reason": "why?"}, "u1 was frozen: why?"),
        (EventKind.FREEZE_ENDED, {"subject": "u1", "left": ["a"]}, "carried out: 1 thing is left."),
        (EventKind.FREEZE_ENDED, {"subject": "u1", "left": "a"}, "out: a fresh read finds nothing left."),
        (
            EventKind.EXPOSURE_BEGUN,
            {"object": "f", "principal": "all", "earliest": "2026-03-01T10:20:30Z", "how": "now! "},
            " on f: open to all, begun after 2026-03-01 10:20: now!",
        ),
        (EventKind.EXPOSURE_BEGUN, {}, "number: open to nobody by name, begun after an unknown time: "),
        (EventKind.EXPOSURE_ENDED, {"object": "f"}, " on f is over: ended as unknown."),
        (EventKind.TRAIL_BROKEN, {"found": ["Record 7 is missing."]}, "signs it off: Record 7 is missing."),
        (EventKind.TRAIL_BROKEN, {"found": []}, "signs it off: no more was written down."),
        (EventKind.TRAIL_SIGNED_OFF, {"reason": "seen"}, "Somebody signed off"),
        (
            EventKind.ROSTER_VERSION,
            {"revision": 4, "source": "commit"},
            "Revision 4 of the roster was taken;",
        ),
        (EventKind.ROSTER_VERSION, {"author": "u1", "source": "commit"}, "is u1 (known by commit)."),
        (EventKind.ROSTER_VERSION, {"author": "u1"}, "A version of the roster was taken; its author is u1."),
    ],
)
def test_a_sentence_says_which_of_the_two_it_was(kind: EventKind, data: dict[str, object], said: str) -> None:
    """Held or released, left or nothing left, known or not: whoever reads the trail is told the right one."""
    assert said in describe(an_event(kind, **data))
