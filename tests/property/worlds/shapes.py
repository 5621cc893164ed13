"""Every shape that a permission can have, each with the truth: what it gives, and what becomes of it.

A shape is made for one person of the roster and, where it says so, for somebody else.

Source: graph:resources/permission, graph:resources/sharinglink
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sharepoint_gate.access.observed import (
    Grantee,
    GranteeKind,
    ObjectId,
    ObservedPermission,
    PermissionId,
    SharingLink,
)
from tests.property.worlds.tenant import Entry, Width, entry
from tests.world import own_link, people_link, site_group, user, wide_link

OWN = PermissionId("own")
STRANGER = "x91"
OWN_APPLICATION = "gate-app"
_NONE = Width.NOTHING


@dataclass(frozen=True, slots=True)
class Made:
    """A shape as it stands in one world.

    Attributes:
        remembered: An earlier run remembered the link of id ``own`` as the gate's.
        left: The gate tells a person of it and leaves it.
        blocks: Nobody knows what it is, so that nothing is given beside it.
        open_to_all: It goes wherever it stands, outside the cases too.
        whole: The gate's own link names somebody who cannot be taken off it alone.
        right: The person holds the one right thing by it.
    """

    entries: tuple[Entry, ...]
    remembered: bool = True
    left: bool = False
    blocks: bool = False
    open_to_all: bool = False
    whole: bool = False
    right: bool = False


Shape = Callable[[str], Made]


def _permission(name: str, *roles: str, **facets: object) -> ObservedPermission:
    base = ObservedPermission(PermissionId(name), roles)
    return replace(base, **facets)  # type: ignore[arg-type]  # facets are this test's own literals


def _facet(kind: str, scope: str, *, blocks: bool = False) -> SharingLink:
    return SharingLink(kind, scope, prevents_download=blocks, web_url=None)


def _who(kind: GranteeKind, name: str, login: str = "", object_id: str = "", site_id: str = "") -> Grantee:
    return Grantee(kind, ObjectId(object_id) if object_id else None, site_id or None, name, login, "")


def _own(*names: str) -> Shape:
    """Return the gate's own link for the person and others."""
    return lambda who: Made((entry(own_link([who, *names], OWN), Width.VIEW),), right=True)


def _own_of_others(who: str) -> Made:
    del who
    return Made((entry(own_link([STRANGER], OWN), Width.VIEW),))


def _own_with(grantee: Grantee, word: str, *, whole: bool) -> Shape:
    def made(who: str) -> Made:
        link = own_link([who], OWN)
        look = replace(link, people=(*link.people, grantee))
        return Made((entry(look, Width.VIEW, f"oid-{who}", word),), whole=whole, right=True)

    return made


def _forgotten(who: str) -> Made:
    return replace(_own()(who), remembered=False)


def _foreign(*names: str, beside: bool) -> Shape:
    def made(who: str) -> Made:
        others = [STRANGER] if names else [who]
        link = entry(own_link(others, "twin"), Width.VIEW)
        return Made((entry(own_link([who], OWN), Width.VIEW), link) if beside else (link,), right=beside)

    return made


def _people(kind: str, width: Width, *names: str) -> Shape:
    return lambda who: Made((entry(people_link([*(names or [who])], kind), width),))


def _nobody_yet(who: str) -> Made:
    del who
    return Made((entry(people_link([]), Width.READ, "whoever is named later"),))


def _owning_link(who: str) -> Made:
    look = replace(people_link([who], "edit"), roles=("owner",))
    return Made((entry(look, Width.OWN),))


def _wide(scope: str, kind: str, width: Width) -> Shape:
    word = "anyone" if scope == "anonymous" else "the organisation"
    return lambda _: Made((entry(wide_link(scope, kind), width, word),), open_to_all=True)


def _wide_and_strange(who: str) -> Made:
    del who
    look = replace(wide_link("anonymous"), strange=("retention",))
    return Made((entry(look, Width.READ, "anyone"),), open_to_all=True)


def _direct(role: str, width: Width, name: str = "", email: str = "") -> Shape:
    def made(who: str) -> Made:
        one = name or who
        look = _permission(f"direct-{one}", role, grantee=user(one, email))
        return Made((entry(look, width),))

    return made


