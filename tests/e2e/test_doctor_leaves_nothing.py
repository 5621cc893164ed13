"""Where the doctor is refused, fails or is killed: nothing is touched, and what it made is removed again.

Source: ADR-0005
"""

import signal
import subprocess
import sys
import time

import pytest

from sharepoint_gate.cli.ending import STOPPED
from tests.e2e.doctor_scene import (
    GUEST,
    VISITOR,
    WRITES,
    assert_nothing_is_left,
    shape,
    visit,
    without_passages,
)
from tests.e2e.harness import CLEAN, ROOT, Rehearsal


@pytest.mark.parametrize(
    ("folder", "account", "why"),
    [
        ("RR-2026-001", VISITOR, "belongs to a declared case"),
        ("rr-2026-001/40-panel-pack", VISITOR, "belongs to a declared case"),
        ("Nowhere", VISITOR, "no folder"),
        ("../Shared", VISITOR, "no folder"),
        ("/", VISITOR, "no folder"),
        ("Probes", "e.maddox@saltmere-health.example", "is on the roster"),
        ("Probes", "s02", "cannot be told"),
        ("Probes", "nobody@saltmere.example", "cannot be told"),
    ],
)
def test_law_3_papers_and_people_of_the_roster_are_never_tried_with(
    ward: Rehearsal, folder: str, account: str, why: str
) -> None:
    """Case folders, places outside of the channel and the roster's people are refused; nothing is written."""
    visited = visit(ward, "--write-probes", "--folder", folder, "--account", account, wanted=3)
    assert why in visited.spoken.err
    assert visited.writes == []


def test_law_3_somebody_in_the_channel_is_never_tried_with(ward: Rehearsal) -> None:
    """A member who is not on the roster reads every file already."""
    ward.admin("POST", "/reset")
    state = ward.admin("GET", "/state").body
    channel = state["channels"][0]
    person = next(one["id"] for one in state["users"] if one["key"] == "colleague")
    body = {
        "@odata.type": "#microsoft.graph.aadUserConversationMember",
        "roles": [],
        "user@odata.bind": f"https://graph.microsoft.com/v1.0/users('{person}')",
    }
    added = ward.as_person(
        "s01", "POST", f"/v1.0/teams/{channel['team_id']}/channels/{channel['id']}/members", body
    )
    assert added.status == 201, added
    refused = ward.gate("doctor", *WRITES, "--account", "i.vane@saltmere.example", wanted=3)
    assert "member of the channel" in refused.err


@pytest.mark.parametrize("words", [("--write-probes",), ("--folder", "Probes"), (*WRITES,)])
def test_trying_takes_a_folder_and_an_account(ward: Rehearsal, words: tuple[str, ...]) -> None:
    """Nothing is guessed."""
    assert "go together" in ward.gate("doctor", *words, wanted=2).err


@pytest.mark.parametrize(
    ("route", "kind", "nth"),
    [
        ("PUT /drives/{drive}/items/{item}/content", "cut-after", 2),
        ("PUT /drives/{drive}/items/{item}/content", "status:403", 1),
        ("POST /drives/{drive}/items/{item}/createLink", "cut-after", 2),
        ("POST /drives/{drive}/items/{item}/permanentDelete", "status:403", 1),
    ],
)
def test_law_10_what_fails_half_way_is_cleaned_up(ward: Rehearsal, route: str, kind: str, nth: int) -> None:
    """A write without an answer may have been done: the doctor looks, and removes what there is."""
    ward.admin("POST", "/reset")
    before = shape(ward)
    ward.admin("POST", "/faults", {"route": route, "kind": kind, "nth": nth})
    spoken = ward.gate("doctor", "--json", *WRITES, "--account", VISITOR, wanted=None)
    assert spoken.code in {0, 4}
    assert spoken.data["leftovers"] == []
    assert without_passages(shape(ward)) == without_passages(before)


