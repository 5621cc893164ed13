"""What can be wrong with an address or a name that a person typed or pasted.

Source: ISA §8.7
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from sharepoint_gate.roster.suggest import closest, listed

_PASTED = re.compile(r"^[^<>]*<\s*(?:mailto:)?([^<>\s]+@[^<>\s]+)\s*>[\s;,.]*$")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_GUEST_LOGIN = re.compile(r"^(?P<local>.+)_(?P<domain>[A-Za-z0-9.-]+)#EXT#@", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_LOOKS_LIKE = dict(
    zip(
        "аеорсухіјѕһԁԛԝкмнтвАВЕКМНОРСТХІЈЅαορνικτυΑΒΕΖΗΙΚΜΝΟΡΤΥΧıɡ‘’ʼ´“”‐‑‒–—",  # noqa: RUF001  (look-alikes)
        "aeopcyxijshdqwkmhtbABEKMHOPCTXIJSaopviktuABEZHIKMNOPTYXig''''\"\"-----",
        strict=True,
    )
)
_CURLY_QUOTES = "\u201c\u201d\u201e\u00ab\u00bb"
PUBLIC_DOMAINS = frozenset(
    {
        "aol.com", "btinternet.com", "gmail.com", "gmx.com", "gmx.net", "googlemail.com", "hotmail.co.uk",
        "hotmail.com", "icloud.com", "live.co.uk", "live.com", "mail.com",
        "me.com", "msn.com", "ntlworld.com",
        "outlook.com", "proton.me", "protonmail.com", "sky.com", "talktalk.net", "virginmedia.com",
        "yahoo.co.uk", "yahoo.com", "ymail.com",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with a text, why it matters and what to write."""

    what: str
    why: str
    mend: str


def same_address(address: str) -> str:
    """Return the form in which two spellings of one address are equal."""
    return unicodedata.normalize("NFKC", address).casefold().strip()


def domain_of(address: str) -> str:
    """Return the part after the last @, in small letters."""
    return address.rpartition("@")[2].casefold()


def address_slip(address: str) -> Slip | None:
    """Return the first thing that is wrong with an address, or None."""
    for look in (_edges, _pasted, _letters, _guest_login, _form):
        slip = look(address)
        if slip is not None:
            return slip
    return None


def domain_slip(address: str, domains: Collection[str], organisation: str) -> Slip | None:
    """Return a fault when an address does not belong to its organisation.

    Args:
        address: An address without other slips.
        domains: The organisation's mail domains.
        organisation: Its id, for the message.
    """
    domain = domain_of(address)
    if domain in {one.casefold() for one in domains}:
        return None
    what = f"{address} is not an address of {organisation}"
    why = f"its mail domains are: {listed(domains)}" if domains else "it has no mail domain"
    near = closest(domain, domains) or _same_but_ending(domain, domains)
    if near:
        return Slip(what, why, f"did you mean {address.rpartition('@')[0]}@{near}?")
    if domain in PUBLIC_DOMAINS:
        return Slip(
            what, "a personal mailbox is under nobody's control", "ask for the person's address at work"
        )
    return Slip(what, why, "correct the address or the organisation, or add the domain to the organisation")


def _same_but_ending(domain: str, domains: Collection[str]) -> str | None:
    """Return the domain that differs in what follows the first dot alone: wicb.con for wicb.example."""
    begins = f"{domain.partition('.')[0]}."
    return next((one for one in domains if one.casefold().startswith(begins)), None)


def name_slip(name: str) -> Slip | None:
    """Return the first thing that is wrong with a person's or organisation's name, or None."""
    slip = _edges(name)
    if slip is not None:
        return slip
    for sign in [*_odd_signs(name), *(one for one in name if one in "@<>")]:
        if _is_hidden(sign):
            return _hidden(sign)
        if sign in _CURLY_QUOTES:
            mend = f"write {''.join(one for one in name if one not in _CURLY_QUOTES).strip()}"
            return Slip(f"{name} holds the quotation mark {sign}", "it would be part of the name", mend)
        if sign in "@<>":
            return Slip(
                f"{name} holds the sign {sign}", "a name stands here, nothing else", "write the name only"
            )
    return None


def mail_domain_slip(domain: str) -> Slip | None:
    """Return what is wrong with a declared mail domain, or None."""
    if domain in PUBLIC_DOMAINS:
        why = "anybody can open a mailbox there, so it proves no employment"
        return Slip(f"{domain} is a public mail provider", why, "delete it; ask for addresses at work")
    if _DOMAIN.fullmatch(domain):
        return None
    clean = domain.strip().rpartition("@")[2].casefold()
    mend = f"write {clean}" if _DOMAIN.fullmatch(clean) else "write it like council.example"
    return Slip(f"{domain} is not a mail domain", "it is what stands after the @, in small letters", mend)


def _edges(text: str) -> Slip | None:
    if text == text.strip():
        return None
    return Slip(f'"{text}" begins or ends with a space', "it would not be found", f'write "{text.strip()}"')


def _pasted(address: str) -> Slip | None:
    found = _PASTED.match(address)
    if found:
        return Slip(
            f"{address} is a name and an address", "only the address belongs here", f"write {found[1]}"
        )
    if address.casefold().startswith("mailto:"):
        return Slip(f"{address} is a link", "only the address belongs here", f"write {address[7:]}")
    return None


def _letters(address: str) -> Slip | None:
    for sign in _odd_signs(address):
        if _is_hidden(sign):
            return _hidden(sign)
        if sign in _LOOKS_LIKE:
            return Slip(
                f"the address holds a sign that only looks like {_LOOKS_LIKE[sign]} (U+{ord(sign):04X})",
                "another account could be meant than the one that is read here",
                f"type it again by hand: {''.join(_LOOKS_LIKE.get(one, one) for one in address)}",
            )
        what = f"the address holds {sign} (U+{ord(sign):04X})"
        return Slip(what, "sign-in names have plain letters only", "copy the address from the directory")
    return None


def _guest_login(address: str) -> Slip | None:
    found = _GUEST_LOGIN.match(address)
    if found is None:
        return None
    why = "the directory made it for a guest; the person's own address is what counts"
    return Slip(f"{address} is a guest's sign-in name", why, f"write {found['local']}@{found['domain']}")


def _form(address: str) -> Slip | None:
    if _ADDRESS.fullmatch(address) and ".." not in address:
        return None
    cleaned = address.strip(" ;,.<>")
    fits = _ADDRESS.fullmatch(cleaned) is not None and cleaned != address
    mend = f"write {cleaned}" if fits else "write it like n.rahman@wicb.example"
    return Slip(f"{address} is not an address", "one name, one @ and one domain make an address", mend)


def _odd_signs(text: str) -> list[str]:
    if text.isascii() and text.isprintable():
        return []
    return [sign for sign in text if not sign.isascii() or not sign.isprintable()]


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} or sign == "\xa0"


def _hidden(sign: str) -> Slip:
    what = f"a character that cannot be seen stands in it (U+{ord(sign):04X})"
    return Slip(what, "two texts can look the same and be different", "delete it and type it again by hand")
