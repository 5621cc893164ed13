"""A partnership's files in a folder, without faults, and the ways to change one line in them."""

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sharepoint_gate.faults import Fault
from sharepoint_gate.rosterfiles import FilePaths, RosterReading, read_processes, read_roster

TODAY = date(2026, 3, 30)

PROCESSES = """\
version: 1
levels: [none, pseudonymised]
roles:
  panel-member: {title: Panel member}
  dpo: {title: Data protection officer}
processes:
  rapid-review:
    title: Rapid Review
    ref_prefix: RR
    level_cap: pseudonymised
    stages:
      - {id: notified, src: S}
      - {id: panel-meeting, src: S}
    folders:
      - {id: 40-panel-pack, level: pseudonymised}
    access:
      40-panel-pack:
        panel-member: {from: panel-meeting, to: panel-meeting, scope: named}
"""
ROSTER = """\
revision: 14
partnership: {name: Westmarsh, timezone: Europe/London}
agreement:
  reference: WSCP-ISA-1
  version: "1.4"
  signed_on: 2025-11-03
  review_due: 2026-11-03
  status: in-force
channel: {team: Westmarsh Safeguarding, name: Case review, owners: [u01, u02], members: []}
organisations:
  wicb:
    name: NHS Westmarsh ICB
    kind: statutory
    domains: [wicb.example]
    agreement: {kind: tier-1, signed_on: 2025-11-17}
    policy_document: {reference: APD-7, review_by: 2026-09-30}
people:
  u01: {name: Priya Nandakumar, username: p.nandakumar@wicb.example, organisation: wicb}
  u02: {name: Tom Ashworth, username: t.ashworth@wicb.example, organisation: wicb}
  u12: {name: Nadia Rahman, username: n.rahman@wicb.example, organisation: wicb}
cases:
  RR-2026-001:
    process: rapid-review
    stage: panel-meeting
    dates: {aware: 2026-03-05, notified: 2026-03-10}
    people:
      u12: [panel-member]
exceptions:
  EX-2026-001:
    person: u12
    folder: RR-2026-001
    access: read
    reason: agenda
    approved_by: u01
    until: 2026-04-30
"""
TEXT = "I will keep what I read here to myself.\n"
DIGEST = hashlib.sha256(TEXT.encode()).hexdigest()
VERSIONS = f"""\
versions:
  - version: "1"
    text: uaa-v1.md
    sha256: {DIGEST}
    effective_on: 2025-03-03
    change: major
    grace_days: 14
"""
ACCEPTANCES = f"""\
acceptances:
  - person: u12
    version: "1"
    sha256: {DIGEST}
    decision: accepted
    at: 2026-03-04T10:12:00Z
    source: link
    evidence: UAA-2
    recorded_by: u02
  - person: u12
    version: "1"
    sha256: {DIGEST}
    decision: declined
    at: 2026-03-03T10:12:00Z
    source: paper
    evidence: UAA-1
    recorded_by: u02
"""
_MARK = "\N{DOWNWARDS ARROW}"


class Slip(NamedTuple):
    """A change of a file, and the fault that it must bring; an arrow in ``new`` stands where it is told."""

    old: str
    new: str
    what: str
    mend: str


def make(path: Path, slip: Slip) -> tuple[int, int]:
    """Change a file by a slip; return line and column at which it must be told."""
    change(path, slip.old, slip.new)
    before, _, after = path.read_text(encoding="utf-8").partition(_MARK)
    path.write_text(before + after, encoding="utf-8")
    return before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1


def write_all(folder: Path) -> FilePaths:
    """Write all files without faults into a folder."""
    contents = {
        "roster.yaml": ROSTER,
        "processes.yaml": PROCESSES,
        "versions.yaml": VERSIONS,
        "acceptances.yaml": ACCEPTANCES,
        "uaa-v1.md": TEXT,
    }
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8")
    return FilePaths(
        folder / "roster.yaml",
        folder / "processes.yaml",
        folder / "versions.yaml",
        folder / "acceptances.yaml",
    )


def change(path: Path, old: str, new: str) -> None:
    """Replace one text in a file, which must be there."""
    content = path.read_text(encoding="utf-8")
    assert content.count(old) >= 1, old
    path.write_text(content.replace(old, new, 1), encoding="utf-8")


def read(paths: FilePaths) -> RosterReading:
    """Read the roster by its processes."""
    return read_roster(paths.roster, read_processes(paths.processes), TODAY)


def told(faults: Iterable[Fault]) -> list[tuple[int, int, str]]:
    """Return line, column and what of each fault."""
    return [(fault.place.line, fault.place.column, fault.what) for fault in faults]
