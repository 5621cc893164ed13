"""What a freeze says to somebody who is woken up: above all how it is lifted."""

import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from sharepoint_gate.access.freezes import Freeze, FreezeKind
from sharepoint_gate.access.freezes_report import FreezeReport
from sharepoint_gate.access.freezes_who import Subject
from sharepoint_gate.cli.group import gate
from sharepoint_gate.reports.freeze_text import freeze_json, freeze_text
from tests.unit.access.freezing import a_freeze

ZONE = "Europe/London"


def report(name: str, kind: FreezeKind = FreezeKind.PERSON, earlier: Freeze | None = None) -> FreezeReport:
    """Return a freeze that is done."""
    done = datetime(2026, 3, 27, 22, 1, tzinfo=UTC)
    return FreezeReport(Subject(kind, name, name), a_freeze(name, kind=kind), earlier, 3, clear_from=done)


def line_in(text: str) -> list[str]:
    """Return the words of the line that is to be copied."""
    (line,) = [one for one in text.splitlines() if one.startswith("    sharepoint-gate")]
    return shlex.split(line)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("u12", FreezeKind.PERSON),
        ("RR-2026-001", FreezeKind.CASE),
        ("o'hara&co@far.example", FreezeKind.ACCOUNT),
    ],
)
def test_the_line_that_lifts_a_freeze_can_be_copied_as_it_stands(name: str, kind: FreezeKind) -> None:
    """Subject and reason stand in it, each one word to a shell, and the program knows every option of it."""
    told = freeze_text(report(name, kind), ZONE, rehearsal=False)
    words = line_in(told)
    assert words[:3] == ["sharepoint-gate", "unfreeze", name]
    assert words[3] == "--reason"
    assert words[4].strip()
    # Every option is known: what stops it is that there are no settings here, and not the line.
    ran = CliRunner().invoke(gate, ["--config", "/nowhere/gate.toml", *words[1:]])
    assert "/nowhere/gate.toml" in ran.output
    assert "Usage" not in ran.output


def test_the_line_names_the_settings_that_were_named() -> None:
    """Who froze with settings of another folder lifts with the same ones."""
    settings = Path("/srv/the gate/gate.toml")
    said = f"--config {shlex.quote(str(settings))}"
    words = line_in(freeze_text(report("u12"), ZONE, rehearsal=False, said=said))
    assert words[:4] == ["sharepoint-gate", "--config", str(settings), "unfreeze"]


def test_who_was_frozen_already_is_told_the_line_too() -> None:
    """The second one to freeze may be the one who lifts it."""
    told = freeze_text(report("u12", earlier=a_freeze("u12", "u12@wicb.example")), ZONE, rehearsal=False)
    assert line_in(told)[2] == "u12"


def test_programs_get_the_same_line() -> None:
    """A ticket system can show what lifts the freeze."""
    lift = freeze_json(report("u12"), rehearsal=False)["lift"]
    assert lift == "sharepoint-gate unfreeze u12 --reason 'no longer needed'"
