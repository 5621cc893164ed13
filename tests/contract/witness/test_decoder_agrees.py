"""The gate's decoder and Microsoft's own models read the same out of every recorded answer.

Permissions are also taken from the carried-over answers, which hold kinds that no night brings forth.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from sharepoint_gate.access.observed import Grantee, GranteeKind, ItemId, ObservedItem
from sharepoint_gate.graph.decode import ShapeError, read_node, read_page
from sharepoint_gate.graph.decode_directory import folder_place, read_account, read_membership
from sharepoint_gate.graph.decode_items import fold_rows, read_items
from sharepoint_gate.graph.decode_permissions import read_permission
from tests.contract.witness.recorded import Heard, Json, Recording
from tests.contract.witness.sdk_models import parsed, thinned
from tests.emulator.files.shapes import VECTORS

Pair = tuple[Heard, bytes, Any]
"""One resource: the answer it came in, its bytes, and what the SDK's model makes of it."""

_KINDS = {"permission", "driveItem", "user", "conversationMember"}
_FACETS = (
    ("user", GranteeKind.USER),
    ("group", GranteeKind.GROUP),
    ("application", GranteeKind.APPLICATION),
    ("device", GranteeKind.DEVICE),
    ("site_user", GranteeKind.SITE_USER),
    ("site_group", GranteeKind.SITE_GROUP),
)
# graph:api/site-list-permissions: roles come with one permission, not with the list of them.
_WITHOUT_ROLES = {"GET /sites/{site}/permissions", "GET /sites/{site}/lists/{list}/permissions"}
_OF_DIRECTORY = {GranteeKind.USER, GranteeKind.GROUP, GranteeKind.APPLICATION, GranteeKind.DEVICE}


@pytest.fixture(scope="module")
def read(recording: Recording) -> dict[str, list[Pair]]:
    """Each distinct resource by its type; of the many like items one of each shape on each page."""
    found: dict[str, list[Pair]] = defaultdict(list)
    seen: set[bytes] = set()
    for heard in recording.heard():
        if heard.kind in _KINDS:
            found[heard.kind] += _pairs(heard, seen)
    for heard in _carried_over():
        found["permission"] += [pair for pair in _pairs(heard, seen) if not read_permission(pair[1]).strange]
    return found


def _carried_over() -> Iterator[Heard]:
    """Yield the permissions that Microsoft's pages and public clients show, where each has an id."""
    for vector in json.loads((VECTORS / "index.json").read_text())["vectors"]:
        if vector["type"] == "permission" and not vector["reads"][-1].startswith("refused"):
            answer = json.loads((VECTORS / vector["file"]).read_text())
            yield Heard("", vector["name"], 200, None, answer, "permission", vector["collection"])


def _pairs(heard: Heard, seen: set[bytes]) -> list[Pair]:
    """Read the rows that were not seen yet: bytes by our own page reader, models by the SDK's."""
    answer = thinned(heard) if heard.kind == "driveItem" else heard.answer
    body = json.dumps(answer).encode()
    if not heard.many:
        return [(heard, body, parsed(heard, answer))]
    rows = [row for row in read_page(body).rows if row not in seen]
    seen.update(rows)
    fresh = {**answer, "value": [read_node(row) for row in rows]}
    return [(heard, row, one) for row, one in zip(rows, parsed(heard, fresh).value, strict=True)]


def _email(identity: Any) -> str:
    return str(identity.additional_data.get("email") or "") if identity else ""


def _named(identities: Any) -> tuple[object, ...] | None:
    """Tell from the SDK's model whom an identity set names: kind, object, site number, login, address."""
    facets = [(kind, getattr(identities, name, None)) for name, kind in _FACETS]
    there = [(kind, facet) for kind, facet in facets if facet is not None]
    if not there:
        return None
    kind, facet = there[0]
    on_site = next((one for form, one in there if form not in _OF_DIRECTORY), None)
    return (
        kind,
        facet.id if kind in _OF_DIRECTORY else None,
        on_site.id if on_site else None,
        on_site.login_name if on_site else "",
        _email(facet) or _email(on_site),
        facet.display_name or "",
    )


