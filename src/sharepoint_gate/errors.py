"""Every error that the gate raises on purpose, and the exit code of each.

GateError                      exit
* ConfigError                   2   a file or a setting must be changed by a person
  x SettingsError
  x RosterError                     carries every fault, with file, line and column
    - AuthorError                   nobody who may edit them answers for this version of the files
  x EmptyRosterError                a roster that holds nobody or no case: a parse, not a wish
  x ChannelAbsentError              the tenant has no such team or channel
* RefusedError                  3   the plan is not safe to apply; only what never waits was taken away
  x StalePlanError                  the plan that was reviewed is not the plan of now
  x RailError                       the plan is too large, or too much like a slip, to go without a word
  x SecondNameError                 what needs two people was said by one
* GraphError                    4   Microsoft Graph said no, or said nothing
  x AuthenticationError
  x AccessDeniedError
  x ItemNotFoundError
  x ConflictError
  x BadRequestError
  x ThrottledError
  x UnavailableError                no answer to a read, or 5xx after the last attempt
  x WriteUncertainError             a write was sent and no answer came: look again, never resend
  x UnexpectedAnswerError           an answer of a shape that Graph does not document
    - WiderLinkError                a link came back wider than asked: no further one is asked for
  x IncompleteError                 something could not be read, or a change failed or is uncertain
* StoreError                    5
  x RunInProgressError
  x FencedError                     a later run has taken over from this one
  x SchemaVersionError
  x TrailBrokenError                the record does not verify
  x TrailKeyError                   the key that signs the record is lost, or open to others
* MailError                     6
* LawError                      7   a request was stopped at the door: a law would have been broken
"""

from collections.abc import Sequence
from typing import ClassVar

from sharepoint_gate.faults import Fault


class GateError(Exception):
    """Something the gate cannot do, told in plain words.

    Args:
        what: What happened, one sentence.
        why: The reason, as far as it is known; may be empty.
        mend: What a person can do about it; may be empty.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, why: str = "", mend: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.mend = mend

    def diagnostics(self) -> str:
        """Return the message for a terminal: what, why and what to do, a line each."""
        lines = [self.what]
        lines += [f"  why: {self.why}"] if self.why else []
        lines += [f"  do:  {self.mend}"] if self.mend else []
        return "\n".join(lines)


class ConfigError(GateError):
    """A file or a setting must be changed by a person."""

    exit_code = 2

    def __init__(self, what: str, *, why: str = "", mend: str = "", faults: Sequence[Fault] = ()) -> None:
        super().__init__(what, why=why, mend=mend)
        self.faults = tuple(faults)

    def diagnostics(self) -> str:
        """Return the message with every fault, in the order of the files; each tells its own remedy."""
        if not self.faults:
            return super().diagnostics()
        return "\n".join([self.what, *(str(fault) for fault in self.faults)])


class SettingsError(ConfigError):
    """Settings are missing, unreadable or wrong."""


class RosterError(ConfigError):
    """A roster, process, agreement or acceptance file has faults; all of them are listed."""


class AuthorError(RosterError):
    """A version of the declared files that nobody answers for who may edit them."""


class EmptyRosterError(RosterError):
    """A roster that holds nobody, or no case: taken for an accident, never for a wish."""


class ChannelAbsentError(ConfigError):
    """The tenant has no team or channel of the declared name."""


class RefusedError(GateError):
    """The plan is not safe to apply; nothing was written, or only what never waits was taken away."""

    exit_code = 3


class StalePlanError(RefusedError):
    """The plan that was reviewed is not the plan that would be applied now."""


class RailError(RefusedError):
    """A plan is too large, or of a shape too much like a slip; what never waits was done all the same.

    Args:
        what: What happened, one sentence.
        reasons: Every rail that holds the plan, a line or more each.
        mend: What a person can do about it.
    """

    def __init__(self, what: str, *, reasons: Sequence[str] = (), why: str = "", mend: str = "") -> None:
        super().__init__(what, why=why, mend=mend)
        self.reasons = tuple(reasons)

    def diagnostics(self) -> str:
        """Return the message with every reason, and then what to do."""
        lines = [self.what, *(f"  - {one}" for one in self.reasons)]
        lines += [f"  do:  {self.mend}"] if self.mend else []
        return "\n".join(lines)


class SecondNameError(RefusedError):
    """What needs two people was said by one, or by somebody who may not say it."""


class GraphError(GateError):
    """Microsoft Graph refused, failed or did not answer.

    Args:
        what: What was being tried.
        why: Graph's code path, most general first, for example ``accessDenied/accessRestricted``.
        mend: What a person can do.
        status: HTTP status, or None when no answer came.
        request_id: Graph's ``request-id``, to be quoted to Microsoft.
    """

    exit_code = 4

    def __init__(
        self, what: str, *, why: str = "", mend: str = "", status: int | None = None, request_id: str = ""
    ) -> None:
        super().__init__(what, why=why, mend=mend)
        self.status = status
        self.request_id = request_id

    def diagnostics(self) -> str:
        """Return the message with Graph's request id."""
        tail = f"\n  request-id: {self.request_id}" if self.request_id else ""
        return super().diagnostics() + tail


class AuthenticationError(GraphError):
    """No token: wrong secret or certificate, unknown application, unreachable authority."""


class AccessDeniedError(GraphError):
    """The application lacks a permission, or a policy forbids the call."""


class ItemNotFoundError(GraphError):
    """The object is absent, or hidden from the caller."""


class ConflictError(GraphError):
    """409 or 412: somebody changed the object meanwhile."""


class BadRequestError(GraphError):
    """400, 405 or 501: the service does not take this request; ``why`` holds the code path."""


class ThrottledError(GraphError):
    """429 after the last permitted wait."""


class UnavailableError(GraphError):
    """No answer to a read, or 5xx after the last attempt."""


class WriteUncertainError(GraphError):
    """A write was sent and no answer came: it is looked at again, never resent blindly."""


class UnexpectedAnswerError(GraphError):
    """The answer is not of a shape that Graph documents."""


class WiderLinkError(UnexpectedAnswerError):
    """Graph made a link that is wider than asked: it goes again, and no further link is asked for."""


class IncompleteError(GraphError):
    """Something could not be read, or a change failed or is uncertain."""


class StoreError(GateError):
    """The gate's own database cannot be used."""

    exit_code = 5


class RunInProgressError(StoreError):
    """Another run holds the lease."""


class FencedError(StoreError):
    """A later run has taken over from this one, which may write nothing more."""


class SchemaVersionError(StoreError):
    """The database was made by another version of the program."""


class TrailBrokenError(StoreError):
    """The audit trail does not verify."""


class TrailKeyError(StoreError):
    """The key that signs the trail is lost, is another one, or others may read it."""


class MailError(GateError):
    """A mail could not be composed or handed over."""

    exit_code = 6


class LawError(GateError):
    """A request was stopped at the door, because it would have broken a law of the design."""

    exit_code = 7
