"""A seed says which mailboxes an application may use.

Source: graph:concepts/auth-limit-mailbox-access
"""

import pytest

from graph_emulator.directory.models import Application
from graph_emulator.seed.consistency import check_seed
from graph_emulator.seed.document import as_seed
from graph_emulator.seed.faults import SeedError
from graph_emulator.tenant import Tenant

ANN = {"key": "ann", "name": "Ann", "upn": "ann@a.example", "mail": "ann@a.example", "type": "Member"}


def test_a_seed_holds_an_application_to_mailboxes(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The application is held to those people; another that names none may use all."""
    apps = {"held": {"roles": ["Mail.Send"], "mailboxes": ["ann"]}, "free": {"roles": ["Mail.Send"]}}
    tenant = Tenant(tmp_path_factory.mktemp("tenant"), as_seed({"apps": apps, "users": [ANN]}))
    found = {app.name: app.mailboxes for app in tenant.state.every(Application)}
    tenant.close()
    assert found == {"held": ["ann"], "free": None}


def test_a_mailbox_of_nobody_is_refused() -> None:
    """A key that nobody has is a fault of the seed."""
    apps = {"held": {"roles": ["Mail.Send"], "mailboxes": ["ben"]}}
    with pytest.raises(SeedError, match="mailboxes of held: nobody has the key ben"):
        check_seed(as_seed({"apps": apps, "users": [ANN]}))
