"""Harvest: decisions on the tenant's own terms of use, taken from its log into the register, each once.

The log keeps them for thirty days, so that what is not taken in time is lost.

Source: entra:conditional-access/terms-of-use
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sharepoint_gate.access.observed import ObjectId
from sharepoint_gate.access.register import TENANT, Recorded, Recorder, Statement
from sharepoint_gate.errors import GraphError, SettingsError
from sharepoint_gate.jobs.agreement import Desk, with_register, write_down
from sharepoint_gate.jobs.think import Declared, Gathered
from sharepoint_gate.ports.register import TermsEvent, TermsReader
from sharepoint_gate.ports.store import MemoryStore
from sharepoint_gate.roster.model import PersonId
from sharepoint_gate.roster.suggest import listed

KEPT = timedelta(days=30)
"""How long the tenant keeps its log."""
MARGIN = timedelta(days=7)
"""Read again every night: entries come late, and an account is matched only once it was approved."""
SOURCE = "entra-audit"


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a night needs to take decisions out of the tenant's log.

    Attributes:
        versions: The version of the text that each of the tenant's terms of use carries, by name or id.
        desk: The register; whoever sits at it recorded nothing of this.
    """

    versions: Mapping[str, str]
    reader: TermsReader
    desk: Desk
    memory: MemoryStore

    async def __call__(self, declared: Declared) -> Gathered:
        """Return what is declared with every decision known now.

        A log that cannot be read is told and stops nothing: nobody gains or loses by it.

        Raises:
            SettingsError: The settings name a version that there is not.
        """
        self._check_versions(declared)
        now, last = self.desk.clock.now(), self.desk.register.harvested_at()
        since = max(now - KEPT, last - MARGIN) if last is not None else now - KEPT
        try:
            events = await self.reader.decisions_since(since) if self.versions else ()
        except GraphError as error:
            return Gathered(
                with_register(declared, self.desk.register), 0, f"{error.what} {error.why}".strip()
            )
        new = self._new(declared, events)
        write_down(self.desk, new)
        if self.versions:
            self.desk.register.remember_harvest(now)
        return Gathered(with_register(declared, self.desk.register), len(new), "")

    def _check_versions(self, declared: Declared) -> None:
        texts = {one.version for one in declared.register.versions}
        unknown = sorted(set(self.versions.values()) - texts)
        if unknown:
            raise SettingsError(
                f"agreement.terms_of_use names version {unknown[0]}, which there is not.",
                mend=f"There are: {listed(sorted(texts))}.",
            )

    def _new(self, declared: Declared, events: Sequence[TermsEvent]) -> list[Recorded]:
        texts = {one.version: one.sha256 for one in declared.register.versions}
        people = self._people(declared)
        known = {one.statement.evidence for one in self.desk.register.decisions()}
        now, recorder = self.desk.clock.now(), Recorder(self.desk.recorder.account, TENANT)
        new: dict[str, Recorded] = {}
        for event in events:
            person, version = people.get(event.object_id), self._version(event)
            if person is None or version is None or event.id in known or event.at > now:
                continue
            said = Statement(person, version, texts[version], event.decision, event.at, SOURCE, event.id)
            new[event.id] = Recorded(said, recorder, None, now)
        return list(new.values())

    def _version(self, event: TermsEvent) -> str | None:
        named = {self.versions[name] for name in event.terms if name in self.versions}
        return named.pop() if len(named) == 1 else None

    def _people(self, declared: Declared) -> Mapping[ObjectId, PersonId]:
        """Return whose account each approved one is; an account that two people share is nobody's."""
        found: dict[ObjectId, list[PersonId]] = {}
        for person, pin in self.memory.memory().pins.items():
            if person in declared.roster.people:
                found.setdefault(pin.object_id, []).append(person)
        return {account: people[0] for account, people in found.items() if len(people) == 1}
