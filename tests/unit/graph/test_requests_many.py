"""Many requests worded at once are letter for letter those that are worded singly."""

import pytest

from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.graph import requests

NAMES = ["n.rahman@wicb.example", "o'hara@wicb.example", "a+b&c=d%20 é#@x.example", "any-item", "Ωmega~_.-/?"]
ITEMS = [ItemId(name) for name in ("01ABC", "b!x_y-z", "any-item", "with space/é'\"%")]


@pytest.mark.parametrize("name", NAMES)
def test_an_account_is_asked_for_as_the_sdk_words_it(name: str) -> None:
    """An address stands in the filter as it would alone, quotes doubled and everything encoded."""
    assert requests.accounts_of([name]) == [requests.accounts(name)]


@pytest.mark.parametrize("item", ITEMS)
def test_an_items_permissions_are_asked_for_as_the_sdk_words_it(item: ItemId) -> None:
    """An item's id stands in the path as it would alone."""
    assert requests.permissions_of("b!drive", [item]) == [requests.permissions("b!drive", item)]


def test_the_order_is_kept() -> None:
    """The answers are told apart by place, so that the requests come in the order of what was asked."""
    assert requests.accounts_of(NAMES) == [requests.accounts(name) for name in NAMES]
    assert requests.accounts_of([]) == []
