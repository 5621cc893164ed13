"""The words in which a report speaks of access, severity and who must act."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath
from types import MappingProxyType

from sharepoint_gate.access.audited import Access, Holding
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import Severity

LETTERS: Mapping[Access, str] = MappingProxyType(
    {
        Access.LIMITED: "L",
        Access.VIEW_NO_DOWNLOAD: "V",
        Access.VIEW: "D",
        Access.EDIT: "E",
        Access.OWNER: "O",
    }
)
ACCESS: Mapping[Access, str] = MappingProxyType(
    {
        Access.LIMITED: "passes through, reads nothing",
        Access.VIEW_NO_DOWNLOAD: "reads, download blocked",
        Access.VIEW: "reads and can download",
        Access.EDIT: "can change",
        Access.OWNER: "can change and share",
    }
)
ELSEWHERE = "Elsewhere"
NO_ORGANISATION = "Links, groups and others without an organisation"

_PLACES = {
    "": "the channel's folder",
    "channel": "the channel's members",
    "directory": "the directory of accounts",
    "library": "the whole library",
    "library root": "the library's root",
    "site": "the site itself",
    "team": "the team above the channel",
    "tenant": "the tenant's settings",
}
_CROWDS = {"anyone who has the link": "anyone"}
# letters of control break workbooks, and marks of writing direction make a name read as another one
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")


def seen(text: str) -> str:
    """Return a text from outside without letters that cannot be seen; each is shown as U+FFFD."""
    return _UNSEEN.sub("\ufffd", text)


def severity_word(severity: Severity) -> str:
    """Return a severity as a word: "Critical"."""
    return severity.name.capitalize()


def who_must(finding: Finding, *, with_roster: bool) -> str:
    """Return who puts a finding right."""
    if finding.handling is Handling.MENDED and with_roster:
        return "The gate, when it next runs"
    if finding.handling is Handling.OBSERVED:
        return "The gate, once this is enforced"
    if "administrator" in finding.remedy:
        return "The business unit, with the tenant's administrator"
    return "The business unit"


def where(finding: Finding) -> str:
    """Return where a finding lies, as people say it."""
    return object_words(finding.object)


def object_words(object_: str) -> str:
    """Return what a finding or an exposure is told of, as people say it."""
    return _PLACES.get(object_) or seen(object_)


def roster_line(finding: Finding) -> str:
    """Return the declared line that decides, by its file's name alone; empty where none does."""
    place = finding.place
    return f"{seen(PurePath(place.file).name)}:{place.line}:{place.column}" if place is not None else ""


def names_in_findings(name: str) -> tuple[str, ...]:
    """Return the names by which findings may call the principal of a holding that has no address."""
    plain = name.removeprefix("group ").removeprefix("application ").removeprefix("site group ")
    return (name, _CROWDS.get(name, plain))


def moment(at: datetime) -> str:
    """Return an instant as people write it: "30 March 2026, 03:15 BST"."""
    return f"{at.day} {at:%B %Y, %H:%M %Z}".strip()


def place_of(holding: Holding) -> str:
    """Return the case of a file, or the word for all that lies outside every case."""
    return holding.case or ELSEWHERE


def folder_of(holding: Holding) -> str:
    """Return the case's folder in which a file lies; "(case folder)" right below the case."""
    return holding.folder or ("(case folder)" if holding.case else "(outside every case)")
