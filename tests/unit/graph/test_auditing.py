"""What an audit reads of groups.

Source: graph:api/group-list-transitivemembers
"""

import pytest
import respx

from sharepoint_gate.access.observed import ObjectId
from sharepoint_gate.errors import AccessDeniedError
from tests.fakes.clock import FakeClock
from tests.unit.graph.wire_world import START, opened

pytestmark = pytest.mark.anyio
PEOPLE = "/v1.0/groups/panel/transitiveMembers"
USER = {"@odata.type": "#microsoft.graph.user", "id": "1"}
NADIA = {**USER, "displayName": "Nadia", "userPrincipalName": "n.rahman@wicb.example", "mail": None}
HIDDEN = {**USER, "displayName": None, "userPrincipalName": None, "mail": None}


async def test_people_of_a_group_are_told_and_what_is_no_person_is_left_out(graph: respx.MockRouter) -> None:
    """Groups within it are followed by Graph itself."""
    graph.get(PEOPLE).respond(
        200, json={"value": [NADIA, {"@odata.type": "#microsoft.graph.group", "id": "2"}]}
    )
    async with opened(FakeClock(START)) as tenant:
        found = await tenant.audit_reader.group_people(ObjectId("panel"))
    assert [one.addresses for one in found] == [("n.rahman@wicb.example",)]


async def test_law_7_a_group_whose_people_are_hidden_counts_as_unread(graph: respx.MockRouter) -> None:
    """A list of bare ids says how many can read, and not who."""
    graph.get(PEOPLE).respond(200, json={"value": [NADIA, HIDDEN]})
    async with opened(FakeClock(START)) as tenant:
        with pytest.raises(AccessDeniedError):
            await tenant.audit_reader.group_people(ObjectId("panel"))
