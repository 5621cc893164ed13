"""A real browser, a page of a partnership in it, and everything the page asked of the network."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from sharepoint_gate.reports.page import audit_page
from tests.browser.partnership import partnership

AXE = Path(__file__).parent / "node" / "node_modules" / "axe-core" / "axe.min.js"
Open = Callable[[int], Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's own browser; its loop of events ends with the module, for other tests bring theirs."""
    program = shutil.which("chromium")
    assert program is not None, "chromium is needed: tools/needs.py brings it"
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report as a file, as people open it."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(audit_page(partnership(people=30, cases=9)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with a little of everything, for what looks at every element."""
    report = partnership(people=8, cases=2)
    path = tmp_path_factory.mktemp("report") / "small.html"
    path.write_text(audit_page(replace(report, findings=report.findings[-20::2])), encoding="utf-8")
    return path


@pytest.fixture
def open_page(browser: Browser, page_file: Path) -> Iterator[Open]:
    """Opens the report in a window of a width; the page must stay silent and ask the network for nothing."""
    asked: list[str] = []
    told: list[str] = []

    def tell(message: ConsoleMessage) -> None:
        told.append(message.text)

    def opened(width: int) -> Page:
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", tell)
        page.on("pageerror", lambda error: told.append(str(error)))
        page.goto(page_file.as_uri())
        return page

    yield opened
    for context in browser.contexts:
        context.close()
    assert set(asked) == {page_file.as_uri()}
    assert told == []
