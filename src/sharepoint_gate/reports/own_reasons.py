"""Each person's own reason for a change that concerns several: found among the findings that it mends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sharepoint_gate.access.changes import GrantReaders, ItemChange
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.roster.model import Person, PersonId
from sharepoint_gate.roster.names import told_names

NO_PEOPLE: Mapping[PersonId, Person] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Told:
    """A reason as it is told: the sentence and the roster lines that decide."""

    sentence: str
    places: tuple[str, ...]


class OwnReasons:
    """Findings by item and person, so that nobody reads another person's reason below their own name."""

    def __init__(self, findings: Iterable[Finding], people: Mapping[PersonId, Person]) -> None:
        """Order the findings once.

        Args:
            findings: Those of the plan.
            people: The roster's people, by whose names changes call them.
        """
        self._found: dict[tuple[ItemId, str], list[Finding]] = {}
        names = told_names(people)
        for finding in findings:
            if finding.item_id is not None and finding.principal:
                name = names.get(PersonId(finding.principal), finding.principal)
                self._found.setdefault((finding.item_id, name), []).append(finding)

    def of(self, change: ItemChange, person: str) -> Told:
        """Return why a change concerns a person: their own findings, else the reason of the whole change."""
        gains = isinstance(change, GrantReaders)
        own = [
            finding
            for finding in self._found.get((change.item_id, person), ())
            if finding.kind in change.reason.kinds and (finding.kind is FindingKind.MISSING_GRANT) is gains
        ]
        if not own:
            return Told(change.reason.sentence, tuple(str(place) for place in change.reason.places))
        places = dict.fromkeys(str(finding.place) for finding in own if finding.place is not None)
        return Told(" ".join(dict.fromkeys(finding.sentence for finding in own)), tuple(places))