def _ours(grantee: Grantee | None) -> tuple[object, ...] | None:
    if grantee is None:
        return None
    return (
        grantee.kind,
        grantee.object_id,
        grantee.site_id,
        grantee.login_name,
        grantee.email,
        grantee.name,
    )


def test_permissions_are_read_alike(read: dict[str, list[Pair]]) -> None:
    """Id, roles, link, who is on it, whom it is granted to, and whether it is inherited.

    Source: graph:resources/permission
    """
    kinds: set[GranteeKind] = set()
    for heard, row, model in read["permission"]:
        ours = read_permission(row)
        assert (ours.id, list(ours.roles)) == (model.id, model.roles or []), heard.name
        assert model.roles is not None or heard.route in _WITHOUT_ROLES, heard.name
        assert _ours(ours.grantee) == _named(model.granted_to_v2), heard.name
        people = [_named(one) for one in model.granted_to_identities_v2 or []]
        assert [_ours(one) for one in ours.people] == people, heard.name
        assert bool(ours.inherited) == (model.inherited_from is not None), heard.name
        # What does not say which roles it gives is told as unfamiliar, never taken for something harmless.
        assert ours.strange == (("roles",) if model.roles is None else ()), heard.name
        kinds |= {one.kind for one in (ours.grantee, *ours.people) if one is not None}
    assert len(read["permission"]) > 80
    assert kinds == set(GranteeKind)


def test_links_are_read_alike(read: dict[str, list[Pair]]) -> None:
    """Scope, type, block-download and address of every link.

    Source: graph:resources/sharinglink
    """
    seen = set()
    for heard, row, model in read["permission"]:
        ours, link = read_permission(row).link, model.link
        assert (ours is None) == (link is None), heard.name
        if ours is not None:
            shape = (ours.kind, ours.scope, ours.prevents_download)
            # The link for people with existing access has no type; an absent one reads as an empty text.
            assert shape == (link.type or "", link.scope, bool(link.prevents_download)), heard.name
            assert ours.web_url == link.web_url, heard.name
            seen.add(shape)
    assert seen >= {
        ("view", "anonymous", False),
        ("edit", "organization", False),
        ("view", "users", False),
        ("view", "users", True),
    }


def test_pending_invitations_and_ends_are_read_alike(read: dict[str, list[Pair]]) -> None:
    """An invitation is pending while no account is named; the year 1 is no end.

    Source: graph:resources/sharinginvitation
    """
    pending, ending = set(), set()
    for heard, row, model in read["permission"]:
        ours = read_permission(row)
        named = _named(model.granted_to_v2)
        waits = model.invitation is not None and (named is None or named[1] is None)
        assert ours.invitation_email == (model.invitation.email if waits else None), heard.name
        ends = model.expiration_date_time
        assert ours.expires_at == (ends if ends and ends.year > 1 else None), heard.name
        pending.add(ours.invitation_email)
        ending.add(ours.expires_at)
    assert len(pending) > 1
    assert len(ending) > 1


def test_items_are_read_alike(read: dict[str, list[Pair]]) -> None:
    """Id, name, parent, folder, package, root and deletion of every item; one without a place is refused.

    Source: graph:resources/driveitem
    """
    forms: set[str] = set()
    for heard, row, model in read["driveItem"]:
        found: dict[ItemId, Json] = {}
        fold_rows(found, [row])
        assert (not found) == (model.deleted is not None), heard.name
        if found:
            if model.root is None and model.parent_reference is None:
                _check_that_it_is_refused(found)
                continue
            ours = _read(found, model)
            assert (ours.id, ours.name, ours.is_folder) == (
                model.id,
                model.name,
                bool(model.folder or model.root),
            ), heard.name
            assert ours.package == (model.package is not None), heard.name
        forms |= {form for form in ("deleted", "root", "folder", "file", "package") if getattr(model, form)}
    assert forms == {"deleted", "root", "folder", "file", "package"}


