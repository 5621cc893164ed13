"""The reference pages hold what the code holds: errors, findings, events and settings."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from sharepoint_gate import errors
from sharepoint_gate.access.facts import KINDS
from sharepoint_gate.access.kinds import FindingKind, Severity
from sharepoint_gate.cli import ending
from sharepoint_gate.rosterfiles.schemas import SHAPES
from sharepoint_gate.settings import Settings
from sharepoint_gate.trail.events import EventKind, OutcomeState

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
NOT_IN_THE_FILE = {"source", "client_secret"}
IN_THE_TENANTS_SECTION = "tenant"


def settings_models() -> dict[str, type[BaseModel]]:
    """Return the shape of each section, by its name, and of the tenant's, which may be a word instead."""
    shapes = {name: field.annotation for name, field in Settings.model_fields.items()}
    sections = {
        name: inner
        for name, shape in shapes.items()
        for inner in (shape, *get_args(shape))
        if isinstance(inner, type) and issubclass(inner, BaseModel)
    }
    assert IN_THE_TENANTS_SECTION in sections
    return sections


def rows(page: str) -> list[list[str]]:
    """Return the cells of every table row of a reference page."""
    return rows_of((REFERENCE / page).read_text(encoding="utf-8"))


def rows_of(text: str) -> list[list[str]]:
    """Return the cells of every table row of a text."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def tree(error: type[errors.GateError]) -> Iterator[type[errors.GateError]]:
    """Return every error below one."""
    for below in error.__subclasses__():
        yield below
        yield from tree(below)


def test_every_error_stands_on_its_page_with_its_exit_code() -> None:
    """The page lists each error of the gate, its exit code, and no other error."""
    shown = {row[0].strip("`"): int(row[1]) for row in rows("exit-codes.md") if row[0].endswith("Error`")}
    assert shown == {one.__name__: one.exit_code for one in tree(errors.GateError)}


@pytest.mark.parametrize("page", ["docs/reference/exit-codes.md", "README.md"])
def test_every_exit_code_is_told(page: str) -> None:
    """Each exit code that a command can end with has a row."""
    told = {row[0] for row in rows_of((ROOT / page).read_text(encoding="utf-8"))}
    codes = {one.exit_code for one in tree(errors.GateError)}
    assert {str(code) for code in codes | {0, 1, 10}} <= told


def test_exit_codes_of_ends_from_outside_are_told() -> None:
    """Ctrl-C and a reader that has gone have exit codes of their own, and rows."""
    told = {row[0] for row in rows("exit-codes.md")}
    assert {str(ending.STOPPED), str(ending.UNHEARD)} <= told


def test_every_finding_kind_stands_on_its_page_as_it_is() -> None:
    """Kind, severity, clause and remedy are those of the code, in the order of precedence."""
    shown = [(row[0], row[1], row[3], row[4]) for row in rows("findings.md") if row[0].startswith("`")]
    assert shown == [
        (f"`{kind.value}`", KINDS[kind].severity.name.lower(), KINDS[kind].clause, KINDS[kind].remedy)
        for kind in FindingKind
    ]


def test_every_severity_is_told() -> None:
    """The page of findings names each severity."""
    text = (REFERENCE / "findings.md").read_text(encoding="utf-8")
    assert all(f"`{severity.name.lower()}`" in text for severity in Severity)


@pytest.mark.parametrize("page", ["trail-events.md", "trail-format.md"])
def test_every_event_of_the_trail_is_told(page: str) -> None:
    """Both pages on the trail have a row for each kind of event."""
    assert {f"`{kind.value}`" for kind in EventKind} <= {row[0] for row in rows(page)}


def test_every_outcome_is_told() -> None:
    """Each way in which a change can end has a row, and its place in the format."""
    told = {row[0] for row in rows("trail-events.md")}
    format_page = (REFERENCE / "trail-format.md").read_text(encoding="utf-8")
    assert all(f"`{state.value}`" in told and f"`{state.value}`" in format_page for state in OutcomeState)


def settings_sections() -> dict[str, set[str]]:
    """Return the keys that the page of settings lists, by section; "" before the first one."""
    text = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    parts = re.split(r"^## `\[(\w+)\]`$", text, flags=re.MULTILINE)
    named = dict(zip(["", *parts[1::2]], parts[::2], strict=True))
    return {
        section: {key for row in rows_of(part) for key in re.findall(r"`(\w+)`", row[0])}
        for section, part in named.items()
    }


def test_every_setting_is_told_in_its_section() -> None:
    """The page of settings lists exactly the keys that the program takes, section by section."""
    models = settings_models()
    wanted = {section: set(model.model_fields) for section, model in models.items()}
    lines = set(Settings.model_fields) - NOT_IN_THE_FILE - set(models)
    wanted[""] = lines | {IN_THE_TENANTS_SECTION}
    assert settings_sections() == wanted


def schema_words(name: str) -> set[str]:
    """Return every key and every fixed value that one of the schemas for editors knows."""
    return set(_words(json.loads((ROOT / "config" / "schema" / name).read_text(encoding="utf-8"))))


def _words(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _words(one)
    if isinstance(node, dict):
        yield from node.get("properties", {})
        yield from (str(value) for value in node.get("enum", ()))
        for one in node.values():
            yield from _words(one)


@pytest.mark.parametrize("schema", sorted(SHAPES))
def test_every_key_that_people_write_is_told(schema: str) -> None:
    """Each key and each fixed value of the files that people keep stands on their page."""
    coded = re.findall(r"`([^`]+)`", (REFERENCE / "roster.md").read_text(encoding="utf-8"))
    told = {word for words in coded for word in re.findall(r"[\w-]+", words)}
    assert schema_words(schema)
    assert schema_words(schema) <= told
