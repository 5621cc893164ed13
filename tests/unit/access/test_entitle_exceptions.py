"""Recorded exceptions: when an entry of somebody's own is left alone (law 2)."""

from dataclasses import replace
from datetime import date

import pytest

from sharepoint_gate.access.exceptions import exception_for, is_allowed, stands_by_exception
from sharepoint_gate.access.observed import Grantee, GranteeKind, ObservedPermission, PermissionId
from tests.world import (
    CHANNEL_ID,
    Scene,
    direct,
    item_of,
    object_id,
    own_link,
    people_link,
    person_of,
    user,
    wide_link,
)

CASE = "RR-2026-001"
FOLDER = f"{CASE}/40-panel-pack"
FILE = f"{FOLDER}/pack.docx"
OTHER = f"{CASE}/60-final-report/report.docx"
SIMILAR = f"{CASE}/40-panel-pack-old/pack.docx"


def scene(access: str = "edit", until: date | None = None, folder: str = FOLDER) -> Scene:
    """Return a case with one exception for u35."""
    return (
        Scene()
        .case(CASE, "panel-meeting")
        .exception("EX-1", "u35", folder, access, until)
        .file(FILE, OTHER, SIMILAR)
    )


def found(base: Scene, path: str = FILE, person: str = "u35") -> str | None:
    """Return the id of the exception that lets somebody keep an entry."""
    world = base.world()
    exception = exception_for(world, person_of(world, person), item_of(world, path))
    return exception.id if exception else None


def standing(base: Scene, path: str = FILE) -> set[str]:
    """Return who stands by an exception on an item."""
    world = base.world()
    return set(stands_by_exception(world, item_of(world, path)))


def test_law_2_an_exception_reaches_its_folder_and_what_is_in_it() -> None:
    """The folder itself and everything below it, and nothing with a similar name."""
    assert (found(scene()), found(scene(), FOLDER)) == ("EX-1", "EX-1")
    assert (found(scene(), OTHER), found(scene(), SIMILAR), found(scene(), CASE)) == (None, None, None)
    assert found(scene(folder=CASE), OTHER) == "EX-1"


def test_law_2_an_exception_is_for_its_person_alone() -> None:
    """Nobody else may lean on it."""
    assert found(scene().person("u36"), person="u36") is None


def test_law_2_an_exception_ends_after_its_last_day() -> None:
    """The last day is included."""
    assert found(scene(until=date(2026, 3, 30))) == "EX-1"
    assert found(scene(until=date(2026, 3, 29))) is None


def test_law_2_an_exception_needs_the_persons_own_standing() -> None:
    """No exception carries somebody over a missing acceptance, but naming and stage are not needed."""
    assert found(scene().undecided("u35")) is None
    assert found(scene().stage(CASE, "notified")) == "EX-1"


def test_law_2_of_several_exceptions_the_one_that_allows_more_counts() -> None:
    """Editing goes before reading; among equals the first by id."""
    base = scene("read").exception("EX-2", "u35", CASE, "edit")
    assert found(base) == "EX-2"
    assert found(scene("read").exception("EX-0", "u35", CASE, "read")) == "EX-0"


def test_law_2_an_item_outside_the_channel_has_no_exception() -> None:
    """Nothing above the channel's folder can be excepted."""
    world = scene().world()
    item = replace(item_of(world, FILE), path="elsewhere/pack.docx")
    assert exception_for(world, person_of(world, "u35"), item) is None
    assert stands_by_exception(world, world.observation.items[CHANNEL_ID]) == frozenset()


@pytest.mark.parametrize(
    ("access", "roles", "wanted"),
    [
        ("edit", ("write",), True),
        ("edit", ("read",), True),
        ("edit", ("owner",), False),
        ("edit", ("write", "owner"), False),
        ("edit", (), False),
        ("read", ("read",), True),
        ("read", ("write",), False),
        ("read", ("read", "write"), False),
    ],
)
def test_law_2_an_exception_goes_no_further_than_recorded(
    access: str, roles: tuple[str, ...], *, wanted: bool
) -> None:
    """Every role of the entry must be within what was approved; owners never are."""
    exception = next(iter(scene(access).exceptions.values()))
    assert is_allowed(exception, ObservedPermission(PermissionId("p"), roles)) is wanted


@pytest.mark.parametrize(
    ("access", "kind", "wanted"),
    [
        ("read", "view", True),
        ("read", "review", False),
        ("read", "edit", False),
        ("edit", "review", True),
    ],
)
def test_law_2_a_reading_exception_covers_no_editing_link(access: str, kind: str, *, wanted: bool) -> None:
    """What a link lets people do counts, and not only the roles that come with it."""
    exception = next(iter(scene(access).exceptions.values()))
    shared = replace(people_link(["u35"], kind), roles=("read",))
    assert is_allowed(exception, shared) is wanted


def test_law_2_an_entry_on_the_file_or_above_it_stands() -> None:
    """A direct entry on the excepted folder reaches its files."""
    assert standing(scene().share(FILE, direct("u35", "write"))) == {object_id("u35")}
    assert standing(scene().share(FOLDER, direct("u35", "read"))) == {object_id("u35")}
    assert standing(scene()) == set()


def test_law_2_an_entry_above_the_excepted_folder_does_not_stand() -> None:
    """What lies above the exception's folder is not covered by it."""
    assert standing(scene().share(CASE, direct("u35", "write"))) == set()


def test_law_2_a_link_stands_only_when_everybody_on_it_is_excepted() -> None:
    """One person without an exception spoils the link for all."""
    base = scene().exception("EX-2", "u36", FOLDER)
    assert standing(base.share(FILE, people_link(["u35", "u36"], "edit"))) == {
        object_id("u35"),
        object_id("u36"),
    }
    assert standing(scene().person("u12").share(FILE, people_link(["u35", "u12"], "edit"))) == set()


def test_law_2_the_gates_own_link_is_never_an_exceptions_entry() -> None:
    """Otherwise the link of an excepted person would take itself away each night and come back the next."""
    assert standing(scene().share(FILE, own_link(["u35"]))) == set()


@pytest.mark.parametrize(
    "entry",
    [
        wide_link("anonymous", "edit"),
        wide_link("organization"),
        people_link([]),
        direct("u35", "owner"),
        direct("stranger", "read"),
        ObservedPermission(PermissionId("p"), ("read",)),
        replace(direct("u35"), strange=("odd",)),
        replace(direct("u35"), invitation_email="u35@wicb.example"),
        replace(people_link(["u35"]), grantee=user("u12")),
        replace(direct("u35"), grantee=replace(user("u35"), object_id=None)),
        replace(direct("u35"), grantee=replace(user("u35"), kind=GranteeKind.GROUP)),
        ObservedPermission(
            PermissionId("g"), ("read",), Grantee(GranteeKind.SITE_GROUP, None, "5", "M", "M", "")
        ),
    ],
)
def test_law_2_no_other_shape_stands_by_an_exception(entry: ObservedPermission) -> None:
    """Wide links, strangers, owners, groups, invitations and odd shapes are no exception's entry."""
    assert standing(scene().share(FILE, entry)) == set()


def test_an_item_whose_permissions_were_not_read_has_nobody_standing() -> None:
    """What was not read proves no exception."""
    assert standing(scene().change_item(FILE, permissions=None, unread="403")) == set()
