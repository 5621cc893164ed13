"""An audit without a roster: what is shared here, with whom and how, with nothing to hold it against.

The same rooms judge as with a roster, of a partnership that has declared nobody. What they say of people who
are on no roster is then left out, for nobody is; what they hold stays.

Source: ISA §8.3
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from sharepoint_gate.access.facts import KINDS
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.faults import Place
from sharepoint_gate.roster.model import Channel, IsaRecord, IsaStatus, Partnership, Roster

NOBODY_DECLARED = "Decide whether this is wanted: nothing that the audit was given says who may read here."
_ON_THE_COMMAND_LINE = Place("--no-roster", 0, 0)
_WHO = frozenset(
    {
        FindingKind.PERSONAL_MAIL_RECIPIENT,
        FindingKind.GUEST_NOT_IN_ROSTER,
        FindingKind.INTERNAL_NOT_IN_ROSTER,
        FindingKind.ACCOUNT_NOT_FOUND,
    }
)
_CHANNEL = "channel"


def bare_roster(team: str, channel: str) -> Roster:
    """Return the roster of a channel of which nothing is declared but its name."""
    place = _ON_THE_COMMAND_LINE
    agreement = IsaRecord("", "", date.min, date.max, IsaStatus.IN_FORCE, place)
    named = Channel(team, channel, (), (), place)
    return Roster(0, Partnership(team, "Europe/London"), agreement, named, {}, {}, {})


def bare_findings(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings that hold without a roster; the channel's own people are what they are."""
    for finding in findings:
        if finding.object == _CHANNEL:
            continue
        kinds = [kind for kind in (finding.kind, *finding.also) if kind not in _WHO]
        changed = kinds != [finding.kind, *finding.also]
        yield replace(
            finding,
            kind=kinds[0],
            severity=KINDS[kinds[0]].severity,
            also=tuple(kinds[1:]),
            sentence=f"{finding.sentence.partition(': ')[0]}." if changed else finding.sentence,
            clause=KINDS[kinds[0]].clause,
            remedy=finding.remedy if kinds[0] is FindingKind.UNREAD else NOBODY_DECLARED,
            handling=Handling.PERSON,
        )
