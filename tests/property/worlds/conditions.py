"""Law 1's conditions as levels: each bends a partnership of one reader and one file, and says the truth.

The truth of a level is written down here by hand, from the law, and never asked of the gate: whether the
person may read all the same, and whether what they hold may wait where a rail holds the plan back.

Source: ISA §8.3, ISA §8.6, ISA §8.8, ISA §9.1
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum, auto

from sharepoint_gate.access.freezes import Freeze, FreezeKind
from sharepoint_gate.access.identity import pin_of
from sharepoint_gate.access.memory import Pin
from sharepoint_gate.access.observed import Account, ObjectId
from sharepoint_gate.roster.agreement import Acceptance, Decision
from sharepoint_gate.roster.model import (
    IsaRecord,
    IsaStatus,
    Organisation,
    OrganisationAgreement,
    OrganisationId,
    OrganisationKind,
    Person,
    PersonId,
    PolicyDocument,
)
from sharepoint_gate.roster.posture import PostureRules
from sharepoint_gate.roster.rules import IdentityRules, Rules
from tests.world import NOW, TODAY, Scene

CASE, FOLDER, PERSON = "RR-2026-001", "20-agency-returns", "u12"
YESTERDAY, TOMORROW = date(2026, 3, 29), date(2026, 3, 31)
LONG_AGO = datetime(2025, 12, 1, 9, 0, tzinfo=UTC)


class Verdict(Enum):
    """What a level means for the person."""

    YES = auto()
    NO = auto()
    UNSEEN = auto()
    """Nothing is known: nothing is given, and the gate's own link is not taken away."""
    OPEN = auto()
    """Nothing is given; whether the gate's own link stays is not laid down."""


