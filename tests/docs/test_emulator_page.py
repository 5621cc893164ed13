"""The emulator's pages hold its options, admin API, quirks, faults and seeds, whole and as they are."""

import re
from typing import Literal, cast, get_args, get_origin

import msgspec
import pytest

from graph_emulator.admin.api import Admin
from graph_emulator.commands import parser
from graph_emulator.kernel.injection import KINDS, Injected, InjectionError, Injector
from graph_emulator.kernel.notebook import VARIABLE
from graph_emulator.kernel.quirks import Quirks
from graph_emulator.seed.document import as_seed
from graph_emulator.seed.schema import NAME, schema_text
from graph_emulator.tenant import Tenant
from tests.docs.blocks import blocks
from tests.docs.seed_forms import parts
from tests.docs.sources import ROOT, files_below, listed
from tests.docs.test_reference import rows, rows_of

SEEDS = "emulator-seed.md"


def text_of(page: str) -> str:
    """Return a reference page."""
    return (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")


def section(page: str, title: str) -> str:
    """Return what stands under a heading of the second level."""
    return text_of(page).partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def admin_doors() -> set[tuple[str, str]]:
    """Return method and name of each request that the admin API knows."""
    return set(Admin(cast("Tenant", None))._doors)


def test_every_admin_request_is_told() -> None:
    """The page lists the admin API whole, and nothing beside it."""
    found = (re.match(r"`(GET|POST|PUT|DELETE) ([\w/]+)", row[0]) for row in rows("emulator-admin.md"))
    assert {(one[1], one[2]) for one in found if one} == admin_doors()


def test_the_variable_of_the_recorder_is_told() -> None:
    """The page names the variable that makes every emulator record."""
    assert f"`{VARIABLE}=FOLDER`" in section("emulator-admin.md", "Recording")


def test_every_quirk_is_told_with_its_default_and_its_values() -> None:
    """A quirk's row names the default that holds, each value that it can take, and the page in question."""
    told = {row[0].strip("`"): row for row in rows("emulator-quirks.md")}
    fields = {field.encode_name: field for field in msgspec.structs.fields(Quirks)}
    for name, value in Quirks().as_names().items():
        assert told[name][1] == f"`{str(value).lower() if isinstance(value, bool) else value}`"
        kind = fields[name].type
        values = get_args(kind) if get_origin(kind) is Literal else ()
        assert {f"`{one}`" for one in values} == (set(told[name][2].split(", ")) if values else set())
        assert told[name][4].strip("`") in listed(), f"{name}: the last column is a source that is listed"


def test_every_fault_that_is_told_exists() -> None:
    """The emulator takes each kind of fault on the page, and each kind that it knows has a row."""
    kinds = {row[0].strip("`") for row in rows_of(section("emulator-limits.md", "Faults"))} - {"kind"}
    assert {kind.partition(":")[0] for kind in kinds} == set(KINDS)
    for kind in kinds:
        Injector().add(Injected(route="*", kind=kind), frozenset())
    with pytest.raises(InjectionError):
        Injector().add(Injected(route="*", kind="unheard-of"), frozenset())


@pytest.mark.parametrize("title", parts())
def test_every_key_of_a_seed_is_told_with_its_form(title: str) -> None:
    """A part's table has each of its keys, its form and what holds without it, and no other key."""
    table = [row for row in rows_of(section(SEEDS, title)) if row[0].startswith("`")]
    shown = {row[0].strip("`"): (row[1], row[2]) for row in table}
    assert shown == parts()[title]


def test_seeds_on_the_page_are_seeds() -> None:
    """The example is of the form that it explains."""
    shown = [block.text for block in blocks() if block.page.name == SEEDS and block.language == "yaml"]
    assert shown
    for text in shown:
        assert as_seed(msgspec.yaml.decode(text)).files


def test_the_shipped_schema_of_seeds_is_current() -> None:
    """After a change of the form: python -m graph_emulator.seed.schema config/schema."""
    assert (ROOT / "config" / "schema" / NAME).read_text(encoding="utf-8") == schema_text()


def test_every_option_of_the_program_is_told() -> None:
    """Each option of the emulator has a row."""
    options = {name for action in parser()._actions for name in action.option_strings if name[:2] == "--"}
    told = {row[0].strip("`") for row in rows_of(section("emulator.md", "Start"))}
    assert options - {"--help"} <= told


def test_every_quirk_is_tried_by_the_tests() -> None:
    """The page says that quirks are tried: the name of each stands in the emulator's tests."""
    tests = [path for path in files_below(ROOT / "tests" / "emulator") if path.suffix == ".py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in tests)
    spelt = {name: {f'"{name}"', f"{name.replace('.', '__')}="} for name in Quirks().as_names()}
    assert [name for name, ways in spelt.items() if not any(way in text for way in ways)] == []
