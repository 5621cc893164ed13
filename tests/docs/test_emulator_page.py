"""The emulator's page holds its admin API, quirks, faults and options; the README's example runs on it."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Literal, cast, get_args, get_origin

import msgspec
import pytest

from graph_emulator.admin.api import Admin
from graph_emulator.commands import parser
from graph_emulator.kernel.injection import KINDS, Injected, InjectionError, Injector
from graph_emulator.kernel.quirks import Quirks
from graph_emulator.seed.document import Act, Seed
from graph_emulator.services import all_routes
from graph_emulator.tenant import Tenant
from tests.docs.blocks import blocks
from tests.docs.sources import ROOT
from tests.docs.test_reference import rows
from tests.e2e.harness import CLEAN

PAGE = "emulator.md"
TEXT = (ROOT / "docs" / "reference" / PAGE).read_text(encoding="utf-8")
SMALL = ROOT / "config" / "small" / "saltmere-tenant.yaml"


def admin_doors() -> set[tuple[str, str]]:
    """Return method and name of each request that the admin API knows."""
    return set(Admin(cast("Tenant", None))._doors)


def shown_doors() -> set[tuple[str, str]]:
    """Return method and name of each request that the page lists."""
    found = (re.match(r"`(GET|POST|PUT|DELETE) ([\w/]+)", row[0]) for row in rows(PAGE))
    return {(one[1], one[2]) for one in found if one}


def first_cells() -> set[str]:
    """Return every word in code type that begins a row of the page."""
    return {word for row in rows(PAGE) for word in re.findall(r"`([^`]+)`", row[0])}


def test_every_admin_request_is_told() -> None:
    """The page lists the admin API whole, and nothing beside it."""
    assert shown_doors() == admin_doors()


def test_every_quirk_is_told_with_its_default_and_its_values() -> None:
    """A quirk's row names the default that holds, and each value that it can take."""
    told = {row[0].strip("`"): row for row in rows(PAGE)}
    fields = {field.encode_name: field for field in msgspec.structs.fields(Quirks)}
    for name, value in Quirks().as_names().items():
        assert told[name][1] == f"`{str(value).lower() if isinstance(value, bool) else value}`"
        kind = fields[name].type
        values = get_args(kind) if get_origin(kind) is Literal else ()
        assert {f"`{one}`" for one in values} == (set(told[name][2].split(", ")) if values else set())


def test_every_fault_that_is_told_exists() -> None:
    """The emulator takes each kind of fault on the page, and each kind that it knows has a row."""
    kinds = set(
        re.findall(r"^\| `([^`]+)`", TEXT.partition("## Faults")[2].partition("\n## ")[0], re.MULTILINE)
    )
    told = {kind.partition(":")[0] for kind in kinds}
    assert told == set(KINDS)
    for kind in kinds:
        Injector().add(Injected(route="*", kind=kind), frozenset())
    with pytest.raises(InjectionError):
        Injector().add(Injected(route="*", kind="unheard-of"), frozenset())


def test_every_part_of_a_seed_is_told() -> None:
    """Each key of a seed and each form of an act stands on the page."""
    keys = {field.encode_name for field in msgspec.structs.fields(Seed)}
    acts = {field.encode_name for field in msgspec.structs.fields(Act)} - {
        "roles",
        "user",
        "app",
        "site_user",
    }
    assert keys <= first_cells()
    assert all(f"`{name}`" in TEXT for name in acts)


def test_every_option_of_the_program_is_told() -> None:
    """Each option of the emulator has a row."""
    options = {
        name for action in parser()._actions for name in action.option_strings if name.startswith("--")
    }
    assert options - {"--help"} <= first_cells()


def test_addresses_in_the_curl_examples_exist() -> None:
    """Admin requests and Graph routes that the examples call are ones that the emulator has."""
    shell = "\n".join(block.text for block in blocks() if block.language == "bash")
    names = set(re.findall(r"admin(?:_url\))?\"?/(\w+)", shell))
    graph = set(re.findall(r"base_url\)/v1\.0(/\w+)", shell))
    assert names
    assert names <= {name for _, name in admin_doors()}
    assert graph
    assert graph <= {route.template for route in all_routes() if route.method == "GET"}


def test_the_python_example_runs_and_shows_what_an_open_link_does(tmp_path: Path) -> None:
    """The README's program, as it stands there, shares a file with everybody and sees who reads it."""
    example = next(
        block.text for block in blocks() if block.page.name == "README.md" and block.language == "python"
    )
    command = [sys.executable, "-m", "graph_emulator", "--data", "tenant", "--seed", str(SMALL)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=CLEAN) as emulator:
        assert emulator.stdout is not None
        ready = emulator.stdout.readline()
        try:
            done = subprocess.run(
                [sys.executable, "-c", example],
                capture_output=True,
                text=True,
                cwd=tmp_path,
                env=CLEAN,
                check=False,
            )
        finally:
            emulator.terminate()
    start = TEXT.partition("## Start")[2].partition("\n## ")[0]
    assert set(msgspec.json.decode(ready)) == set(re.findall(r"^\| `(\w+)` \|", start, re.MULTILINE))
    assert done.returncode == 0, done.stderr
    assert "stranger read may download" in done.stdout
