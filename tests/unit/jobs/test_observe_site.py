"""Looking around a library: what is refused is named, what fails is named otherwise, and the rest is read.

Source: ISA §8.2
"""

import pytest

from sharepoint_gate.errors import AccessDeniedError, UnavailableError
from sharepoint_gate.jobs.observe_site import APPLICATIONS, INSIDE, PLACE, SETTINGS, look_at_site
from tests.fakes.tenant import FIT_SETTINGS, QUIET_SITE, SITE, FakeTenant

pytestmark = pytest.mark.anyio


async def test_everything_around_is_read() -> None:
    """Settings, applications and the inside of the site, each with a line of its own."""
    sight = await look_at_site(FakeTenant(), SITE)
    assert (sight.settings, sight.applications, sight.inside) == (FIT_SETTINGS, (), QUIET_SITE)
    assert [one.what for one in sight.looks] == [SETTINGS, PLACE, APPLICATIONS, INSIDE]
    assert all(one.read for one in sight.looks)


async def test_what_is_refused_is_a_limit_and_what_fails_is_a_failure() -> None:
    """Neither stops the other looks, and both say why."""
    refuse = {
        "site": AccessDeniedError("It was not asked.", why="it takes a certificate"),
        "sharing_settings": UnavailableError("Graph does not answer."),
    }
    sight = await look_at_site(FakeTenant(refuse=refuse), SITE)
    assert (sight.settings, sight.inside, sight.applications) == (None, None, ())
    told = {one.what: (one.why, one.hidden) for one in sight.looks if not one.read}
    assert told == {
        SETTINGS: ("Graph does not answer", False),
        INSIDE: ("It was not asked (it takes a certificate)", True),
    }


async def test_a_site_that_is_nowhere_to_be_found_is_unread_in_all_its_parts() -> None:
    """What depends on its place is named as well."""
    sight = await look_at_site(FakeTenant(refuse={"library": UnavailableError("No answer.")}), SITE)
    assert {one.what for one in sight.looks if not one.read} == {PLACE, APPLICATIONS, INSIDE}
    assert sight.settings == FIT_SETTINGS