def test_what_graph_does_not_do_just_now_is_no_answer(ward: Rehearsal) -> None:
    """Throttled to the end, the doctor cannot tell whether links can be made: it does not say no."""
    ward.admin("POST", "/reset")
    before = shape(ward)
    route = "POST /drives/{drive}/items/{item}/createLink"
    ward.admin("POST", "/faults", {"route": route, "kind": "status:429", "count": 20})
    spoken = ward.gate("doctor", "--json", *WRITES, "--account", VISITOR)
    answers = {one["id"]: one["answer"] for one in spoken.data["probes"]}
    assert answers["v1-link-without-download"] == answers["link-without-download"] == "cannot tell"
    assert not spoken.data["ready"]
    assert shape(ward) == before


def cut(ward: Rehearsal, write: int) -> int:
    """Let a doctor be killed right after the answer to a write; return how it ended."""
    words = ["doctor", *WRITES, "--account", GUEST]
    command = [sys.executable, "-m", "tests.faults.cut_after_write", str(write), *words]
    environment = {**CLEAN, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    done = subprocess.run(
        command, cwd=ward.folder, env=environment, capture_output=True, check=False, timeout=120
    )
    return done.returncode


def test_law_10_after_kill_9_the_next_doctor_names_it_and_cleans_up(ward: Rehearsal) -> None:
    """Killed while a link stands: a doctor that looks names it, one that may write removes it."""
    ward.admin("POST", "/reset")
    before = shape(ward)
    assert cut(ward, 8) == -signal.SIGKILL
    assert shape(ward) != before
    named = ward.gate("doctor", "--json", "--exit-code", wanted=10).data
    assert named["leftovers"]
    assert any("still there" in reason for reason in named["reasons"])
    cleaned = ward.gate("doctor", "--json", *WRITES, "--account", VISITOR).data
    assert cleaned["leftovers"] == []
    assert without_passages(shape(ward)) == without_passages(before)
    assert "verifies" in ward.gate("trail", "verify").out


def test_ctrl_c_ends_the_trying_and_not_the_cleaning(ward: Rehearsal) -> None:
    """Stopped while Graph lets it wait for a link: what was made is removed before the program ends."""
    ward.admin("POST", "/reset")
    before = shape(ward)
    slow = {"route": "POST /drives/{drive}/items/{item}/createLink", "kind": "delay:3", "nth": 2}
    ward.admin("POST", "/faults", slow)
    command = [sys.executable, "-m", "sharepoint_gate", "doctor", *WRITES, "--account", VISITOR]
    environment = {**CLEAN, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    process = subprocess.Popen(
        command,
        cwd=ward.folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not any(one["path"].endswith("/createLink") for one in ward.journal()):
        assert process.poll() is None
        time.sleep(0.05)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == STOPPED, told
    assert without_passages(shape(ward)) == without_passages(before)
    assert ward.gate("doctor", "--json").data["leftovers"] == []


def test_law_10_somebodys_file_in_the_doctors_folder_is_not_removed(ward: Rehearsal) -> None:
    """Killed before it knew its folder's id, the doctor finds it by name; what a person put there stays."""
    ward.admin("POST", "/reset")
    before = shape(ward)
    assert cut(ward, 2) == -signal.SIGKILL
    drive = ward.admin("GET", "/state").body["drives"][0]
    left = next(one for one in drive["items"] if one["folder"] and "gate-probe" in one["path"])
    place = f"/v1.0/drives/{drive['id']}/items"
    put = ward.as_person("s01", "PUT", f"{place}/{left['id']}:/mine.txt:/content", "a")
    assert put.status == 201, put
    told = ward.gate("doctor", "--json", *WRITES, "--account", VISITOR, wanted=4).data
    assert told["leftovers"]
    assert put.body["id"] in shape(ward)["items"]
    assert ward.as_person("s01", "DELETE", f"{place}/{put.body['id']}").status == 204
    assert ward.gate("doctor", "--json", *WRITES, "--account", VISITOR).data["leftovers"] == []
    assert without_passages(shape(ward)) == without_passages(before)


def test_the_next_night_is_not_disturbed(ward: Rehearsal) -> None:
    """After a doctor that tried, the nightly job finds the tenant in sync and the trail sound."""
    visited = visit(ward, *WRITES, "--account", VISITOR)
    assert_nothing_is_left(visited)
    assert ward.gate("plan", "--json", "--exit-code").data["changes"] == []
