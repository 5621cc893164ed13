"""The admin API's doors to applications, tokens and the keys that sign them."""

from collections.abc import Callable
from typing import Any

import msgspec

from graph_emulator.admin import views
from graph_emulator.admin.errors import AdminError
from graph_emulator.directory.models import Application
from graph_emulator.identity.keys import GRAPH, LIFETIME_S
from graph_emulator.identity.tokens import (
    BY_CERTIFICATE,
    BY_SECRET,
    AppGrant,
    PersonGrant,
    app_token,
    user_token,
)
from graph_emulator.kernel.wire import Request, json_object
from graph_emulator.seed.document import SeedApp
from graph_emulator.seed.load import put_app
from graph_emulator.tenant import Tenant

_SEEDED = tuple(field.name for field in msgspec.structs.fields(SeedApp))


def doors(tenant: Tenant) -> dict[tuple[str, str], Callable[[Request], Any]]:
    """Return what answers, by method and name."""
    own = _Identity(tenant)
    return {
        ("POST", "token"): own.token,
        ("POST", "apps"): own.register_app,
        ("POST", "keys/rotate"): own.rotate_keys,
    }


class _TokenAsked(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What a token is asked for: for a person with or without scopes, or for an application."""

    user: str | None = None
    app: str | None = None
    scopes: list[str] | None = None
    audience: str = "graph"
    by_certificate: bool = False
    lifetime_s: int = LIFETIME_S


class _AppAsked(SeedApp, kw_only=True):
    """What an application is registered with."""

    name: str
    certificate_pem: str | None = None


class _Identity:
    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def token(self, request: Request) -> Any:
        """Give a token to whoever asks."""
        asked = msgspec.convert(json_object(request.body), _TokenAsked)
        if asked.audience not in {"graph", "sharepoint"}:
            raise AdminError("audience is graph or sharepoint")
        tenant = self._tenant
        issuer = f"{tenant.base_url}/{tenant.state.tenant_id}/v2.0"
        if (asked.user is None) == (asked.app is None):
            raise AdminError("a token is for user or for app")
        if asked.app is not None:
            app_grant = self._app_grant(asked, views.app(tenant.state, asked.app))
            return {"access_token": app_token(tenant.keyring, tenant.state, app_grant, issuer)}
        return {"access_token": user_token(tenant.keyring, tenant.state, self._person_grant(asked), issuer)}

    def _app_grant(self, asked: _TokenAsked, app: Application) -> AppGrant:
        by = BY_CERTIFICATE if asked.by_certificate else BY_SECRET
        resource = self._resource(asked)
        return AppGrant(app=app, resource=resource, by=by, lifetime_s=asked.lifetime_s)

    def _person_grant(self, asked: _TokenAsked) -> PersonGrant:
        user = views.person(self._tenant.state, str(asked.user))
        if asked.scopes is None:
            return PersonGrant(user=user, resource=self._resource(asked))
        client_id = self._tenant.state.ids.derived("client", "client with scopes")
        return PersonGrant(
            user=user, client_id=client_id, scopes=asked.scopes, resource=self._resource(asked)
        )

    def _resource(self, asked: _TokenAsked) -> str:
        return GRAPH if asked.audience == "graph" else f"https://{self._tenant.state.host}"

    def register_app(self, request: Request) -> Any:
        """Register an application; what is not given stays as it was."""
        body = json_object(request.body)
        known = views.apps_named(self._tenant.state, str(body.get("name")))
        before = {name: getattr(known[0], name) for name in _SEEDED} if known else {}
        asked = msgspec.convert({**before, **body}, _AppAsked)
        certificates = [asked.certificate_pem] if asked.certificate_pem is not None else []
        views.check_certificates(certificates)
        app = put_app(self._tenant.state, asked.name, asked, certificates)
        self._tenant.commit()
        return {"name": app.name, "client_id": app.id, "client_secret": app.secret, "roles": app.roles}

    def rotate_keys(self, _: Request) -> Any:
        """Sign with a new key from now on."""
        return {"kid": self._tenant.keyring.rotate()}
