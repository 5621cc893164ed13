"""How a path is read before it is compared: what could be read in two ways is not read at all (laws 3, 4)."""

import pytest

from sharepoint_gate.graph.routes import RouteName, UnreadablePathError, find_route, route_named


@pytest.mark.parametrize(
    "path",
    [
        "v1.0/drives/d",
        "/v1.0/drives/\u00e9",
        "/v1.0/drives//d",
        "//v1.0/drives",
        "/v1.0/drives/",
        "/v1.0/drives/.",
        "/v1.0/drives/..",
        "/v1.0/drives/%2e%2e",
        "/v1.0/drives/a%2Fb",
        "/v1.0/drives/a%5Cb",
        "/v1.0/drives/a\\b",
        "/v1.0/drives/a%2561",
        "/v1.0/drives/a%00",
        "/v1.0/drives/a%7f",
        "/v1.0/drives/%FF",
    ],
)
def test_law_4_a_path_that_could_be_read_in_two_ways_is_refused(path: str) -> None:
    """Empty and dotted segments, encoded slashes, double encoding and control characters name nothing."""
    with pytest.raises(UnreadablePathError):
        find_route("GET", path)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v2.0/drives/d/items/i/createLink"),
        ("POST", "/beta/shares/u!s/permission/grant"),
        ("GET", "/beta/drives/d"),
        ("GET", "/__emulator__/drives/d"),
        ("get", "/v1.0/drives/d"),
        ("PUT", "/v1.0/drives/d/items/parent/name/content"),
        ("PUT", "/v1.0/drives/d/items/parent:/name/content"),
        ("PUT", "/v1.0/drives/d/items/parent/name:/content"),
        ("PUT", "/v1.0/drives/d/items/a:b:/name:/content"),
        ("PUT", "/v1.0/drives/d/items/parent:/a:b:/content"),
        ("POST", "/v1.0/drives/d/items/root:/createLink"),
        ("POST", "/v1.0/drives/d:/items/i/createLink"),
        ("DELETE", "/v1.0/drives/d/items/i/permissions/p:"),
        ("GET", "/v1.0/drives/d/root/deltas"),
        ("GET", "/v1.0/drives/d/root/delta()x"),
        ("GET", "/v1.0/teams('t')x/members"),
        ("POST", "/v1.0/users('u')/revokeSignInSessions"),
    ],
)
def test_law_4_what_is_not_word_for_word_on_the_list_is_no_operation(method: str, path: str) -> None:
    """Another version, letter case, a path that addresses by name, or a few letters more: none is known."""
    assert find_route(method, path) is None


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("/v1.0/drives/d/root/delta(token='x')", {"drive": "d"}),
        ("/v1.0/drives('d')/root/delta()", {"drive": "d"}),
        ("/v1.0/teams('t')/members", {"team": "t"}),
    ],
)
def test_links_to_further_pages_may_spell_a_path_as_odata_does(path: str, ids: dict[str, str]) -> None:
    """Graph's own links do, and they are read as the same operation."""
    match = find_route("GET", path)
    assert match is not None
    assert match.ids == ids


def test_a_file_is_made_by_its_folder_and_a_name() -> None:
    """The one path that addresses by name tells both without their colons."""
    match = find_route("PUT", "/v1.0/drives/d/items/parent:/name.txt:/content")
    assert match is not None
    assert (match.ids["parent"], match.ids["name"]) == ("parent", "name.txt")


def test_everything_but_a_get_and_a_batch_of_them_writes() -> None:
    """By this a read may be sent again, and a write may not."""
    assert {name for name in RouteName if not route_named(name).writes} >= {
        RouteName.BATCH,
        RouteName.LIST_ITEMS,
    }
    assert route_named(RouteName.CREATE_LINK).writes
    assert route_named(RouteName.REMOVE_ITEM).writes
