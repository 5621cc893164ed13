"""Signing in through the browser: who it is, terms that wait, and the code that the client gets.

Source: entra:identity-platform/v2-oauth2-auth-code-flow
"""

import time
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from graph_emulator.directory.models import User
from graph_emulator.identity import pages
from graph_emulator.identity.asked import Asked, Destination, asked, destination
from graph_emulator.identity.grants import AuthorizationCode, hashed
from graph_emulator.identity.keys import Keyring
from graph_emulator.identity.people import check_account, hinted, sign_in_name
from graph_emulator.identity.refusals import TokenRefused
from graph_emulator.identity.sessions import Sessions
from graph_emulator.invitations.redemption import redeem_by_sign_in
from graph_emulator.kernel.state import State
from graph_emulator.kernel.wire import Reply, Request
from graph_emulator.logs.keeping import make_room
from graph_emulator.logs.models import SignIn
from graph_emulator.terms.models import Agreement, awaited, decide

_INTERRUPTED = 50158
_CHALLENGE = "External security challenge was not satisfied."


@dataclass(frozen=True, kw_only=True)
class _Visit:
    """One request for a code, with what the person answered so far."""

    request: Request
    to: Destination
    want: Asked
    form: dict[str, str]
    correlation_id: str


class SignInPages:
    """Answers `/oauth2/v2.0/authorize`: the first request, and what people post from its pages."""

    def __init__(self, state: State, keyring: Keyring) -> None:
        self._state = state
        self._sessions = Sessions(state, keyring)

    def answer(self, request: Request) -> Reply:
        """Answer one request of a browser."""
        options = request.options()
        try:
            to = destination(self._state, options)
        except TokenRefused as refused:
            return pages.refusal_page(refused.description)
        try:
            return self._visited(self._visit(request, to, asked(to.app, options)))
        except TokenRefused as refused:
            return _answered(to, {"error": refused.error, "error_description": refused.description})

    def _visit(self, request: Request, to: Destination, want: Asked) -> _Visit:
        form = dict(parse_qsl(request.body.decode(errors="replace"), keep_blank_values=True))
        correlation = form.get("correlation") or self._state.ids.guid("sign-in-correlation")
        return _Visit(request=request, to=to, want=want, form=form, correlation_id=correlation)

    def _visited(self, visit: _Visit) -> Reply:
        if visit.request.method == "POST":
            return self._as(visit, visit.form.get("person", ""))
        known = self._known(visit)
        if known is not None:
            return self._as(visit, known)
        if visit.want.prompt == "none":
            message = "A silent sign-in request was sent but no user is signed in."
            raise TokenRefused(400, "login_required", 50058, message)
        return self._page(visit)

    def _known(self, visit: _Visit) -> str | None:
        """Return whose session goes on without a page: the hinted person's, where there is a hint."""
        if visit.want.prompt not in {"", "none"}:
            return None
        person = self._sessions.person_of(visit.request)
        meant = hinted(self._state, visit.want.hint)
        return None if meant is not None and meant.id != person else person

    def _as(self, visit: _Visit, person: str) -> Reply:
        try:
            user = check_account(self._state, person)
        except TokenRefused as refused:
            self._note(visit, self._state.get(User, person), refused.number, str(refused))
            if visit.want.prompt == "none":
                raise
            return self._page(visit, refused.description)
        waiting = self._decided(visit, user)
        if waiting is not None:
            return self._interrupted(visit, user, waiting)
        self._note(visit, user)
        redeem_by_sign_in(self._state, user)
        reply = _answered(visit.to, self._code(visit, user))
        reply.headers |= self._sessions.begin(user)
        return reply

    def _decided(self, visit: _Visit, user: User) -> Agreement | None:
        """Keep the decision that was posted, and return the agreement that still waits."""
        waiting = awaited(self._state, user)
        decision = visit.form.get("terms", "")
        if waiting is None or decision not in {"accepted", "declined"}:
            return waiting
        if visit.form.get("agreement") != waiting.id:
            return waiting
        decide(self._state, waiting, user, decision, visit.correlation_id)
        if decision == "declined":
            raise TokenRefused(400, "access_denied", 65004, "The user declined the terms of use.")
        return awaited(self._state, user)

    def _interrupted(self, visit: _Visit, user: User, waiting: Agreement) -> Reply:
        self._note(visit, user, _INTERRUPTED, _CHALLENGE, waiting.name)
        if visit.want.prompt == "none":
            raise TokenRefused(400, "interaction_required", _INTERRUPTED, _CHALLENGE)
        hidden = {"person": user.id, "agreement": waiting.id, "correlation": visit.correlation_id}
        return pages.terms_page(waiting.name, visit.request.target, hidden)

    def _page(self, visit: _Visit, refusal: str = "") -> Reply:
        meant = hinted(self._state, visit.want.hint)
        people = [
            pages.Choice(
                id=user.id,
                name=user.name,
                address=sign_in_name(user),
                mark=_mark(user),
                chosen=user is meant,
            )
            for user in sorted(self._state.every(User), key=lambda user: user.name)
        ]
        return pages.choose_person(visit.to.app.name, visit.request.target, people, refusal)

    def _code(self, visit: _Visit, user: User) -> dict[str, str]:
        code = f"1.{self._state.ids.token('authorization-code')}"
        self._state.put(
            AuthorizationCode(
                id=hashed(code),
                client_id=visit.to.app.id,
                user_id=user.id,
                redirect_uri=visit.to.redirect_uri,
                scopes=visit.want.scopes,
                challenge=visit.want.challenge,
                nonce=visit.want.nonce,
                issued=time.time(),
            )
        )
        return {"code": code, "session_state": self._state.ids.derived("session", user.id)}

    def _note(
        self, visit: _Visit, user: User | None, error: int = 0, reason: str = "", policy: str = ""
    ) -> None:
        if user is None:
            return
        self._state.put(
            SignIn(
                id=self._state.ids.guid("sign-in"),
                at=self._state.clock.stamp(),
                user_id=user.id,
                upn=user.upn,
                name=user.name,
                app_id=visit.to.app.id,
                app_name=visit.to.app.name,
                error=error,
                reason=reason,
                correlation_id=visit.correlation_id,
                policy=policy,
            )
        )
        make_room(self._state, SignIn)


def _mark(user: User) -> str:
    if user.deleted_at:
        return "deleted"
    if not user.enabled:
        return "disabled"
    return "guest" if user.user_type == "Guest" else ""


def _answered(to: Destination, fields: dict[str, str]) -> Reply:
    """Return the answer to a client, in the way that it asked for."""
    if to.state:
        fields["state"] = to.state
    if to.mode == "form_post":
        return pages.posting_page(to.redirect_uri, fields)
    mark = "#" if to.mode == "fragment" else "&" if "?" in to.redirect_uri else "?"
    location = f"{to.redirect_uri}{mark}{urlencode(fields)}"
    return Reply(status=302, headers={"location": location, "cache-control": "no-store"})
