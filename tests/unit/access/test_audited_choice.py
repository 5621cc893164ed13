"""Which items an audit reads one by one.

Source: graph:api/driveitem-delta, ADR-0006
"""

from sharepoint_gate.access.audited_choice import Choice, Told, Turn, choose
from sharepoint_gate.access.observed import ItemId, ObservedItem
from sharepoint_gate.roster.model import CaseRef
from tests.world import CHANNEL_ID, Scene, item_id

CASE = "RR-2026-001"
LOOSE = "Archive/2019/minutes.docx"
NEVER = Turn(0, 0)


def items() -> list[ObservedItem]:
    """Return a library with a case, a folder of no case, and a file beside the channel's folder."""
    scene = Scene().case(CASE, "panel-meeting").file(f"{CASE}/40-panel-pack/pack.docx", LOOSE)
    found = sorted(scene.items.values(), key=lambda one: one.path.count("/"))
    root = next(one for one in found if one.parent_id is None)
    beside = ObservedItem(ItemId("beside"), root.id, "loose.docx", "loose.docx", is_folder=False)
    book = ObservedItem(ItemId("book"), root.id, "Notes", "Notes", is_folder=False, package=True)
    return [root, *(one for one in found if one is not root), beside, book]


def chosen(own: set[str] | None = None, *, told: bool = True, turn: Turn = NEVER) -> Choice:
    """Return what is read."""
    marks = {ItemId(one) for one in own or set()}
    return choose(items(), Told(marks, told), CHANNEL_ID, {CaseRef(CASE)}, turn)


def test_folders_packages_and_managed_files_are_always_read() -> None:
    """Only a file of no case that delta calls unshared may rest."""
    choice = chosen()
    assert set(choice.read) == {one.id for one in items()} - {item_id(LOOSE), ItemId("beside")}
    assert choice.managed == 1
    assert choice.resting == {item_id("Archive/2019"): 1, ItemId("root"): 1}


def test_what_delta_calls_shared_is_read() -> None:
    """A file with sharing of its own is read, wherever it lies."""
    choice = chosen({item_id(LOOSE)})
    assert item_id(LOOSE) in choice.read
    assert item_id("Archive/2019") not in choice.resting


def test_law_7_where_delta_tells_nothing_of_sharing_all_is_read() -> None:
    """Silence is no proof."""
    choice = chosen(told=False)
    assert len(choice.read) == len(items())
    assert not choice.resting


def test_over_the_days_of_a_turn_every_file_is_read_once() -> None:
    """Each day another part, and all of them in the end."""
    days = [chosen(turn=Turn(3, day)) for day in (7, 8, 9)]
    turned = [item for one in days for item in set(one.read) - set(chosen().read)]
    assert sorted(turned) == sorted([item_id(LOOSE), ItemId("beside")])
    assert sum(one.turned for one in days) == len(turned)
