"""The doctor looks: sign-in, consent, places, settings, and what can be told without trying.

Source: ISA §8.2, graph:resources/sharepointsettings
"""

import pytest

from tests.e2e.doctor_scene import DIRECTORY, NARROW, USUAL, visit
from tests.e2e.harness import Rehearsal

EXTRAS = [
    "SharePointTenantSettings.Read.All",
    "AuditLogsQuery-SharePoint.Read.All",
    "AuditLog.Read.All",
    "Agreement.Read.All",
]


def test_law_4_without_write_probes_the_doctor_only_reads(ward: Rehearsal) -> None:
    """Nothing but reads reaches the tenant, each question that looking answers is answered, it is ready."""
    visited = visit(ward, "--exit-code")
    assert visited.writes == []
    assert visited.after == visited.before
    assert visited.spoken.data["rehearsal"]
    assert visited.spoken.data["ready"]
    assert len(visited.answers) == 12


@pytest.mark.parametrize(("position", "answer"), [("allow", "yes"), ("403", "no")])
def test_terms_of_use_are_told_as_they_are(ward: Rehearsal, position: str, answer: str) -> None:
    """With the consent that is needed at most, the answer is the tenant's own; the logs answer too."""
    visited = visit(ward, roles=[*USUAL, *EXTRAS], quirks={"tou.app_only": position})
    assert visited.answers["terms-readable"] == answer
    assert visited.answers["audit-log"] == visited.answers["directory-log"] == "yes"
    assert visited.spoken.data["consent"]["excess"] == ["Agreement.Read.All"]


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_roles_of_applications_on_the_site_are_told_as_they_are(ward: Rehearsal, answer: str) -> None:
    """An application with full control sees who was given the site, and in which role where Graph tells."""
    visited = visit(ward, site_role="write", quirks={"app_grants.list_roles": answer == "yes"})
    assert visited.answers["application-grants"] == answer


def test_missing_and_excess_consent_come_with_the_request(ward: Rehearsal) -> None:
    """What is missing makes it not ready; the words for the administrator name roles and application."""
    roles = [*NARROW, "Directory.ReadWrite.All"]
    roles.remove("ChannelMember.ReadWrite.All")
    visited = visit(ward, "--exit-code", roles=roles, wanted=4)
    said = visited.spoken.data
    assert not said["ready"]
    assert said["consent"]["missing"][0]["roles"] == ["ChannelMember.ReadWrite.All"]
    assert "ChannelMember.ReadWrite.All" in said["request"]
    assert "take away Directory.ReadWrite.All" in said["request"]
    assert ward.ready["apps"]["reconciler"]["client_id"] in said["request"]


def test_posture_that_is_unfit_makes_it_not_ready(ward: Rehearsal) -> None:
    """Links for anybody and guests who share on are unfit; the doctor says what to change, and ends in 10."""
    visited = visit(ward, "--exit-code", roles=[*USUAL, EXTRAS[0]], wanted=10)
    fitness = {one["setting"]: one["fitness"] for one in visited.spoken.data["settings"]}
    read = {name: one for name, one in fitness.items() if one != "unreadable"}
    assert read == {"sharing_level": "unfit", "allowed_domains": "fit", "guests_reshare": "unfit"}
    assert {"members_can_share", "guest_expiration"} <= set(fitness) - set(read)
    assert all(one["do"] for one in visited.spoken.data["settings"] if one["fitness"] == "unfit")


def test_an_application_without_consent_is_told_so(ward: Rehearsal) -> None:
    """It signs in, finds nothing, ends in 4, and asks for all that is needed."""
    visited = visit(ward, roles=[], wanted=4)
    assert len(visited.spoken.data["consent"]["missing"]) == 6
    assert set(DIRECTORY) <= set(visited.spoken.data["request"].replace(",", " ").split())


def test_the_auditor_is_compared_with_an_auditors_consent(ward: Rehearsal) -> None:
    """The rehearsal's auditor has what an auditor needs, and writes nothing whatever is asked."""
    visited = visit(ward, "--for", "auditor")
    assert visited.spoken.data["consent"]["part"] == "auditor"
    assert visited.spoken.data["consent"]["missing"] == []
    refused = ward.gate(
        "doctor", "--for", "auditor", "--write-probes", "--folder", "a", "--account", "b", wanted=2
    )
    assert "an auditor writes nothing" in refused.err


def test_a_tenant_without_the_channel_is_a_matter_of_settings(ward: Rehearsal) -> None:
    """Exit code 2, and the rest is told all the same."""
    roster = ward.files / "roster.yaml"
    text = roster.read_text()
    roster.write_text(text.replace("name: Reviews", "name: Elsewhere"))
    try:
        visited = visit(ward, wanted=2)
    finally:
        roster.write_text(text)
    assert "Elsewhere" in visited.spoken.data["reasons"][0]
    assert visited.spoken.data["sign_in"]["well"]


def test_people_read_the_same_as_programs(ward: Rehearsal) -> None:
    """The text begins with the rehearsal's mark and the summary, and holds each question with its answer."""
    data = visit(ward).spoken.data
    text = ward.gate("doctor").out
    words = " ".join(text.split())
    assert text.startswith("REHEARSAL")
    assert text.splitlines()[2] == "Ready to enforce, as far as this look can tell."
    for one in data["probes"]:
        assert f"{one['question']} [{one['id']}] {one['answer']}: {one['seen']}." in words
        assert f"The gate: {one['gate']}" in words
