"""The words in which drift by hand is written down."""

from collections.abc import Callable
from typing import Any

from tests.e2e.drift_night import Drift
from tests.e2e.hands import Hands

Deed = Callable[[Hands], None]


def linking(path: str, kind: str, scope: str, *people: str) -> Deed:
    """Return the deed of making a link."""
    return lambda hands: hands.link(path, kind, scope, *people)


def inviting(path: str, who: str, role: str = "read") -> Deed:
    """Return the deed of inviting somebody directly."""
    return lambda hands: hands.invite(path, who, role=role)


def act(**act: Any) -> Deed:
    """Return a deed in the words of a seed: a raw change of the tenant."""
    return lambda hands: hands.scene.plant([{"id": "drift", **act}])


def does(method: str, *arguments: str) -> Deed:
    """Return a deed by the name of what hands can do."""
    return lambda hands: getattr(hands, method)(*arguments)


def drift(name: str, deed: Deed, *told: tuple[str, str, str]) -> Drift:
    """Return a drift."""
    return Drift(name, deed, told)


def linked(kind: str, path: str, shape: tuple[str, str], who: str, principal: str = "") -> Drift:
    """Return the drift of a link that is called ``kind``."""
    people = (who,) if shape[1] == "users" else ()
    return drift(f"{kind} by link", linking(path, *shape, *people), (kind, path, principal or who))


def invited(kind: str, path: str, who: str, principal: str = "", role: str = "read") -> Drift:
    """Return the drift of an invitation that is called ``kind``."""
    return drift(f"{kind} by invitation", inviting(path, who, role), (kind, path, principal or who))
