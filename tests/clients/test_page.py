"""The page that names the clients has their versions and what they really do."""

import json
from importlib.metadata import version

import pytest

from tests.clients.walks import HERE, NODE
from tests.docs.test_emulator_page import section
from tests.docs.test_reference import rows_of

SCRIPTS = {
    "@microsoft/microsoft-graph-client": [NODE / "graph-client.mjs"],
    "@azure/msal-node": [NODE / "graph-client.mjs"],
    "@pnp/cli-microsoft365": [NODE / "cli.mjs"],
    "Office365-REST-Python-Client": [HERE / "office365_rest.py", HERE / "office365_graph.py"],
}


def _listed() -> dict[str, list[str]]:
    rows = rows_of(section("emulator.md", "Clients that are run against it"))
    return {row[0].strip("`"): row[1:] for row in rows if row[0].startswith("`")}


def _installed(client: str) -> str:
    folder = NODE / "node_modules" / client
    if not folder.is_dir():
        return version(client)
    return str(json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"])


def test_each_client_is_listed() -> None:
    """Each client has a row, and no row is without a client."""
    assert set(_listed()) == set(SCRIPTS)


@pytest.mark.parametrize("client", SCRIPTS)
def test_a_client_is_the_version_that_the_page_tells(client: str) -> None:
    """What is installed is what is listed."""
    assert _listed()[client][0] == _installed(client)


@pytest.mark.parametrize("client", SCRIPTS)
def test_a_client_does_what_the_page_tells(client: str) -> None:
    """Each name in the last column is called where the client walks."""
    script = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS[client])
    named = [one.strip("`") for one in _listed()[client][-1].split(", ")]
    assert [one for one in named if one not in script] == []


def test_every_command_of_the_cli_is_listed() -> None:
    """A command that the walk calls has its place on the page; signing in and out go without saying."""
    script = (NODE / "cli.mjs").read_text(encoding="utf-8")
    called = {part.partition('"')[0] for word in ('run("', 'refused("') for part in script.split(word)[1:]}
    listed = {one.strip("`") for one in _listed()["@pnp/cli-microsoft365"][-1].split(", ")}
    assert called - {"login", "logout", "spo web roleinheritance break"} == listed
