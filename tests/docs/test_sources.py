"""Every outside text that the code follows is on the page of sources; every decision has its page."""

import re

import pytest

from tests.docs.sources import ROOT, every_source, files_below, listed, sources_in


def test_every_source_is_listed() -> None:
    """A source in code or tests has a row on the page of sources."""
    missing = {source: files for source, files in every_source().items() if source not in listed()}
    assert missing == {}


def test_every_listed_source_has_a_title_and_a_reading() -> None:
    """A row says what the text is and how we read it."""
    assert listed()
    assert all(title and reading.endswith(".") for title, reading in listed().values())


def test_every_decision_that_is_named_exists() -> None:
    """An ADR number in code, tests or documents is one that has a page."""
    pages = {path.name[:4] for path in (ROOT / "docs" / "adr").glob("*.md")}
    named = set()
    for room in ("src", "tests", "tools", "docs", "config"):
        for path in files_below(ROOT / room):
            if path.suffix in {".py", ".md", ".yaml", ".toml"}:
                named |= set(re.findall(r"\bADR-(\d{4})\b", path.read_text(encoding="utf-8")))
    assert named
    assert named <= pages


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Source: graph:api/user-get#remarks, with a comma", ["graph:api/user-get"]),
        ("Source: rfc:8785, ADR-0005", ["rfc:8785", "ADR-0005"]),
        ("Source: ISA §8.3, §8.6-§8.7, §12", ["ISA §8.3", "ISA §8.6", "ISA §8.7", "ISA §12"]),
        ("Source: contrib#12 (seen, twice)", ["contrib#12"]),
        ("holds in the field (teams:private-channels).", ["teams:private-channels"]),
    ],
)
def test_sources_are_read_without_their_remarks(line: str, found: list[str]) -> None:
    """A remark, a bracket and a range of clauses do not hide a source."""
    assert list(dict.fromkeys(sources_in(line))) == found
