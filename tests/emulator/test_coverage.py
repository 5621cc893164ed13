"""COVERAGE.md says what the route tables say."""

import re

from graph_emulator.coverage import PATH, coverage
from graph_emulator.kernel.router import Router
from graph_emulator.services import all_routes

# What is made here is a question or a wish to be told: it changes nothing that others see.
_ONLY_READING = ("/subscriptions", "/security/auditLog/queries")


def test_coverage_page_is_current() -> None:
    """The page is what `python -m graph_emulator.coverage` writes from today's routes."""
    assert PATH.read_text(encoding="utf-8") == coverage(all_routes())


def test_every_route_names_a_page_of_the_documentation() -> None:
    """Each operation follows a page of Graph's documentation and has a price."""
    for route in all_routes():
        assert re.fullmatch(r"(api|concepts|resources)/[a-z0-9-]+", route.topic), route.name
        assert route.units >= 1


def test_writes_need_a_writing_role() -> None:
    """No reading role alone opens a route that writes; to ask and to be told is to read."""
    for route in all_routes():
        if route.write and not route.template.startswith(_ONLY_READING):
            assert route.roles, route.name
            assert not any(role.endswith(".Read.All") for role in route.roles), route.name


def test_routes_do_not_hide_each_other() -> None:
    """Every route is found by an address of its own form."""
    router = Router(all_routes())
    for route in all_routes():
        address = re.sub(r"\{(\w+)\}", r"a-\1", route.template)
        for version in route.versions:
            match = router.match(route.method, version, address)
            assert match is not None, route.name
            assert match.route is route
