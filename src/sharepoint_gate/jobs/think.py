"""Think: from declared and observed to a plan. No request leaves from here on.

The whole picture is gathered first, then judged by pure functions (ADR-0002).
"""

from dataclasses import dataclass, replace

from sharepoint_gate.access.desired import DesiredAccess, World
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.notices import DECLARED_FILES
from sharepoint_gate.access.observed import Unread
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.jobs.observe import observe
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.ports.store import MemoryStore
from sharepoint_gate.ports.tenant import ChannelSite, TenantReader
from sharepoint_gate.roster.agreement import AgreementRegister
from sharepoint_gate.roster.days import today_in
from sharepoint_gate.roster.model import Roster
from sharepoint_gate.roster.process import ProcessBook
from sharepoint_gate.roster.rules import Rules


@dataclass(frozen=True, slots=True)
class Declared:
    """Everything that people declared, free of faults.

    Attributes:
        own_application: The gate's own client id.
        broken: Why the files of today cannot be used, when these are the last valid ones: then access is
            only taken away (law 13).
    """

    roster: Roster
    processes: ProcessBook
    register: AgreementRegister
    rules: Rules
    own_application: str = ""
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is declared, with the decisions that the tenant's own log told.

    Attributes:
        recorded: How many of them were new.
        unread: Why the log could not be read; empty when it could, or when nobody wants it read.
    """

    declared: Declared
    recorded: int
    unread: str


async def nothing_to_gather(declared: Declared) -> Gathered:
    """Return what is declared as it is, for a run that keeps no register."""
    return Gathered(declared, 0, "")


@dataclass(frozen=True, slots=True)
class Thought:
    """One look at the tenant and what follows from it."""

    site: ChannelSite
    world: World
    desired: DesiredAccess
    plan: Plan


async def think(declared: Declared, reader: TenantReader, memory: MemoryStore, clock: Clock) -> Thought:
    """Observe the channel and plan what would put it right. Writes nothing.

    Raises:
        ChannelAbsentError: The tenant has no such channel.
        GraphError: The library could not be listed.
    """
    channel = declared.roster.channel
    site = await reader.find_channel(channel.team, channel.name)
    remembered = memory.memory()
    observation = await observe(reader, site, declared.roster, clock, remembered.placements)
    if declared.broken:
        # What people declared is part of the picture: while it cannot be read, nothing is granted.
        unread = (*observation.unread, Unread(DECLARED_FILES, declared.broken))
        observation = replace(observation, unread=unread)
    world = World(
        roster=declared.roster,
        processes=declared.processes,
        register=declared.register,
        rules=declared.rules,
        today=today_in(declared.roster.partnership.timezone, observation.at),
        observation=observation,
        memory=remembered,
        own_application=declared.own_application,
    )
    desired = desired_access(world)
    return Thought(site, world, desired, plan_changes(world, desired))
