"""One tenant for all tests of SharePoint's own interface, reset before each, and its callers."""

from collections.abc import Iterator

import pytest

from tests.emulator.in_process import InProcess, small_tenant
from tests.emulator.sharepoint.rest import Rest


@pytest.fixture(scope="session")
def kept_tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcess]:
    """Open the small tenant once."""
    tenant = small_tenant(tmp_path_factory.mktemp("rest"))
    yield tenant
    tenant.tenant.close()


@pytest.fixture
def tenant(kept_tenant: InProcess) -> InProcess:
    """The small tenant as its seed describes it, with applications that may use SharePoint REST."""
    kept_tenant.admin("POST", "reset", {})
    for name, role in (
        ("rest", "Sites.FullControl.All"),
        ("reading", "Sites.Read.All"),
        ("chosen", "Sites.Selected"),
    ):
        kept_tenant.admin("POST", "apps", {"name": name, "sharepoint_roles": [role]})
    return kept_tenant


@pytest.fixture
def rest(tenant: InProcess) -> Rest:
    """An application with full control, by certificate."""
    return Rest(tenant, app="rest", by_certificate=True)


@pytest.fixture
def reading(tenant: InProcess) -> Rest:
    """An application that may only read, by certificate."""
    return Rest(tenant, app="reading", by_certificate=True)


@pytest.fixture
def ann(tenant: InProcess) -> Rest:
    """An owner of the channel."""
    return Rest(tenant, user="ann")


@pytest.fixture
def cat(tenant: InProcess) -> Rest:
    """A member of the channel."""
    return Rest(tenant, user="cat")


@pytest.fixture
def flo(tenant: InProcess) -> Rest:
    """A guest with a link to one file."""
    return Rest(tenant, user="flo")
