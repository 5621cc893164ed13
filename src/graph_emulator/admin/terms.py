"""The admin API's doors to terms of use: they are put into force, and people decide."""

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from graph_emulator.admin import views
from graph_emulator.admin.errors import AdminError
from graph_emulator.kernel.wire import Request, json_object
from graph_emulator.seed.document import SeedTerms
from graph_emulator.seed.terms import put_terms
from graph_emulator.tenant import Tenant
from graph_emulator.terms.models import Agreement, decide


class _Decision(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Who decides on which agreement, and how."""

    person: str
    agreement: str
    state: Literal["accepted", "declined"] = "accepted"


def doors(tenant: Tenant) -> dict[tuple[str, str], Callable[[Request], Any]]:
    """Return what answers, by method and name."""

    def accept(request: Request) -> Any:
        asked = msgspec.convert(json_object(request.body), _Decision)
        user = views.person(tenant.state, asked.person)
        kept = decide(tenant.state, _agreement(tenant, asked.agreement), user, asked.state)
        tenant.commit()
        return {"id": kept.id, "state": kept.state, "recordedDateTime": kept.at}

    def add(request: Request) -> Any:
        agreement = put_terms(tenant.state, msgspec.convert(json_object(request.body), SeedTerms))
        tenant.commit()
        return {"id": agreement.id, "key": agreement.key}

    return {("POST", "terms"): add, ("POST", "terms/accept"): accept}


def _agreement(tenant: Tenant, name: str) -> Agreement:
    for agreement in tenant.state.every(Agreement):
        if name in {agreement.id, agreement.key}:
            return agreement
    raise AdminError(f"no agreement is called {name}")
