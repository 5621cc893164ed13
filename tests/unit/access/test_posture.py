"""The settings that the channel rests on: fit, unfit or unreadable, as they were read, else as stated.

Source: ISA §8.2, ISA §8.5, graph:resources/sharepointsettings
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sharepoint_gate.access.findings import Handling
from sharepoint_gate.access.posture import (
    Fitness,
    SettingFitness,
    domains_of,
    judge_posture,
    posture_findings,
)
from sharepoint_gate.access.posture_words import NAMES, WORDS
from sharepoint_gate.access.site_sight import SharingSettings, SiteInside, SiteSight
from sharepoint_gate.roster.posture import PostureKey as Key
from sharepoint_gate.roster.posture import PostureRules, Statement

TODAY = date(2026, 3, 30)
DOMAINS = ["council.example", "NHS.example"]
TENANT = SharingSettings("existingExternalUserSharingOnly", "none", (), (), guests_reshare=False)
INSIDE = SiteInside(
    (), (), (), anybody_links=False, members_share=False, access_requests=False, outsiders=True
)
SIGHT = SiteSight(settings=TENANT, inside=INSIDE)
SAID = Statement("existing-guests", "Alex Admin", date(2026, 3, 1))
HOLDS = PostureRules(unstated_holds=True)


def judged(sight: SiteSight | None = SIGHT, rules: PostureRules = HOLDS) -> dict[Key, SettingFitness]:
    """Return each setting as it is judged."""
    return {one.key: one for one in judge_posture(sight, rules, DOMAINS, TODAY)}


def unfit(sight: SiteSight) -> set[Key]:
    """Return the settings that were read and are unfit."""
    return {key for key, one in judged(sight).items() if one.fitness is Fitness.UNFIT}


def test_what_is_read_of_a_closed_channel_is_fit() -> None:
    """With a list of the roster's domains too, letter case apart; guests may be new ones."""
    for settings in (
        TENANT,
        replace(TENANT, capability="externalUserSharingOnly"),
        replace(TENANT, restriction="allowList", allowed=("Council.example", "nhs.example")),
        replace(TENANT, restriction="blockList", blocked=("elsewhere.example",)),
    ):
        assert unfit(SiteSight(settings, inside=INSIDE)) == set()


@pytest.mark.parametrize(
    ("settings", "inside", "key", "holds"),
    [
        ({}, {"anybody_links": True}, Key.SHARING_LEVEL, True),
        ({}, {"outsiders": False}, Key.SHARING_LEVEL, False),
        ({"restriction": "allowList", "allowed": ("council.example",)}, {}, Key.ALLOWED_DOMAINS, False),
        ({"restriction": "blockList", "blocked": ("NHS.example",)}, {}, Key.ALLOWED_DOMAINS, False),
        ({"guests_reshare": True}, {}, Key.GUESTS_RESHARE, True),
        ({}, {"members_share": True}, Key.MEMBERS_CAN_SHARE, True),
        ({}, {"access_requests": True}, Key.ACCESS_REQUESTS, True),
    ],
)
def test_each_setting_is_unfit_by_itself(
    settings: dict[str, object], inside: dict[str, object], key: Key, *, holds: bool
) -> None:
    """What lets others in holds grants back; what keeps right people out is told, and holds nothing."""
    sight = SiteSight(replace(TENANT, **settings), inside=replace(INSIDE, **inside))  # type: ignore[arg-type]
    assert unfit(sight) == {key}
    found = judged(sight)[key]
    assert (found.holds, bool(found.advice)) == (holds, True)


@pytest.mark.parametrize(
    ("capability", "inside", "fitness"),
    [
        ("externalUserAndGuestSharing", INSIDE, Fitness.FIT),
        ("externalUserAndGuestSharing", None, Fitness.UNFIT),
        ("existingExternalUserSharingOnly", None, Fitness.FIT),
        ("disabled", None, Fitness.UNFIT),
        ("something new", None, Fitness.UNFIT),
        ("something new", INSIDE, Fitness.FIT),
    ],
)
def test_the_tenants_level_bounds_the_sites(
    capability: str, inside: SiteInside | None, fitness: Fitness
) -> None:
    """A wide tenant is no harm where the site's own level was read and is narrower; unread, it is."""
    sight = SiteSight(replace(TENANT, capability=capability), inside=inside)
    assert judged(sight)[Key.SHARING_LEVEL].fitness is fitness


def test_a_site_read_without_the_tenant_tells_its_own_level() -> None:
    """No consent for the tenant's settings takes nothing from what SharePoint itself says."""
    assert judged(SiteSight(inside=INSIDE))[Key.SHARING_LEVEL].fitness is Fitness.FIT
    silent = replace(INSIDE, access_requests=None)
    assert judged(SiteSight(inside=silent))[Key.ACCESS_REQUESTS].fitness is Fitness.UNREADABLE


