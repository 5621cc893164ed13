"""Builds the tenant that a seed describes; its acts are played afterwards, by `acts`."""

from graph_emulator.directory.models import Application, User
from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import Outsider
from graph_emulator.posture.settings import EVERY_SITE, put_site, put_tenant
from graph_emulator.seed.document import Seed, SeedApp, SeedOutsider, SeedUser
from graph_emulator.seed.gatherings import put_groups, put_teams
from graph_emulator.seed.terms import put_terms


def load_seed(state: State, seed: Seed) -> None:
    """Fill an empty tenant; the clock, the ids and the host are set already.

    Args:
        state: Where no person and no file is yet; applications may be there and keep their credentials.
        seed: A document that passed `check_seed`.
    """
    put_tenant(state, seed.sharepoint)
    put_site(state, EVERY_SITE, seed.site)
    for name, app in seed.apps.items():
        put_app(state, name, app)
    for terms in seed.terms:
        put_terms(state, terms)
    for user in seed.users:
        _put_user(state, user)
    for outsider in seed.outsiders:
        _put_outsider(state, outsider)
    put_groups(state, seed.groups)
    put_teams(state, seed)


def put_app(state: State, name: str, seed: SeedApp, certificates: list[str] | None = None) -> Application:
    """Register an application, or change what the one that has this name may do."""
    known = next(iter(state.find(Application, "name", name)), None)
    app = known or Application(
        id=state.ids.derived("application", name),
        name=name,
        roles=[],
        secret=state.ids.derived_token("client-secret", name),
        certificates=[],
    )
    app.roles = list(seed.roles)
    app.sharepoint_roles = list(seed.sharepoint_roles)
    app.redirect_uris = list(seed.redirect_uris)
    app.delegated = list(seed.delegated)
    app.public = seed.public
    app.mailboxes = seed.mailboxes
    app.certificates += certificates or []
    state.put(app)
    return app


def _put_user(state: State, seed: SeedUser) -> None:
    now = state.clock.stamp()
    state.put(
        User(
            id=state.ids.derived("user", seed.key),
            key=seed.key,
            name=seed.name,
            upn=seed.upn,
            mail=seed.mail,
            other_mails=list(seed.other_mails),
            user_type=seed.type,
            enabled=seed.enabled,
            external_state=seed.external_state,
            external_state_changed_at=seed.external_state_changed_at,
            created_at=seed.external_state_changed_at or now,
            deleted_at=(seed.deleted_at or now) if seed.deleted else None,
        )
    )


def _put_outsider(state: State, seed: SeedOutsider) -> None:
    tenant_id = state.ids.derived("tenant", seed.tenant)
    outsider_id = state.ids.derived("outsider", seed.key)
    state.put(Outsider(id=outsider_id, key=seed.key, name=seed.name, mail=seed.mail, tenant_id=tenant_id))
