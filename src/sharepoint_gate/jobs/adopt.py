"""Adopt: read what stands in a channel, for a starter roster. Writes nothing to the tenant.

Source: ISA §8.3, ISA §8.9
"""

from sharepoint_gate.access.adopted import Adopted, addresses_seen, adopted
from sharepoint_gate.access.memory import Memory
from sharepoint_gate.jobs.listing import list_items
from sharepoint_gate.jobs.observe import observation_of
from sharepoint_gate.jobs.think import Declared, world_of
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.ports.tenant import TenantReader


async def adopt(declared: Declared, reader: TenantReader, clock: Clock) -> Adopted:
    """Return who holds what in the channel now.

    Args:
        declared: A roster that names the channel and nobody, and the processes.
        reader: Reads the tenant.
        clock: Tells the day of adoption.

    Raises:
        ChannelAbsentError: The tenant has no such channel.
        GraphError: The library could not be listed.
    """
    channel = declared.roster.channel
    site = await reader.find_channel(channel.team, channel.name)
    items, doubts = await list_items(reader, site.drive_id, ())
    picture = await reader.picture(site, [item.id for item in items], ())
    observation = observation_of(site, items, picture, {}, clock.now(), doubts)
    world = world_of(declared, observation, Memory({}, {}, {}))
    return adopted(world, await reader.accounts(addresses_seen(world)))
