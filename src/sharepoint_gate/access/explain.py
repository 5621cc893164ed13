"""The answer to "why can this person not open it?": each condition, ticked or crossed.

It changes nothing and judges by the same checks as the plan, so that what is told is what is done.

Source: ISA §8.3
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sharepoint_gate.access.conditions import check_person
from sharepoint_gate.access.desired import Check, DesiredAccess, World
from sharepoint_gate.access.inquiry import FolderAnswer, Inquiry
from sharepoint_gate.access.lookup import find_people
from sharepoint_gate.access.paths import case_path
from sharepoint_gate.access.sight import Way
from sharepoint_gate.roster.model import Person
from sharepoint_gate.roster.suggest import closest

__all__ = ["Answer", "FolderAnswer", "why"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is told to whoever asked.

    Attributes:
        question: The person and the case or path, as understood.
        sentence: The answer in plain words, complete on its own.
        person: None where nobody, or more than one person, is meant.
        checks: The conditions that decide, the personal ones first; empty without a person.
        folders: The case's folders, by name; empty when one file was asked for.
        ways: How the person now comes to what was asked for.
        next_step: What will change it; may be empty.
    """

    question: str
    sentence: str
    person: Person | None = None
    checks: tuple[Check, ...] = ()
    folders: tuple[FolderAnswer, ...] = ()
    ways: tuple[Way, ...] = ()
    next_step: str = ""


def why(world: World, desired: DesiredAccess, person: str, target: str) -> Answer:
    """Answer what a person may see of a case, a folder or a file, and why.

    Args:
        world: Roster, rules and the tenant as observed.
        desired: What follows from them, as the plan uses it.
        person: Roster id, address or name.
        target: Case reference, or case reference and path below it.
    """
    asked, found = target.strip("/ "), find_people(world, person)
    question = f"{person.strip()} and {asked}"
    if len(found) != 1:
        return Answer(question, _not_one_person(person.strip(), found))
    case = world.roster.cases.get(case_path(asked, is_folder=True).case)
    if case is None:
        return Answer(question, _no_such_case(world, asked), found[0], check_person(world, found[0]))
    return _answer(world, found[0], Inquiry(world, desired, found[0], case, asked))


def _answer(world: World, person: Person, inquiry: Inquiry) -> Answer:
    organisation = world.roster.organisations.get(person.organisation)
    home = organisation.name if organisation is not None else person.organisation
    question = f"{person.name} ({person.id}, {home}) and {inquiry.asked}"
    if not inquiry.exists:
        sentence = f"There is no {inquiry.asked} in the channel, so there is nothing to see."
        return Answer(question, sentence, person, inquiry.checks)
    return Answer(
        question,
        inquiry.sentence,
        person,
        inquiry.checks,
        inquiry.folders,
        inquiry.ways,
        inquiry.next_step,
    )


def _not_one_person(text: str, found: Sequence[Person]) -> str:
    if not found:
        return f"{text} is not on the roster, and nobody reads anything who is not on it."
    names = ", ".join(f"{person.name} ({person.id}, {person.username})" for person in found)
    return f"{text} may be any of {names}: ask again with the roster id."


def _no_such_case(world: World, asked: str) -> str:
    wanted = asked.split("/", maxsplit=1)[0]
    near = closest(wanted, world.roster.cases)
    hint = f" Did you mean {near}?" if near else ""
    return f"There is no case {wanted} on the roster.{hint}"
