"""Plays acts: requests made by people through the tenant's own routes, and raw changes of its records."""

import re
from typing import Any
from urllib.parse import quote

import msgspec
from msgspec.structs import replace

from graph_emulator.directory.models import User, user_by_key
from graph_emulator.entra.lifecycle import delete_account, restore_account
from graph_emulator.files.access_watch import access_changes, reach_everywhere
from graph_emulator.files.models import Site
from graph_emulator.files.seeding import apply_entry, apply_link_people, apply_site_group
from graph_emulator.kernel.clock import ClockError, parse_instant
from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.gateway import Gateway
from graph_emulator.kernel.routes import Principal, UserPrincipal
from graph_emulator.kernel.state import State
from graph_emulator.kernel.wire import Request
from graph_emulator.seed.document import Act
from graph_emulator.seed.faults import SeedError, SeedFault
from graph_emulator.seed.gatherings import id_of
from graph_emulator.seed.places import Places
from graph_emulator.sharepoint.posture_change import change_posture

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_KEPT_IN_PATHS = "/:()'=,@!$%"
_FIELDS = {"type": "user_type"}
_OK_BELOW = 300


class ActError(ValueError):
    """An act that cannot be played."""


class Player:
    """Plays acts on one tenant, in order."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._state: State = gateway.state
        self._places = Places(gateway.state)

    def play(self, acts: list[Act]) -> None:
        """Play every act, without committing.

        Raises:
            SeedError: One of them cannot be played; those before it were.
        """
        for number, act in enumerate(acts):
            try:
                self._play(act)
            except (ActError, ClockError, GraphFault, LookupError, msgspec.ValidationError) as error:
                raise SeedError([SeedFault(("acts", number), f"act {act.id}: {error}")]) from error

    def _play(self, act: Act) -> None:
        if act.call is not None:
            self._call(act, act.call)
        elif act.clock is not None:
            self._state.clock.set(parse_instant(act.clock))
        else:
            before = reach_everywhere(self._state)
            self._raw(act)
            changes = access_changes(before, reach_everywhere(self._state))
            self._gateway.note_raw(f"act/{act.id}", changes)

    def _raw(self, act: Act) -> None:
        if act.directory is not None:
            change_account(self._state, act.directory, act.set or {})
        elif act.entry is not None:
            apply_entry(self._state, act)
        elif act.posture is not None:
            change_posture(self._state, act.posture)
        elif act.admins is not None:
            self._administer(act.admins)
        elif act.site_group is not None:
            apply_site_group(self._state, act)
        else:
            apply_link_people(self._state, act)

    def _administer(self, keys: list[str]) -> None:
        people = tuple(id_of(self._state, key) for key in keys)
        for site in list(self._state.every(Site)):
            self._state.put(replace(site, admins=people))

    def _call(self, act: Act, call: str) -> None:
        method, _, target = self._filled(call).partition(" ")
        path, _, query = target.strip().partition("?")
        if not path.startswith(("/v1.0/", "/beta/")) and "/_api/" not in path:
            path = "/v1.0" + path
        request = Request(
            method=method,
            path=quote(path, safe=_KEPT_IN_PATHS),
            query=quote(query, safe=_KEPT_IN_PATHS + "&"),
            headers={"content-type": "application/json", "accept": "application/json"},
            body=b"" if act.body is None else msgspec.json.encode(self._filled_body(act.body)),
        )
        answer = self._gateway.perform(request, self._caller(act)).answer
        if answer.status >= _OK_BELOW:
            raise ActError(f"{call} answered {answer.status}: {answer.body}")

    def _caller(self, act: Act) -> Principal:
        name = act.as_ or ""
        if name.startswith("app:"):
            return self._places.app(name.removeprefix("app:")).principal()
        return UserPrincipal(user_id=id_of(self._state, name))

    def _filled(self, text: str) -> str:
        return _PLACEHOLDER.sub(lambda found: self._places.value(found[1]), text)

    def _filled_body(self, body: Any) -> Any:
        if isinstance(body, str):
            return self._filled(body)
        if isinstance(body, dict):
            return {name: self._filled_body(value) for name, value in body.items()}
        if isinstance(body, list):
            return [self._filled_body(value) for value in body]
        return body


def change_account(state: State, key: str, changes: dict[str, Any]) -> None:
    """Change a person's account as an administrator would; a new external state is stamped with now."""
    user = user_by_key(state, key)
    if user is None:
        raise KeyError(f"nobody has the key {key}")
    now = state.clock.stamp()
    fields = {_FIELDS.get(name, name): value for name, value in changes.items()}
    if "external_state" in fields:
        fields.setdefault("external_state_changed_at", now)
    deleted = fields.pop("deleted", user.deleted_at is not None)
    changed = msgspec.convert({**msgspec.to_builtins(user), **fields}, User)
    state.put(changed)
    if deleted and not changed.deleted_at:
        delete_account(state, changed)
    elif changed.deleted_at and not deleted:
        restore_account(state, changed)
