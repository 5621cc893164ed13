"""Who stands behind a grantee: an object id is proof, an address is only a name."""

from dataclasses import replace

import pytest

from sharepoint_gate.access.directory import Directory, directory_of
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.memory import Memory, Pin
from sharepoint_gate.access.observed import Grantee, GranteeKind, ObjectId
from sharepoint_gate.access.principals import (
    DirectoryGroup,
    Everybody,
    Nameless,
    Someone,
    invited,
    principal_key,
    principal_name,
    recognise,
    stranger_kinds,
)
from sharepoint_gate.roster.model import PersonId
from tests.world import NOW, Scene, user

KIND = FindingKind


def scene() -> Scene:
    """Return a small roster whose host organisation is wcc."""
    made = Scene().person("u12")
    return made.account("u01", is_guest=False, external_state=None)


@pytest.fixture(name="directory")
def _directory() -> Directory:
    return directory_of(scene().world())


def someone(directory: Directory, grantee: Grantee) -> Someone:
    """Return the person that a grantee is."""
    found = recognise(grantee, directory)
    assert isinstance(found, Someone)
    return found


def test_an_object_id_makes_a_person_of_the_roster(directory: Directory) -> None:
    """Whoever has the object id of a roster person's account is that person, whatever the address says."""
    found = someone(directory, replace(user("u12"), email="Old.Name@elsewhere.example"))
    assert (found.person, found.named, principal_name(found)) == ("u12", None, "u12")


def test_an_address_gives_a_name_and_no_trust(directory: Directory) -> None:
    """Somebody known by address only is told by roster id and is never taken for the person."""
    stranger = someone(directory, replace(user("u99"), email="U12@wicb.example"))
    assert (stranger.person, stranger.named, principal_name(stranger)) == (None, "u12", "u12")
    assert stranger_kinds(stranger, directory) == (KIND.ACCOUNT_NOT_FOUND,)


def test_a_login_names_somebody_whose_address_does_not() -> None:
    """A site user without an address is named by the claims login."""
    directory = directory_of(scene().world())
    login = "i:0#.f|membership|urn:spo:guest#u12@wicb.example"
    found = someone(directory, Grantee(GranteeKind.SITE_USER, None, "12", "N", login, ""))
    assert (found.named, found.address, found.external) == ("u12", "u12@wicb.example", True)


def test_a_pinned_account_stays_known_when_it_cannot_be_looked_up() -> None:
    """The object id that was approved names its person also while the directory does not answer."""
    made = scene()
    made.memory = Memory({PersonId("u12"): Pin(ObjectId("oid-u12"), "f", NOW)}, {}, {})
    del made.accounts[PersonId("u12")]
    assert someone(directory_of(made.world()), user("u12")).person == "u12"


def test_an_account_of_two_people_belongs_to_the_first_by_id() -> None:
    """Two roster entries with one account are told apart in a fixed order, not by the order of reading."""
    made = scene().person("u05")
    made.accounts[PersonId("u05")] = made.accounts[PersonId("u12")]
    assert someone(directory_of(made.world()), user("u12")).person == "u05"


@pytest.mark.parametrize(
    ("address", "login", "kinds"),
    [
        ("kdoyle@personalmail.example", "", (KIND.PERSONAL_MAIL_RECIPIENT, KIND.GUEST_NOT_IN_ROSTER)),
        ("r.fox@wmp.example", "", (KIND.GUEST_NOT_IN_ROSTER,)),
        ("m.teal@wcc.example", "", (KIND.INTERNAL_NOT_IN_ROSTER,)),
        ("x@wcc.example", "i:0#.f|membership|x_wcc.example#ext#@wcc.example", (KIND.GUEST_NOT_IN_ROSTER,)),
        ("duty-team2@wmp.example", "", (KIND.GENERIC_ACCOUNT, KIND.GUEST_NOT_IN_ROSTER)),
        ("office@wcc.example", "", (KIND.GENERIC_ACCOUNT, KIND.INTERNAL_NOT_IN_ROSTER)),
        ("steam@wcc.example", "", (KIND.INTERNAL_NOT_IN_ROSTER,)),
        (
            "info@personalmail.example",
            "",
            (KIND.PERSONAL_MAIL_RECIPIENT, KIND.GENERIC_ACCOUNT, KIND.GUEST_NOT_IN_ROSTER),
        ),
    ],
)
def test_strangers_are_told_apart(
    directory: Directory, address: str, login: str, kinds: tuple[FindingKind, ...]
) -> None:
    """Personal mailboxes, shared mailboxes, guests and colleagues each have a kind of their own."""
    grantee = Grantee(GranteeKind.USER, ObjectId("oid-x"), None, "X", login, address)
    assert stranger_kinds(someone(directory, grantee), directory) == kinds


