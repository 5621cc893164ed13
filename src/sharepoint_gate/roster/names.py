"""How people are called where several are told of: by name, and by roster id too where two share a name."""

from collections import Counter
from collections.abc import Mapping

from sharepoint_gate.roster.model import Person, PersonId


def told_names(people: Mapping[PersonId, Person]) -> Mapping[PersonId, str]:
    """Return a name for everybody that is nobody else's: "Sam Lee", but "Sam Lee (u12)" beside another."""
    shared = Counter(person.name.casefold() for person in people.values())
    return {
        key: person.name if shared[person.name.casefold()] == 1 else f"{person.name} ({key})"
        for key, person in people.items()
    }
