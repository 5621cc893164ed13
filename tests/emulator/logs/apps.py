"""Applications that are registered while a test runs."""

from tests.emulator.raw import Emulator, Graph


def app_with(emulator: Emulator, name: str, *roles: str) -> Graph:
    """Register an application, and return its requests."""
    emulator.admin("POST", "apps", {"name": name, "roles": list(roles)})
    token = emulator.admin("POST", "token", {"app": name})["access_token"]
    return Graph(emulator.connection, token)