def _check_that_it_is_refused(found: dict[ItemId, Json]) -> None:
    """A client that selected no parent was told of none: that is no picture of a library."""
    root = {"id": "above", "name": "root", "root": {}}
    with pytest.raises(ShapeError):
        read_items({ItemId("above"): root, **found})


def _read(found: dict[ItemId, Json], model: Any) -> ObservedItem:
    """Read one item, hung below a root where it is none itself."""
    if model.root is None:
        found[model.parent_reference.id] = {"id": model.parent_reference.id, "name": "root", "root": {}}
    items = {item.id: item for item in read_items(found)}
    ours = items[model.id]
    assert ours.parent_id == (None if model.root else model.parent_reference.id)
    return ours


def test_the_channels_folder_is_read_alike(read: dict[str, list[Pair]]) -> None:
    """The place of the channel's files: library and folder.

    Source: graph:api/channel-get-filesfolder
    """
    seen = set()
    for heard, row, model in read["driveItem"]:
        if heard.route.endswith("/filesFolder"):
            assert folder_place(read_node(row)) == (model.parent_reference.drive_id, model.id)
            seen.add(heard.version)
    assert seen == {"v1.0", "beta"}


def test_accounts_are_read_alike(read: dict[str, list[Pair]]) -> None:
    """Who an account is and whether it is open; one that does not say so is refused.

    Source: graph:resources/user
    """
    closed = refused = 0
    for heard, row, model in read["user"]:
        if model.account_enabled is None or model.user_principal_name is None:
            with pytest.raises(ShapeError):
                read_account(row)
            refused += 1
            continue
        ours = read_account(row)
        assert (ours.object_id, ours.user_principal_name) == (model.id, model.user_principal_name)
        assert (ours.mail, list(ours.other_mails)) == (model.mail or "", model.other_mails), heard.name
        assert (ours.enabled, ours.is_guest) == (model.account_enabled, model.user_type == "Guest")
        state = (model.external_user_state, model.external_user_state_change_date_time)
        assert (ours.external_state, ours.external_state_changed_at) == state, heard.name
        told = {f"{one.issuer}|{one.issuer_assigned_id or ''}" for one in model.identities}
        assert set(ours.identities) == told, heard.name
        closed += not ours.enabled
    assert 0 < refused < len(read["user"])
    assert closed > 0


def test_memberships_are_read_alike(read: dict[str, list[Pair]]) -> None:
    """Whose a membership is, and in which role; one that a client thinned by selection is refused.

    Source: graph:resources/aaduserconversationmember
    """
    roles = set()
    for heard, row, model in read["conversationMember"]:
        if model.id is None or model.user_id is None:
            with pytest.raises(ShapeError):
                read_membership(row)
            continue
        ours = read_membership(row)
        assert (ours.id, ours.object_id) == (model.id, model.user_id), heard.name
        assert (ours.name, ours.email) == (model.display_name, model.email), heard.name
        assert ours.role == ("".join(model.roles).lower() or "member"), heard.name
        roles.add(ours.role)
    assert roles == {"owner", "member", "guest"}


def test_another_reading_would_be_seen(read: dict[str, list[Pair]]) -> None:
    """The comparison can fail: one spoilt row reads unlike the model of the whole one."""
    links = [(row, model) for _, row, model in read["permission"] if model.link is not None]
    row, model = next(pair for pair in links if "preventsDownload" in read_node(pair[0])["link"])
    spoilt = read_node(row)
    spoilt["link"]["preventsDownload"] = not spoilt["link"]["preventsDownload"]
    ours = read_permission(json.dumps(spoilt).encode()).link
    assert ours is not None
    assert ours.prevents_download != bool(model.link.prevents_download)
