"""The report as people meet it: in a wide window, on a telephone, by keyboard, without script, on paper."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import AXE, Open

WIDE, NARROW = 1280, 390
_OVERFLOWING = """() => [...document.querySelectorAll('body *')]
  .filter(one => !one.closest('.region') && !one.closest('.skip') && one.tagName !== 'I')
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(one => one.tagName + '.' + one.className)"""

_REGIONS = """() => [...document.querySelectorAll('.region')].map(
  one => [one.tabIndex, document.getElementById(one.getAttribute('aria-labelledby')).tagName])"""


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_is_wider_than_the_window_but_the_tables_that_scroll(open_page: Open, width: int) -> None:
    """Whatever a file is called, people never scroll sideways to read about it."""
    page = open_page(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(_OVERFLOWING) == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_checker_of_accessibility_finds_nothing(browser: Browser, small_file: Path, width: int) -> None:
    """Language, landmarks, headings, tables, names and contrast hold to WCAG 2.2 AA and good practice."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(small_file.as_uri())
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    told = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]
    assert told == []
    assert len(found["passes"]) > len(told)
    page.close()


def test_a_name_is_never_a_script(open_page: Open) -> None:
    """A file called like a script is only shown."""
    assert open_page(WIDE).title().startswith("REHEARSAL: Who can see what")


def test_headings_and_names_stay_in_sight_while_a_table_scrolls(open_page: Open) -> None:
    """In a scrolled table the folder stands above, and the person beside, every cell."""
    page = open_page(NARROW)
    moved = page.evaluate("""() => {
      const region = document.querySelector('.region:has(.matrix)');
      region.scrollTo(400, 300);
      const box = region.getBoundingClientRect();
      const head = region.querySelectorAll('thead th')[3].getBoundingClientRect();
      const name = region.querySelectorAll('tbody th[scope=row]')[9].getBoundingClientRect();
      return [region.scrollLeft, region.scrollTop, head.top - box.top, name.left - box.left];
    }""")
    assert moved[0] > 0
    assert moved[1] > 0
    assert abs(moved[2]) <= 2
    assert abs(moved[3]) <= 2


def test_a_table_that_scrolls_is_reached_by_keyboard(open_page: Open) -> None:
    """Each region that scrolls takes the focus and has a name; the first key leads past the header."""
    page = open_page(WIDE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    regions = page.evaluate(_REGIONS)
    assert regions
    assert all(one == [0, "CAPTION"] for one in regions)


def test_words_leave_only_the_rows_that_hold_them(open_page: Open) -> None:
    """The box above the overview hides everybody else, and says how many are left."""
    page = open_page(WIDE)
    rows = page.locator("#matrix ~ .region tr.person")
    everybody = rows.count()
    page.get_by_label("Find a person or organisation").fill("northmere police")
    left = page.locator("#matrix ~ .region tr.person:visible").count()
    assert 0 < left < everybody
    assert page.locator("#matrix ~ .filter [role=status]").inner_text() == f"{left} of {everybody} shown"
    page.get_by_label("Find a person or organisation").fill("")
    page.get_by_label("Only what differs").check()
    assert (
        page.locator("#matrix ~ .region tr.person:visible").count()
        == page.locator("#matrix ~ .region tr.differs").count()
    )


def test_without_script_everything_is_there(browser: Browser, page_file: Path) -> None:
    """The boxes are a help only: where scripts are off there are none, and every row is shown."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file.as_uri())
    assert page.locator(".filter").count() == 0
    assert page.locator("tr.person:visible").count() == page.locator("tr.person").count() > 0
    context.close()


def test_on_paper_signs_and_words_do_without_colour(
    browser: Browser, page_file: Path, tmp_path: Path
) -> None:
    """Printed, every page says that it is a rehearsal, and no sign leans on a background or a colour."""
    page = browser.new_page()
    page.goto(page_file.as_uri())
    page.emulate_media(media="print")
    marked = page.evaluate("""() => [...document.querySelectorAll('.m, .tag')].map(one => {
      const style = getComputedStyle(one); return style.color + ' on ' + style.backgroundColor; })""")
    assert set(marked) <= {"rgb(0, 0, 0) on rgb(255, 255, 255)", "rgb(0, 0, 0) on rgba(0, 0, 0, 0)"}
    target = tmp_path / "report.pdf"
    page.pdf(path=target, prefer_css_page_size=True)
    page.close()
    text = subprocess.run(["pdftotext", "-layout", target, "-"], capture_output=True, text=True, check=True)
    sheets = text.stdout.split("\f")[:-1]
    assert len(sheets) > 1
    assert all("REHEARSAL" in sheet for sheet in sheets)
