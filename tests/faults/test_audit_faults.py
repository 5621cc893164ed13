"""An audit whose reads fail: what came in the end counts, what did not is told, and nothing is called clean.

Source: ADR-0006, graph:concepts/throttling
"""

from typing import Any

import pytest

from tests.e2e.harness import Rehearsal
from tests.faults.unkind import harm
from tests.faults.weekends import Weekends

DELTA = "GET /drives/{drive}/items/{item}/delta"
PERMISSIONS = "GET /drives/{drive}/items/{item}/permissions"
MEMBERS = "GET /teams/{team}/channels/{channel}/members"
USERS = "GET /users"
BATCH = "POST /$batch"
ALWAYS = 100_000


@pytest.fixture(scope="module")
def whole(weekends: Weekends) -> Any:
    """What an audit finds when nothing fails."""
    return weekends.again().gate("audit", "--json").data


def told(report: Any) -> set[tuple[str, str, str]]:
    """Return what is wrong by a report."""
    return {(one["kind"], one["object"], one["principal"]) for one in report["findings"]}


def asked(scene: Rehearsal) -> list[dict[str, Any]]:
    """Return what the auditor asked."""
    return [one for one in scene.journal() if one["app"] == "auditor"]


@pytest.mark.parametrize(
    ("route", "kind", "nth"),
    [
        (DELTA, "status:503", 1),
        (DELTA, "retry-after:30", 2),
        (DELTA, "cut-before", 2),
        (DELTA, "expired-token", 2),
        (PERMISSIONS, "status:503", 3),
        (PERMISSIONS, "lost-part", 4),
        (PERMISSIONS, "retry-after:60", 5),
        (BATCH, "status:429", 1),
        (BATCH, "cut-within", 2),
        (USERS, "status:500", 2),
    ],
)
def test_what_comes_at_the_second_try_counts(
    small: Rehearsal, whole: Any, route: str, kind: str, nth: int
) -> None:
    """A read that failed once is sent again; the report is the same as without the fault."""
    harm(small, route, kind, nth)
    report = small.gate("audit", "--json").data
    assert told(report) == told(whole)
    assert [one for one in report["coverage"] if not one["read"] and not one["hidden"]] == []
    assert not [one for one in asked(small) if one["write"]]


def test_a_place_that_delta_lost_is_begun_anew(small: Rehearsal, whole: Any) -> None:
    """410: the enumeration starts again where Graph says, and finds the same."""
    harm(small, DELTA, "status:410", 2)
    assert told(small.gate("audit", "--json").data) == told(whole)


@pytest.mark.parametrize(
    ("route", "kind", "what"),
    [
        (DELTA, "half-page", "the library's files and folders"),
        (DELTA, "malformed", "the library's files and folders"),
        (DELTA, "status:503", "the library's files and folders"),
        (DELTA, "status:410", "the library's files and folders"),
        (DELTA, "expired-token", "the library's files and folders"),
        (PERMISSIONS, "status:503", "who has access to files and folders"),
        (PERMISSIONS, "retry-after:30", "who has access to files and folders"),
        (PERMISSIONS, "malformed", "who has access to files and folders"),
        (BATCH, "wrong-content-type", "who has access to files and folders"),
        (MEMBERS, "status:500", "the channel's members"),
        (USERS, "empty-body", "accounts of people on the roster"),
    ],
)
def test_law_7_what_never_comes_is_told_and_nothing_is_clean(
    small: Rehearsal, route: str, kind: str, what: str
) -> None:
    """The coverage names it with its reason, the command ends in 4, and no line says that all is well."""
    harm(small, route, kind, 1, ALWAYS)
    report = small.gate("audit", "--json", wanted=4).data
    unread = {one["what"]: one for one in report["coverage"] if not one["read"] and not one["hidden"]}
    assert unread[what]["why"]
    assert (report["complete"], report["clean"]) == (False, False)
    assert "unread" in {one["kind"] for one in report["findings"]}
    assert report["summary"][0].startswith("Not everything was read")


def test_law_7_the_text_never_says_that_nothing_is_wrong(small: Rehearsal) -> None:
    """What was not read stands before what was found."""
    harm(small, PERMISSIONS, "status:503", 1, ALWAYS)
    text = " ".join(small.gate("audit", wanted=4).out.split())
    assert "everybody sees what they should" not in text
    assert text.index("What was not read") < text.index("What is wrong")


def test_without_a_token_there_is_no_audit(small: Rehearsal) -> None:
    """The reason is told, and no report is made."""
    harm(small, "POST /oauth2/v2.0/token", "status:400", 1, ALWAYS)
    spoken = small.gate("audit", "--json", wanted=4)
    assert spoken.out == ""
    assert spoken.err
