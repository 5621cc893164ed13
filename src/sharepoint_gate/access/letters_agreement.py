"""The letters of the agreement's ladder: no case, no link, no file; who is asked, by when, and the text.

Source: ISA §8.8, ISA §8.9
"""

from collections.abc import Mapping, Sequence

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.ladder import DueMail, Rung, lead_address
from sharepoint_gate.access.letters import Letter, LetterKind

KINDS = {
    Rung.ASK: LetterKind.UAA_ASK,
    Rung.REMINDER: LetterKind.UAA_REMINDER,
    Rung.LEAD: LetterKind.UAA_LEAD,
    Rung.SUSPENDED: LetterKind.UAA_SUSPENDED,
    Rung.DECLINED: LetterKind.UAA_DECLINED,
    Rung.RESTORED: LetterKind.UAA_RESTORED,
}


def agreement_letters(world: World, due: Sequence[DueMail], texts: Mapping[str, str]) -> tuple[Letter, ...]:
    """Return a letter for each due step; one whose organisation has no contact to copy is left out.

    Args:
        world: Everything that decides.
        due: The steps.
        texts: The agreement's texts by their digest.
    """
    return tuple(letter for one in due if (letter := _letter(world, one, texts)) is not None)


def _letter(world: World, due: DueMail, texts: Mapping[str, str]) -> Letter | None:
    person = world.roster.people[due.person]
    to = lead_address(world, person) if due.rung is Rung.LEAD else person.username
    if to is None:
        return None
    facts = {
        "name": person.name,
        "version": due.version,
        "deadline": due.deadline,
        "text": texts.get(due.sha256, ""),
    }
    return Letter(due.key, KINDS[due.rung], to, due.person, facts)
