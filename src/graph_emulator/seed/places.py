"""What the placeholders of acts stand for."""

from collections.abc import Iterable

from graph_emulator.directory.models import Application, Group
from graph_emulator.files.recycling import recycled_id
from graph_emulator.files.seeding import item_id_at, link_id_at
from graph_emulator.kernel.state import R, State
from graph_emulator.memberships.models import Channel, Outsider, Team
from graph_emulator.seed.gatherings import id_of


class Places:
    """Looks up ids by the names that a seed uses."""

    def __init__(self, state: State) -> None:
        self._state = state

    def app(self, name: str) -> Application:
        """Return the application of this name."""
        return next(iter(self._found(self._state.find(Application, "name", name), name)))

    def value(self, placeholder: str) -> str:
        """Return what a placeholder stands for, given without its braces.

        Raises:
            LookupError: It stands for nothing.
        """
        name, _, rest = placeholder.partition(":")
        if name == "user":
            return id_of(self._state, rest)
        if name == "group":
            return self._found(self._state.find(Group, "key", rest), rest)[0].id
        if name == "app":
            return self.app(rest).id
        if name in {"team", "channel"} and rest:
            kind = Team if name == "team" else Channel
            return self._found(self._state.find(kind, "key", rest), rest)[0].id
        if name == "outsider":
            return self._found(self._state.find(Outsider, "key", rest), rest)[0].id
        if name in {"item", "recycled"}:
            return (item_id_at if name == "item" else recycled_id)(self._state, rest)
        if name == "permission":
            path, _, scope = rest.rpartition(":link:")
            return link_id_at(self._state, path, scope)
        return self._of_channel(name)

    def _of_channel(self, name: str) -> str:
        channel = next(iter(self._found(self._state.every(Channel), "the channel")))
        ids = {
            "team": channel.team_id,
            "channel": channel.id,
            "site": channel.site_id,
            "drive": channel.drive_id,
        }
        value = ids.get(name)
        if value is None:
            raise LookupError(f"nothing is called {{{name}}}")
        return value

    @staticmethod
    def _found(records: Iterable[R], name: str) -> list[R]:
        found = list(records)
        if not found:
            raise LookupError(f"nothing is called {name}")
        return found
