"""The page of open questions, the doctor's probes and the emulator's quirks hold together.

Source: ADR-0003
"""

import re

from graph_emulator.kernel.quirks import Quirks
from sharepoint_gate.access.probes import Probe
from sharepoint_gate.access.probes_tried import ALL
from tests.docs.sources import ROOT
from tests.docs.test_reference import rows_of
from tests.e2e.test_doctor_tries import POSITIONS

PAGE = (ROOT / "docs" / "explanation" / "what-the-emulator-cannot-tell.md").read_text(encoding="utf-8")
UNTRIED = "## Open, and no probe can tell"
BY_LOOKING = {"app_grants.list_roles", "tou.app_only"}
"""Quirks that a look alone answers; their positions are in the tests of looking."""


def probe_rows() -> dict[str, list[str]]:
    """Return the row of each probe, by its id."""
    rows = [row for row in rows_of(PAGE.partition(UNTRIED)[0]) if row[0].startswith("`")]
    return {row[0].split("`")[1]: row for row in rows}


def quirks_in(text: str) -> set[str]:
    """Return the names in code type that a text holds."""
    return {name for name in re.findall(r"`([^`]+)`", text) if name in Quirks().as_names()}


def probed() -> set[str]:
    """Return every quirk that a probe answers."""
    return {quirk for row in probe_rows().values() for quirk in quirks_in(row[2])}


def untried() -> dict[str, str]:
    """Return why no probe tells a quirk, by quirk."""
    rows = rows_of(PAGE.partition(UNTRIED)[2].partition("\n## ")[0])
    return {quirk: row[1] for row in rows for quirk in quirks_in(row[0])}


def told(probe: Probe) -> list[str]:
    """Return what a probe's row says that the gate does."""
    return [one.does for one in (probe.yes, probe.no, probe.unknown)]


def test_every_probe_stands_on_the_page_with_its_question_and_what_the_gate_does() -> None:
    """Question and consequences are those of the program, word for word; no probe is on the page alone."""
    rows = probe_rows()
    assert list(rows) == [probe.id for probe in ALL]
    for probe in ALL:
        assert rows[probe.id][0] == f"`{probe.id}` {probe.question}"
        assert all(does in rows[probe.id][3] for does in told(probe)), probe.id
        assert rows[probe.id][1], probe.id
        assert rows[probe.id][2], probe.id


def test_every_quirk_has_a_probe_or_a_reason_why_none_can_tell() -> None:
    """A new quirk needs a row: in a table of probes, or with the reason why it is not tried; not in both."""
    assert probed() | set(untried()) == set(Quirks().as_names())
    assert probed().isdisjoint(untried())
    assert all(len(why) > 20 for why in untried().values())


def test_every_probed_quirk_is_tried_in_more_than_one_position() -> None:
    """The end-to-end tests put each such quirk where it is not by default, and leave it there once, too."""
    moved = {name: value for position in POSITIONS for name, value in position.quirks.items()}
    assert set(moved) | BY_LOOKING == probed()
    assert all(value != Quirks().as_names()[name] for name, value in moved.items())
    assert any(not position.quirks for position in POSITIONS)


def test_every_probe_that_tries_is_held_to_the_truth() -> None:
    """Each one is answered by yes and by no in some position; what no emulator turns has one answer."""
    answers: dict[str, set[str]] = {probe.id: set() for probe in ALL if probe.tries}
    for position in POSITIONS:
        for name, answer in position.truth.items():
            answers.setdefault(name, set()).add(answer)
    one_sided = {name for name, found in answers.items() if not {"yes", "no"} <= found}
    assert one_sided == {"deleted-link-is-gone"}
