"""Listing: a library that shrank is looked at twice before anybody believes it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import anyio
import pytest

from sharepoint_gate.access.observed import ItemId, ObservedItem
from sharepoint_gate.jobs.listing import LIBRARY, Listing, list_items
from tests.fakes.tenant import FakeTenant

OLD = {ItemId("a"), ItemId("b")}


@dataclass
class Flickering(FakeTenant):
    """A tenant whose listings are told one after the other."""

    looks: list[str] = field(default_factory=list)

    async def items(self, drive_id: str) -> Sequence[ObservedItem]:
        """Return the next listing."""
        self._speak("items", drive_id)
        names = self.looks.pop(0)
        return [ObservedItem(ItemId(one), ItemId("folder"), one, one, is_folder=False) for one in names]


def look(*looks: str) -> tuple[Listing, int]:
    """List once; return what was found and how often the tenant was asked."""
    tenant = Flickering(looks=list(looks))
    return anyio.run(list_items, tenant, "drive", OLD), len(tenant.calls)


def names(listing: Listing) -> str:
    """Return the ids that were listed."""
    return "".join(item.id for item in listing[0])


def test_a_library_that_holds_what_it_held_is_listed_once() -> None:
    """New files are no reason for a second look."""
    listing, asked = look("abc")
    assert (names(listing), listing[1], asked) == ("abc", (), 1)


@pytest.mark.parametrize("second", ["ab", "abc"])
def test_law_7_half_a_listing_is_healed_by_a_second_look(second: str) -> None:
    """What the second look finds again was never gone."""
    listing, _ = look("a", second)
    assert (names(listing), listing[1]) == (second, ())


def test_a_file_that_is_missing_twice_is_gone() -> None:
    """Two looks that agree are believed: somebody deleted it."""
    listing, asked = look("a", "a")
    assert (names(listing), listing[1], asked) == ("a", (), 2)


@pytest.mark.parametrize("looks", [("a", "bc"), ("bc", "a")])
def test_law_7_two_looks_that_disagree_are_half_a_picture(looks: tuple[str, str]) -> None:
    """The fuller one is used to revoke by, and the doubt is told, so that nothing is granted."""
    listing, _ = look(*looks)
    assert names(listing) == "bc"
    assert [one.what for one in listing[1]] == [LIBRARY]
