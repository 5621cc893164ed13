"""Agreements and acceptances, and how a person's decision is kept.

Source: graph:resources/agreement
Source: graph:resources/agreementacceptance
"""

from typing import ClassVar

from graph_emulator.directory.models import User
from graph_emulator.kernel.state import Record, State
from graph_emulator.logs.models import Activity, by_user, note_activity, target, user_target

SERVICE = "Terms Of Use"
_ACTIVITIES = {"accepted": "Accept Terms Of Use", "declined": "Decline Terms Of Use"}


class Agreement(Record, kw_only=True):
    """Terms that people accept.

    Attributes:
        name: Display name.
        file_id: The file that is in force now.
        file_name: That file's name.
        content: The file, in base64.
        created_at: When it was made, as Graph writes it.
        viewing_required: Whether people have to open it first.
        at_sign_in: Whether signing in stops until it is accepted.
        key: The seed's short name, or empty.
    """

    kind: ClassVar[str] = "agreement"

    name: str
    file_id: str
    file_name: str
    content: str
    created_at: str
    viewing_required: bool = False
    at_sign_in: bool = False
    key: str = ""


class Acceptance(Record, kw_only=True):
    """A person's last decision on an agreement; the id is `{agreement}_{person}`."""

    kind: ClassVar[str] = "agreement-acceptance"

    agreement_id: str
    file_id: str
    user_id: str
    upn: str
    mail: str | None
    name: str
    at: str
    state: str


def add_indexes(state: State) -> None:
    """Make acceptances findable by agreement and by person."""
    state.add_index(Acceptance, "agreement", lambda one: one.agreement_id)
    state.add_index(Acceptance, "user", lambda one: one.user_id)


def awaited(state: State, user: User) -> Agreement | None:
    """Return the first agreement that stops this person from signing in, or None."""
    for agreement in state.every(Agreement):
        if agreement.at_sign_in and not has_accepted(state, agreement, user):
            return agreement
    return None


def has_accepted(state: State, agreement: Agreement, user: User) -> bool:
    """Whether the person's last decision on the agreement was to accept it."""
    decision = state.get(Acceptance, f"{agreement.id}_{user.id}")
    return decision is not None and decision.state == "accepted"


def decide(
    state: State, agreement: Agreement, user: User, decision: str, correlation_id: str = ""
) -> Acceptance:
    """Keep a person's decision, and tell the directory's log.

    Args:
        state: The tenant.
        agreement: What was decided on.
        user: Who decided.
        decision: `accepted` or `declined`.
        correlation_id: What joins it with the sign-in that asked for it.
    """
    kept = Acceptance(
        id=f"{agreement.id}_{user.id}",
        agreement_id=agreement.id,
        file_id=agreement.file_id,
        user_id=user.id,
        upn=user.upn,
        mail=user.mail,
        name=user.name,
        at=state.clock.stamp(),
        state=decision,
    )
    state.put(kept)
    note_activity(
        state,
        Activity(
            name=_ACTIVITIES[decision],
            category="Policy",
            service=SERVICE,
            operation="Update",
            by=by_user(user),
            targets=[user_target(user), target("Policy", agreement.id, agreement.name)],
            details={"AgreementId": agreement.id, "AgreementFileId": agreement.file_id},
            correlation_id=correlation_id,
        ),
    )
    return kept