def _by_address(who: str) -> Made:
    grantee = replace(user(who), object_id=None)
    return Made((entry(_permission("by-address", "read", grantee=grantee), Width.READ, f"{who} by address"),))


def _by_name(who: str) -> Made:
    grantee = _who(GranteeKind.USER, f"Person {who}")
    return Made((entry(_permission("by-name", "read", grantee=grantee), Width.READ, f"{who} by name"),))


def _named(grantee: Grantee, role: str, width: Width, *, left: bool = False) -> Shape:
    look = _permission(f"entry-{grantee.name}-{role}", role, grantee=grantee)
    return lambda _: Made((entry(look, width, grantee.name),), left=left)


def _everyone(name: str, login: str, role: str, width: Width) -> Shape:
    look = _permission(f"claim-{role}", role, grantee=_who(GranteeKind.SITE_USER, name, login))
    return lambda _: Made((entry(look, width, "everyone"),), open_to_all=True)


def _quiet(look: ObservedPermission) -> Shape:
    return lambda _: Made((entry(look, _NONE, "nobody"),))


def _paired(who: str) -> Made:
    group = _who(GranteeKind.SITE_GROUP, f"SharingLinks.9f.Flexible.{OWN}", site_id="77")
    pair = _permission("pair", "read", grantee=group)
    return replace(_own()(who), entries=(*_own()(who).entries, entry(pair, _NONE, "nobody")))


def _unpaired(who: str) -> Made:
    del who
    group = _who(GranteeKind.SITE_GROUP, "SharingLinks.9f.Flexible.gone", site_id="78")
    return Made((entry(_permission("orphan", "read", grantee=group), Width.READ, "an orphan group"),))


def _invited(address: str, *, as_link: bool = False) -> Shape:
    link = _facet("view", "users") if as_link else None
    look = _permission("invited", "read", invitation_email=address or None, link=link)
    return lambda _: Made((entry(look, Width.READ, f"whoever redeems for {address or 'nobody'}"),))


def _unknown(name: str, **facets: object) -> Shape:
    look = _permission(name, *("read",), **facets)
    return lambda _: Made((entry(look, Width.READ, name),), left=True, blocks=True)


def _told(grantee: Grantee, role: str, width: Width) -> Shape:
    return _named(grantee, role, width, left=True)


GROUP = _who(GranteeKind.GROUP, "All staff", "c:0t.c|tenant|g", "g")
CLAIMED = _who(GranteeKind.SITE_USER, "Panel", "c:0t.c|tenant|panel")
APP = _who(GranteeKind.APPLICATION, "Backup", "", "other-app")
GATE = _who(GranteeKind.APPLICATION, "The gate", "", OWN_APPLICATION)
SYSTEM = _who(GranteeKind.SITE_USER, "System Account", "SHAREPOINT\\system")
ODD = _who(GranteeKind.SITE_GROUP, "Panel members", site_id="31")
LATE = _who(GranteeKind.SITE_GROUP, "Late group", site_id="99")
PASSAGE = _who(GranteeKind.SITE_GROUP, "Limited Access System Group For Web x", site_id="12")
NAMELESS = Grantee(GranteeKind.USER, None, None, "", "", "someone@wmp.example")
NO_ID = "00000000-0000-0000-0000-000000000000"

