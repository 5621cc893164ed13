"""The reference pages name every key that is read, and no schema is forgotten."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from sharepoint_gate.rosterfiles.schemas import SHAPES
from sharepoint_gate.settings import Settings

_PAGES = Path(__file__).parents[3] / "docs" / "reference"
_NOT_IN_THE_FILE = {"source", "client_secret"}


def keys_of(model: type[BaseModel]) -> Iterator[str]:
    """Yield every key of a shape, those of the shapes inside it included."""
    for name, info in model.model_fields.items():
        yield info.alias or name
        for inner in models_in(info.annotation):
            yield from keys_of(inner)


def models_in(annotation: object) -> Iterator[type[BaseModel]]:
    """Yield the shapes that an annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from models_in(part)


def words_of(page: str) -> set[str]:
    """Return the words that stand as code on a page."""
    spans = re.findall(r"`([^`]+)`", (_PAGES / page).read_text(encoding="utf-8"))
    return {word for span in spans for word in re.findall(r"[a-z0-9_]+", span)}


@pytest.mark.parametrize("name", SHAPES)
def test_every_key_of_the_files_is_on_its_page(name: str) -> None:
    """A key that nobody can look up is a key that nobody can use."""
    assert set(keys_of(SHAPES[name])) <= words_of("roster.md")
    assert name in (_PAGES / "roster.md").read_text(encoding="utf-8")


def test_every_setting_is_on_its_page() -> None:
    """The same for settings; what cannot stand in the file is left out."""
    assert set(keys_of(Settings)) - _NOT_IN_THE_FILE <= words_of("settings.md")
