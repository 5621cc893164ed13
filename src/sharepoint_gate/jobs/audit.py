"""Audit: who can really see what in the channel, held against the roster where there is one. Writes nothing.

What cannot be read is told first and never taken for well (law 7).

Source: graph:api/driveitem-delta, ADR-0006
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from zoneinfo import ZoneInfo

from sharepoint_gate.access.audited import AuditReport, is_complete
from sharepoint_gate.access.audited_bare import bare_findings
from sharepoint_gate.access.audited_choice import Choice, Told, Turn, choose
from sharepoint_gate.access.audited_exposures import told_exposures
from sharepoint_gate.access.audited_holdings import Around, holdings, not_held
from sharepoint_gate.access.audited_summary import identity, summary
from sharepoint_gate.access.charges import Standard
from sharepoint_gate.access.classify import Backdrop, backdrop_of
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.exceptions_standing import standing_exceptions
from sharepoint_gate.access.exposure import RecordedExposure
from sharepoint_gate.access.facts import KINDS
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.memory import Memory
from sharepoint_gate.access.modes import observed_cases, under_modes
from sharepoint_gate.access.observed import ItemId, ObjectId, ObservedItem, Unread
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.access.principals import DirectoryGroup, recognise
from sharepoint_gate.access.site_sight import SiteAccount
from sharepoint_gate.errors import GraphError
from sharepoint_gate.jobs.audit_coverage import Coverage, reading_lines
from sharepoint_gate.jobs.audit_site import Surroundings, look_around
from sharepoint_gate.jobs.listing import list_items
from sharepoint_gate.jobs.observe import observation_of, strangers_in
from sharepoint_gate.jobs.think import Declared, world_of
from sharepoint_gate.ports.audit import AuditReader, PostureReader, Progress, Scan
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.ports.tenant import ChannelSite, Picture, TenantReader
from sharepoint_gate.roster.days import today_in

_AT_ONCE = 1000
PEOPLE_OF_FILES = "who has access to files and folders"
LIBRARY = "the library's files and folders"


@dataclass(frozen=True, slots=True)
class Auditor:
    """What an audit works with; none of it can write.

    Attributes:
        memory: What nights have remembered; empty where none was.
        client_id: The application that looks.
        rotation_days: Over how many days everything that delta calls unshared is read in turn; 0 for never.
        exposures: The record of them; empty where there is none.
    """

    reader: TenantReader
    audit: AuditReader
    posture: PostureReader
    clock: Clock
    memory: Memory
    client_id: str
    rotation_days: int = 0
    exposures: Sequence[RecordedExposure] = ()


@dataclass(slots=True)
class _Scanner:
    """Lists a library, and keeps what delta told of sharing on the way."""

    audit: AuditReader
    progress: Progress
    scans: list[Scan] = field(default_factory=list)

    async def items(self, drive_id: str) -> Sequence[ObservedItem]:
        scan = await self.audit.scan(drive_id, self.progress)
        self.scans.append(scan)
        return scan.items

    @property
    def told(self) -> Told:
        own = frozenset[ItemId]().union(*(scan.own for scan in self.scans))
        return Told(own, whole=all(scan.told for scan in self.scans))


def silent(what: str, done: int, total: int | None) -> None:
    """Tell nobody how far an audit has come."""


async def audit(
    declared: Declared, auditor: Auditor, *, with_roster: bool, rehearsal: bool, progress: Progress = silent
) -> AuditReport:
    """Look at everything, and return what was found.

    Raises:
        ChannelAbsentError: The tenant has no such channel.
        GraphError: There is no token, or team and channel could not be looked for.
    """
    token = await auditor.posture.token()
    channel = declared.roster.channel
    site = await auditor.reader.find_channel(channel.team, channel.name)
    coverage = Coverage()
    world, choice = await _world(declared, auditor, site, coverage, progress)
    standard = Standard(world, desired_access(world), backdrop_of(world))
    plan = under_modes(plan_changes(world, standard.desired), world, declared.mode)
    around = await look_around(auditor, site, standard, coverage, plan)
    groups = await _groups(auditor.audit, world, standard.backdrop, coverage)
    on_files = plan.findings if choice.read else ()
    found = _findings(on_files, around, coverage, with_roster=with_roster)
    held = tuple(holdings(Around(standard, choice.resting, groups, around.site))) if choice.read else ()
    lacking = tuple(not_held(Around(standard, choice.resting, groups, around.site), held))
    lines, zone = coverage.lines, ZoneInfo(declared.roster.partnership.timezone)
    return AuditReport(
        at=world.observation.at.astimezone(zone),
        partnership=declared.roster.partnership.name,
        team=channel.team,
        channel=channel.name,
        rehearsal=rehearsal,
        with_roster=with_roster,
        identity=identity(auditor.client_id, token.roles),
        coverage=lines,
        complete=is_complete(lines),
        findings=found,
        holdings=held,
        declared_not_held=lacking,
        summary=summary(lines, found, held, lacking),
        mode=declared.mode if with_roster else None,
        observed_cases=tuple(sorted(observed_cases(world))),
        exceptions=standing_exceptions(world),
        exposures=told_exposures(auditor.exposures, declared.roster.people, zone),
    )


async def _world(
    declared: Declared, auditor: Auditor, site: ChannelSite, coverage: Coverage, progress: Progress
) -> tuple[World, Choice]:
    now = auditor.clock.now()
    today = today_in(declared.roster.partnership.timezone, now)
    scanner = _Scanner(auditor.audit, progress)
    try:
        items, doubts = await list_items(scanner, site.drive_id, auditor.memory.placements)
    except GraphError as error:
        items, doubts = (), (Unread(LIBRARY, _why(error)),)
    told = scanner.told
    turn = Turn(auditor.rotation_days, today.toordinal())
    choice = choose(items, told, site.folder_id, declared.roster.cases, turn)
    usernames = {person.id: person.username for person in declared.roster.people.values()}
    picture = await _picture(auditor.reader, site, choice, list(usernames.values()), progress)
    wanted = frozenset(choice.read)
    read = [item for item in items if item.id in wanted]
    observation = observation_of(site, read, picture, usernames, now, doubts)
    if usernames:  # without a roster nobody is weighed by who they are
        strangers = await strangers_in(auditor.reader, observation, usernames.values())
        observation = replace(observation, strangers=strangers)
    for line in reading_lines(observation, choice, told, len(items), doubts):
        coverage.add(line)
    return world_of(declared, observation, auditor.memory), choice


async def _picture(
    reader: TenantReader, site: ChannelSite, choice: Choice, usernames: Sequence[str], progress: Progress
) -> Picture:
    """Read in parts, so that people see how far it is; a part that fails leaves the others as they are."""
    first, rest = choice.read[:_AT_ONCE], choice.read[_AT_ONCE:]
    total = len(choice.read)
    progress(PEOPLE_OF_FILES, 0, total)
    try:
        picture = await reader.picture(site, first, usernames)
    except GraphError as error:
        picture = _nothing(first, usernames, _why(error))
    permissions = dict(picture.permissions)
    for start in range(0, len(rest), _AT_ONCE):
        progress(PEOPLE_OF_FILES, len(permissions), total)
        some = rest[start : start + _AT_ONCE]
        try:
            permissions |= await reader.permissions(site.drive_id, some)
        except GraphError as error:
            permissions |= {item: Unread(item, _why(error)) for item in some}
    progress(PEOPLE_OF_FILES, total, total)
    return replace(picture, permissions=permissions)


def _nothing(items: Collection[ItemId], usernames: Collection[str], why: str) -> Picture:
    permissions = {item: Unread(item, why) for item in items}
    return Picture(permissions, Unread("members", why), {name: Unread(name, why) for name in usernames})


async def _groups(
    reader: AuditReader, world: World, backdrop: Backdrop, coverage: Coverage
) -> dict[str, tuple[SiteAccount, ...]]:
    """Read who is in each group of the directory that holds anything."""
    wanted = sorted(_group_keys(world, backdrop))
    found: dict[str, tuple[SiteAccount, ...]] = {}
    for key, name in wanted:
        read = partial(reader.group_people, ObjectId(key))
        people = await coverage.ask(f"who is in the group {name}", "the directory", read, len)
        if people is not None:
            found[key] = tuple(people)
    return found


def _group_keys(world: World, backdrop: Backdrop) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for item in world.observation.items.values():
        for permission in item.permissions or ():
            for one in (permission.grantee, *permission.people):
                who = recognise(one, backdrop.directory) if one is not None else None
                if isinstance(who, DirectoryGroup):
                    found.add((who.key, who.name))
    return found


def _findings(
    on_files: Sequence[Finding], around: Surroundings, coverage: Coverage, *, with_roster: bool
) -> tuple[Finding, ...]:
    if not with_roster:
        on_files = tuple(bare_findings(on_files))
    return tuple(sorted((*on_files, *around.findings, *_unread(coverage)), key=_rank))


def _unread(coverage: Coverage) -> Sequence[Finding]:
    """A thing that should have been read and was not is a finding too; a limit of consent is no news."""
    facts = KINDS[FindingKind.UNREAD]
    return [
        Finding(
            FindingKind.UNREAD,
            facts.severity,
            line.what,
            "",
            (),
            f"This could not be read: {line.why}.",
            "Run the audit again; if it stays, ask the administrator why.",
            facts.clause,
            Handling.PERSON,
        )
        for line in coverage.lines
        if line.failed and line.what != PEOPLE_OF_FILES
    ]


def _rank(finding: Finding) -> tuple[int, str, str, str]:
    return (-finding.severity, finding.object, finding.kind, finding.principal)


def _why(error: GraphError) -> str:
    return f"{error.what} ({error.why})" if error.why else error.what
