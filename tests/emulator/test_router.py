"""Addresses in their many spellings lead to one route."""

import pytest

from graph_emulator.kernel.router import Router, plain_path
from graph_emulator.kernel.routes import Answer, Call, Route


def _nothing(_: Call) -> Answer:
    return Answer(status=204)


@pytest.mark.parametrize(
    ("path", "parts", "arguments"),
    [
        ("/drives/D/items/I", ["drives", "D", "items", "I"], {}),
        ("/drives/D/root", ["drives", "D", "items", "root"], {}),
        ("/drives/D/root:/A%20b/C.docx", ["drives", "D", "items", "root:/A b/C.docx"], {}),
        (
            "/drives/D/root:/A/C.docx:/createLink",
            ["drives", "D", "items", "root:/A/C.docx", "createLink"],
            {},
        ),
        ("/drives/D/items/I:/A/C.docx:/content", ["drives", "D", "items", "I:/A/C.docx", "content"], {}),
        ("/drives/D/root/delta", ["drives", "D", "items", "root", "delta"], {}),
        ("/drives/D/items/root/delta()", ["drives", "D", "items", "root", "delta"], {}),
        ("/drives/D/root/delta(token='t')", ["drives", "D", "items", "root", "delta"], {"token": "t"}),
        ("/sites/h:/sites/x", ["sites", "h:/sites/x"], {}),
        ("/sites/h:/sites/x:/drives", ["sites", "h:/sites/x", "drives"], {}),
        ("/sites/S/drive/root/children", ["sites", "S", "drive", "items", "root", "children"], {}),
        ("/drives/D/root:/A/f(x).docx", ["drives", "D", "items", "root:/A/f(x).docx"], {}),
        ("/users/a%23EXT%23@b", ["users", "a#EXT#@b"], {}),
    ],
)
def test_address_has_one_plain_form(path: str, parts: list[str], arguments: dict[str, str]) -> None:
    """Path addressing, root and function calls are turned into ids (graph:concepts/addressing-driveitems)."""
    assert plain_path(path) == (parts, arguments)


def test_fixed_word_wins_over_a_parameter() -> None:
    """A literal segment is tried first, and the parameter when it leads nowhere."""
    routes = [
        Route(method="GET", template="/a/{x}/c", topic="api/x", handler=_nothing),
        Route(method="GET", template="/a/b", topic="api/x", handler=_nothing),
        Route(method="GET", template="/{y}/b/d", topic="api/x", handler=_nothing, versions=("beta",)),
    ]
    router = Router(routes)
    found = router.match("GET", "v1.0", "/a/b/c")
    assert found is not None
    assert (found.route, found.params) == (routes[0], {"x": "b"})
    assert router.match("GET", "v1.0", "/a/b") is not None
    assert router.match("GET", "v1.0", "/a/b/d") is None
    beta = router.match("GET", "beta", "/a/b/d")
    assert beta is not None
    assert beta.params == {"y": "a"}
    assert router.match("POST", "v1.0", "/a/b") is None


def test_two_routes_for_one_address_are_a_mistake() -> None:
    """Two services cannot answer the same request."""
    route = Route(method="GET", template="/a/{x}", topic="api/x", handler=_nothing)
    other = Route(method="GET", template="/a/{y}", topic="api/x", handler=_nothing)
    with pytest.raises(ValueError, match="two routes"):
        Router([route, other])
