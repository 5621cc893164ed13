"""Terms of use: who may read decisions, and how a decision is told (graph:api/agreement-list-acceptances)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.emulator.conftest import Start
from tests.emulator.identity.browser import BACK, DELEGATED, Browser, fields_of, sent_back
from tests.emulator.raw import Emulator, Graph

_TERMS = "/v1.0/identityGovernance/termsOfUse/agreements"
_LOG = "/v1.0/auditLogs/directoryAudits"
_READ = ["Agreement.Read.All", "AgreementAcceptance.Read.All"]


@pytest.fixture(scope="module")
def bound_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """Run a tenant whose people have to accept terms before they are signed in."""
    folder = tmp_path_factory.mktemp("terms")
    seed = folder / "seed.yaml"
    seed.write_text(
        """
tenant: {name: Smallbridge, host: smallbridge.sharepoint.example, seed: 7, clock: "2026-03-02T09:00:00Z"}
apps: {reader: {roles: [AuditLog.Read.All, Agreement.Read.All, AgreementAcceptance.Read.All]}}
users:
  - {key: ann, name: Ann Archer, upn: ann@smallbridge.example, mail: ann@smallbridge.example, type: Member}
  - {key: ben, name: Ben Barrow, upn: ben@smallbridge.example, mail: ben@smallbridge.example, type: Member}
terms:
  - {key: access, name: Panel papers, text: Keep them safe., viewing_required: true, at_sign_in: true}
  - {key: other, name: Other terms}
