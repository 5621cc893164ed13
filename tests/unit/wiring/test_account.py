"""Whose name stands in the record."""

import os
import pwd

import pytest

from sharepoint_gate.wiring.account import true_account


@pytest.mark.parametrize("name", ["LOGNAME", "USER", "LNAME", "USERNAME"])
def test_law_10_no_variable_of_the_environment_changes_whose_name_is_recorded(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs the gate cannot sign as a colleague."""
    monkeypatch.setenv(name, "colleague")
    assert true_account() == pwd.getpwuid(os.getuid()).pw_name


def test_an_account_without_a_name_is_told_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Containers run under such accounts."""

    def nobody(_number: int) -> pwd.struct_passwd:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    assert true_account() == f"uid {os.getuid()}"
