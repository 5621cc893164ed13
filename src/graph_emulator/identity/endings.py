"""Signing out.

Source: entra:identity-platform/v2-protocols-oidc#send-a-sign-out-request
"""

from urllib.parse import urlencode

from graph_emulator.directory.models import Application
from graph_emulator.identity.asked import is_registered
from graph_emulator.identity.pages import signed_out_page
from graph_emulator.identity.sessions import Sessions
from graph_emulator.kernel.state import State
from graph_emulator.kernel.wire import Reply, Request


def end_session(state: State, sessions: Sessions, request: Request) -> Reply:
    """End the browser's session; go back only to an address that some application has registered."""
    options = request.options()
    address = options.get("post_logout_redirect_uri", "")
    known = any(is_registered(address, app.redirect_uris) for app in state.every(Application))
    reply = Reply(status=302, headers={"location": _back(options)}) if known else signed_out_page()
    reply.headers |= sessions.end()
    return reply


def _back(options: dict[str, str]) -> str:
    address, state = options["post_logout_redirect_uri"], options.get("state")
    mark = "&" if "?" in address else "?"
    return f"{address}{mark}{urlencode({'state': state})}" if state else address
