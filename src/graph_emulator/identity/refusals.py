"""How the sign-in service refuses: an OAuth error, Entra's number for the reason, and its words.

Source: entra:reference-error-codes
"""

from typing import Any

from graph_emulator.kernel.state import State


class TokenRefused(Exception):  # noqa: N818 - it is an answer to the client, not an error of ours
    """A request that is refused, as Entra words it."""

    def __init__(self, status: int, error: str, number: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.error = error
        self.number = number

    @property
    def description(self) -> str:
        """The words that go over the wire."""
        return f"AADSTS{self.number}: {self}"


def refusal_body(state: State, refused: TokenRefused, correlation_id: str = "") -> dict[str, Any]:
    """Return the body of a refusal by the token endpoint."""
    trace = state.ids.derived("trace", refused.error)
    return {
        "error": refused.error,
        "error_description": f"{refused.description} Trace ID: {trace}",
        "error_codes": [refused.number],
        "timestamp": state.clock.now().strftime("%Y-%m-%d %H:%M:%SZ"),
        "trace_id": trace,
        "correlation_id": correlation_id or trace,
    }
