"""Who was to be given which file, read back from the trail."""

from sharepoint_gate.trail.events import Event, EventKind
from sharepoint_gate.trail.granted import Granted, granted
from sharepoint_gate.trail.log import Record
from sharepoint_gate.trail.record import record_of
from tests.fakes.events import an_event


def _intent(**data: object) -> Event:
    return an_event(EventKind.INTENT, change_id="c1", item_id="01PACK", **data)


def _of(*events: Event) -> list[Granted]:
    return list(granted([record_of(event, index) for index, event in enumerate(events)]))


def test_a_grant_names_its_people_and_its_place_in_the_log() -> None:
    """Whoever is added to a link is told of, and where in the log it stands."""
    found = _of(an_event(), _intent(change="grant-readers", step="add-people", people=["o2", "o1"]))
    assert found == [Granted(1, "01PACK", ("o1", "o2"))]


def test_a_link_that_is_made_has_a_new_address_for_everybody_on_it() -> None:
    """Those who could read before need the new address, too."""
    made = _intent(change="grant-readers", step="create-link", people=["o2"], readers=["o1", "o2"])
    remade = _intent(change="revoke-people", step="create-link", people=["o3"], remaining=["o1"])
    assert [one.people for one in _of(made, remade)] == [("o1", "o2"), ("o1",)]


def test_a_mere_revocation_grants_nothing() -> None:
    """Nobody is told anything when people come off a link that stays."""
    assert _of(_intent(change="revoke-people", step="revoke-people", people=["o3"], remaining=["o1"])) == []


def test_what_only_mentions_a_grant_is_none() -> None:
    """Words of a grant in another event, or in a record that cannot be read, are passed over."""
    assert _of(an_event(EventKind.OBSERVED, change="grant-readers", people=["o1"])) == []
    broken = Record(0, b'{"change":"grant-readers"', "")
    assert list(granted([broken])) == []


def test_people_that_are_no_list_are_nobody() -> None:
    """An edit by hand cannot make the reading fail."""
    assert _of(_intent(change="grant-readers", people="o1")) == []


def test_places_are_counted_on_from_the_logs_before() -> None:
    """After a break a new log begins, and later grants still have higher numbers."""
    records = [record_of(_intent(change="grant-readers", people=["o1"]), index) for index in range(2)]
    assert [one.index for one in granted(records, before=7)] == [7, 8]


def test_a_grant_that_names_nobody_is_told_to_nobody() -> None:
    """An intent without people, or whose record cannot be read, announces nothing."""
    assert _of(_intent(change="grant-readers", step="add-people", people=[])) == []
