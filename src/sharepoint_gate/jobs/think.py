"""Think: from declared and observed to a plan. No request leaves from here on.

The whole picture is gathered first, then judged by pure functions (ADR-0002).
"""

from dataclasses import dataclass, replace

from sharepoint_gate.access.audited_site import posture_of, with_surroundings
from sharepoint_gate.access.desired import DesiredAccess, World
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.lane import removals_only
from sharepoint_gate.access.memory import Memory
from sharepoint_gate.access.modes import under_modes
from sharepoint_gate.access.notices import DECLARED_FILES, THE_TRAIL
from sharepoint_gate.access.observed import Observation, Unread
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.access.posture_hold import hold_for_posture
from sharepoint_gate.jobs.observe import observe
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.ports.store import MemoryStore
from sharepoint_gate.ports.tenant import ChannelSite, TenantReader
from sharepoint_gate.roster.agreement import AgreementRegister
from sharepoint_gate.roster.days import today_in
from sharepoint_gate.roster.model import Mode, Roster
from sharepoint_gate.roster.process import ProcessBook
from sharepoint_gate.roster.rules import Rules


@dataclass(frozen=True, slots=True)
class Declared:
    """Everything that people declared, free of faults.

    Attributes:
        own_application: The gate's own client id.
        broken: Why the files of today cannot be used, when these are the last valid ones: then access is
            only taken away (law 13).
        mode: Whether the installation puts right what it finds.
        trail: Why the record is not in order: then access is only taken away too (law 11).
    """

    roster: Roster
    processes: ProcessBook
    register: AgreementRegister
    rules: Rules
    own_application: str = ""
    broken: str = ""
    mode: Mode = Mode.ENFORCE
    trail: str = ""


def as_enforced(declared: Declared) -> Declared:
    """Return what is declared as if nothing were only observed: the preview of a switch."""
    roster = declared.roster
    cases = {ref: replace(case, mode=Mode.ENFORCE) for ref, case in roster.cases.items()}
    return replace(declared, roster=replace(roster, cases=cases), mode=Mode.ENFORCE)


def world_of(declared: Declared, observation: Observation, memory: Memory) -> World:
    """Return what is judged: what people declared, what one look shows, and what is remembered."""
    return World(
        roster=declared.roster,
        processes=declared.processes,
        register=declared.register,
        rules=declared.rules,
        today=today_in(declared.roster.partnership.timezone, observation.at),
        observation=observation,
        memory=memory,
        own_application=declared.own_application,
    )


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
    if declared.trail:
        unread = (*observation.unread, Unread(THE_TRAIL, declared.trail))
        observation = replace(observation, unread=unread)
    world = world_of(declared, observation, remembered)
    desired = desired_access(world)
    plan = with_surroundings(plan_changes(world, desired), world)
    plan = under_modes(hold_for_posture(plan, posture_of(world)), world, declared.mode)
    plan = removals_only(plan, declared.trail) if declared.trail else plan
    return Thought(site, world, desired, plan)
