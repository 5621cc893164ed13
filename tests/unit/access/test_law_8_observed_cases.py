"""Law 8 for cases that are only observed: a slip made meanwhile is weighed once they are enforced."""

from dataclasses import replace

from sharepoint_gate.access.applied_state import accepted
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.roster.model import CaseRef, Mode, StageId
from tests.unit.access.rails_scene import case_name, names, partnership, people, unname
from tests.world import Scene


def watch(made: Scene, mode: Mode = Mode.OBSERVE) -> Scene:
    """Observe, or enforce, every case."""
    made.cases = {ref: replace(case, mode=mode) for ref, case in made.cases.items()}
    return made


def night(made: Scene) -> Scene:
    """Let a night end that changed nothing in the cases."""
    world = made.world()
    made.memory = replace(made.memory, applied=accepted(world, desired_access(world), set()))
    return made


def test_law_8_people_taken_off_while_a_case_is_observed_are_weighed_when_it_is_enforced() -> None:
    """Nothing was applied meanwhile, so that nothing of it is remembered as applied."""
    made = night(unname(watch(partnership(readers=4)), people(3)))
    assert "removals" in names(watch(made, Mode.ENFORCE))


def test_law_8_cases_moved_while_they_are_observed_count_when_they_are_enforced_at_once() -> None:
    """And none of them holds a plan back while it is only observed."""
    made = watch(partnership(cases=3))
    for number in (1, 2):
        ref = CaseRef(case_name(number))
        made.cases[ref] = replace(made.cases[ref], stage=StageId("submitted"))
    night(made)
    assert "cases-moved" not in names(made)
    assert "cases-moved" in names(watch(made, Mode.ENFORCE))


def test_law_8_an_observed_case_without_people_holds_nothing_back() -> None:
    """It does once it is enforced."""
    made = night(unname(watch(partnership(cases=2)), people(3), case_name(1)))
    assert "emptied" not in names(made)
    assert "emptied" in names(watch(made, Mode.ENFORCE))
