"""Joins an adoption to a tenant: the auditor's application, behind a door that lets only reads pass."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from sharepoint_gate.access.adopted import Adopted
from sharepoint_gate.errors import RosterError
from sharepoint_gate.jobs.think import Declared
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.ports.tenant import TenantReader
from sharepoint_gate.rosterfiles import read_processes
from sharepoint_gate.rosterfiles.starter import Starter
from sharepoint_gate.settings import Settings
from sharepoint_gate.wiring.audits import Scope, open_audience
from sharepoint_gate.wiring.opening import ANY_DAY, read_declared


@dataclass(frozen=True, slots=True)
class Adoption:
    """Everything that an adoption works with."""

    declared: Declared
    reader: TenantReader
    clock: Clock
    is_rehearsal: bool

    def starter(self, found: Adopted) -> Starter:
        """Return the starter roster of what was found, to be written as text."""
        return Starter(found, self.declared.processes)


@asynccontextmanager
async def open_adoption(settings: Settings, scope: Scope | None) -> AsyncIterator[Adoption]:
    """Open a tenant for an adoption.

    Args:
        settings: The installation's settings.
        scope: The channel; None for the one that the roster of the settings names.

    Raises:
        RosterError: The processes have a fault; or no channel is named, here or in a roster.
    """
    book = read_processes(settings.files.processes)
    async with open_audience(settings, "", scope or _scope_of(settings)) as audience:
        declared = replace(audience.declared, processes=book)
        auditor = audience.auditor
        yield Adoption(declared, auditor.reader, auditor.clock, audience.is_rehearsal)


def _scope_of(settings: Settings) -> Scope:
    try:
        channel = read_declared(settings, ANY_DAY, "")[0].roster.channel
    except RosterError as error:
        raise RosterError(
            "Nothing says which channel to adopt.",
            why="no roster that can be read names one yet",
            mend="Name it: sharepoint-gate adopt --team NAME --channel NAME --out roster.yaml",
        ) from error
    return Scope(channel.team, channel.name)
