"""Signing in on the page: who may, where the answer goes, and how often.

Source: entra:identity-platform/v2-oauth2-auth-code-flow
Source: entra:identity-platform/reply-url
"""

import pytest

from tests.emulator.identity.browser import BACK, Browser, fields_of, sent_back


def test_page_shows_each_person_with_name_and_address(web: Browser) -> None:
    """The page names people by what they are called and what they sign in with; guests by their own."""
    page = web.ask()
    text = page.content.decode()
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "Ann Archer" in text
    assert "F.Ford@NHS.example" in text
    assert "Flo O&#x27;Ford" in text


def test_choice_leads_back_with_code_and_state(web: Browser) -> None:
    """The client gets a code and its own state back, at its own address."""
    back = web.submit(web.ask(), person=web.person("ann"))
    assert back.headers["location"].startswith(f"{BACK}?")
    assert sent_back(back)["state"] == "st 1&"
    assert sent_back(back)["code"]


def test_answer_goes_as_fragment_or_form(web: Browser) -> None:
    """A client may ask for the answer in the fragment or as a form."""
    fragment = web.submit(web.ask(response_mode="fragment"), person=web.person("ann"))
    assert fragment.headers["location"].startswith(f"{BACK}#code=")
    form = web.submit(web.ask(response_mode="form_post", prompt="login"), person=web.person("ann"))
    assert f'action="{BACK}"' in form.content.decode()
    assert set(fields_of(form)) == {"code", "state", "session_state"}


def test_page_marks_the_hinted_person(web: Browser) -> None:
    """A login hint, by any of a person's addresses, is chosen already."""
    text = web.ask(login_hint="flo.ford@trust.example").content.decode()
    assert f'value="{web.person("flo")}" required checked' in text
    assert text.count(" checked") == 1


@pytest.mark.parametrize(("key", "number"), [("dov", "AADSTS50057"), ("eve", "AADSTS50034")])
def test_disabled_and_deleted_people_are_refused_on_the_page(web: Browser, key: str, number: str) -> None:
    """An account that is disabled or gone cannot sign in (entra:reference-error-codes)."""
    page = web.submit(web.ask(), person=web.person(key))
    assert page.status == 200
    assert f'role="alert">{number}' in page.content.decode()
    assert "set-cookie" not in page.headers


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"client_id": "nobody"}, "AADSTS700016"),
        ({"client_id": None}, "AADSTS900144"),
        ({"redirect_uri": "https://elsewhere.example/"}, "AADSTS50011"),
        ({"redirect_uri": BACK + "/"}, "AADSTS50011"),
        ({"redirect_uri": None}, "AADSTS900144"),
        ({"response_mode": "web_message"}, "AADSTS90023"),
    ],
)
def test_fault_in_client_or_address_is_never_sent_there(
    web: Browser, changes: dict[str, str | None], number: str
) -> None:
    """Nothing goes to an address that is not the client's own: the page tells."""
    page = web.ask(**changes)
    assert page.status == 400
    assert number in page.content.decode()
    assert "location" not in page.headers


@pytest.mark.parametrize(
    ("changes", "error", "number"),
    [
        ({"response_type": "token"}, "unsupported_response_type", "AADSTS700054"),
        ({"response_type": None}, "invalid_request", "AADSTS900144"),
        ({"scope": None}, "invalid_request", "AADSTS900144"),
        ({"scope": " "}, "invalid_request", "AADSTS900144"),
        ({"scope": "openid Mail.Read"}, "invalid_grant", "AADSTS65001"),
        ({"scope": "https://other.example/Thing.Read"}, "invalid_scope", "AADSTS70011"),
        ({"prompt": "maybe"}, "invalid_request", "AADSTS90023"),
        ({"code_challenge_method": "plain"}, "invalid_request", "AADSTS90023"),
        ({"code_challenge": "short"}, "invalid_request", "AADSTS501491"),
        ({"prompt": "none"}, "login_required", "AADSTS50058"),
    ],
)
def test_other_faults_go_back_to_the_client(
    web: Browser, changes: dict[str, str | None], error: str, number: str
) -> None:
    """What is wrong with the rest of a request is told to the client, with its state."""
    back = sent_back(web.ask(**changes))
    assert back["error"] == error
    assert back["error_description"].startswith(number)
    assert back["state"] == "st 1&"


def test_public_client_has_to_bring_a_challenge(native: Browser) -> None:
    """A client without a credential proves itself with PKCE or not at all (rfc:7636)."""
    back = sent_back(native.ask(code_challenge=None, code_challenge_method=None))
    assert back["error_description"].startswith("AADSTS9002325")


def test_loopback_address_may_have_any_port(native: Browser) -> None:
    """On loopback the port is left out of the comparison, and nothing else is (rfc:8252)."""
    assert native.ask(redirect_uri="http://localhost:49152/back").status == 200
    for other in ("http://localhost:49152/else", "https://localhost:1/back", "http://127.0.0.1:1/back"):
        assert native.ask(redirect_uri=other).status == 400


def test_session_goes_on_without_a_page_until_somebody_signs_out(web: Browser) -> None:
    """A browser that signed in gets further codes at once; signing out ends that."""
    web.sign_in("ann")
    assert sent_back(web.ask(prompt="none"))["code"]
    assert web.ask(prompt="login").status == 200
    assert web.ask(prompt="select_account").status == 200
    assert web.ask(login_hint="ben@smallbridge.example").status == 200
    end = f"/{web.emulator.ready['tenant_id']}/oauth2/v2.0/logout"
    assert web.send("GET", f"{end}?post_logout_redirect_uri={BACK}&state=s").headers["location"] == (
        f"{BACK}?state=s"
    )
    assert web.ask().status == 200
    stranger = web.send("GET", f"{end}?post_logout_redirect_uri=https://elsewhere.example/")
    assert stranger.status == 200
    assert "signed out" in stranger.content.decode()


def test_session_of_somebody_who_was_disabled_is_over(web: Browser) -> None:
    """A session ends with the account, silently asked or not."""
    web.sign_in("cat")
    off = {"id": "off", "directory": "cat", "set": {"enabled": False}}
    web.emulator.admin("POST", "seed", {"acts": [off]})
    assert sent_back(web.ask(prompt="none"))["error_description"].startswith("AADSTS50057")
    assert "AADSTS50057" in web.ask().content.decode()


def test_forged_session_is_no_session(web: Browser) -> None:
    """A cookie that we did not sign, or an access token in its place, counts for nothing."""
    for value in ("garbage", web.emulator.token_of("auditor")):
        web.cookies["ESTSAUTH"] = value
        assert sent_back(web.ask(prompt="none"))["error"] == "login_required"