SHAPES: Mapping[str, Shape] = {
    "nothing": lambda _: Made(()),
    "own link": _own(),
    "own link, forgotten": _forgotten,
    "own link, with a stranger": _own(STRANGER),
    "own link, of a stranger": _own_of_others,
    "own link, with an address": _own_with(NAMELESS, "someone by address", whole=True),
    "own link, with a group": _own_with(GROUP, "g", whole=True),
    "own link, with everyone": _own_with(
        _who(GranteeKind.SITE_USER, "Everyone", "c:0(.s|true"), "everyone", whole=True
    ),
    "foreign link beside": _foreign(beside=True),
    "foreign link of a stranger beside": _foreign(STRANGER, beside=True),
    "foreign link": _foreign(beside=False),
    "foreign link of a stranger": _foreign(STRANGER, beside=False),
    "people link": _people("view", Width.READ),
    "people link of a stranger": _people("view", Width.READ, STRANGER),
    "edit link": _people("edit", Width.EDIT),
    "edit link of a stranger": _people("edit", Width.EDIT, STRANGER),
    "review link": _people("review", Width.EDIT),
    "embed link": _people("embed", Width.READ),
    "owning link": _owning_link,
    "people link of nobody": _nobody_yet,
    "organisation link": _wide("organization", "view", Width.READ),
    "organisation edit link": _wide("organization", "edit", Width.EDIT),
    "anonymous link": _wide("anonymous", "view", Width.READ),
    "anonymous edit link": _wide("anonymous", "edit", Width.EDIT),
    "anonymous link, strange": _wide_and_strange,
    "direct": _direct("read", Width.READ),
    "direct edit": _direct("write", Width.EDIT),
    "direct owner": _direct("owner", Width.OWN),
    "direct of a guest": _direct("read", Width.READ, STRANGER),
    "direct of a colleague": _direct("write", Width.EDIT, "x92", "x92@wcc.example"),
    "direct of a mailbox": _direct("read", Width.READ, "x93", "duty.team@wcc.example"),
    "direct of personal mail": _direct("read", Width.READ, "x94", "x94@mail.example"),
    "direct by address": _by_address,
    "direct by name": _by_name,
    "group": _named(GROUP, "read", Width.READ),
    "group edit": _named(GROUP, "write", Width.EDIT),
    "group by claim": _named(CLAIMED, "read", Width.READ),
    "everyone": _everyone("Everyone", "c:0(.s|true", "read", Width.READ),
    "everyone edit": _everyone("Everyone", "c:0(.s|true", "write", Width.EDIT),
    "everyone but guests": _everyone(
        "Everyone except external users", "c:0-.f|rolemanager|spo-grid-all-users/t", "read", Width.READ
    ),
    "site group": _quiet(_permission("visitors again", "read", grantee=site_group("Visitors", "4"))),
    "site group, widened": _told(site_group("Visitors", "4"), "write", Width.EDIT),
    "site group, odd": _told(ODD, "read", Width.READ),
    "site group, foreign": _named(LATE, "read", Width.READ),
    "application": _told(APP, "read", Width.READ),
    "application of the gate": _quiet(_permission("gate", "write", grantee=GATE)),
    "limited access": _quiet(_permission("limited", "Limited Access", grantee=user("x95"))),
    "limited access, no role": _quiet(_permission("limited", grantee=user("x95"))),
    "system": _quiet(_permission("system", "owner", grantee=SYSTEM)),
    "existing access": _quiet(_permission(NO_ID, "read", link=_facet("view", "existingAccess"))),
    "link group, paired": _paired,
    "link group, orphan": _unpaired,
    "limited access group with a role": _told(PASSAGE, "read", Width.READ),
    "invitation": _invited("new@wmp.example"),
    "invitation of the person": _invited("u12@wicb.example"),
    "invitation of nobody": _invited(""),
    "invitation by link": _invited("new@wmp.example", as_link=True),
    "unknown property": _unknown("odd-property", grantee=user(STRANGER), strange=("retention",)),
    "unknown scope": _unknown("odd-scope", link=_facet("view", "tenants")),
    "unknown link with a grantee": _unknown("odd-both", link=_facet("view", "users"), grantee=user(STRANGER)),
    "unknown device": _unknown("odd-device", grantee=_who(GranteeKind.DEVICE, "A phone")),
    "unknown role": lambda _: Made(
        (entry(_permission("odd-role", "auditor", grantee=user(STRANGER)), Width.READ),),
        left=True,
        blocks=True,
    ),
    "unknown link role": lambda _: Made(
        (entry(_permission("odd-link", "auditor", link=_facet("view", "users")), Width.READ, "odd"),),
        left=True,
        blocks=True,
    ),
    "existing access, pretended": _unknown("pretended", link=_facet("view", "existingAccess")),
}
