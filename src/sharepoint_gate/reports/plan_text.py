"""The plan in plain English: who loses, who gains, which files, why, and which roster line says so."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from sharepoint_gate.access.changes import (
    AddMember,
    Change,
    DeletePermission,
    GrantReaders,
    InviteGuest,
    ItemChange,
    RemoveMember,
    Revocation,
    RevokePeople,
    SetMemberRole,
)
from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.access.plan import Held, Plan
from sharepoint_gate.reports.findings_text import unread_lines, unseen_lines, unstated_lines
from sharepoint_gate.reports.modes_text import exception_lines, mode_sentence
from sharepoint_gate.reports.own_reasons import NO_PEOPLE, OwnReasons, Told
from sharepoint_gate.reports.plain import count, document, heading, labelled, listed, paragraph
from sharepoint_gate.roster.model import Mode, Person, PersonId

NOTHING = "There is nothing to do: SharePoint agrees with the roster."
NOBODY = "Nobody by name"
SWAPS = "loses another way into"
STILL = "reads, through the gate's own link, what the roster gives there."
VERBS = ("loses", SWAPS, "gains", "changes")
MemberChange = AddMember | RemoveMember | SetMemberRole
Aside = MemberChange | InviteGuest


def plan_text(
    plan: Plan, *, channel_folder: str, people: Mapping[PersonId, Person] = NO_PEOPLE, rehearsal: bool = False
) -> str:
    """Return a plan for a terminal, grouped by person, with the losses first.

    Args:
        plan: What a run would do.
        channel_folder: Path of the channel's folder from the library root; it is left out of paths.
        people: The people on the roster: with them each person is told their own reason, where a change
            that concerns several people has several.
        rehearsal: Whether the tenant is the rehearsal tenant.
    """
    watching = plan.mode is Mode.OBSERVE or plan.observed_cases
    lines = paragraph(mode_sentence(plan.mode, plan.observed_cases)) if watching else []
    lines += paragraph(plan_summary(plan))
    lines += unread_lines(plan.unread)
    reasons = OwnReasons(plan.findings, people)
    lines += _change_lines(plan.changes, reasons, channel_folder)
    lines += _held_lines(plan.held, channel_folder)
    if plan.observed:
        lines += heading("ONLY OBSERVED: this would change, if it were enforced")
        lines += _change_lines(plan.observed, reasons, channel_folder)
    lines += exception_lines(plan.exceptions)
    lines += unseen_lines(plan.unseen)
    lines += unstated_lines(plan.unstated)
    digest = ["", *paragraph(f"Plan {plan.digest}")] if plan.changes or plan.held or plan.observed else []
    return document([*lines, *digest], rehearsal=rehearsal)


def _change_lines(changes: Sequence[Change], reasons: OwnReasons, channel_folder: str) -> list[str]:
    lines: list[str] = []
    for person, steps in _by_person(changes, reasons, channel_folder):
        lines += heading(person)
        for step in steps:
            lines += _step_lines(step)
    return lines + _channel_lines(changes)


def plan_summary(plan: Plan) -> str:
    """Return one or two sentences on the whole plan."""
    doubt = "Not everything could be read: nothing is granted there, and what must go still goes."
    partial = [doubt] if plan.partial else []
    if plan.observed:
        would = "would be made, if all were enforced"
        partial = [*partial, f"{count(len(plan.observed), 'change')} {would}; nothing is done there."]
    if not plan.changes and not plan.held:
        return " ".join(partial or [NOTHING])
    losing, swapping, gaining, changing = (len(_people(plan.changes, verb)) for verb in VERBS)
    parts = [f"{count(losing, 'person or group loses', 'people or groups lose')} something" if losing else ""]
    parts += [f"{count(swapping, 'person keeps', 'people keep')} the gate's link only" if swapping else ""]
    parts += [f"{count(gaining, 'person gains', 'people gain')} something" if gaining else ""]
    parts += [f"{count(changing, 'person changes', 'people change')} role in the channel" if changing else ""]
    kept = sum(isinstance(one.change, Revocation) for one in plan.held)
    given = len(plan.held) - kept
    parts += [f"{count(given, 'grant is', 'grants are')} held back" if given else ""]
    parts += [f"{count(kept, 'removal is', 'removals are')} held back" if kept else ""]
    told = listed([part for part in parts if part])
    changes = count(len(plan.changes), "change")
    return " ".join([f"{changes}: {told}." if told else f"{changes}.", *partial])


@dataclass(slots=True)
class _Step:
    """What one person loses or gains for one reason; ``paths`` are below the channel's folder."""

    verb: str
    folder: str
    sentence: str
    places: tuple[str, ...]
    paths: set[str] = field(default_factory=set)


def _verb(change: Change) -> str:
    match change:
        case DeletePermission() | RevokePeople() | RemoveMember():
            return "loses"
        case GrantReaders() | AddMember() | InviteGuest():
            return "gains"
        case SetMemberRole():
            return "changes"
        case _:
            assert_never(change)


