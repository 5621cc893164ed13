"""SP.Web and SP.Site.

Sources: pnp-cli:spo/commands/web/web-get.
"""

import pytest

from tests.emulator.in_process import InProcess
from tests.emulator.sharepoint.rest import SITE, Rest

_URL = f"https://smallbridge.sharepoint.example{SITE}"


def test_site_and_web_have_the_ids_that_graph_knows(tenant: InProcess, rest: Rest) -> None:
    """Graph's site id is made of host, site collection and web."""
    host, collection, web = tenant.admin("GET", "state")["drives"][0]["site_id"].split(",")
    assert (host, rest.must("GET", "site/id")["value"]) == ("smallbridge.sharepoint.example", collection)
    assert rest.must("GET", "web?$select=Id,Url,Title,WebTemplate") == {
        "Id": web,
        "Url": _URL,
        "Title": "Smallbridge Safeguarding-Case review",
        "WebTemplate": "TEAMCHANNEL",
    }
    assert rest.must("GET", "site/rootweb/id")["value"] == web


@pytest.mark.parametrize(
    ("level", "told"),
    [
        ("disabled", (False, False)),
        ("existingExternalUserSharingOnly", (True, False)),
        ("externalUserSharingOnly", (True, False)),
        ("externalUserAndGuestSharing", (True, True)),
    ],
)
def test_site_tells_how_far_it_is_shared(
    tenant: InProcess, rest: Rest, level: str, told: tuple[bool, bool]
) -> None:
    """REST tells of a site's sharing level only whether outsiders and anonymous links are possible."""
    tenant.admin("PUT", "posture", {"site": {"sharing": level}})
    asked = "ShareByEmailEnabled,ShareByLinkEnabled,DisableCompanyWideSharingLinks"
    assert rest.must("GET", f"site?$select={asked}") == {
        "ShareByEmailEnabled": told[0],
        "ShareByLinkEnabled": told[1],
        "DisableCompanyWideSharingLinks": False,
    }


def test_access_requests_are_told(tenant: InProcess, rest: Rest) -> None:
    """A site where people may ask for access has an address for that; one where not has none."""
    asked = "web?$select=RequestAccessEmail,UseAccessRequestDefault"
    assert rest.must("GET", asked) == {
        "RequestAccessEmail": "someone@smallbridge.sharepoint.example",
        "UseAccessRequestDefault": True,
    }
    tenant.admin("PUT", "posture", {"site": {"access_requests": False}})
    assert rest.must("GET", asked) == {"RequestAccessEmail": "", "UseAccessRequestDefault": False}


def test_whether_members_may_share_is_told_when_asked_and_can_be_set(
    rest: Rest, cat: Rest, ann: Rest
) -> None:
    """An owner decides it by MERGE; a member cannot, and what is not listed is refused."""
    assert "MembersCanShare" not in rest.must("GET", "web")
    body = {"__metadata": {"type": "SP.Web"}, "MembersCanShare": False}
    assert cat("POST", "web", body, x_http_method="MERGE").status == 403
    assert ann("POST", "web", body, x_http_method="MERGE").status == 204
    assert rest.must("GET", "web?$select=MembersCanShare") == {"MembersCanShare": False}
    assert ann("PATCH", "web", {"Title": "x"}).status == 400