""",
        encoding="utf-8",
    )
    emulator = Emulator(folder / "tenant", seed)
    yield emulator
    assert emulator.stop() == 0, emulator.errors


@pytest.fixture
def bound(bound_process: Emulator) -> Emulator:
    """That tenant as its seed describes it."""
    bound_process.admin("POST", "reset", {})
    return bound_process


def _scoped(emulator: Emulator, key: str, *scopes: str) -> Graph:
    token = emulator.admin("POST", "token", {"user": key, "scopes": list(scopes)})["access_token"]
    return Graph(emulator.connection, token)


def _accept(emulator: Emulator, state: str = "accepted", person: str = "ann") -> Any:
    body = {"person": person, "agreement": "access", "state": state}
    return emulator.admin("POST", "terms/accept", body)


def test_person_with_the_permission_reads_agreements_and_their_file(bound: Emulator) -> None:
    """A client that holds the delegated permission reads agreements (graph:api/agreement-get)."""
    graph = _scoped(bound, "ben", *_READ)
    rows = graph.pages(_TERMS, query={"$filter": "displayName eq 'Panel papers'"})
    assert [(row["displayName"], row["isViewingBeforeAcceptanceRequired"]) for row in rows] == [
        ("Panel papers", True)
    ]
    place = f"{_TERMS}/{rows[0]['id']}"
    assert graph("GET", place).json["displayName"] == "Panel papers"
    assert graph("GET", f"{place}/file").json["fileName"] == "access.pdf"
    assert [row["isDefault"] for row in graph("GET", f"{place}/files").json["value"]] == [True]
    assert graph("GET", f"{_TERMS}/nothing").code == "Request_ResourceNotFound"


def test_applications_are_refused_unless_the_quirk_lets_them(bound: Emulator) -> None:
    """The pages say that applications cannot read agreements; whether that holds is contested."""
    app = bound.app("reader")
    _accept(bound)
    refused = app("GET", _TERMS)
    assert (refused.status, refused.code) == (403, "Authorization_RequestDenied")
    bound.admin("PUT", "quirks", {"tou.app_only": "allow"})
    agreement = next(one for one in app.pages(_TERMS) if one["displayName"] == "Panel papers")
    rows = app.pages(f"{_TERMS}/{agreement['id']}/acceptances")
    assert [(row["userPrincipalName"], row["state"]) for row in rows] == [
        ("ann@smallbridge.example", "accepted")
    ]


def test_quirk_still_asks_for_the_role(emulator: Emulator) -> None:
    """An application without the role is refused in both positions of the quirk."""
    for value in ("403", "allow"):
        emulator.admin("PUT", "quirks", {"tou.app_only": value})
        assert emulator.app("outsider")("GET", _TERMS).status == 403


def test_scopes_bind_people(bound: Emulator) -> None:
    """Without the permission a person reads nothing but their own decisions."""
    _accept(bound)
    assert bound.person("ann")("GET", _TERMS).status == 403
    assert _scoped(bound, "ann", "User.Read")("GET", _TERMS).status == 403
    own = "/v1.0/users/ann@smallbridge.example/agreementAcceptances"
    assert len(bound.person("ann").pages(own)) == 1
    assert bound.person("ben")("GET", own).status == 403
    assert _scoped(bound, "ben", "AgreementAcceptance.Read")("GET", own).status == 403
    assert len(_scoped(bound, "ben", "AgreementAcceptance.Read.All").pages(own)) == 1
    nobody = _scoped(bound, "ben", *_READ)("GET", "/v1.0/users/nobody/agreementAcceptances")
    assert nobody.code == "Request_ResourceNotFound"


def test_client_for_own_decisions_sees_no_others(bound: Emulator) -> None:
    """`AgreementAcceptance.Read` tells of an agreement what its person decided, and nobody else."""
    _accept(bound)
    _accept(bound, "declined", "ben")
    rows = _scoped(bound, "ben", *_READ).pages(_TERMS)
    agreement = next(one["id"] for one in rows if one["displayName"] == "Panel papers")
    place = f"{_TERMS}/{agreement}/acceptances"
    own = _scoped(bound, "ben", "AgreementAcceptance.Read").pages(place)
    assert [row["userPrincipalName"] for row in own] == ["ben@smallbridge.example"]
    assert len(_scoped(bound, "ben", "AgreementAcceptance.Read.All").pages(place)) == 2


def test_decisions_take_no_page_size(bound: Emulator) -> None:
    """Of the options acceptances know `$select` and `$filter` (graph:api/agreement-list-acceptances)."""
    reply = _scoped(bound, "ben", *_READ)("GET", f"{_TERMS}/x/acceptances", query={"$top": "1"})
    assert reply.status == 400


def test_decision_names_person_agreement_and_instant(bound: Emulator) -> None:
    """A person has one decision on an agreement: the last (graph:resources/agreementacceptance)."""
    _accept(bound, "declined")
    bound.admin("POST", "clock", {"advance": "PT1H"})
    kept = _accept(bound)
    own = "/v1.0/users/ann@smallbridge.example/agreementAcceptances"
    query = {"$select": "id,state,recordedDateTime", "$filter": "state eq 'accepted'"}
    rows = bound.person("ann").pages(own, query=query)
    assert rows == [{"id": kept["id"], "state": "accepted", "recordedDateTime": "2026-03-02T10:00:00Z"}]
    agreement, _, user = kept["id"].partition("_")
    assert (len(agreement), len(user)) == (36, 36)


def test_decision_stands_in_the_directory_log(bound: Emulator) -> None:
    """An application learns of acceptances from the audit log (entra:conditional-access/terms-of-use)."""
    _accept(bound)
    _accept(bound, "declined", "ben")
    query = {"$filter": "activityDisplayName eq 'Accept Terms Of Use'"}
    rows = bound.app("reader").pages(_LOG, query=query)
    assert [(row["category"], row["loggedByService"]) for row in rows] == [("Policy", "Terms Of Use")]
    assert rows[0]["initiatedBy"]["user"]["userPrincipalName"] == "ann@smallbridge.example"
    assert [one["displayName"] for one in rows[0]["targetResources"]] == ["Ann Archer", "Panel papers"]
    declined = {"$filter": "activityDisplayName eq 'Decline Terms Of Use'"}
    assert len(bound.app("reader").pages(_LOG, query=declined)) == 1


def test_admin_refuses_unknown_agreements_and_decisions(bound: Emulator) -> None:
    """The admin door names an agreement that is there and a decision that exists."""
    for body in (
        {"person": "ann", "agreement": "nothing"},
        {"person": "nobody", "agreement": "access"},
        {"person": "ann", "agreement": "access", "state": "perhaps"},
        {"person": "ann", "agreement": "access", "more": 1},
    ):
        assert bound.ask_admin("POST", "terms/accept", body).status == 400


def _browser(emulator: Emulator) -> Browser:
    app = emulator.admin("POST", "apps", {"name": "web", "redirect_uris": [BACK], "delegated": DELEGATED})
    return Browser(emulator, {"client_id": app["client_id"], "client_secret": app["client_secret"]})


def test_signing_in_stops_at_the_terms_and_goes_on_after_them(bound: Emulator) -> None:
    """The log has an interrupted and a successful sign-in of one correlation, and the acceptance."""
    web = _browser(bound)
    terms = web.submit(web.ask(), person=web.person("ann"))
    assert terms.status == 200
    assert "Panel papers" in terms.content.decode()
    assert "set-cookie" not in terms.headers
    assert sent_back(web.submit(terms, terms="accepted"))["code"]
    rows = bound.app("reader").pages("/v1.0/auditLogs/signIns")
    assert [row["status"]["errorCode"] for row in rows] == [0, 50158]
    assert rows[0]["correlationId"] == rows[1]["correlationId"] == fields_of(terms)["correlation"]
    audits = bound.app("reader").pages(
        _LOG, query={"$filter": f"correlationId eq '{rows[0]['correlationId']}'"}
    )
    assert [row["activityDisplayName"] for row in audits] == ["Accept Terms Of Use"]
    assert sent_back(web.ask(prompt="none"))["code"]


def test_who_declines_is_not_signed_in(bound: Emulator) -> None:
    """The client is told access_denied, and the next attempt stops at the terms again."""
    web = _browser(bound)
    terms = web.submit(web.ask(), person=web.person("ann"))
    assert sent_back(web.submit(terms, terms="declined"))["error"] == "access_denied"
    again = web.submit(web.ask(), person=web.person("ann"))
    assert "Accept" in again.content.decode()


def test_decision_on_another_agreement_is_none(bound: Emulator) -> None:
    """Only an answer to the agreement that waits lets somebody pass."""
    web = _browser(bound)
    terms = web.submit(web.ask(), person=web.person("ann"))
    again = web.submit(terms, terms="accepted", agreement="another")
    assert "Accept" in again.content.decode()


def test_silent_sign_in_does_not_pass_terms(bound: Emulator) -> None:
    """A session from before a decline is stopped, and asked silently the client is told why."""
    web = _browser(bound)
    web.submit(web.submit(web.ask(), person=web.person("ann")), terms="accepted")
    _accept(bound, "declined")
    back = sent_back(web.ask(prompt="none"))
    assert back["error"] == "interaction_required"
    assert back["error_description"].startswith("AADSTS50158")


def test_acceptances_outlive_the_process(tmp_path: Path, start: Start) -> None:
    """A decision is durable when it was taken."""
    seed = tmp_path / "seed.yaml"
    person = "{key: ann, name: Ann, upn: ann@x.example, mail: null, type: Member}"
    seed.write_text(f"users: [{person}]\nterms: [{{key: access, name: Terms}}]\n", encoding="utf-8")
    first = start(tmp_path / "tenant", seed)
    _accept(first)
    first.kill()
    second = start(tmp_path / "tenant")
    assert len(second.person("ann").pages("/v1.0/users/ann@x.example/agreementAcceptances")) == 1
