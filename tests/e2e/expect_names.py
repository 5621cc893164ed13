"""What must be found by names alone: numbers of children, material above a folder's level, odd folders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.e2e.expect_world import World

TEN_DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
TELLING = ("identifiable", "unredacted", "not-anonymised")
CASE_LIKE = re.compile(r"[A-Z]+\d*-\d{4}-\d{2,}")
Row = tuple[str, str, str]


def is_nhs_number(text: str) -> bool:
    """Tell whether ten digits hold with their check digit, by the modulus of eleven."""
    digits = [int(one) for one in text if one.isdigit()]
    left = sum(digit * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return (11 - left) % 11 == digits[9]


def by_names(world: World, files: list[str], made: list[str], thrown: list[str]) -> Iterator[Row]:
    """Yield kind, object and principal of everything that names give away.

    Args:
        world: The rehearsal.
        files: Every file there is now.
        made: Folders that were made by hand.
        thrown: Folders that were deleted.
    """
    for path in files:
        if any(is_nhs_number(found[0]) for found in TEN_DIGITS.finditer(PurePosixPath(path).name)):
            yield "identifier-in-name", path, ""
        if _level(world, path) == "anonymised" and any(word in path.casefold() for word in TELLING):
            yield "level-cap-breach", path, ""
    for path in made:
        if CASE_LIKE.fullmatch(path) and path not in world.roster["cases"]:
            yield "orphan-case-folder", path, ""
        if _is_nearly_an_agency(world, path):
            yield "case-folder-missing", path, ""
    yield from (("missing-folder", path, "") for path in thrown if _is_wanted(world, path))


def _level(world: World, path: str) -> str:
    place = world.place_of(path)
    folders = world.process_of(place.case)["folders"] if place else []
    return next((str(one["level"]) for one in folders if place and one["id"] == place.folder), "")


def _is_wanted(world: World, path: str) -> bool:
    place = world.place_of(path)
    closed = place is not None and world.roster["cases"][place.case]["stage"] == "closed"
    return place is not None and path == f"{place.case}/{place.folder}" and not closed


def _is_nearly_an_agency(world: World, path: str) -> bool:
    """Tell whether a folder differs from an organisation's own part by its letters being large or small."""
    place, name = world.place_of(path), PurePosixPath(path).name
    folders = world.process_of(place.case)["folders"] if place else []
    divided = {one["id"] for one in folders if one.get("partition") == "agency"}
    nearly = name not in world.roster["organisations"] and name.casefold() in world.roster["organisations"]
    return place is not None and place.folder in divided and path.count("/") == 2 and nearly
