"""Which application asks the token endpoint, and how it proves that.

Source: entra:identity-platform/v2-oauth2-client-creds-grant-flow
Source: entra:identity-platform/certificate-credentials
"""

import hmac

from graph_emulator.directory.models import Application
from graph_emulator.identity.assertions import AssertionReader, AssertionRefused
from graph_emulator.identity.refusals import TokenRefused
from graph_emulator.identity.tokens import BY_CERTIFICATE, BY_NOTHING, BY_SECRET
from graph_emulator.kernel.state import State

_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_PROOFS = ("client_assertion", "client_secret")

Form = dict[str, str]


class Clients:
    """Checks what an application brings to prove who it is."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._assertions = AssertionReader(state)

    def named(self, client_id: str) -> Application:
        """Return the application with this id.

        Raises:
            TokenRefused: The directory does not know it.
        """
        app = self._state.get(Application, client_id)
        if app is None:
            message = f"Application with identifier '{client_id}' was not found in the directory."
            raise TokenRefused(400, "unauthorized_client", 700016, message)
        return app

    def confidential(self, form: Form, address: str) -> tuple[Application, str]:
        """Return the application that a form proves, and how it did.

        Raises:
            TokenRefused: It is not known, or does not prove itself.
        """
        app = self.named(form.get("client_id", ""))
        if app.public:
            message = "The client is public, and client credentials are not allowed for it."
            raise TokenRefused(401, "invalid_client", 700025, message)
        return app, self._proof(form, app, address)

    def of_person(self, form: Form, address: str) -> tuple[Application, str]:
        """Return the application that redeems something for a person; a public one brings no proof."""
        app = self.named(form.get("client_id", ""))
        if not app.public:
            return app, self._proof(form, app, address)
        if any(name in form for name in _PROOFS):
            message = "The client is public, so neither an assertion nor a secret should be presented."
            raise TokenRefused(401, "invalid_client", 700025, message)
        return app, BY_NOTHING

    def _proof(self, form: Form, app: Application, address: str) -> str:
        if "client_assertion" in form:
            self._check_assertion(form, app, address)
            return BY_CERTIFICATE
        if "client_secret" in form:
            _check_secret(form["client_secret"], app)
            return BY_SECRET
        message = "A 'client_assertion' or 'client_secret' is required."
        number = 7000216 if form.get("grant_type") == "client_credentials" else 7000218
        raise TokenRefused(401, "invalid_client", number, message)

    def _check_assertion(self, form: Form, app: Application, address: str) -> None:
        if form.get("client_assertion_type") != _ASSERTION_TYPE:
            message = "The 'client_assertion_type' is missing or unknown."
            raise TokenRefused(400, "invalid_request", 900144, message)
        audiences = [f"{address}/oauth2/v2.0/token", f"{address}/v2.0", address]
        try:
            self._assertions.check(form["client_assertion"], app.id, app.certificates, audiences)
        except AssertionRefused as refused:
            raise TokenRefused(401, "invalid_client", refused.number, str(refused)) from refused


def _check_secret(secret: str, app: Application) -> None:
    if not hmac.compare_digest(secret.encode(), app.secret.encode()):
        message = "Invalid client secret provided."
        raise TokenRefused(401, "invalid_client", 7000215, message)
