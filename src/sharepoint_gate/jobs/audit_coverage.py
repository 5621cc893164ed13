"""The coverage statement: what an audit read, how and how much of it; and what not, and why."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

from sharepoint_gate.access.audited import CoverageLine
from sharepoint_gate.access.audited_choice import Choice, Told
from sharepoint_gate.access.observed import Observation, Unread
from sharepoint_gate.jobs.attempt import attempt

Value = TypeVar("Value")


class Coverage:
    """Grows line by line while an audit reads."""

    def __init__(self) -> None:
        self._lines: list[CoverageLine] = []

    @property
    def lines(self) -> tuple[CoverageLine, ...]:
        """Everything told so far."""
        return tuple(self._lines)

    def add(self, line: CoverageLine) -> None:
        """Tell one thing more."""
        self._lines.append(line)

    async def ask(
        self,
        what: str,
        how: str,
        read: Callable[[], Awaitable[Value]],
        count: Callable[[Value], int] | None = None,
    ) -> Value | None:
        """Read something and tell of it; None when it could not be read."""
        made = await attempt(read)
        told = None if made.value is None or count is None else count(made.value)
        self.add(CoverageLine(what, how, told, read=not made.why, why=made.why, hidden=made.hidden))
        return made.value


def reading_lines(
    observation: Observation, choice: Choice, told: Told, items: int, doubts: tuple[Unread, ...]
) -> Iterator[CoverageLine]:
    """Yield what was read of the library and of the channel."""
    why = "; ".join(one.why for one in doubts)
    yield CoverageLine("the library's files and folders", "delta, from the beginning", items, not doubts, why)
    yield _permissions(observation, choice, told)
    if choice.resting:
        yield CoverageLine(
            "files that share nothing of their own",
            f"by what delta says of them; {choice.turned} others of them were read today, in turn",
            sum(choice.resting.values()),
            read=True,
        )
    yield _named(observation, "members", "the channel's members", "Microsoft Graph")
    if observation.accounts or any("account" in one.what for one in observation.unread):
        yield _accounts(observation)


def _permissions(observation: Observation, choice: Choice, told: Told) -> CoverageLine:
    unread = observation.unread_items
    how = (
        "one by one: folders, managed files, and what delta calls shared"
        if told.whole
        else "one by one, all of them: delta tells this application nothing of sharing"
    )
    reasons = "; ".join(sorted({item.unread for item in unread}))
    why = f"{len(unread)} of them: {reasons}" if unread else ""
    return CoverageLine("who has access to files and folders", how, len(choice.read), not unread, why)


def _named(observation: Observation, name: str, what: str, how: str) -> CoverageLine:
    value: Any = getattr(observation, name)
    why = "; ".join(one.why for one in observation.unread if one.what == what)
    return CoverageLine(what, how, None if value is None else len(value), value is not None, why)


def _accounts(observation: Observation) -> CoverageLine:
    unread = [one for one in observation.unread if one.what.startswith("the account of ")]
    why = f"{len(unread)} of them: {unread[0].why}" if unread else ""
    what, how = "accounts of people on the roster", "the directory, by address"
    return CoverageLine(what, how, len(observation.accounts), not unread, why)
