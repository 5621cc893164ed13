"""The rules about the partnership, its arrangement and its channel, one function each.

Source: ISA §8.7, ISA §12
"""

from collections.abc import Iterator
from zoneinfo import available_timezones

from sharepoint_gate.faults import Fault
from sharepoint_gate.roster.addresses import name_slip
from sharepoint_gate.roster.days import is_zone
from sharepoint_gate.roster.draft import Context, RosterDraft
from sharepoint_gate.roster.model import Channel, IsaStatus
from sharepoint_gate.roster.suggest import closest, did_you_mean

_EDITORS = "members of the channel can edit, so they are the business unit and nobody else"


def check_timezone(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse a time zone that does not exist: days would begin at the wrong hour."""
    if draft.partnership and not is_zone(draft.partnership.timezone):
        zone = draft.partnership.timezone
        near = closest(zone, [one for one in available_timezones() if one.startswith(zone[:1])])
        yield Fault(
            draft.where("partnership", "timezone"),
            f"there is no time zone {zone}",
            "it tells when a last day of access is over",
            f"did you mean {near}?" if near else "write Europe/London",
        )


def check_titles(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse names of partnership, team and channel with stray spaces or hidden characters."""
    titles = {("partnership", "name"): draft.partnership.name if draft.partnership else ""}
    if draft.channel:
        titles |= {("channel", "team"): draft.channel.team, ("channel", "name"): draft.channel.name}
    for path, title in titles.items():
        slip = name_slip(title)
        if slip:
            yield Fault(draft.where(*path), slip.what, slip.why, slip.mend)


def check_isa_dates(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse an arrangement whose review is due before it was signed."""
    isa = draft.agreement
    if isa and isa.review_due < isa.signed_on:
        yield Fault(
            draft.where("agreement", "review_due"),
            f"the review is due on {isa.review_due}, before the signing on {isa.signed_on}",
            "the two dates may have changed places",
            f"write signed_on: {isa.review_due}, review_due: {isa.signed_on} if that is meant",
        )


def check_channel_has_an_owner(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse a channel without an owner: Teams takes none, and nobody could run it."""
    if draft.channel and not draft.channel.owners:
        yield Fault(
            draft.where("channel", "owners"),
            "the channel has no owner",
            "Teams refuses to remove the last owner, and somebody must run it",
            "write the id of at least one person, better two",
        )


def check_channel_people(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse owners and members who are not on the roster."""
    if draft.channel is None or not draft.written.people:  # an empty section is told once, of itself
        return
    for kind, index, person in _seats(draft.channel):
        if person not in draft.written.people:
            yield Fault(
                draft.where("channel", kind, index),
                f"{person} is not on the roster",
                _EDITORS,
                did_you_mean(person, draft.written.people, "write the person under `people` first"),
            )


def check_channel_seats_differ(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse a person who holds two seats in the channel."""
    if draft.channel is None:
        return
    seen: dict[str, str] = {}
    for kind, index, person in _seats(draft.channel):
        if person in seen:
            yield Fault(
                draft.where("channel", kind, index),
                f"{person} already stands among the {seen[person]}",
                "a person is an owner or a member, and is written once",
                "delete one of the two",
            )
        seen.setdefault(person, kind)


def warn_of_isa_standing(draft: RosterDraft, context: Context) -> Iterator[Fault]:
    """Warn when the arrangement is not in force or its review is overdue."""
    isa = draft.agreement
    if isa is None:
        return
    if isa.status is not IsaStatus.IN_FORCE:
        effect = (
            "nobody may read anything" if isa.status is IsaStatus.WITHDRAWN else "sharing goes on meanwhile"
        )
        what = f"{isa.reference} is {isa.status.value}: {effect}"
        yield Fault(
            draft.where("agreement", "status"),
            what,
            "sharing rests on it",
            "sign it anew and write status: in-force",
        )
    if isa.review_due < context.today:
        yield Fault(
            draft.where("agreement", "review_due"),
            f"{isa.reference} was due for review on {isa.review_due}",
            "the partners agreed to review it by then",
            "review it and write the next date",
        )


def warn_of_a_single_owner(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Warn when only one person owns the channel."""
    if draft.channel and len(draft.channel.owners) == 1:
        yield Fault(
            draft.where("channel", "owners"),
            "the channel has one owner only",
            "when that person leaves, nobody can run it",
            "name a second owner",
        )


def _seats(channel: Channel) -> Iterator[tuple[str, int, str]]:
    for kind, people in (("owners", channel.owners), ("members", channel.members)):
        for index, person in enumerate(people):
            yield kind, index, person
