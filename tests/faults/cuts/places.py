"""What the tables say of the partnerships whose nights are cut."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.e2e.journey import rows


@dataclass(frozen=True)
class Place:
    """One partnership.

    Attributes:
        channel: Its channel's folder.
        unit: The business unit, who are members of the channel.
        table: Who should read which file once the weekend is mended; written by neither program.
    """

    channel: str
    unit: frozenset[str]
    table: str

    @cached_property
    def expected(self) -> Mapping[str, set[str]]:
        """Who should read each file, by its path below the channel's folder."""
        found: dict[str, set[str]] = {}
        for row in rows(self.table):
            found.setdefault(row["file"], set()).add(row["reader"])
        return found

    def files(self, state: Any) -> dict[str, Any]:
        """Return the channel's files by path below its folder."""
        items = (item for drive in state["drives"] for item in drive["items"] if not item["folder"])
        return {
            item["path"].removeprefix(self.channel): item
            for item in items
            if item["path"].startswith(self.channel)
        }


PLACES = {
    "small": Place("Reviews/", frozenset({"s01", "s02", "s03"}), "small_expected_access.csv"),
    "demo": Place("Case review/", frozenset({"u01", "u02", "u03"}), "expected_access.csv"),
}
