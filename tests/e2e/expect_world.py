"""Reads a rehearsal world from its files: tenant, weekend, roster, acceptances, processes, agreement texts.

Part of the independent expectation: it leans on PyYAML and the standard library only, so that it cannot
share a mistake with the gate or with the emulator.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

import yaml

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "config"
Table = dict[str, Any]

# File types that a browser can show while downloads are blocked.
VIEWABLE = {
    *("docx", "doc", "docm", "dotx", "xlsx", "xls", "xlsm", "xlsb", "pptx", "ppt", "pptm", "ppsx", "vsdx"),
    *("pdf", "txt", "csv", "md", "rtf", "odt", "ods", "odp", "mp4", "mov", "mp3", "wav"),
    *("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "heic"),
}


@dataclass(frozen=True)
class Place:
    """Where an item lies: its case, the process's folder and, where the folder is partitioned, the agency."""

    case: str
    folder: str
    agency: str


@dataclass(frozen=True)
class World:
    """One rehearsal world, read and not yet judged."""

    processes: Table
    roster: Table
    tenant: Table
    weekend: Table
    decisions: list[Table]
    versions: list[Table]

    def process_of(self, case: str) -> Table:
        """Return the process that a declared case follows."""
        process: Table = self.processes["processes"][self.roster["cases"][case]["process"]]
        return process

    def place_of(self, path: str) -> Place | None:
        """Return where a path lies, or nothing when no declared folder of a declared case holds it."""
        parts = PurePosixPath(path).parts
        if len(parts) < 2 or parts[0] not in self.roster["cases"]:
            return None
        folders = {folder["id"]: folder for folder in self.process_of(parts[0])["folders"]}
        if parts[1] not in folders:
            return None
        partitioned = folders[parts[1]].get("partition") == "agency"
        agency = (
            parts[2] if partitioned and len(parts) > 2 and parts[2] in self.roster["organisations"] else ""
        )
        return Place(parts[0], parts[1], agency)

    def files(self) -> list[str]:
        """Return the tenant's files, without its empty folders and what was thrown away."""
        thrown = self.thrown_before()
        return [path for path in self.tenant["files"] if not path.endswith("/") and path not in thrown]

    def thrown_before(self) -> set[str]:
        """Return the files that the tenant's own acts throw away: they lie in the recycle bin."""
        start = f"DELETE /drives/{{drive}}/root:/{self.tenant['channel']['name']}/"
        calls = [str(act.get("call", "")) for act in self.tenant.get("acts", [])]
        return {call.removeprefix(start) for call in calls if call.startswith(start)}

    def is_file(self, path: str) -> bool:
        """Tell a file from a folder; the rehearsal's files all have an ending and its folders none."""
        return bool(PurePosixPath(path).suffix)

    def business_unit(self) -> set[str]:
        """Return the people who are meant to be channel members."""
        return set(self.roster["channel"]["owners"]) | set(self.roster["channel"]["members"])

    def accounts(self) -> dict[str, Table]:
        """Return the directory's accounts by their key in the tenant file."""
        return {user["key"]: dict(user) for user in self.tenant["users"]}

    def day(self, instant: str) -> date:
        """Return the partnership's calendar day at an instant."""
        zone = ZoneInfo(self.roster["partnership"]["timezone"])
        return datetime.fromisoformat(instant).astimezone(zone).date()

    def quiet_day(self) -> date:
        """Return the day on which the tenant is in sync."""
        return self.day(self.tenant["tenant"]["clock"])

    def judged_day(self) -> date:
        """Return the day after the weekend, on which the gate is judged."""
        return self.day([act["clock"] for act in self.weekend["acts"] if "clock" in act][-1])


def viewable(path: str) -> bool:
    """Tell whether a file can be shown in the browser while downloads are blocked."""
    return PurePosixPath(path).suffix.lower().lstrip(".") in VIEWABLE


def grace_end(version: Table, existing_since: date) -> date:
    """Return the last day on which an existing user may read without having accepted a version."""
    start: date = max(version["effective_on"], existing_since)
    return start + timedelta(days=version["grace_days"])


def read(path: Path) -> Table:
    """Read one YAML file of the configuration."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table: Table = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both are safe
    return table


def versions() -> list[Table]:
    """Return the agreement's versions, refusing one whose text no longer has the recorded digest."""
    listed: list[Table] = read(CONFIG / "agreement" / "versions.yaml")["versions"]
    for version in listed:
        text = (CONFIG / "agreement" / version["text"]).read_bytes()
        if hashlib.sha256(text).hexdigest() != version["sha256"]:
            raise ValueError(f"{version['text']} is not the text whose digest versions.yaml records")
    return listed


def load(folder: Path, tenant: str, weekend: str) -> World:
    """Read the world whose files lie in one folder of the configuration."""
    return World(
        processes=read(CONFIG / "processes.yaml"),
        roster=read(folder / "roster.yaml"),
        tenant=read(folder / tenant),
        weekend=read(folder / weekend),
        decisions=read(folder / "acceptances.yaml")["acceptances"],
        versions=versions(),
    )
