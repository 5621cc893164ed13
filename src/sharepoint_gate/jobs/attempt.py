"""One attempt to read something that a look can do without: its value, or why there is none."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sharepoint_gate.errors import AccessDeniedError, GraphError

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Attempt(Generic[Value]):
    """What came of it.

    Attributes:
        value: None when it could not be read.
        why: Why it could not, as a clause; empty when it could.
        hidden: The application lacks the right to see it, so that asking again would not help.
    """

    value: Value | None
    why: str = ""
    hidden: bool = False


async def attempt(read: Callable[[], Awaitable[Value]]) -> Attempt[Value]:
    """Read something; what Graph refuses is told and raises nothing."""
    try:
        return Attempt(await read())
    except GraphError as error:
        return Attempt(None, why_not(error), hidden=isinstance(error, AccessDeniedError))


def why_not(error: GraphError) -> str:
    """Return why something could not be read, as a clause."""
    return f"{error.what.rstrip('.')} ({error.why})" if error.why else error.what.rstrip(".")
