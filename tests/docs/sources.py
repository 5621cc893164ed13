"""Gathers every `Source:` line of the project, and what the page of sources lists."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "sources.md"

_NOT_OURS = {"node_modules", "__pycache__"}
_LINE = re.compile(r"Source: *(?=[a-z][a-z0-9-]*[:#]|ISA §|ADR-\d)(?P<list>[^\n]*)")
_BRACKET = re.compile(r"\(((?:graph|csdl|entra|teams|spo|rfc):[\w./-]+)[^()\n]*\)")
_NEXT = re.compile(r",\s*(?=[a-z][a-z0-9-]*[:#]|ISA §|§|ADR-\d)")
_CLAUSE = re.compile(r"§(\d+)\.(\d+)(?:-§\1\.(\d+))?|§(\d+)")
_ROW = re.compile(r"^\| (?P<keys>`[^|]+`) \| (?P<title>[^|]+) \| (?P<reading>[^|]+) \|$", re.MULTILINE)


def files_below(room: Path) -> Iterator[Path]:
    """Return every file of a room in order, without what was installed or made there."""
    for folder, below, names in os.walk(room):
        below[:] = sorted(set(below) - _NOT_OURS)
        yield from (Path(folder, name) for name in sorted(names))


def sources_in(text: str) -> Iterator[str]:
    """Return each source that a text follows, without remarks: `graph:api/user-get`, `ISA §8.6`."""
    for line in _LINE.finditer(text):
        for entry in _NEXT.split(line["list"].split('"""')[0]):
            yield from _keys(re.sub(r"\s*(\(.*|;.*|#(?!\d).*)$", "", entry.strip()).rstrip(". "))
    for mark in _BRACKET.finditer(text):
        yield mark[1].rstrip(".")


def _keys(entry: str) -> Iterator[str]:
    if not entry.startswith(("ISA §", "§")):
        yield entry
        return
    for clause in _CLAUSE.finditer(entry):
        chapter, first, last, whole = clause.groups()
        numbers = range(int(first), int(last or first) + 1) if first else ()
        yield from (f"ISA §{chapter}.{number}" for number in numbers)
        if whole:
            yield f"ISA §{whole}"


def every_source() -> dict[str, list[str]]:
    """Return each source with the files that follow it, relative to the project."""
    found: dict[str, list[str]] = {}
    for room in ("src", "tests", "tools"):
        for path in files_below(ROOT / room):
            if path.suffix != ".py" or path.parent == Path(__file__).parent:
                continue  # examples of these tests are not sources
            for key in sources_in(path.read_text(encoding="utf-8")):
                found.setdefault(key, []).append(str(path.relative_to(ROOT)))
    return found


def listed() -> dict[str, tuple[str, str]]:
    """Return title and reading of each source on the page."""
    # The first table tells what the marks stand for; it lists no source.
    rows = _ROW.finditer(PAGE.read_text(encoding="utf-8").partition("## The arrangement")[2])
    return {
        key: (row["title"].strip(), row["reading"].strip())
        for row in rows
        for key in re.findall(r"`([^`]+)`", row["keys"])
    }