def _people(changes: Sequence[Change], verb: str) -> set[str]:
    swaps = _swaps(changes)
    return {
        person
        for change in changes
        for person in change.reason.people
        if _told_verb(change, person, swaps) == verb
    }


def _swaps(changes: Iterable[Change]) -> set[tuple[ItemId, str]]:
    """Return on which items somebody loses one way in and reads by the gate's own link all the same."""
    removals = (change for change in changes if isinstance(change, DeletePermission))
    return {(one.item_id, person) for one in removals for person in one.reason.still_reading}


def _told_verb(change: Change, person: str, swaps: Collection[tuple[ItemId, str]]) -> str:
    """Return what a change does for one person; "" where the line of the way that goes says it already."""
    if person in change.reason.still_reading:
        return SWAPS
    return "" if isinstance(change, GrantReaders) and (change.item_id, person) in swaps else _verb(change)


def _by_person(
    changes: Sequence[Change], reasons: OwnReasons, channel_folder: str
) -> list[tuple[str, list[_Step]]]:
    people: dict[str, dict[tuple[str, str, str], _Step]] = {}
    swaps = _swaps(changes)
    for change in changes:
        if isinstance(change, Aside):
            continue
        path = _below(change.path, channel_folder)
        for person in change.reason.people or (NOBODY,):
            verb = _told_verb(change, person, swaps)
            if verb:
                told = reasons.of(change, person)
                _note(people.setdefault(person, {}), (verb, _folder_of(path)), told, path)
    return [(person, _in_order(steps.values())) for person, steps in sorted(people.items())]


def _note(steps: dict[tuple[str, str, str], _Step], what: tuple[str, str], told: Told, path: str) -> None:
    key = (*what, told.sentence)
    steps.setdefault(key, _Step(*key, told.places)).paths.add(path)


def _folder_of(path: str) -> str:
    return "/".join(path.split("/")[:-1][:3])


def _in_order(steps: Iterable[_Step]) -> list[_Step]:
    return sorted(steps, key=lambda step: (VERBS.index(step.verb), step.folder, step.sentence))


def _below(path: str, channel_folder: str) -> str:
    """Return how a path is told: from the channel's folder; the folder itself and the root by their names."""
    if not path:
        return "the whole library"
    if path == channel_folder:
        return "the channel's folder"
    return path.removeprefix(f"{channel_folder}/") if channel_folder else path


def _step_lines(step: _Step) -> list[str]:
    several = f"{len(step.paths)} files in {step.folder or 'the library'}"
    what = next(iter(step.paths)) if len(step.paths) == 1 else several
    lines = labelled(step.verb, what, 2)
    lines += labelled("why:", step.sentence, 4)
    lines += labelled("still:", STILL, 4) if step.verb == SWAPS else []
    return lines + (labelled("roster:", listed(step.places), 4) if step.places else [])


def _channel_lines(changes: Iterable[Change]) -> list[str]:
    changes = tuple(changes)
    members = [line for one in changes if isinstance(one, MemberChange) for line in _member_lines(one)]
    guests = [line for one in changes if isinstance(one, InviteGuest) for line in _guest_lines(one)]
    lines = [*heading("Members of the channel"), *members] if members else []
    return [*lines, *heading("Guests who are invited"), *guests] if guests else lines


def _guest_lines(change: InviteGuest) -> Iterator[str]:
    yield from labelled("-", f"{listed(change.reason.people)} is invited at {change.address}", 2)
    yield from labelled("why:", change.reason.sentence, 4)
    yield from labelled("roster:", listed([str(place) for place in change.reason.places]), 4)


def _member_lines(change: MemberChange) -> Iterator[str]:
    who = listed(change.reason.people) or change.object_id
    yield from labelled("-", f"{who} {_member_act(change)}", 2)
    yield from labelled("why:", change.reason.sentence, 4)
    if change.reason.places:
        yield from labelled("roster:", listed([str(place) for place in change.reason.places]), 4)


def _member_act(change: MemberChange) -> str:
    match change:
        case RemoveMember():
            return "leaves the channel"
        case AddMember():
            return f"joins the channel as {change.role}"
        case SetMemberRole():
            return f"becomes {change.role} of the channel"
        case _:
            assert_never(change)


def _held_lines(held: Iterable[Held], channel_folder: str) -> list[str]:
    lines = []
    for one in held:
        change = one.change
        aside = "an invitation" if isinstance(change, InviteGuest) else "the channel"
        what = _below(change.path, channel_folder) if isinstance(change, ItemChange) else aside
        who = listed(change.reason.people) or NOBODY
        stays = " stays" if isinstance(change, Revocation) else ""
        lines += labelled("-", f"{who}{stays}: {what}", 2)
        lines += labelled("why:", one.why, 4)
    return [*heading("Held back for now"), *lines] if lines else []
