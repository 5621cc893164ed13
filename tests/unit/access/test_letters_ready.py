"""READY: which files are still to be announced to whom.

Source: ISA §8.4
"""

from sharepoint_gate.access.desired import DesiredAccess, World
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.letters import Letter, LetterKind
from sharepoint_gate.access.letters_ready import (
    Announcement,
    Shown,
    announcements,
    folder_title,
    ready_letters,
)
from sharepoint_gate.roster.model import FolderId
from sharepoint_gate.trail.granted import Granted
from tests.world import Scene, item_id, object_id

AGENDA = "RR-2026-001/40-panel-pack/agenda.docx"
PACK = "RR-2026-001/40-panel-pack/pack.docx"
OTHER = "RR-2026-002/40-panel-pack/pack.docx"
URL = "https://westmarsh.sharepoint.example/:w:/s/case/EAbc?e=1"


def scene() -> Scene:
    """Return two cases with files that u12 reads, in sync."""
    made = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member", u13="panel-member")
    made.case("RR-2026-002", "panel-meeting", u12="panel-member")
    return made.file(AGENDA, PACK, OTHER).in_sync()


def given(path: str, *people: str, index: int = 7) -> Granted:
    """Return a grant as the trail tells it."""
    return Granted(index, item_id(path), tuple(object_id(name) for name in people))


def shown(*paths: str, people: tuple[str, ...] = ("u12", "u13")) -> dict[object, Shown]:
    """Return fresh reads in which the gate's own link names people."""
    named = frozenset(object_id(name) for name in people)
    return {item_id(path): Shown(f"{URL}&{path[-9:-5]}", named) for path in paths}


def both(made: Scene) -> tuple[World, DesiredAccess]:
    """Return a scene's world and who should read what."""
    world = made.world()
    return world, desired_access(world)


def due(
    made: Scene, *grants: Granted, told: dict[tuple[str, str], int] | None = None
) -> tuple[Announcement, ...]:
    """Return what is still to be announced."""
    return announcements(*both(made), grants, told or {})


def letters(made: Scene, *grants: Granted, paths: tuple[str, ...], **how: bool) -> tuple[Letter, ...]:
    """Return the letters for grants of which some files were read afresh."""
    return ready_letters(*both(made), due(made, *grants), shown(*paths), **how)  # type: ignore[arg-type]


def test_a_grant_that_nobody_was_told_of_is_announced() -> None:
    """One letter a person and case, to the roster's address, with the link."""
    (letter,) = letters(scene(), given(PACK, "u12"), paths=(PACK,))
    assert (letter.kind, letter.to, letter.person) == (LetterKind.READY, "u12@wicb.example", "u12")
    assert letter.key.startswith("ready/u12/RR-2026-001/")
    assert letter.covers == {item_id(PACK): 7}
    files = [{"number": 2, "of": 2, "url": f"{URL}&pack"}]
    assert letter.facts["folders"] == [{"title": "Panel pack", "files": files}]


def test_law_12_what_was_announced_is_not_announced_again() -> None:
    """A letter of this grant, or of a later one, silences it; a newer grant speaks again."""
    told = {("u12", str(item_id(PACK))): 7}
    assert due(scene(), given(PACK, "u12"), told=told) == ()
    assert [one.index for one in due(scene(), given(PACK, "u12", index=9), told=told)] == [9]


def test_law_12_a_letter_about_the_same_grants_has_the_same_key() -> None:
    """A night that is spent again makes no second letter, and a newer grant makes another."""
    first, again = (letters(scene(), given(PACK, "u12"), paths=(PACK,)) for _ in range(2))
    newer = letters(scene(), given(PACK, "u12", index=9), paths=(PACK,))
    assert first[0].key == again[0].key != newer[0].key


def test_each_person_and_case_has_a_letter_of_its_own() -> None:
    """Nobody reads of another's files, and no letter mixes cases."""
    made = letters(
        scene(),
        given(PACK, "u12", "u13"),
        given(AGENDA, "u12"),
        given(OTHER, "u12"),
        paths=(AGENDA, PACK, OTHER),
    )
    assert [(one.person, one.facts["case"], one.facts["count"]) for one in made] == [
        ("u12", "RR-2026-001", 2),
        ("u12", "RR-2026-002", 1),
        ("u13", "RR-2026-001", 1),
    ]


def test_law_6_what_a_fresh_read_does_not_show_waits() -> None:
    """A file that was not read, or whose link does not name the person, is in no letter."""
    assert letters(scene(), given(PACK, "u12"), paths=()) == ()
    world, desired = both(scene())
    found = due(scene(), given(PACK, "u12"))
    assert ready_letters(world, desired, found, shown(PACK, people=("u13",))) == ()  # type: ignore[arg-type]


def test_law_1_nobody_is_told_of_what_they_may_no_longer_read() -> None:
    """The roster of today decides, whatever was granted once; a file that is gone is told to nobody."""
    moved = scene().stage("RR-2026-001", "executive-sign-off")
    assert due(moved, given(PACK, "u12"), given("RR-2026-001/40-panel-pack/gone.docx", "u12")) == ()


def test_law_14_a_letter_may_go_without_links() -> None:
    """Where the settings say so, no link stands in it."""
    (letter,) = letters(scene(), given(PACK, "u12"), paths=(PACK,), with_links=False)
    assert URL not in str(letter.facts)


def test_law_14_no_name_of_a_file_stands_in_a_letter() -> None:
    """Files go by number and folder title."""
    (letter,) = letters(scene(), given(AGENDA, "u12"), paths=(AGENDA,), with_links=False)
    assert "agenda" not in str(letter.facts).lower()
    assert "Panel pack" in str(letter.facts)


def test_a_folder_is_called_as_people_call_it() -> None:
    """Its number is left out; a folder that is nothing but a number keeps it."""
    assert folder_title(FolderId("20-agency-returns")) == "Agency returns"
    assert folder_title(FolderId("20")) == "20"


def test_a_file_outside_the_channels_folder_is_in_no_letter() -> None:
    """Whatever a list of readers says: such a file belongs to no case."""
    made = scene()
    pack = made.items[item_id(PACK)]
    made.change_item(PACK, path="elsewhere/pack.docx")
    world, desired = made.world(), both(scene())[1]
    assert pack.id in desired.files
    assert announcements(world, desired, [given(PACK, "u12")], {}) == ()
