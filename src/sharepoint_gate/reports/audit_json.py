"""An audit as JSON of the published schema, and back."""

from datetime import datetime
from pathlib import PurePath

import msgspec

from sharepoint_gate.access.audited import AuditReport, CoverageLine, Holding
from sharepoint_gate.access.audited_exposures import ToldExposure
from sharepoint_gate.access.exceptions_standing import StandingException
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.kinds import Severity
from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.faults import Place
from sharepoint_gate.reports.as_json import Data, as_text
from sharepoint_gate.reports.audit_document import (
    FORMAT,
    AuditDocument,
    CoverageEntry,
    ExceptionEntry,
    ExposureEntry,
    FindingEntry,
    HoldingEntry,
    PlaceEntry,
)
from sharepoint_gate.reports.words import who_must
from sharepoint_gate.roster.model import CaseRef, ExceptionId, FolderId, PersonId

_MOMENTS = ("earliest", "latest", "ended_at")


def audit_json(report: AuditReport, *, is_masked: bool = False) -> Data:
    """Return a report as JSON values."""
    document: Data = msgspec.to_builtins(_document(report, is_masked=is_masked))
    return document


def audit_json_text(report: AuditReport, *, is_masked: bool = False) -> str:
    """Return a report as the text of a JSON file."""
    return as_text(audit_json(report, is_masked=is_masked))


def read_audit_json(text: str | bytes) -> AuditReport:
    """Return the report that a JSON file holds.

    Raises:
        msgspec.DecodeError: The text is no JSON, or not of the published shape.
    """
    document = msgspec.json.decode(text, type=AuditDocument)
    return AuditReport(
        at=datetime.fromisoformat(document.at),
        partnership=document.partnership,
        team=document.team,
        channel=document.channel,
        rehearsal=document.rehearsal,
        with_roster=document.with_roster,
        identity=document.identity,
        coverage=tuple(CoverageLine(**_fields(one)) for one in document.coverage),
        complete=document.complete,
        findings=tuple(_finding(one) for one in document.findings),
        holdings=tuple(_holding(one) for one in document.holdings),
        declared_not_held=tuple(_holding(one) for one in document.declared_not_held),
        summary=document.summary,
        mode=document.mode,
        observed_cases=tuple(CaseRef(one) for one in document.observed_cases),
        exceptions=tuple(_exception(one) for one in document.exceptions),
        exposures=tuple(_exposure(one) for one in document.exposures),
    )


def _document(report: AuditReport, *, is_masked: bool) -> AuditDocument:
    return AuditDocument(
        format=FORMAT,
        at=report.at.isoformat(),
        partnership=report.partnership,
        team=report.team,
        channel=report.channel,
        rehearsal=report.rehearsal,
        masked=is_masked,
        with_roster=report.with_roster,
        identity=report.identity,
        complete=report.complete,
        clean=report.clean,
        summary=report.summary,
        coverage=tuple(_coverage_entry(one) for one in report.coverage),
        findings=tuple(_finding_entry(one, report) for one in report.findings),
        holdings=tuple(_holding_entry(one) for one in report.holdings),
        declared_not_held=tuple(_holding_entry(one) for one in report.declared_not_held),
        mode=report.mode,
        observed_cases=report.observed_cases,
        exceptions=tuple(_exception_entry(one) for one in report.exceptions),
        exposures=tuple(_exposure_entry(one) for one in report.exposures),
    )


def _coverage_entry(line: CoverageLine) -> CoverageEntry:
    return CoverageEntry(line.what, line.how, line.count, line.read, line.why, line.hidden, line.unstated)


def _finding_entry(finding: Finding, report: AuditReport) -> FindingEntry:
    place = finding.place
    return FindingEntry(
        kind=finding.kind,
        severity=finding.severity.name.lower(),
        clause=finding.clause,
        object=finding.object,
        principal=finding.principal,
        also=finding.also,
        sentence=finding.sentence,
        remedy=finding.remedy,
        handling=finding.handling,
        who_must=who_must(finding, with_roster=report.with_roster),
        item_id=finding.item_id,
        place=_place_entry(place) if place is not None else None,
        reaches=finding.reaches,
    )


def _holding_entry(holding: Holding) -> HoldingEntry:
    return HoldingEntry(
        principal=holding.principal,
        address=holding.address,
        organisation=holding.organisation,
        person=holding.person,
        item=holding.item,
        case=holding.case,
        folder=holding.folder,
        access=holding.access,
        via=holding.via,
        declared=holding.declared,
        exception=holding.exception,
    )


def _exception_entry(one: StandingException) -> ExceptionEntry:
    own = {name: getattr(one, name) for name in one.__slots__}
    return ExceptionEntry(**{**own, "place": _place_entry(one.place)})


def _exposure_entry(one: ToldExposure) -> ExposureEntry:
    own = {name: getattr(one, name) for name in one.__slots__}
    return ExposureEntry(**{**own, **{name: _written(own[name]) for name in _MOMENTS}})


def _written(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _place_entry(place: Place) -> PlaceEntry:
    return PlaceEntry(PurePath(place.file).name, place.line, place.column)


def _exception(entry: ExceptionEntry) -> StandingException:
    return StandingException(**{**_fields(entry), "place": Place(**_fields(entry.place))})


def _exposure(entry: ExposureEntry) -> ToldExposure:
    told = _fields(entry)
    moments = {name: datetime.fromisoformat(told[name]) for name in _MOMENTS if told[name] is not None}
    return ToldExposure(**{**told, **moments})


def _fields(entry: msgspec.Struct) -> Data:
    return msgspec.structs.asdict(entry)


def _finding(entry: FindingEntry) -> Finding:
    return Finding(
        kind=entry.kind,
        severity=Severity[entry.severity.upper()],
        object=entry.object,
        principal=entry.principal,
        also=entry.also,
        sentence=entry.sentence,
        remedy=entry.remedy,
        clause=entry.clause,
        handling=entry.handling,
        item_id=ItemId(entry.item_id) if entry.item_id is not None else None,
        place=Place(**_fields(entry.place)) if entry.place is not None else None,
        reaches=entry.reaches,
    )


def _holding(entry: HoldingEntry) -> Holding:
    return Holding(
        principal=entry.principal,
        address=entry.address,
        organisation=entry.organisation,
        person=PersonId(entry.person) if entry.person is not None else None,
        item=entry.item,
        case=CaseRef(entry.case) if entry.case is not None else None,
        folder=FolderId(entry.folder) if entry.folder is not None else None,
        access=entry.access,
        via=entry.via,
        declared=entry.declared,
        exception=ExceptionId(entry.exception) if entry.exception is not None else None,
    )
