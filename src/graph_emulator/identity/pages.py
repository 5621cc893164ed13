"""The pages that people see: choosing who signs in, terms, refusals, and the end of a session."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from graph_emulator.kernel.wire import Reply

_STYLE = """
:root { color-scheme: light; }
body { margin: 0; background: #eef1f5; color: #1b1f24; font: 1rem/1.5 system-ui, "Segoe UI", sans-serif; }
main { max-width: 34rem; margin: 3rem auto; padding: 2rem 2.25rem; background: #fff;
  border-top: .4rem solid #0b5cad; border-radius: .35rem; box-shadow: 0 .1rem .6rem rgb(0 0 0 / .15); }
h1 { margin: 0 0 .25rem; font-size: 1.5rem; font-weight: 600; }
p { margin: .25rem 0 1rem; }
.quiet { color: #51585f; font-size: .9rem; }
fieldset { margin: 0 0 1.25rem; padding: 0; border: 0; }
legend { padding: 0; font-weight: 600; margin-bottom: .5rem; }
.people { max-height: 24rem; overflow-y: auto; border: 1px solid #8a929a; border-radius: .25rem; }
label { display: flex; gap: .75rem; align-items: center; padding: .6rem .85rem; cursor: pointer; }
label + label { border-top: 1px solid #d9dde2; }
label:hover, label:focus-within { background: #e8f1fa; }
input[type=radio] { width: 1.15rem; height: 1.15rem; flex: none; accent-color: #0b5cad; }
.who { flex: 1; min-width: 0; } .who b { display: block; font-weight: 600; }
.who span { display: block; overflow-wrap: anywhere; color: #51585f; font-size: .9rem; }
.mark { font-size: .8rem; padding: .1rem .5rem; border: 1px solid #8a929a; border-radius: 1rem; }
.refusal { border-left: .3rem solid #a4262c; background: #fdf3f4; padding: .6rem .9rem; margin: 1rem 0; }
button { font: inherit; font-weight: 600; padding: .55rem 1.6rem; border: 1px solid #0b5cad;
  border-radius: .25rem; background: #0b5cad; color: #fff; cursor: pointer; margin-right: .5rem; }
button.second { background: #fff; color: #0b5cad; }
:focus-visible { outline: .2rem solid #f2a900; outline-offset: .1rem; }
"""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One account on the page."""

    id: str
    name: str
    address: str
    mark: str = ""
    chosen: bool = False


def choose_person(app: str, action: str, people: Iterable[Choice], refusal: str = "") -> Reply:
    """Return the page where somebody says who they are; there are no passwords here."""
    alert = f'<p class="refusal" role="alert">{escape(refusal)}</p>' if refusal else ""
    body = f"""<h1>Sign in</h1>
<p>to continue to <b>{escape(app)}</b></p>{alert}
<form method="post" action="{escape(action)}">
<fieldset><legend>Who are you?</legend>
<div class="people">{"".join(_radio(one) for one in people)}</div></fieldset>
<button>Sign in</button></form>
<p class="quiet">An emulated tenant: these people are made up, and nobody has a password.</p>"""
    return page("Sign in", body)


def terms_page(title: str, action: str, hidden: Mapping[str, str]) -> Reply:
    """Return the page that asks for a decision on terms before signing in goes on."""
    body = f"""<h1>{escape(title)}</h1>
<p>Please read these terms of use. You can go on after you accept them.</p>
<form method="post" action="{escape(action)}">{_hidden(hidden)}
<button name="terms" value="accepted">Accept</button>
<button name="terms" value="declined" class="second">Decline</button></form>"""
    return page("Terms of use", body)


def refusal_page(words: str) -> Reply:
    """Return the page for a request that must not be answered to the address that it names."""
    body = f"""<h1>We cannot sign you in</h1>
<p class="refusal" role="alert">{escape(words)}</p>
<p class="quiet">Somebody who looks after the application has to put this right.</p>"""
    return page("We cannot sign you in", body, 400)


def signed_out_page() -> Reply:
    """Return the page after a session ended."""
    return page("Signed out", "<h1>You are signed out</h1>\n<p>You can close this window.</p>")


def posting_page(address: str, fields: Mapping[str, str]) -> Reply:
    """Return the page that posts an answer to a client, by itself where scripts run."""
    body = f"""<h1>Going on</h1>
<form method="post" action="{escape(address)}">{_hidden(fields)}<button>Continue</button></form>
<script>document.forms[0].submit()</script>"""
    return page("Going on", body)


def page(title: str, body: str, status: int = 200) -> Reply:
    """Return a whole page."""
    text = f"""<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title><style>{_STYLE}</style></head>
<body><main>{body}</main></body></html>
"""
    headers = {"content-type": "text/html; charset=utf-8", "cache-control": "no-store"}
    return Reply(status=status, body=text.encode(), headers=headers)


def _radio(one: Choice) -> str:
    checked = " checked" if one.chosen else ""
    mark = f'<span class="mark">{escape(one.mark)}</span>' if one.mark else ""
    return (
        f'<label><input type="radio" name="person" value="{escape(one.id)}" required{checked}>'
        f'<span class="who"><b>{escape(one.name)}</b><span>{escape(one.address)}</span></span>{mark}</label>'
    )


def _hidden(fields: Mapping[str, str]) -> str:
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )
