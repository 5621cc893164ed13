"""Builds the tenant that a seed describes; its acts are played afterwards, by `acts`."""

from graph_emulator.directory.models import Application, Group, User, user_by_key
from graph_emulator.kernel.clock import stamp
from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import Channel, Team
from graph_emulator.posture.settings import EVERY_SITE, put_site, put_tenant
from graph_emulator.seed.document import Seed, SeedApp, SeedChannel, SeedTeam, SeedUser
from graph_emulator.teams.members import put_membership
from graph_emulator.terms.seeding import put_terms


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
    for group in seed.groups:
        members = [id_of(state, key) for key in group.members]
        _put_group(state, key=group.key, name=group.name, members=members)
    if seed.team is not None:
        team = _put_team(state, seed.team)
        if seed.channel is not None:
            _put_channel(state, team, seed.channel)


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


def id_of(state: State, key: str) -> str:
    """Return the object id of the person whom the seed calls by this key."""
    user = user_by_key(state, key)
    if user is None:
        raise KeyError(key)
    return user.id


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
            deleted_at=now if seed.deleted else None,
        )
    )


def _put_group(state: State, *, key: str, name: str, members: list[str], is_team: bool = False) -> Group:
    nickname = "".join(letter for letter in name if letter.isascii() and letter.isalnum())
    group = Group(
        id=state.ids.derived("group", key),
        key=key,
        name=name,
        mail_nickname=nickname,
        members=members,
        is_team=is_team,
        created_at=state.clock.stamp(),
    )
    state.put(group)
    return group


def _put_team(state: State, seed: SeedTeam) -> Team:
    group = _put_group(state, key="", name=seed.name, members=[], is_team=True)
    team = Team(id=group.id, name=seed.name, created_at=stamp(state.clock.now()))
    state.put(team)
    _put_members(state, team.id, seed.owners, seed.members)
    return team


def _put_channel(state: State, team: Team, seed: SeedChannel) -> None:
    channel = Channel(
        id=f"19:{state.ids.opaque('channel').lower()}@thread.tacv2",
        team_id=team.id,
        name=seed.name,
        membership=seed.membership,
        created_at=state.clock.stamp(),
    )
    state.put(channel)
    _put_members(state, channel.id, seed.owners, seed.members)


def _put_members(state: State, place_id: str, owners: list[str], members: list[str]) -> None:
    for key in (*owners, *members):
        put_membership(state, place_id, id_of(state, key), owner=key in owners)
