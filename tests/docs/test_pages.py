"""Links lead somewhere, examples are read, and no page knows the machine that it was written on."""

import json
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from sharepoint_gate.rosterfiles import check_all
from sharepoint_gate.settings import load_settings
from tests.docs.blocks import blocks, pages
from tests.docs.sources import ROOT, files_below

EXAMPLE_DAY = date(2026, 3, 30)
_LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^#+ (?P<title>.+)$", re.MULTILINE)
_CODE = re.compile(r"^ *```.*?^ *```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_MACHINE = re.compile(r"(?<![\w}.*/-])/(?:work|home|Users|tmp|root(?!/(?:delta|children)))/\w")
_REGISTRY = re.compile(r"pypi\.|pythonhosted|npmjs|artifactory")
_KEPT = ("src", "tests", "tools", "docs", "config", "requirements", ".ci")
_TEXT = {".py", ".md", ".toml", ".yaml", ".json", ".lock", ".csv", ""}


def links() -> Iterator[tuple[Path, str]]:
    """Return every link of every page to a place in this project, as page and target."""
    for page in pages():
        text = _CODE.sub("", page.read_text(encoding="utf-8"))
        for found in _LINK.finditer(text):
            if "://" not in found["target"]:
                yield page, found["target"]


def anchors(page: Path) -> set[str]:
    """Return the names by which a page's headings can be reached."""
    titles = [found["title"] for found in _HEADING.finditer(page.read_text(encoding="utf-8"))]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def leads_somewhere(page: Path, target: str) -> bool:
    """Tell whether a link's file exists and has the heading that is named."""
    name, _, anchor = target.partition("#")
    path = (page.parent / name).resolve() if name else page
    return path.is_file() and (not anchor or anchor in anchors(path))


def kept_files() -> Iterator[Path]:
    """Return every text file that is kept in the project."""
    yield from (path for path in ROOT.iterdir() if path.is_file() and path.suffix in _TEXT - {""})
    for room in _KEPT:
        yield from (path for path in files_below(ROOT / room) if path.suffix in _TEXT)


def test_every_link_leads_somewhere() -> None:
    """A relative link names a file that exists, and a heading that it has."""
    found = list(links())
    broken = [
        f"{page.relative_to(ROOT)}: {target}" for page, target in found if not leads_somewhere(page, target)
    ]
    assert found
    assert broken == []


def test_every_document_can_be_reached_from_the_index() -> None:
    """The index links each page below docs, but decisions: those link one another's folder."""
    index = ROOT / "docs" / "index.md"
    linked = {(page.parent / target.partition("#")[0]).resolve() for page, target in links() if page == index}
    wanted = {path for path in (ROOT / "docs").rglob("*.md") if path.parent.name != "adr"} - {index}
    assert wanted <= linked


def test_no_file_names_a_machine_or_a_package_registry() -> None:
    """What is kept here is the same wherever it was written and wherever packages come from."""
    files = list(kept_files())
    told = [
        str(path.relative_to(ROOT))
        for path in files
        if path != Path(__file__)
        and any(pattern.search(path.read_text(encoding="utf-8")) for pattern in (_MACHINE, _REGISTRY))
    ]
    assert len(files) > 100
    assert told == []


def test_the_shipped_settings_and_their_files_are_in_order() -> None:
    """The example configuration loads without a fault, and warns of nothing but what the demo plants."""
    settings = load_settings(ROOT / "config" / "gate.toml")
    report = check_all(settings.files.paths, EXAMPLE_DAY)
    assert settings.is_embedded
    assert list(report.faults) == []
    assert [one.what for one in report.warnings] == [
        "the channel has one owner only",
        "the policy document of frs was due for review by 2026-03-28",
        "EX-2026-003 ended on 2026-03-28",
    ]


def test_settings_in_the_documents_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A settings file that a document shows is one that the program takes."""
    for name in ("SHAREPOINT_GATE_CONFIG", "SHAREPOINT_GATE_CLIENT_SECRET", "SHAREPOINT_GATE_STATE_DIR"):
        monkeypatch.delenv(name, raising=False)
    shutil.copytree(ROOT / "config", tmp_path / "config")
    shown = [block.text for block in blocks() if block.language == "toml"]
    assert shown
    for text in shown:
        (tmp_path / "config" / "gate.toml").write_text(text, encoding="utf-8")
        assert not load_settings(tmp_path / "config" / "gate.toml").is_embedded


def test_data_in_the_documents_is_what_it_says() -> None:
    """Blocks marked as TOML, YAML or JSON can be read as such."""
    readers: dict[str, Callable[[str], object]] = {
        "toml": tomllib.loads,
        "yaml": yaml.safe_load,
        "json": json.loads,
    }
    for block in blocks():
        if block.language in readers:
            assert readers[block.language](block.text), block.page
