"""The tenant's sharing settings are fit, unfit or not to be read; what is unfit comes with advice.

Source: graph:resources/sharepointsettings, ISA §8.2
"""

from dataclasses import replace

import pytest

from sharepoint_gate.access.sharing_settings import Fitness, SharingSettings, judge_settings, unreadable

DOMAINS = ["council.example", "NHS.example"]
FIT = SharingSettings("existingExternalUserSharingOnly", "none", (), (), guests_reshare=False)


def unfit(found: SharingSettings) -> set[str]:
    """Return the settings that are unfit; each of them must come with advice."""
    judged = judge_settings(found, DOMAINS)
    assert all(bool(one.advice) == (one.fitness is Fitness.UNFIT) for one in judged)
    return {one.setting for one in judged if one.fitness is Fitness.UNFIT}


def test_guests_who_sign_in_and_do_not_share_on_are_fit() -> None:
    """Nothing is unfit, with a list of the roster's domains too, letter case apart."""
    assert unfit(FIT) == set()
    assert unfit(replace(FIT, restriction="allowList", allowed=("Council.example", "nhs.example"))) == set()
    assert unfit(replace(FIT, restriction="blockList", blocked=("elsewhere.example",))) == set()


@pytest.mark.parametrize(
    ("found", "setting"),
    [
        (replace(FIT, capability="externalUserAndGuestSharing"), "sharingCapability"),
        (replace(FIT, capability="disabled"), "sharingCapability"),
        (replace(FIT, restriction="allowList", allowed=("council.example",)), "sharingDomainRestrictionMode"),
        (replace(FIT, restriction="blockList", blocked=("nhs.example",)), "sharingDomainRestrictionMode"),
        (replace(FIT, guests_reshare=True), "isResharingByExternalUsersEnabled"),
    ],
)
def test_each_setting_is_unfit_by_itself(found: SharingSettings, setting: str) -> None:
    """Links for anybody, no guests at all, domains of the roster shut out, guests who share on."""
    assert unfit(found) == {setting}


def test_what_cannot_be_read_is_neither_fit_nor_unfit() -> None:
    """It asks for a dated statement, and stops nothing by itself."""
    (told,) = unreadable("Graph answered 403")
    assert told.fitness is Fitness.UNREADABLE
    assert "with a date" in told.advice
