"""The part of the walk that throws files away, and asks what a sharing address stands for."""

from collections.abc import Callable
from typing import Any

Ok = Callable[..., dict[str, Any]]
Admin = Callable[..., Any]


def throw_away(ok: Ok, admin: Admin, version: str, site: str, items: tuple[str, str]) -> None:
    """Delete one file and bring it back by Graph, as some tenants let it; delete another for good."""
    kept, lost = (f"/{version}{item}" for item in items)
    ok("witness", f"DELETE {kept}")
    ok("witness", f"GET /{version}/sites/{site}/recycleBin/items?$top=5")
    admin("PUT", "/quirks", {"restore.in_graph": True})
    ok("witness", f"POST {kept}/restore", {"name": f"{version} back.docx"})
    admin("PUT", "/quirks", {"restore.in_graph": False})
    ok("witness", f"POST {lost}/permanentDelete")


def ask_of_share(ok: Ok, version: str, share: str) -> None:
    """Read what a sharing address stands for."""
    ok("witness", f"GET /{version}/shares/{share}")
