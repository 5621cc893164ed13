"""What becomes of an invitation: redeemed by somebody, or set back so that another may redeem it.

The account stays the same through all of it, with its id, groups and access; who stands behind it may not.

Source: entra:external-id/redemption-experience
Source: entra:external-id/reset-redemption-status
"""

from graph_emulator.directory.models import User
from graph_emulator.kernel.state import State

PENDING, ACCEPTED = "PendingAcceptance", "Accepted"
HOME_DIRECTORY = "ExternalAzureAD"


class NothingToRedeemError(LookupError):
    """No invitation waits for this person."""


def redeem(state: State, user: User, issuer: str = HOME_DIRECTORY, issuer_id: str | None = None) -> None:
    """Let somebody accept the invitation that waits for an account.

    Args:
        state: The tenant.
        user: The account.
        issuer: Who vouches for them, for example `mail` for a passcode, or another provider's domain.
        issuer_id: By which name the issuer knows them, where it says so.

    Raises:
        NothingToRedeemError: The account has no invitation that waits.
    """
    if user.external_state != PENDING or user.deleted_at is not None:
        raise NothingToRedeemError(f"no invitation waits for {user.name}")
    user.issuer, user.issuer_id = issuer, issuer_id
    _move(state, user, ACCEPTED)


def redeem_by_sign_in(state: State, user: User) -> None:
    """Accept the invitation of a guest who signs in for the first time; nothing happens to anybody else."""
    if user.external_state == PENDING and user.deleted_at is None:
        redeem(state, user)


def reset(state: State, user: User) -> None:
    """Set an account back to where its invitation waits: nobody stands behind it until it is redeemed."""
    user.issuer = user.issuer_id = None
    _move(state, user, PENDING)


def _move(state: State, user: User, external_state: str) -> None:
    user.external_state = external_state
    user.external_state_changed_at = state.clock.stamp()
    state.put(user)