def test_a_known_guest_stays_external() -> None:
    """An account that the directory calls a guest is external, whatever its address."""
    made = scene().account("u12", mail="u12@wcc.example")
    found = someone(directory_of(made.world()), user("u12", "u12@wcc.example"))
    assert found.external


def test_a_guest_name_gives_away_the_home_domain() -> None:
    """The domain in which a guest's account was made is the tenant's own."""
    made = scene().account("u12", user_principal_name="u12_wicb.example#EXT#@home.example")
    assert directory_of(made.world()).home_domains == {"home.example", "wcc.example"}


def test_nobody_without_a_name_is_a_person(directory: Directory) -> None:
    """An object id without any address is told by its display name, else by the id."""
    found = someone(directory, Grantee(GranteeKind.USER, ObjectId("oid-x"), None, "", "", ""))
    assert principal_name(found) == "oid-x"


def forgotten(name: str) -> Grantee:
    """Return what a site shows of somebody whose account was deleted."""
    return Grantee(GranteeKind.USER, None, None, name, "", "")


def test_whose_account_is_gone_is_told_by_name_and_never_trusted(directory: Directory) -> None:
    """A name alone gives the roster id to tell, proves nobody, and is no shape that nobody knows."""
    name = scene().world().roster.people[PersonId("u12")].name
    found = someone(directory, forgotten(name.upper()))
    assert (found.person, found.named, principal_name(found)) == (None, "u12", "u12")
    stranger = someone(directory, forgotten("Gone Long Ago"))
    assert (stranger.named, principal_name(stranger)) == (None, "Gone Long Ago")
    assert {stranger_kinds(one, directory) for one in (found, stranger)} == {(KIND.ACCOUNT_NOT_FOUND,)}


def test_a_name_that_two_people_share_names_neither() -> None:
    """Of two people of one name on the roster nobody can say who was deleted."""
    made = scene().person("u05")
    people = made.world().roster.people
    twin = replace(people[PersonId("u05")], name=people[PersonId("u12")].name)
    world = made.world()
    world = replace(world, roster=replace(world.roster, people={**people, PersonId("u05"): twin}))
    assert someone(directory_of(world), forgotten(twin.name)).named is None


@pytest.mark.parametrize(
    "grantee", [forgotten(" "), Grantee(GranteeKind.SITE_USER, None, "9", "Some Name", "", "")]
)
def test_who_has_not_even_a_name_of_a_user_is_nobody_that_is_known(
    directory: Directory, grantee: Grantee
) -> None:
    """What the site names by itself may be anything, so that a person has to look."""
    assert recognise(grantee, directory) == Nameless(grantee.name or "unnamed")


def test_an_invitation_names_an_address(directory: Directory) -> None:
    """Whoever was invited is known by address only."""
    assert invited(" U12@wicb.example ", directory).named == "u12"
    assert not invited("new@wcc.example", directory).external


def test_a_principal_is_the_same_wherever_it_is_seen(directory: Directory) -> None:
    """The key of a principal does not depend on how its name is spelt on an item."""
    twice = [recognise(user("u12", email), directory) for email in ("A@b.example", "c@d.example")]
    assert len({principal_key(one) for one in twice}) == 1
    assert principal_key(DirectoryGroup("g", "Group")) == "DirectoryGroup:g"
    assert principal_key(Everybody("Everyone")) == "Everybody:Everyone"