def test_a_statement_knows_better_than_the_tenants_bound_and_not_better_than_the_site() -> None:
    """Somebody looked at the site; but what the gate sees with its own eyes counts above it."""
    rules = replace(HOLDS, statements={Key.SHARING_LEVEL: SAID})
    wide = replace(TENANT, capability="externalUserAndGuestSharing")
    assert judged(SiteSight(wide), rules)[Key.SHARING_LEVEL].fitness is Fitness.FIT
    open_site = SiteSight(wide, inside=replace(INSIDE, anybody_links=True))
    assert judged(open_site, rules)[Key.SHARING_LEVEL].fitness is Fitness.UNFIT


def test_law_7_what_was_neither_read_nor_stated_is_unreadable_and_holds() -> None:
    """Nobody looked at all: every setting asks for a statement and names its words."""
    found = judged(None)
    assert {one.fitness for one in found.values()} == {Fitness.UNREADABLE}
    assert all(one.holds for one in found.values())
    assert all(f'"{word}"' in found[key].advice for key in Key for word in WORDS[key])


def test_where_the_installation_says_so_an_unstated_setting_holds_nothing() -> None:
    """As on the rehearsal tenant; it stays unreadable."""
    found = judged(None, PostureRules())
    assert not any(one.holds for one in found.values())
    assert {one.fitness for one in found.values()} == {Fitness.UNREADABLE}


def test_a_setting_that_is_only_told_holds_nothing_and_stays_unfit() -> None:
    """The partnership's own decision, setting by setting."""
    rules = replace(HOLDS, only_told=frozenset({Key.MEMBERS_CAN_SHARE, Key.DEFAULT_LINK}))
    found = judged(SiteSight(inside=replace(INSIDE, members_share=True)), rules)
    assert found[Key.MEMBERS_CAN_SHARE].fitness is Fitness.UNFIT
    assert not found[Key.MEMBERS_CAN_SHARE].holds
    assert not found[Key.DEFAULT_LINK].holds


@pytest.mark.parametrize(
    ("on", "fitness"),
    [
        (TODAY, Fitness.FIT),
        (TODAY - timedelta(days=180), Fitness.FIT),
        (TODAY - timedelta(days=181), Fitness.UNREADABLE),
        (TODAY + timedelta(days=1), Fitness.UNREADABLE),
    ],
)
def test_a_statement_counts_from_its_day_for_so_many_days(on: date, fitness: Fitness) -> None:
    """Neither a day of the future nor one too long ago."""
    rules = replace(HOLDS, statements={Key.GUEST_EXPIRATION: Statement("on", "Alex Admin", on)})
    found = judged(SIGHT, rules)[Key.GUEST_EXPIRATION]
    assert found.fitness is fitness
    assert "Alex Admin" in found.sentence


def test_a_statement_may_say_that_a_setting_is_unfit() -> None:
    """What an administrator found wrong is as wrong as what the gate reads."""
    rules = replace(HOLDS, statements={Key.B2B_INTEGRATION: Statement("off", "Alex Admin", TODAY)})
    found = judged(SIGHT, rules)[Key.B2B_INTEGRATION]
    assert (found.fitness, found.holds) == (Fitness.UNFIT, True)


def test_a_statement_in_words_of_nobodys_list_counts_for_nothing() -> None:
    """A slip that came past the settings is no statement."""
    rules = replace(HOLDS, statements={Key.B2B_INTEGRATION: Statement("perhaps", "Alex Admin", TODAY)})
    assert judged(SIGHT, rules)[Key.B2B_INTEGRATION].fitness is Fitness.UNREADABLE


def test_every_setting_has_words_a_name_and_a_fit_word() -> None:
    """Nothing can be asked for that nobody can fulfil."""
    assert set(WORDS) == set(NAMES) == set(Key)
    assert all(any(word.fit for word in WORDS[key].values()) for key in Key)


def test_findings_are_for_a_person_under_a_kind_of_their_own_where_there_is_one() -> None:
    """Unfit by kind; unstated where grants wait; a statement that ends soon as a warning."""
    said = {
        Key.BLOCK_DOWNLOAD_POLICY: Statement("off", "A", TODAY),
        Key.B2B_INTEGRATION: Statement("off", "A", TODAY),
        Key.DEFAULT_LINK: Statement("specific-people", "A", TODAY - timedelta(days=160)),
        Key.BLOCK_DOWNLOAD_TYPES: Statement("previewable", "A", TODAY),
        Key.SEARCH_DISCOVERY: Statement("on", "A", TODAY),
    }
    sight = SiteSight(TENANT, inside=replace(INSIDE, anybody_links=True, members_share=True))
    posture = judge_posture(sight, replace(HOLDS, statements=said), DOMAINS, TODAY)
    told = [(one.kind.value, one.object, one.principal) for one in posture_findings(posture)]
    assert told == [
        ("site-sharing-too-open", "site", ""),
        ("members-can-share", "site", ""),
        ("setting-unstated", "site", "guest_expiration"),
        ("statement-ends", "site", "default_link"),
        ("block-download-policy-off", "site", ""),
        ("b2b-integration-off", "tenant", ""),
        ("sharing-settings-unfit", "site", "search_discovery"),
    ]
    assert {one.handling for one in posture_findings(posture)} == {Handling.PERSON}


def test_domains_are_those_of_the_addresses() -> None:
    """In lower case, each once."""
    assert domains_of(["a@X.example", "b@x.example"]) == {"x.example"}
