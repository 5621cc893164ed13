"""The network of its own: what it has, what it leaves alone, and what is said where there is none."""

import socket
import subprocess
from pathlib import Path

import pytest

from tests.clients.namespace import enter, entering

NAME = "graph.microsoft.com"


def test_inside_there_are_the_names_and_the_loopback_alone(tmp_path: Path) -> None:
    """No request can leave: there is no other device; and the names are in the hosts file."""
    script = "cat /etc/hosts; ip -oneline link"
    done = subprocess.run(
        [*enter(tmp_path, [NAME]), "sh", "-c", script], capture_output=True, text=True, check=True
    )
    hosts, devices = done.stdout.splitlines()[:2], done.stdout.splitlines()[2:]
    assert hosts == ["127.0.0.1 localhost", f"127.0.0.1 {NAME}"]
    assert [line.split()[1] for line in devices] == ["lo:"]


def test_the_machine_is_as_it_was(tmp_path: Path) -> None:
    """The machine's own hosts file and network stay."""
    before = (Path("/etc/hosts").read_text(encoding="utf-8"), socket.if_nameindex())
    subprocess.run([*enter(tmp_path, [NAME]), "true"], check=True)
    assert (Path("/etc/hosts").read_text(encoding="utf-8"), socket.if_nameindex()) == before


def test_the_second_form_is_taken_where_the_first_is_refused() -> None:
    """Without root, a user namespace does as well."""
    assert entering([["false"], ["env"]]) == ["env"]


@pytest.mark.parametrize("form", ["false", "no-such-program"])
def test_where_none_is_allowed_the_tests_fail_with_what_is_needed(form: str) -> None:
    """They are not left out: somebody has to know that clients were not tried."""
    with pytest.raises(AssertionError, match="run the tests as root, or allow user namespaces"):
        entering([[form]])
