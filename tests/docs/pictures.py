"""Pictures for the documents, of the demo's own report; `python -m tests.docs.pictures` takes them anew."""

import shutil
import struct
import tempfile
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.docs.sources import ROOT
from tests.e2e.harness import Rehearsal

IMAGES = ROOT / "docs" / "images"
BEFORE = Path(".sharepoint-gate", "reports", "before", "report.html")
# each picture shows the window's height from where this stands
PICTURES: Mapping[str, str] = {"report.png": "body", "report-matrix.png": "#matrix"}
_SIZE = {"width": 1280, "height": 880}


def take(page_file: Path, folder: Path) -> None:
    """Take every picture of a report."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        program = shutil.which("chromium")
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": _SIZE["width"], "height": _SIZE["height"]})
        page.goto(page_file.as_uri())
        for name, top in PICTURES.items():
            page.eval_on_selector(top, "one => one.scrollIntoView()")
            page.screenshot(path=folder / name)
        browser.close()


def size_of(picture: Path) -> tuple[int, int]:
    """Return the width and height that a PNG file tells of itself."""
    width, height = struct.unpack(">II", picture.read_bytes()[16:24])
    return width, height


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        rehearsal = Rehearsal(Path(name), in_process=True)
        rehearsal.prepare()
        rehearsal.gate("demo")
        take(rehearsal.folder / BEFORE, IMAGES)
