"""What people decide after an adoption, taken from the roster that the demo partnership really keeps."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

Roster = dict[str, Any]


def decided(starter: Path, kept: Path) -> Roster:
    """Return a starter roster with every decision made as the partnership's own roster has made it.

    Args:
        starter: What `adopt` wrote.
        kept: The partnership's own roster; its people have other ids, so that addresses join the two.
    """
    found, known = _read(starter), _read(kept)
    ids = known_ids(known)
    renamed = {key: ids[one["username"].casefold()] for key, one in found["people"].items()}
    return {
        **found,
        "agreement": known["agreement"],
        "partnership": known["partnership"],
        "organisations": known["organisations"],
        "channel": _channel(found["channel"], renamed),
        "people": {
            renamed[key]: {**one, "organisation": known["people"][renamed[key]]["organisation"]}
            for key, one in found["people"].items()
        },
        "cases": {ref: _case(found["cases"][ref], known["cases"][ref], renamed) for ref in found["cases"]},
        "exceptions": {
            key: {**one, "person": renamed[one["person"]], "approved_by": known["channel"]["owners"][0]}
            for key, one in (found.get("exceptions") or {}).items()
        },
    }


def known_ids(known: Mapping[str, Any]) -> dict[str, str]:
    """Return the partnership's own ids by address; one of its people has had another address before."""
    ids = {one["username"].casefold(): key for key, one in known["people"].items()}
    return {**ids, "l.brackley@wicb.example": ids["l.hartley@wicb.example"]}


def _read(path: Path) -> Roster:
    read: Roster = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


def _channel(found: Mapping[str, Any], renamed: Mapping[str, str]) -> Roster:
    seats = {seat: [renamed[one] for one in found[seat]] for seat in ("owners", "members")}
    return {**found, **seats}


def _case(found: Mapping[str, Any], known: Mapping[str, Any], renamed: Mapping[str, str]) -> Roster:
    people = {renamed[one] for one in found["people"]}
    roles = {one: roles for one, roles in known["people"].items() if one in people}
    return {"process": found["process"], "stage": known["stage"], "people": roles}
