"""The rehearsals' expectations follow from their files, by code that owes the product nothing."""

import ast
import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.e2e import (
    derive_expectations,
    expect_acts,
    expect_around,
    expect_deadlines,
    expect_findings,
    expect_law,
    expect_names,
    expect_warnings,
    expect_world,
)
from tests.e2e.derive_expectations import REHEARSALS, Rehearsal, judge
from tests.e2e.expect_acts import play
from tests.e2e.expect_findings import Finder, excepted
from tests.e2e.expect_law import Law
from tests.e2e.expect_world import CONFIG, World, viewable
from tests.e2e.harness import Rehearsal as Stage

each_rehearsal = pytest.mark.parametrize("rehearsal", REHEARSALS, ids=lambda one: one.folder)
MODULES = (
    *(derive_expectations, expect_acts, expect_around, expect_deadlines, expect_findings),
    *(expect_law, expect_names, expect_warnings, expect_world),
)
WIDE = ("anyone", "everyone in the organisation", "Everyone except external users")
# Plants that stand in the roster, the tenant file or the statements; D27 is among the grants that D28 takes.
WITHOUT_AN_ACT = {"D27", "D30", "D36", "D42", "D43", "RL1", "PR1", "AE1", "EX-2026-004"}
STANDING = {
    *("deadline-missed", "too-few-owners", "person-waits"),
    *("exception-ends-soon", "reconfirmation-due"),
}
# In the smaller partnership an exception ends on the day after its quiet night.
SMALL_STANDING = {"exception-ends-soon"}
PRODUCTS = {"sharepoint_gate", "graph_emulator"}


def rows(rehearsal: Rehearsal, name: str) -> list[dict[str, str]]:
    """Return the rows of one of a rehearsal's expectation files."""
    path = Path(__file__).with_name(f"{rehearsal.prefix}_{name}.csv")
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@each_rehearsal
def test_nothing_derived_is_stale(rehearsal: Rehearsal) -> None:
    """The expectation files and the tenant's links say what follows from the roster and the weekend."""
    assert derive_expectations.stale(rehearsal) == []


@each_rehearsal
def test_every_plant_is_expected_and_every_expectation_has_its_plant(rehearsal: Rehearsal) -> None:
    """The hand-written table names each act of the weekend that matters, and no other."""
    world = rehearsal.load()
    acts = {re.sub(r"[a-z]$", "", act["id"]) for act in world.weekend["acts"] if "clock" not in act}
    acts |= {name for name, one in world.roster["exceptions"].items() if one["until"] < world.judged_day()}
    without = WITHOUT_AN_ACT & {row["plant"] for row in world.weekend["expect"]}
    assert {row["plant"] for row in world.weekend["expect"]} == acts | without


@each_rehearsal
def test_a_reader_holds_one_thing_only(rehearsal: Rehearsal) -> None:
    """Nobody is expected on a link and to hold an exception for the same file (second law)."""
    held = [(row["file"], row["reader"]) for row in rows(rehearsal, "access")]
    assert len(held) == len(set(held))


@each_rehearsal
def test_nobody_is_expected_to_read_what_the_first_law_denies(rehearsal: Rehearsal) -> None:
    """No expected reader is of the business unit, and no link shows a file that cannot be blocked."""
    world = rehearsal.load()
    links = [row for row in rows(rehearsal, "access") if row["via"] == "link"]
    assert not {row["reader"] for row in links} & world.business_unit()
    assert all(viewable(row["file"]) for row in links)


@each_rehearsal
def test_the_quiet_night_finds_nothing(rehearsal: Rehearsal) -> None:
    """The tenant as its file describes it, before the weekend, holds no finding but those that stand."""
    world = rehearsal.load()
    links = {path: set(people) for path, people in world.tenant["links"].items()}
    world.weekend["acts"], world.weekend["statements"] = [], {}
    law = Law(world, world.quiet_day(), world.accounts())
    found = Finder(world, law, play(world, links)).findings()
    assert {one.kind for one in found} == (STANDING if rehearsal.folder == "demo" else SMALL_STANDING)


def open_windows(rehearsal: Rehearsal) -> set[tuple[str, str, str]]:
    """Return case, folder and role of each window that is open over a folder with files in it."""
    world = rehearsal.load()
    found = set()
    for name, case in world.roster["cases"].items():
        order = [stage["id"] for stage in world.process_of(name)["stages"]]
        now = order.index(case["stage"])
        for folder, windows in world.process_of(name)["access"].items():
            filled = any(path.startswith(f"{name}/{folder}/") for path in world.files())
            for role, window in windows.items():
                if filled and order.index(window["from"]) <= now <= order.index(window["to"]):
                    found.add((name, folder, role))
    return found


