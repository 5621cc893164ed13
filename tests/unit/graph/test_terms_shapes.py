"""Entries of the directory's log that are not what Graph documents."""

import json

import pytest

from sharepoint_gate.graph.decode import ShapeError
from sharepoint_gate.graph.reader_audits import _event
from sharepoint_gate.roster.agreement import Decision

WHOLE = {
    "id": "Directory_1",
    "result": "success",
    "activityDateTime": "2026-03-20T09:30:00Z",
    "initiatedBy": {"user": {"id": "object-1"}},
    "targetResources": [
        {"type": "User", "id": "object-1"},
        {"type": "Policy", "id": "p", "displayName": None},
    ],
    "additionalDetails": None,
}


def test_a_whole_entry_is_read() -> None:
    """People among the targets are not terms."""
    event = _event(json.dumps(WHOLE).encode(), decision=Decision.ACCEPTED)
    assert event is not None
    assert event.terms == ("p",)


@pytest.mark.parametrize("result", ["failure", "timeout", "unknownFutureValue", None])
def test_law_1_an_acceptance_that_did_not_succeed_is_none(result: str | None) -> None:
    """A try that the tenant's log calls failed opens nothing; a refusal counts however it is told."""
    entry = json.dumps({**WHOLE, "result": result}).encode()
    assert _event(entry, decision=Decision.ACCEPTED) is None
    assert _event(entry, decision=Decision.DECLINED) is not None


@pytest.mark.parametrize(
    "changes",
    [
        {"id": ""},
        {"activityDateTime": None},
        {"activityDateTime": "yesterday"},
        {"initiatedBy": None},
        {"initiatedBy": {"user": None, "app": {}}},
        {"targetResources": "all"},
        {"additionalDetails": ["x"]},
    ],
)
def test_law_1_an_entry_that_does_not_say_who_or_when_is_an_error(changes: dict[str, object]) -> None:
    """Nothing is guessed where an acceptance is at stake."""
    with pytest.raises(ShapeError):
        _event(json.dumps({**WHOLE, **changes}).encode(), decision=Decision.ACCEPTED)
