"""Reads the forms of a seed's keys from its schema, in the words of the page of seeds."""

import json
from typing import Any

from graph_emulator.seed.schema import schema_text

TITLES = {
    "Seed": "The document",
    "SeedTenant": "tenant",
    "SeedApp": "apps",
    "SeedUser": "users",
    "SeedGroup": "groups",
    "SeedTeam": "team and teams",
    "SeedChannel": "channel and channels",
    "SeedOutsider": "outsiders",
    "SeedBulk": "bulk",
    "SeedTerms": "terms",
    "Act": "acts",
    "SiteUser": "site_user",
    "ActApp": "app",
    "TenantSettings": "sharepoint",
    "IdleSignOut": "idleSessionSignOut",
    "SiteSettings": "site",
    "DefaultLink": "default_link",
}
_WORDS = {"string": "text", "integer": "number", "number": "number", "boolean": "yes or no", "object": "JSON"}


def parts() -> dict[str, dict[str, tuple[str, str]]]:
    """Return each part of a seed: for each of its keys the form, and the default or `needed`."""
    defs = json.loads(schema_text())["$defs"]
    return {
        TITLES[name]: {
            key: (form(kind), _default(kind, needed=key in part["required"]))
            for key, kind in part["properties"].items()
        }
        for name, part in defs.items()
    }


def form(kind: dict[str, Any]) -> str:
    """Return the form of a value, such as `list of text`, or the name of a part."""
    if "$ref" in kind:
        title = TITLES[kind["$ref"].rpartition("/")[2]]
        return f"[{title}](#{title.lower().replace(' ', '-')})"
    if "enum" in kind:
        return ", ".join(f"`{value}`" for value in sorted(kind["enum"]))
    if "anyOf" in kind:
        return form(next(one for one in kind["anyOf"] if one != {"type": "null"}))
    if kind["type"] == "array":
        return f"list of {form(kind['items'])}"
    if isinstance(kind.get("additionalProperties"), dict):
        return f"name → {form(kind['additionalProperties'])}"
    return _WORDS[kind["type"]]


def _default(kind: dict[str, Any], *, needed: bool) -> str:
    if needed:
        return "needed"
    default = kind.get("default")
    if default in (None, "", []) or "$ref" in kind:
        return ""
    return f"`{default if isinstance(default, str) else json.dumps(default)}`"