def test_every_open_window_of_the_demo_shows_a_reader() -> None:
    """In the demo each role that a case's stage admits to a folder is seen reading in that folder."""
    demo = REHEARSALS[0]
    cases = demo.load().roster["cases"]
    seen = set()
    for row in rows(demo, "access"):
        case, folder, *_rest = row["file"].split("/")
        seen |= {(case, folder, role) for role in cases[case]["people"].get(row["reader"], [])}
    assert open_windows(demo) <= seen


def test_a_leaver_a_lapsed_agency_and_a_refusal_read_nothing() -> None:
    """The demo's people without a right are expected nowhere, whatever is planted for them."""
    readers = {row["reader"] for row in rows(REHEARSALS[0], "access")}
    assert not readers & {"u14", "u15", "u26", "u28", "u31", "u32", "u33", "u34", "u38", "u40", "u41"}
    assert {"u11", "u22", "u30", "u35", "u37", "u42"} <= readers


def test_a_table_that_disagrees_with_the_acts_is_refused() -> None:
    """A hand-written line that does not follow from the acts stops the derivation."""
    world = REHEARSALS[1].load()
    world.weekend["expect"][0]["kind"] = "organisation-link"
    with pytest.raises(ValueError, match="disagree"):
        derive_expectations.finding_rows(world)


def test_a_person_taken_off_a_case_loses_its_files() -> None:
    """The derived access follows the roster: nobody who is not named on a case reads there."""
    world = REHEARSALS[1].load()
    del world.roster["cases"]["RR-2026-001"]["people"]["s05"]
    law, _finder = judge(world)
    assert law.reasons("s05", "RR-2026-001/40-panel-pack/pack.docx") == ["not-named-on-case"]


def test_the_expectation_shares_no_code_with_what_it_judges() -> None:
    """The deriving modules import neither product, so that they cannot share its mistakes."""
    for module in MODULES:
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        names = {
            alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        }
        names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not {name.split(".")[0] for name in names} & PRODUCTS, module.__name__


@pytest.fixture(params=REHEARSALS, ids=lambda one: one.folder)
def staged(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Rehearsal, Stage]]:
    """A rehearsal and its tenant, served as it ships."""
    stage = Stage(tmp_path, name=request.param.folder)
    shutil.copytree(CONFIG, stage.config)
    stage.start()
    yield request.param, stage
    stage.stop()


def people_on(stage: Stage, keys: dict[str, str], path: str) -> set[str]:
    """Return who can open a file by the tenant's own reckoning, applications apart."""
    return {keys[one["person"]] for one in stage.access(path) if one["person"] in keys}


def keys_by_id(rehearsal: Rehearsal, stage: Stage) -> dict[str, str]:
    """Return the key of each account by its object id."""
    world = rehearsal.load()
    item = quote(world.files()[0])
    asked = {key: stage.admin("GET", f"/access?person={key}&item={item}").body for key in world.accounts()}
    return {answer["person"]: key for key, answer in asked.items()}


def told_of(rehearsal: Rehearsal, world: World, path: str) -> set[str]:
    """Return the account keys that an expected finding on a file, a folder above or the site speaks of."""
    by_name = {user["mail"]: {user["key"]} for user in world.tenant["users"]}
    by_name |= {group["name"]: set(group["members"]) for group in world.tenant["groups"]}
    by_name |= {name: set(world.accounts()) for name in WIDE}
    above = [
        row
        for row in rows(rehearsal, "findings")
        if path.startswith(row["object"]) or row["object"] == "site"
    ]
    return {key for row in above for key in by_name.get(row["principal"], {row["principal"]})}


def one_in_each_folder(paths: list[str]) -> list[str]:
    """Return the last file of each folder, since asking for every one takes long."""
    return sorted({path.rpartition("/")[0]: path for path in paths}.values())


def test_the_tenant_stands_as_described(staged: tuple[Rehearsal, Stage]) -> None:
    """By the tenant's own reckoning the quiet night's access is right, and the weekend upsets what is told.

    Whoever reads too much after the weekend is the principal of an expected finding, and whoever has lost a
    file is the principal of one that says so.
    """
    rehearsal, stage = staged
    world, keys = rehearsal.load(), keys_by_id(rehearsal, stage)
    law = Law(world, world.quiet_day(), world.accounts())
    for path in one_in_each_folder(world.files()):
        right = law.readers(path) | excepted(world, law, path) | world.business_unit()
        assert people_on(stage, keys, path) == right, path
    stage.weekend()
    law, finder = judge(world)
    upset = {row["object"] for row in rows(rehearsal, "findings")} & set(finder.after.files)
    for path in sorted(upset):
        right = law.readers(path) | excepted(world, law, path)
        seen = people_on(stage, keys, path) - world.business_unit() - (finder.after.members - right)
        assert seen - right <= told_of(rehearsal, world, path), path
        assert right - seen <= told_of(rehearsal, world, path), path
