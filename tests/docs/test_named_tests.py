"""A page that says which test shows something names a test that there is."""

import re

import pytest

from tests.docs.blocks import pages
from tests.docs.sources import ROOT, files_below

_NAMED = re.compile(r"`(test_\w+)`")
_DEFINED = re.compile(r"^(?:async )?def (test_\w+)\(", re.MULTILINE)
_PLACE = re.compile(r"`(tests/[\w./-]+)`")
EXPLAINED = ROOT / "docs" / "explanation"
LAWS = range(1, 15)


def defined() -> set[str]:
    """Return the name of every test of the project."""
    files = [path for path in files_below(ROOT / "tests") if path.suffix == ".py"]
    return {name for path in files for name in _DEFINED.findall(path.read_text(encoding="utf-8"))}


def named() -> dict[str, set[str]]:
    """Return the tests that each page names, by the page."""
    found = {
        str(one.relative_to(ROOT)): set(_NAMED.findall(one.read_text(encoding="utf-8"))) for one in pages()
    }
    return {page: names for page, names in found.items() if names}


def test_every_test_that_a_page_names_exists() -> None:
    """Whoever looks a promise up finds the test that holds it."""
    known = defined()
    lost = {page: sorted(names - known) for page, names in named().items() if names - known}
    assert lost == {}


def test_every_place_of_tests_that_a_page_names_exists() -> None:
    """A folder or file of tests that a page names is there."""
    lost = [
        f"{page.relative_to(ROOT)}: {place}"
        for page in pages()
        for place in _PLACE.findall(page.read_text(encoding="utf-8"))
        if not (ROOT / place).exists()
    ]
    assert lost == []


@pytest.mark.parametrize("law", LAWS)
def test_every_law_names_tests_of_its_own(law: int) -> None:
    """The row of a law on the page of laws names tests that carry its number."""
    text = (EXPLAINED / "laws.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith(f"| {law} |")]
    assert len(rows) == 1
    names = _NAMED.findall(rows[0])
    assert names
    assert all(name.startswith(f"test_law_{law}_") for name in names)


def test_every_attacker_is_answered_by_a_test() -> None:
    """Each part of the threat model that tells of somebody names a test, and what is left."""
    parts = (EXPLAINED / "threat-model.md").read_text(encoding="utf-8").split("\n### ")[1:]
    assert len(parts) >= 11
    assert [
        part.splitlines()[0] for part in parts if not _NAMED.search(part) or "**Left:**" not in part
    ] == []
