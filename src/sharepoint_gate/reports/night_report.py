"""A night as a report: who holds what after it, from what the nightly job reads and no more.

Source: ISA §8.3, ISA §11
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sharepoint_gate.access.audited import AuditReport, CoverageLine, is_complete
from sharepoint_gate.access.audited_exposures import told_exposures
from sharepoint_gate.access.audited_holdings import Around, holdings, not_held
from sharepoint_gate.access.audited_summary import summary
from sharepoint_gate.access.charges import Standard
from sharepoint_gate.access.classify import backdrop_of
from sharepoint_gate.access.desired import DesiredAccess, World
from sharepoint_gate.access.exposure import RecordedExposure
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.reports.plain import count

IDENTITY = (
    "the gate's own application, at every file and folder, the channel's members, and the site around them "
    "as far as its consent goes"
)
_MOST_LINES = 10


@dataclass(frozen=True, slots=True)
class Beside:
    """What a report tells beside the look itself.

    Attributes:
        rehearsal: Whether the tenant is the rehearsal tenant.
        lines: What the night did, told first.
        exposures: The record of exposures.
    """

    rehearsal: bool
    lines: Sequence[str] = ()
    exposures: Iterable[RecordedExposure] = ()


def night_report(world: World, desired: DesiredAccess, plan: Plan, beside: Beside) -> AuditReport:
    """Return what stands after a night.

    Args:
        world: The last look.
        desired: What the roster gives.
        plan: What is wrong and what would still change.
        beside: What else the report tells.
    """
    around = Around(Standard(world, desired, backdrop_of(world)), {}, {}, None)
    held = tuple(holdings(around))
    lacking = tuple(not_held(around, held))
    coverage = tuple(_coverage(world, plan))
    roster, zone = world.roster, ZoneInfo(world.roster.partnership.timezone)
    told = (*beside.lines, *summary(coverage, plan.findings, held, lacking))
    return AuditReport(
        at=world.observation.at.astimezone(zone),
        partnership=roster.partnership.name,
        team=roster.channel.team,
        channel=roster.channel.name,
        rehearsal=beside.rehearsal,
        with_roster=True,
        identity=IDENTITY,
        coverage=coverage,
        complete=is_complete(coverage),
        findings=plan.findings,
        holdings=held,
        declared_not_held=lacking,
        summary=told[:_MOST_LINES],
        mode=plan.mode,
        observed_cases=plan.observed_cases,
        exceptions=plan.exceptions,
        exposures=told_exposures(beside.exposures, roster.people, zone),
    )


def _coverage(world: World, plan: Plan) -> Iterator[CoverageLine]:
    observation = world.observation
    files = sum(not item.is_folder for item in observation.items.values())
    yield CoverageLine(
        "the library's files and folders",
        f"all {count(files, 'file')} and the folders above them",
        len(observation.items),
        read=True,
    )
    read = sum(item.permissions is not None for item in observation.items.values())
    yield CoverageLine("who has access to files and folders", "one by one", read, read=True)
    members = observation.members
    yield CoverageLine("the channel's members", "Microsoft Graph", len(members or ()), members is not None)
    yield CoverageLine("accounts of people on the roster", "by address", len(observation.accounts), read=True)
    yield from (CoverageLine(one.what, "", None, read=False, why=one.why) for one in plan.unread)
    yield from (CoverageLine(one.what, "", None, read=False, why=one.why, hidden=True) for one in plan.unseen)
    yield from (
        CoverageLine(one.what, "", None, read=False, why=one.why, unstated=True) for one in plan.unstated
    )
