"""The doctor tries each open question with the quirk in each position, and tells the truth each time.

Source: ISA §8.2, ADR-0003
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest

from tests.e2e.doctor_scene import (
    GUEST,
    NARROW,
    SELECTED,
    USUAL,
    VISITOR,
    WRITES,
    assert_nothing_is_left,
    visit,
)
from tests.e2e.harness import Rehearsal

YES, NO, UNKNOWN = "yes", "no", "cannot tell"


@dataclass(frozen=True, slots=True)
class Position:
    """A tenant that behaves in one way, and what is true of it.

    Attributes:
        truth: The answer to each question that this position is about.
    """

    name: str
    truth: Mapping[str, str]
    quirks: Mapping[str, object]
    account: str = VISITOR
    roles: Sequence[str] = tuple(USUAL)
    site_role: str = ""


POSITIONS = (
    Position(
        "as documented",
        {
            "sharing-headers": YES,
            "inherited-from": NO,
            "limited-access-shown": YES,
            "filter-by-link": YES,
            "inherited-delete-says-so": NO,
            "v1-link-without-download": NO,
            "link-without-download": YES,
            "revoke-takes-off": YES,
            "revoke-on-v1": YES,
            "same-link-adds-people": NO,
            "grant-adds-people": YES,
            "grant-changes-address": YES,
            "folder-link-without-download": NO,
            "refuses-link-on-unshown-file": YES,
            "sharing-reaches-down": UNKNOWN,
            "deleted-link-leaves-passage": YES,
            "deleted-link-is-gone": YES,
            "delta-tells-links": YES,
            "delta-tells-removals": YES,
            "delta-names-deleted": NO,
        },
        {},
    ),
    Position(
        "the other way about",
        {
            "sharing-headers": NO,
            "inherited-from": YES,
            "filter-by-link": NO,
            "inherited-delete-says-so": YES,
            "v1-link-without-download": YES,
            "revoke-takes-off": YES,
            "revoke-on-v1": NO,
            "same-link-adds-people": YES,
            "grant-changes-address": NO,
            "folder-link-without-download": YES,
            "refuses-link-on-unshown-file": NO,
            "sharing-reaches-down": YES,
            "deleted-link-leaves-passage": NO,
            "delta-tells-links": NO,
            "delta-tells-removals": NO,
            "delta-names-deleted": YES,
        },
        {
            "createLink.v1_blocksDownload": "honour",
            "createLink.folder_blocksDownload": "honour",
            "createLink.existing_adds_recipients": True,
            "createLink.not_viewable": "plain-view",
            "grant.rotates_url": "never",
            "revokeGrants.v1": "405",
            "permission.delete_inherited": "403",
            "permission.inheritedFrom": "full",
            "permission.filter_link": False,
            "links.orphan_groups": False,
            "delta.link_changes": False,
            "delta.removals_annotated": False,
            "delta.deleted_names": True,
            "delta.preference_applied": False,
        },
    ),
    Position(
        "a third way",
        {
            "inherited-from": NO,
            "limited-access-shown": NO,
            "inherited-delete-says-so": YES,
            "v1-link-without-download": NO,
            "revoke-takes-off": YES,
            "revoke-on-v1": NO,
            "grant-changes-address": YES,
            "folder-link-without-download": YES,
            "sharing-reaches-down": NO,
            "deleted-link-leaves-passage": UNKNOWN,
        },
        {
            "createLink.v1_blocksDownload": "reject400",
            "createLink.folder_blocksDownload": "honour",
            "inheritance.push_additions": False,
            "grant.rotates_url": "always",
            "revokeGrants.v1": "404",
            "permission.delete_inherited": "400",
            "permission.inheritedFrom": "omitted",
            "limited_access.visible": False,
        },
    ),
    Position(
        "a pending guest who can be taken off",
        {"revoke-pending-guest": YES, "pending-guest-shown": YES, "revoke-takes-off": YES},
        {},
        GUEST,
    ),
    Position(
        "a pending guest who cannot be taken off",
        {"revoke-pending-guest": NO, "pending-guest-shown": YES, "revoke-takes-off": UNKNOWN},
        {"revokeGrants.pending_external": "reject400"},
        GUEST,
    ),
    Position(
        "a pending guest who is not shown",
        {"pending-guest-shown": NO, "link-without-download": UNKNOWN, "grant-adds-people": UNKNOWN},
        {"permission.pending_shown": False},
        GUEST,
    ),
    Position(
        "full control is needed and not there",
        {"grant-adds-people": NO, "grant-changes-address": UNKNOWN, "link-without-download": YES},
        {},
        roles=tuple(NARROW),
    ),
    Position(
        "full control is not needed",
        {"grant-adds-people": YES, "link-without-download": YES},
        {"grant.requires_full_control": False},
        roles=tuple(NARROW),
    ),
    Position(
        "a selected site is honoured",
        {"link-without-download": YES, "grant-adds-people": YES, "revoke-takes-off": YES},
        {},
        roles=tuple(SELECTED),
        site_role="fullcontrol",
    ),
    Position(
        "a selected site is honoured for links only",
        {"link-without-download": YES, "grant-adds-people": NO, "revoke-takes-off": NO},
        {"selected.grant": "403", "selected.revoke_grants": "403"},
        roles=tuple(SELECTED),
        site_role="fullcontrol",
    ),
    Position(
        "a selected site is not honoured for links",
        {"link-without-download": NO, "v1-link-without-download": NO, "revoke-takes-off": UNKNOWN},
        {"selected.create_link": "403"},
        roles=tuple(SELECTED),
        site_role="fullcontrol",
    ),
)


@pytest.mark.parametrize("position", POSITIONS, ids=lambda one: one.name)
def test_each_answer_is_true_and_nothing_is_left(ward: Rehearsal, position: Position) -> None:
    """Whatever the tenant does, the doctor tells it, touches its own items alone and removes them."""
    visited = visit(
        ward,
        *WRITES,
        "--account",
        position.account,
        quirks=position.quirks,
        roles=position.roles,
        site_role=position.site_role,
    )
    told = {name: visited.answers[name] for name in position.truth}
    assert told == dict(position.truth), visited.seen
    assert visited.writes
    assert_nothing_is_left(visited)
    assert visited.spoken.data["leftovers"] == []


def test_law_10_the_trail_of_a_doctor_verifies_and_holds_no_address(ward: Rehearsal) -> None:
    """What was tried stands in the trail before and after, without links."""
    assert "verifies" in ward.gate("trail", "verify").out
    shown = ward.gate("trail", "show").out
    assert "About to try how sharing behaves on Reviews/Probes/sharepoint-gate-probe-" in shown
    assert "https://" not in shown


def test_the_version_that_makes_right_links_is_named(ward: Rehearsal) -> None:
    """The setting follows from the answer: beta where v1.0 gives a plain link, and then it is ready."""
    visited = visit(ward, *WRITES, "--account", VISITOR, "--exit-code")
    settings = {one["id"]: one["setting"] for one in visited.spoken.data["probes"] if one["setting"]}
    assert settings == {"v1-link-without-download": 'sharing.create_link_version = "beta"'}
    assert visited.spoken.data["ready"]
