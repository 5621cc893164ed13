"""The cycle on which each organisation confirms its own people, whose home accounts cannot be seen.

Source: ISA §8.3, ISA §8.7, ADR-0008
"""

from collections.abc import Iterator
from datetime import date, timedelta

from sharepoint_gate.access.checks import crossed, ticked
from sharepoint_gate.access.desired import Check, Condition, World
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.roster.model import Organisation, OrganisationKind

AHEAD = timedelta(days=14)
"""So long before its word lapses an organisation is asked for it anew."""


def confirmed_until(world: World, organisation: Organisation) -> date | None:
    """Return the last day on which an organisation's word counts; None for ever, and where there is none."""
    days, given = world.rules.identity.reconfirm_days, organisation.people_confirmed_on
    if not days or given is None:
        return None
    return given + min(timedelta(days=days), date.max - given)


def check_reconfirmed(world: World, organisation: Organisation) -> Iterator[Check]:
    """Yield whether an organisation's word on its own people still counts; nothing where no cycle runs.

    An organisation that has never given its word is warned of, and blocked from the day that the settings
    name: a rule that nobody was told of must not empty a panel over night.
    """
    rules, held = world.rules.identity, Condition.ORGANISATION
    if not rules.reconfirm_days:
        return
    name, place, lapsed = organisation.name, organisation.place, FindingKind.RECONFIRMATION_LAPSED
    given, until = organisation.people_confirmed_on, confirmed_until(world, organisation)
    if given is None or until is None:
        if rules.reconfirm_from is not None and rules.reconfirm_from <= world.today:
            yield crossed(held, f"{name} has never confirmed its people.", place, lapsed)
    elif given > world.today:
        sentence = f"{name} confirms its people only on {given}, which proves nothing today."
        yield crossed(held, sentence, place, lapsed)
    elif until < world.today:
        sentence = f"{name} confirmed its people on {given}, which counted until {until}."
        yield crossed(held, sentence, place, lapsed)
    else:
        yield ticked(held, f"{name} confirmed its people on {given}, which counts until {until}.", place)


def lapses_on(world: World, organisation: Organisation) -> date | None:
    """Return the first day on which an organisation's people read no longer; None where none comes."""
    rules = world.rules.identity
    if not rules.reconfirm_days:
        return None
    if organisation.people_confirmed_on is None:
        return rules.reconfirm_from
    until = confirmed_until(world, organisation)
    return until + timedelta(days=1) if until is not None and until < date.max else None


def is_in_part(organisation: Organisation) -> bool:
    """Tell whether an organisation has a part in the partnership, so that it is asked at all."""
    return organisation.kind is not OrganisationKind.NONE
