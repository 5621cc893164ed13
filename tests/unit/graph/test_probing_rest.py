"""Law 4: SharePoint's own interface is asked one question, on one kind of host.

Source: sp-dev-docs:solution-guidance/security-apponly-azuread
"""

import pytest

from sharepoint_gate.errors import UnavailableError
from sharepoint_gate.graph.config import ClientSecret, TenantConfig
from sharepoint_gate.graph.probing_rest import question_for

SITE = "/sites/Case-review/Shared%20Documents"


def config(authority: str) -> TenantConfig:
    """Return a tenant behind an authority."""
    return TenantConfig(
        tenant_id="t",
        client_id="c",
        credential=ClientSecret("s"),
        authority=f"{authority}/t",
        base_url="https://127.0.0.1:8443",
    )


REAL, REHEARSAL = config("https://login.microsoftonline.com"), config("https://127.0.0.1:8443")


def test_law_4_a_real_tenant_is_asked_on_sharepoints_host() -> None:
    """The site's title, and nothing that the library's address adds."""
    asked = question_for(REAL, f"https://westmarsh.sharepoint.com{SITE}")
    assert asked == "https://westmarsh.sharepoint.com/sites/Case-review/_api/web/title"


def test_law_4_a_rehearsal_is_asked_where_it_answers() -> None:
    """Whatever host its addresses show."""
    asked = question_for(REHEARSAL, f"https://westmarsh.sharepoint.example{SITE}")
    assert asked == "https://127.0.0.1:8443/sites/Case-review/_api/web/title"


@pytest.mark.parametrize(
    "address",
    [
        f"https://elsewhere.example{SITE}",
        f"https://sharepoint.com.elsewhere.example{SITE}",
        f"https://westmarsh.sharepoint.com:444{SITE}",
        f"https://who@westmarsh.sharepoint.com{SITE}",
        f"http://westmarsh.sharepoint.com{SITE}",
        "https://westmarsh.sharepoint.com/Shared%20Documents",
        "",
    ],
)
def test_law_4_no_other_address_gets_a_token(address: str) -> None:
    """An address that an answer points to is not believed."""
    with pytest.raises(UnavailableError):
        question_for(REAL, address)
