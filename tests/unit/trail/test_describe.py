"""The sentences of `trail show`."""

import pytest

from sharepoint_gate.trail.describe import describe
from sharepoint_gate.trail.events import EventKind, OutcomeState
from tests.fakes.events import an_event, outcome

_SAID = {
    "person": "u12",
    "version": "2",
    "decision": "accepted",
    "decided_at": "2026-03-20T09:30:00.000000Z",
    "source": "paper",
    "evidence": "UAA-77",
    "recorded_by": "u01",
}
_CASE = "RR-2026-001/02-scoping/minutes.docx"


@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [
        (
            EventKind.UAA_RECORDED,
            {**_SAID, "confirmed_by": "u02"},
            (
                "Recorded by u01, confirmed by u02: u12 accepted version 2 of the acceptance agreement on "
                "2026-03-20 (paper, UAA-77)."
            ),
        ),
        (
            EventKind.UAA_PROPOSED,
            {**_SAID, "proposal": 7},
            (
                "Waiting for a second name (7): u12 accepted version 2 of the acceptance agreement on "
                "2026-03-20 (paper, UAA-77)."
            ),
        ),
        (
            EventKind.UAA_WITHDRAWN,
            {**_SAID, "proposal": 7},
            (
                "Withdrawn before a second name came (7): u12 accepted version 2 of the acceptance agreement "
                "on 2026-03-20 (paper, UAA-77)."
            ),
        ),
        (
            EventKind.UAA_RECORDED,
            {},
            (
                "Recorded by somebody: somebody decided on version without a name of the acceptance "
                "agreement (source unknown, no evidence named)."
            ),
        ),
        (
            EventKind.STOPPED_AT_DOOR,
            {"what": "Stopped at the door: POST (grant).", "why": "it gives another role than read"},
            (
                "A law would have been broken, so it did not leave. Stopped at the door: POST (grant), "
                "because it gives another role than read."
            ),
        ),
        (
            EventKind.STOPPED_AT_DOOR,
            {},
            "A law would have been broken, so it did not leave. No more was written down.",
        ),
        (EventKind.RUN_STARTED, {"roster_revision": 14}, "A run began with revision 14 of the roster."),
        (
            EventKind.RUN_INTERRUPTED,
            {"interrupted": "r1", "open": [{"change_id": "c1"}]},
            (
                "Run r1 was found cut off before its end; 1 change was without a known outcome"
                " and looked at again."
            ),
        ),
        (
            EventKind.RUN_INTERRUPTED,
            {"interrupted": "r1", "open": []},
            "Run r1 was found cut off before its end.",
        ),
        (
            EventKind.NIGHT_MISSED,
            {"night": "2026-03-29", "why": "the service was not running"},
            "The night of 2026-03-29 did not run in its time: the service was not running.",
        ),
        (
            EventKind.ROSTER_BROKEN,
            {"revision": 14, "what": "roster.yaml:12:3: stage is no stage"},
            (
                "The declared files have a fault, so revision 14 of the roster stays in force:"
                " roster.yaml:12:3: stage is no stage."
            ),
        ),
        (
            EventKind.TRAIL_KEY,
            {"key": "log+00+key", "because": "rotated", "statement": "s", "reason": "yearly"},
            "The trail is signed from here on with the key log+00+key (rotated): yearly.",
        ),
        (
            EventKind.TRAIL_KEY,
            {"key": "log+00+key", "because": "first", "statement": "s"},
            "The trail is signed from here on with the key log+00+key (first).",
        ),
        (
            EventKind.TRAIL_BROKEN,
            {"log": 1, "found": ["Record 7 is missing."]},
            (
                "Log 1 of the trail does not verify and is left as it is; this one begins, and nothing is"
                " granted until a person signs it off: Record 7 is missing."
            ),
        ),
        (
            EventKind.TRAIL_SIGNED_OFF,
            {"by": "u01", "reason": "a backup was restored"},
            "u01 signed off that the trail goes on after its break: a backup was restored.",
        ),
        (EventKind.OBSERVED, {"items": 1, "unread": []}, "The tenant was read: 1 item."),
        (
            EventKind.OBSERVED,
            {"items": 240, "unread": [{"what": "a"}, {"what": "b"}]},
            "The tenant was read: 240 items; 2 things could not be read.",
        ),
        (
            EventKind.FINDING,
            {
                "kind": "anonymous-link",
                "object": _CASE,
                "principal": "anyone",
                "sentence": "Anyone can read it.",
            },
            f"Found anonymous-link on {_CASE} for anyone: Anyone can read it.",
        ),
        (
            EventKind.PLANNED,
            {"digest": "a1" * 32, "changes": 1, "held": 2, "partial": True},
            (
                "A plan was made: 1 change, 2 grants held back, from a picture that is not whole"
                " (digest a1a1a1a1a1a1)."
            ),
        ),
        (EventKind.PLANNED, {"changes": 0, "held": 0, "partial": False}, "A plan was made: 0 changes."),
        (
            EventKind.INTENT,
            {
                "change_id": "c0001",
                "change": "delete-permission",
                "path": _CASE,
                "reason": "The case is closed",
            },
            f"About to take away an access on {_CASE} (c0001): The case is closed.",
        ),
        (
            EventKind.INTENT,
            {"change_id": "c0002", "change": "remove-member", "reason": "They left."},
            "About to take somebody out of the channel (c0002): They left.",
        ),
        (
            EventKind.OUTCOME,
            {"change_id": "c0001", "state": "failed", "why": "Graph said no"},
            "Change c0001 failed (Graph said no).",
        ),
        (
            EventKind.RUN_FINISHED,
            {"outcomes": {"applied": 3, "failed": 1}, "partial": True},
            "The run ended: 3 applied, 1 failed; it had not read everything.",
        ),
        (
            EventKind.RUN_FINISHED,
            {"outcomes": {}, "partial": False},
            "The run ended: nothing was changed.",
        ),
        (
            EventKind.RUN_FINISHED,
            {"error": "StalePlanError", "what": "The plan is stale."},
            "The run stopped with StalePlanError: The plan is stale.",
        ),
    ],
)
def test_event_is_told_in_one_plain_sentence(kind: EventKind, data: dict[str, object], sentence: str) -> None:
    """A reader who is not technical sees what happened, where, to whom and why."""
    record = an_event(kind)
    assert describe(type(record)(kind, record.run_id, record.at, record.actor, data)) == sentence


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_has_a_sentence_even_without_data(kind: EventKind) -> None:
    """An old trail that said less stays readable."""
    assert describe(an_event(kind)).endswith(".")


def test_every_outcome_has_words_of_its_own() -> None:
    """No two ways of ending read alike, and none reads like a code."""
    told = {describe(outcome("c1", state=state)) for state in OutcomeState}
    assert len(told) == len(OutcomeState)
    assert not any("ended as" in sentence for sentence in told)
