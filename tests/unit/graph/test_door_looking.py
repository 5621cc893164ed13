"""Law 4 at the door of an audit: whatever is made up, nothing but a read gets out.

Source: ADR-0003
"""

import json

from hypothesis import given
from hypothesis import strategies as st

from sharepoint_gate.errors import LawError
from sharepoint_gate.graph.door import NOTHING, Door, Outgoing
from sharepoint_gate.graph.routes import ROUTES, RouteName
from tests.unit.graph.wire_world import BASE

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "MERGE", "get", "OPTIONS")
IDS = st.text(alphabet="abc!%/:.'()-_=$é0", min_size=1, max_size=8)
BODIES = st.sampled_from([b"", b"{}", b'{"requests":[]}', b'{"roles":["write"]}'])


@st.composite
def requests(draw: st.DrawFn) -> Outgoing:
    """Return a request to one of the known places, or nearly, by any verb and with any body."""
    template = draw(st.sampled_from(ROUTES)).template
    parts = [draw(IDS) if "{" in part else part for part in template]
    tail = draw(st.sampled_from(["", "", "/permanentDelete", "/createLink", "?token=1"]))
    path = f"/{draw(st.sampled_from(['v1.0', 'beta', 'v2']))}/{'/'.join(parts)}{tail}"
    netloc = draw(st.sampled_from([BASE.removeprefix("https://"), "elsewhere.example"]))
    return Outgoing(draw(st.sampled_from(METHODS)), "https", netloc, path, {}, draw(BODIES))


@given(requests())
def test_law_4_nothing_but_a_read_passes_without_a_permit(out: Outgoing) -> None:
    """What passes is a GET without a body, or a batch, which is nothing but reads."""
    try:
        match = Door(NOTHING, BASE).check(out)
    except LawError:
        return
    assert (out.method, out.body) == ("GET", b"") or match.route.name is RouteName.BATCH


@given(st.sampled_from(METHODS), requests())
def test_law_4_a_batch_passes_only_when_each_part_is_a_read(method: str, out: Outgoing) -> None:
    """One write among reads keeps the whole batch in."""
    parts = [
        {"id": "1", "method": "GET", "url": "/users"},
        {"id": "2", "method": method, "url": out.target.removeprefix("/v1.0")},
    ]
    body = json.dumps({"requests": parts}, separators=(",", ":"), ensure_ascii=False).encode()
    batch = Outgoing("POST", "https", BASE.removeprefix("https://"), "/v1.0/$batch", {}, body)
    try:
        Door(NOTHING, BASE).check(batch)
    except LawError:
        return
    assert method == "GET"
