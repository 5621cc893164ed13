"""Consent: any role of a need suffices, the least is asked for, and what nobody needs is told.

Source: graph:permissions-reference
"""

import pytest

from sharepoint_gate.access.consent import NEEDS, Part, judge_consent, request_for

USUAL = {
    Part.RECONCILER: [
        "Files.ReadWrite.All",
        "Sites.FullControl.All",
        "ChannelMember.ReadWrite.All",
        "User.Read.All",
        "Team.ReadBasic.All",
        "Channel.ReadBasic.All",
    ],
    Part.AUDITOR: [
        "Files.Read.All",
        "Sites.Read.All",
        "ChannelMember.Read.All",
        "User.Read.All",
        "Team.ReadBasic.All",
        "Channel.ReadBasic.All",
    ],
}


@pytest.mark.parametrize("part", Part)
def test_the_documented_consent_is_enough_and_not_too_much(part: Part) -> None:
    """What the page on connecting a tenant names for each part has neither gap nor excess."""
    consent = judge_consent(USUAL[part], part)
    assert (consent.missing, consent.excess) == ((), ())
    assert request_for(consent, "app-1") == ""


@pytest.mark.parametrize("part", Part)
@pytest.mark.parametrize(
    "role", ["Directory.ReadWrite.All", "RoleManagement.ReadWrite.Directory", "Mail.ReadWrite"]
)
def test_a_role_that_nobody_needs_is_told(part: Part, role: str) -> None:
    """It is named, and the administrator is asked to take it away."""
    consent = judge_consent([*USUAL[part], role], part)
    assert consent.excess == (role,)
    assert f"take away {role}" in request_for(consent, "app-1")


def test_an_auditor_that_can_write_is_told() -> None:
    """Writing is more than looking needs, full control apart, which the auditor may be given to see all."""
    consent = judge_consent([*USUAL[Part.AUDITOR], "Files.ReadWrite.All"], Part.AUDITOR)
    assert consent.excess == ("Files.ReadWrite.All",)


@pytest.mark.parametrize("part", Part)
def test_each_need_is_missed_by_itself(part: Part) -> None:
    """Without any role of a need that need is missing, and its least role is asked for."""
    for need in NEEDS[part]:
        held = {role for other in NEEDS[part] for role in other.roles} - set(need.roles)
        consent = judge_consent(held, part)
        assert need in (consent.wanting if need.optional else consent.missing)
        assert need.optional or need.roles[0] in request_for(consent, "app-1")


def test_selected_sites_are_asked_for_with_their_role() -> None:
    """The least way to share files is a selected site, which is no use without the role on it."""
    told = request_for(judge_consent([], Part.RECONCILER), "app-1")
    assert "Sites.Selected (with the role fullcontrol on the channel's site" in told
