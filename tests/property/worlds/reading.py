"""Who can read what, by the truth of the small model alone, without the gate's own judgement."""

from sharepoint_gate.access.observed import ItemId
from tests.property.worlds.tenant import Site, Width

CHANNEL = "channel members"
Right = tuple[str, str, Width]
Way = tuple[str, Width, str]


def ways_in(site: Site, item: ItemId) -> list[Way]:
    """Return every way in to an item: who, how far, and by which entry."""
    found = site.shown(item)
    return [(who, one.width, one.id) for one in found if one.width for who in sorted(one.who)]


def rights(site: Site) -> frozenset[Right]:
    """Return every right that anybody has: on each file and folder, and in the channel."""
    found = {
        (who, key, one.width) for key in site.nodes for one in site.shown(key) if one.width for who in one.who
    }
    return frozenset(found | {(who, CHANNEL, _width(role)) for who, role in site.members.items()})


def _width(role: str) -> Width:
    return Width.OWN if role == "owner" else Width.EDIT
