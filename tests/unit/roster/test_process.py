"""Windows of stages, and the rules as a value."""

import pytest

from sharepoint_gate.roster.model import ProcessId, RoleId, StageId
from sharepoint_gate.roster.process import Process, Scope, Window
from sharepoint_gate.roster.rules import Rules

_STAGES = tuple(StageId(one) for one in ("a", "b", "c", "d"))


@pytest.mark.parametrize(("stage", "inside"), [("a", False), ("b", True), ("c", True), ("d", False)])
def test_a_window_holds_its_first_and_last_stage_and_those_between(stage: str, inside: bool) -> None:  # noqa: FBT001
    """Before the first and after the last stage nobody reads by it."""
    process = Process(ProcessId("p"), "P", "PP", _STAGES, {})
    window = Window(RoleId("panel-member"), StageId("b"), StageId("c"), Scope.NAMED)
    assert process.holds(window, StageId(stage)) is inside


def test_a_passed_review_date_does_not_block_unless_told() -> None:
    """The agreement asks for a valid document; a late review only warns."""
    assert Rules(frozenset({"docx"}), frozenset()).review_date_blocks is False