@dataclass(slots=True)
class Draft:
    """A partnership in which u12 of wicb reads one file, before levels bend it."""

    person: Person | None
    organisation: Organisation | None
    isa: IsaRecord
    rules: Rules
    accounts: tuple[Account, ...] | None
    pin: Pin | None
    decisions: tuple[Acceptance, ...]
    roles: tuple[str, ...] = ("agency-lead",)
    stage: str = "panel-meeting"
    process: str = "rapid-review"
    part: str = "wicb"
    file: str = "return.docx"
    package: bool = False
    unit: bool = False
    freezes: tuple[Freeze, ...] = ()
    sharer: str = ""
    excepted: tuple[str, str, date] | None = None
    observed: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a condition.

    Attributes:
        waits: Where it alone takes a right away that was given before, a tripped rail lets it wait.
    """

    bend: Callable[[Draft], None]
    verdict: Verdict = Verdict.NO
    waits: bool = False


def _nothing(draft: Draft) -> None:
    del draft


def _person(**changes: object) -> Callable[[Draft], None]:
    def bend(draft: Draft) -> None:
        if draft.person is not None:
            draft.person = replace(draft.person, **changes)  # type: ignore[arg-type]  # literals of this file

    return bend


def _absent(draft: Draft) -> None:
    draft.person, draft.accounts, draft.roles, draft.unit = None, None, (), False


def _isa(**changes: object) -> Callable[[Draft], None]:
    def bend(draft: Draft) -> None:
        draft.isa = replace(draft.isa, **changes)  # type: ignore[arg-type]  # literals of this file

    return bend


def _home(**changes: object) -> Callable[[Draft], None]:
    def bend(draft: Draft) -> None:
        if draft.organisation is not None:
            draft.organisation = replace(draft.organisation, **changes)  # type: ignore[arg-type]  # as above

    return bend


def _no_home(draft: Draft) -> None:
    draft.organisation = None


def _unconfirmed(day: date | None) -> Callable[[Draft], None]:
    def bend(draft: Draft) -> None:
        rules = IdentityRules(reconfirm_days=90, reconfirm_from=YESTERDAY)
        draft.rules = replace(draft.rules, identity=rules)
        _home(people_confirmed_on=day)(draft)

    return bend


def _account(**changes: object) -> Callable[[Draft], None]:
    def bend(draft: Draft) -> None:
        if draft.accounts:
            draft.accounts = (replace(draft.accounts[0], **changes), *draft.accounts[1:])  # type: ignore[arg-type]  # as above

    return bend


def _gone(draft: Draft) -> None:
    if draft.person is not None:
        draft.accounts = ()


def _two(draft: Draft) -> None:
    if draft.accounts:
        draft.accounts = (*draft.accounts, replace(draft.accounts[0], object_id=ObjectId("oid-twin")))


def _unread(draft: Draft) -> None:
    draft.accounts = None


def _shared(draft: Draft) -> None:
    draft.sharer = "u13"


def _reset(draft: Draft) -> None:
    _account(external_state="PendingAcceptance", external_state_changed_at=NOW)(draft)


def _colleague(draft: Draft) -> None:
    _account(is_guest=False, external_state=None)(draft)
    if draft.accounts and draft.pin is not None:
        draft.pin = pin_of(draft.accounts[0], LONG_AGO)


def _recreated(draft: Draft) -> None:
    _account(object_id=ObjectId("oid-anew"))(draft)


def _first(draft: Draft) -> None:
    draft.pin = None


def _changed(draft: Draft) -> None:
    _account(identities=("ExternalAzureAD|else",))(draft)


def _confirmed(draft: Draft) -> None:
    _changed(draft)
    _person(confirmed_on=TODAY)(draft)


def _decided(draft: Draft, *changes: Mapping[str, object]) -> None:
    first = draft.decisions[0]
    draft.decisions = tuple(replace(first, **one) for one in changes)  # type: ignore[arg-type]  # as above


def _silent(existing: date | None) -> Callable[[Draft], None]:
    def bend(draft: Draft) -> None:
        _decided(draft)
        _person(existing_since=existing)(draft)

    return bend


def _declined(draft: Draft) -> None:
    _decided(draft, {}, {"decision": Decision.DECLINED, "at": NOW})


def _old_text(draft: Draft) -> None:
    _decided(draft, {"version": "1", "sha256": "a" * 64, "at": LONG_AGO})


def _grace(draft: Draft) -> None:
    agreement = replace(draft.rules.agreement, urgent_processes=frozenset[str]())
    draft.rules = replace(draft.rules, agreement=agreement)
    _silent(date(2026, 3, 25))(draft)


def _frozen(kind: FreezeKind, subject: str, *marks: str) -> Callable[[Draft], None]:
    def bend(draft: Draft) -> None:
        made = Freeze("f1", kind, subject, frozenset(marks), NOW, "bu", "a call came")
        draft.freezes = (*draft.freezes, made)

    return bend


def _named(*roles: str) -> Callable[[Draft], None]:
    def bend(draft: Draft) -> None:
        draft.roles = roles if draft.person is not None else ()

    return bend


def _of_the_unit(draft: Draft) -> None:
    draft.unit = draft.person is not None


def _at(stage: str, process: str = "rapid-review") -> Callable[[Draft], None]:
    def bend(draft: Draft) -> None:
        draft.stage, draft.process = stage, process

    return bend


def _in(part: str) -> Callable[[Draft], None]:
    def bend(draft: Draft) -> None:
        draft.part = part

    return bend


def _called(file: str, *, package: bool = False) -> Callable[[Draft], None]:
    def bend(draft: Draft) -> None:
        draft.file, draft.package = file, package

    return bend


_GOOD = Level(_nothing, Verdict.YES)
_LAPSED = PolicyDocument("APD-1", None, YESTERDAY, None)
_ENDED = OrganisationAgreement("tier-1", date(2025, 11, 3), YESTERDAY)
_LATER = OrganisationAgreement("tier-1", TOMORROW, None)

CONDITIONS: Mapping[str, Mapping[str, Level]] = {
    "roster": {
        "on": _GOOD,
        "last day": Level(_person(ends_on=TODAY), Verdict.YES),
        "not started": Level(_person(starts_on=TOMORROW), waits=True),
        "ended": Level(_person(ends_on=YESTERDAY)),
        "absent": Level(_absent, waits=True),
    },
    "isa": {
        "in force": _GOOD,
        "expired": Level(_isa(status=IsaStatus.EXPIRED), Verdict.YES),
        "withdrawn": Level(_isa(status=IsaStatus.WITHDRAWN)),
        "unsigned": Level(_isa(signed_on=TOMORROW), waits=True),
    },
    "organisation": {
        "good": _GOOD,
        "no policy needed": Level(_home(policy_document=PolicyDocument("", None, None, "none")), Verdict.YES),
        "confirmed": Level(_unconfirmed(date(2026, 3, 1)), Verdict.YES),
        "no agreement": Level(_home(agreement=None), waits=True),
        "agreement ended": Level(_home(agreement=_ENDED)),
        "agreement to come": Level(_home(agreement=_LATER), waits=True),
        "no policy": Level(_home(policy_document=None), waits=True),
        "policy lapsed": Level(_home(policy_document=_LAPSED)),
        "word lapsed": Level(_unconfirmed(date(2025, 6, 1))),
        "word never given": Level(_unconfirmed(None), waits=True),
        "left": Level(_home(kind=OrganisationKind.NONE), waits=True),
        "unknown": Level(_no_home, waits=True),
    },
    "account": {
        "good": _GOOD,
        "a colleague": Level(_colleague, Verdict.YES),
        "disabled": Level(_account(enabled=False)),
        "reset": Level(_reset),
        "gone": Level(_gone, waits=True),
        "two": Level(_two, waits=True),
        "shared": Level(_shared, waits=True),
        "unread": Level(_unread, Verdict.UNSEEN),
    },
    "same": {
        "as approved": _GOOD,
        "first seen": Level(_first, Verdict.YES),
        "confirmed": Level(_confirmed, Verdict.YES),
        "changed": Level(_changed),
        "made anew": Level(_recreated),
        "elsewhere": Level(_account(mail="u12@else.example")),
        "more addresses": Level(_account(other_mails=("u12@else.example",))),
    },
    "uaa": {
        "accepted": _GOOD,
        "in grace": Level(_grace, Verdict.YES),
        "silent": Level(_silent(None)),
        "overdue": Level(_silent(date(2026, 1, 5))),
        "old text": Level(_old_text),
        "declined": Level(_declined),
    },
    "frozen": {
        "free": _GOOD,
        "another": Level(_frozen(FreezeKind.PERSON, "u77", "u77@wicb.example"), Verdict.YES),
        "the person": Level(_frozen(FreezeKind.PERSON, PERSON, "u12@wicb.example", "oid-u12")),
        "the account": Level(_frozen(FreezeKind.ACCOUNT, "oid-u12", "oid-u12")),
        "the case": Level(_frozen(FreezeKind.CASE, CASE)),
    },
    "named": {
        "in the role": _GOOD,
        "in two roles": Level(_named("executive", "agency-lead"), Verdict.YES),
        "in another role": Level(_named("executive"), waits=True),
        "nowhere": Level(_named(), waits=True),
        "of the unit": Level(_of_the_unit, waits=True),
    },
    "stage": {
        "inside": _GOOD,
        "its first": Level(_at("information-gathering"), Verdict.YES),
        "before": Level(_at("notified"), waits=True),
        "after": Level(_at("executive-sign-off"), waits=True),
        "closed": Level(_at("closed")),
        "of no process": Level(_at("panel-meeting", "of-old"), waits=True),
    },
    "agency": {
        "own": _GOOD,
        "another's": Level(_in("wmp"), waits=True),
        "nobody's": Level(_in(""), waits=True),
    },
    "viewable": {
        "a document": _GOOD,
        "mail": Level(_called("return.msg"), waits=True),
        "a package": Level(_called("notes.docx", package=True), waits=True),
    },
}


def _excepted(access: str, folder: str, until: date) -> Callable[[Draft], None]:
    def bend(draft: Draft) -> None:
        draft.excepted = (access, folder, until) if draft.person is not None else None

    return bend


def _observed(draft: Draft) -> None:
    draft.observed = True


def _unstated(draft: Draft) -> None:
    draft.rules = replace(draft.rules, posture=PostureRules(unstated_holds=True))


SCOPE, LATER = f"{CASE}/{FOLDER}", date(2026, 4, 30)
# What bends a partnership and is no condition of law 1: whether the person may read stays the same.
SURROUNDINGS: Mapping[str, Mapping[str, Callable[[Draft], None]]] = {
    "exception": {
        "none": _nothing,
        "to read": _excepted("read", SCOPE, LATER),
        "to edit": _excepted("edit", SCOPE, LATER),
        "to edit the case": _excepted("edit", CASE, LATER),
        "ended": _excepted("edit", SCOPE, YESTERDAY),
        "elsewhere": _excepted("edit", f"{CASE}/40-panel-pack", LATER),
    },
    "mode": {"enforce": _nothing, "the case observes": _observed, "all observe": _nothing},
    "posture": {"fit": _nothing, "unstated": _unstated},
}
GOOD = {name: next(iter(levels)) for name, levels in CONDITIONS.items()}


def draft() -> Draft:
    """Return the partnership in which everything holds."""
    scene = Scene().case(CASE, "panel-meeting", **{PERSON: "agency-lead"})
    name = PersonId(PERSON)
    account = scene.accounts[name][0]
    return Draft(
        person=scene.people[name],
        organisation=scene.organisations[OrganisationId("wicb")],
        isa=scene.isa,
        rules=scene.rules,
        accounts=(account,),
        pin=pin_of(account, LONG_AGO),
        decisions=scene.decisions[name],
    )
