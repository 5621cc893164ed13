"""What an account looked like when it was approved, and what changed since, in words.

An object id alone proves nothing: an administrator can hand it to somebody else by its addresses, its
identities or a reset of its redemption.

Source: csdl:user, ADR-0008
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256

from sharepoint_gate.access.memory import Likeness, Pin
from sharepoint_gate.access.observed import Account
from sharepoint_gate.roster.addresses import domain_of
from sharepoint_gate.roster.model import Organisation

RECREATED = "the account was made anew: another object bears the address now"
RESET = "its redemption was reset: whoever redeems the invitation next may be somebody else"
OTHERWISE = "something about it changed that was not kept when it was approved"


def fingerprint(account: Account) -> str:
    """Return hex SHA-256 over everything that may change behind an object id, letter case of addresses apart.

    Source: csdl:user
    """
    changed = account.external_state_changed_at
    facts = {
        "id": account.object_id,
        "upn": account.user_principal_name.casefold(),
        "mail": account.mail.casefold(),
        "otherMails": sorted(address.casefold() for address in account.other_mails),
        "identities": sorted(account.identities),
        "guest": account.is_guest,
        "state": account.external_state,
        "stateChanged": None if changed is None else changed.timestamp(),
    }
    return sha256(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def likeness_of(account: Account) -> Likeness:
    """Return what a pin keeps of an account, so that a change can be named."""
    return Likeness(
        user_principal_name=account.user_principal_name,
        mail=account.mail,
        other_mails=tuple(sorted(account.other_mails)),
        identities=tuple(sorted(account.identities)),
        is_guest=account.is_guest,
        external_state=account.external_state,
        external_state_changed_at=account.external_state_changed_at,
    )


def pin_of(account: Account, at: datetime, accepts_from: date | None = None) -> Pin:
    """Return the pin of an account that is approved now."""
    return Pin(account.object_id, fingerprint(account), at, likeness_of(account), accepts_from)


def is_of_another(pin: Pin, account: Account, username: str) -> bool:
    """Tell whether a roster id was given to another person: another account, under another address.

    An account that was made anew under the same address is the same person's, once the business unit says so.
    """
    if pin.object_id == account.object_id:
        return False
    then = pin.likeness
    known = () if then is None else (then.user_principal_name, then.mail, *then.other_mails)
    return username.casefold() not in {one.casefold() for one in known}


def tell_changes(pin: Pin, account: Account) -> str:
    """Say what changed since an account was pinned, as the middle of a sentence."""
    if pin.object_id != account.object_id:
        return RECREATED
    if pin.likeness is None:
        return OTHERWISE
    return "; ".join(_changes(pin.likeness, likeness_of(account))) or OTHERWISE


def _changes(then: Likeness, now: Likeness) -> Iterator[str]:
    if then.mail.casefold() != now.mail.casefold():
        yield f"its mail changed from {then.mail or 'none'} to {now.mail or 'none'}"
    if then.user_principal_name.casefold() != now.user_principal_name.casefold():
        yield f"its sign-in name changed from {then.user_principal_name} to {now.user_principal_name}"
    yield from _other_mails(then, now)
    if then.identities != now.identities:
        yield "the identities that it signs in with changed"
    if then.is_guest != now.is_guest:
        yield "it was a guest and is a member now" if then.is_guest else "it was a member and is a guest now"
    yield from _redemption(then, now)


def _other_mails(then: Likeness, now: Likeness) -> Iterator[str]:
    before = {address.casefold() for address in then.other_mails}
    after = {address.casefold() for address in now.other_mails}
    if after - before:
        yield f"further addresses were added: {', '.join(sorted(after - before))}"
    if before - after:
        yield f"further addresses were removed: {', '.join(sorted(before - after))}"


def _redemption(then: Likeness, now: Likeness) -> Iterator[str]:
    since = now.external_state_changed_at
    if then.external_state == "Accepted" and now.external_state == "PendingAcceptance":
        yield RESET
    elif then.external_state != now.external_state or then.external_state_changed_at != since:
        on = f" on {since:%Y-%m-%d}" if since is not None else ""
        yield (
            f"its invitation was redeemed anew{on}" if now.external_state else "it is no longer by invitation"
        )


def home_domain(account: Account) -> str:
    """Return the tenant's own domain: a member's, or the one that a guest's name was given in."""
    name = account.user_principal_name.casefold()
    return name.rpartition("@")[2] if not account.is_guest or "#ext#@" in name else ""


def is_elsewhere(account: Account, username: str, organisation: Organisation | None) -> bool:
    """Tell whether a guest's mail belongs to another domain than the guest's organisation.

    A member's mail is the tenant's own affair, and a guest without a mail shows none that is wrong. The
    domain of the username is right as well: the roster's own rules hold it to the organisation.
    """
    if organisation is None or not account.is_guest or not account.mail:
        return False
    own = {domain.casefold() for domain in organisation.domains} | {domain_of(username)}
    return domain_of(account.mail) not in own
