"""A partnership with several cases in sync, as rails weigh it, and short ways to say what they tell."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.access.rails import tripped_rails
from sharepoint_gate.access.rails_model import Rail
from sharepoint_gate.roster.model import CaseRef, PersonId
from tests.world import Scene

Edit = Callable[[Scene], object]


def case_name(number: int) -> str:
    """Return the reference of a case by number, from 1."""
    return f"RR-2026-{number:03d}"


def people(count: int, start: int = 10) -> list[str]:
    """Return so many roster ids."""
    return [f"u{number}" for number in range(start, start + count)]


def partnership(cases: int = 1, readers: int = 3, files: int = 2) -> Scene:
    """Return cases at their panel meetings, each with the same readers and so many files, in sync."""
    made = Scene()
    for number in range(1, cases + 1):
        ref = case_name(number)
        made.case(ref, "panel-meeting", **dict.fromkeys(people(readers), "panel-member"))
        made.file(*(f"{ref}/40-panel-pack/{one}.docx" for one in range(files)))
    return made.in_sync()


def plan_of(made: Scene) -> Plan:
    """Return what would be done."""
    world = made.world()
    return plan_changes(world, desired_access(world))


def rails(made: Scene) -> list[Rail]:
    """Return every rail that the plan of now trips."""
    world = made.world()
    desired = desired_access(world)
    return list(tripped_rails(world, desired, plan_changes(world, desired)))


def names(made: Scene) -> set[str]:
    """Return the names of the rails that tripped."""
    return {one.name.value for one in rails(made)}


def drop(made: Scene, gone: Iterable[str]) -> Scene:
    """Delete people's rows from the roster, and their names from every case."""
    lost = {PersonId(one) for one in gone}
    for one in lost:
        del made.people[one]
        made.accounts.pop(one, None)
    return unname(made, lost)


def unname(made: Scene, gone: Iterable[str], *refs: str) -> Scene:
    """Take people off cases, or off every case."""
    lost = set(gone)
    for ref, case in made.cases.items():
        if not refs or ref in refs:
            kept = {one: named for one, named in case.people.items() if one not in lost}
            made.cases[ref] = replace(case, people=kept)
    return made


def forget(made: Scene, *refs: str) -> Scene:
    """Delete the rows of cases."""
    for ref in refs:
        del made.cases[CaseRef(ref)]
    return made
