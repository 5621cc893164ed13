"""The standing of a person, an organisation and an account today: the personal half of law 1.

Each function returns checks, ticked or crossed, and never stops at the first that is crossed. Days begin
and end in the partnership's own time zone.

Source: ISA §8.3, ISA §8.7, ISA §9.1
"""

from datetime import date, datetime

from sharepoint_gate.access.checks import crossed, ticked
from sharepoint_gate.access.desired import Check, Condition, World
from sharepoint_gate.access.identity import (
    RESET,
    fingerprint,
    is_elsewhere,
    is_of_another,
    pin_of,
    tell_changes,
)
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.memory import Pin
from sharepoint_gate.access.observed import Account
from sharepoint_gate.access.reconfirm import check_reconfirmed
from sharepoint_gate.roster.days import today_in
from sharepoint_gate.roster.model import IsaStatus, Organisation, OrganisationKind, Person, PersonId


def day_of(world: World, instant: datetime) -> date:
    """Return the day of an instant in the partnership's time zone."""
    return today_in(world.roster.partnership.timezone, instant)


def check_dates(world: World, person: Person) -> Check:
    """Check that today lies between the first and the last day of access, both included."""
    held = Condition.ON_ROSTER
    if person.starts_on is not None and world.today < person.starts_on:
        sentence = f"{person.name}'s access starts on {person.starts_on}."
        return crossed(held, sentence, person.place, FindingKind.NOT_YET_STARTED)
    if person.ends_on is not None and person.ends_on < world.today:
        left = person.id not in world.named_somewhere
        kind = FindingKind.GRANT_TO_LEAVER if left else FindingKind.GRANT_AFTER_EXPIRY
        return crossed(held, f"{person.name}'s access ended on {person.ends_on}.", person.place, kind)
    until = f" until {person.ends_on}" if person.ends_on else ""
    return ticked(held, f"{person.name} is on the roster{until}.", person.place)


def check_arrangement(world: World) -> Check:
    """Check that the Information Sharing Arrangement is signed and not withdrawn.

    Source: ISA §12
    """
    isa, held = world.roster.agreement, Condition.AGREEMENT_IN_FORCE
    if isa.status is IsaStatus.WITHDRAWN:
        sentence = f"The information sharing arrangement {isa.reference} is withdrawn: nobody may read."
        return crossed(held, sentence, isa.place, FindingKind.ISA_WITHDRAWN)
    if world.today < isa.signed_on:
        sentence = f"The information sharing arrangement {isa.reference} is signed only on {isa.signed_on}."
        return crossed(held, sentence, isa.place, FindingKind.ISA_WITHDRAWN)
    past = f"; its review was due on {isa.review_due}" if isa.review_due < world.today else ""
    return ticked(held, f"The information sharing arrangement {isa.reference} stands{past}.", isa.place)


def check_organisation(world: World, person: Person) -> tuple[Check, ...]:
    """Check a person's organisation: its agreement, its policy document, and its word on its own people.

    Source: ISA §9.1
    """
    organisation = world.roster.organisations.get(person.organisation)
    if organisation is None:
        sentence = f"The organisation {person.organisation} of {person.name} is not on the roster."
        kind = FindingKind.AGREEMENT_MISSING
        return (crossed(Condition.ORGANISATION, sentence, person.place, kind),)
    return (
        _check_agreement(world, organisation),
        _check_policy(world, organisation),
        *check_reconfirmed(world, organisation),
    )


def _check_agreement(world: World, organisation: Organisation) -> Check:
    agreement, name = organisation.agreement, organisation.name
    if organisation.kind is OrganisationKind.NONE:
        why = f"{name} has no part in the partnership."
    elif agreement is None:
        why = f"{name} has signed no agreement."
    elif world.today < agreement.signed_on:
        why = f"The agreement with {name} is signed only on {agreement.signed_on}."
    elif agreement.ended_on is not None and agreement.ended_on < world.today:
        why = f"The agreement with {name} ended on {agreement.ended_on}."
    else:
        sentence = f"{name} is bound by its agreement ({agreement.kind}) of {agreement.signed_on}."
        return ticked(Condition.ORGANISATION, sentence, organisation.place)
    kind = FindingKind.AGREEMENT_MISSING
    return crossed(Condition.ORGANISATION, why, organisation.place, kind)


def _check_policy(world: World, organisation: Organisation) -> Check:
    held, name, place = Condition.ORGANISATION, organisation.name, organisation.place
    policy = organisation.policy_document
    if policy is None:
        sentence = f"{name} has sent no appropriate policy document."
        return crossed(held, sentence, place, FindingKind.APD_MISSING)
    if policy.not_required is not None:
        return ticked(held, f"{name} needs no policy document: {policy.not_required}.", place)
    if policy.valid_until is not None and policy.valid_until < world.today:
        sentence = f"The policy document {policy.reference} of {name} ran out on {policy.valid_until}."
        return crossed(held, sentence, place, FindingKind.APD_LAPSED)
    late = policy.review_by is not None and policy.review_by < world.today
    past = f" was due for review on {policy.review_by}" if late else " is valid"
    sentence = f"The policy document {policy.reference} of {name}{past}."
    if late and world.rules.review_date_blocks:
        return crossed(held, sentence, place, FindingKind.APD_LAPSED)
    return ticked(held, sentence, place)


def account_of(world: World, person: PersonId) -> Account | None:
    """Return the one account found under a person's username; None when it is none, several or unread."""
    found = world.observation.accounts.get(person, ())
    return found[0] if len(found) == 1 else None


def check_account(world: World, person: Person) -> Check:
    """Check that exactly one account was found, of this person alone, enabled and redeemed.

    An account that could not be looked up is crossed with kind ``unread``: nothing is known against the
    person, so that this alone gives nothing and takes nothing (law 7).
    """
    held, place = Condition.ACCOUNT, person.place
    found = world.observation.accounts.get(person.id)
    if found is None:
        sentence = f"The account {person.username} could not be looked up this time."
        return crossed(held, sentence, place, FindingKind.UNREAD)
    if not found:
        gone = person.id in world.memory.pins
        tail = "; the one that was approved is deleted, or goes by another address now" if gone else ""
        sentence = f"No account is found under {person.username}{tail}."
        return crossed(held, sentence, place, FindingKind.ACCOUNT_NOT_FOUND)
    if len(found) > 1:
        sentence = f"{len(found)} accounts are found under {person.username}, so none is taken."
        return crossed(held, sentence, place, FindingKind.ACCOUNT_AMBIGUOUS)
    return _check_state(world, person, found[0])


def _check_state(world: World, person: Person, account: Account) -> Check:
    held, place = Condition.ACCOUNT, person.place
    others = [name for name in world.holders[account.object_id] if name != person.id]
    if others:
        sentence = f"The account under {person.username} is also that of {', '.join(others)} on the roster."
        return crossed(held, sentence, place, FindingKind.ACCOUNT_AMBIGUOUS)
    if not account.enabled:
        sentence = f"The account {person.username} is blocked from signing in."
        return crossed(held, sentence, place, FindingKind.ACCOUNT_DISABLED)
    if not _is_redeemed(account):
        # a guest who was approved and is now waiting again was reset: somebody else may redeem it
        reset = person.id in world.memory.pins
        kind = FindingKind.IDENTITY_CHANGED if reset else FindingKind.PENDING_INVITATION
        tail = f", and was approved before: {RESET}" if reset else ""
        sentence = f"The guest {person.username} has not redeemed the invitation{tail}."
        return crossed(held, sentence, place, kind)
    return ticked(held, f"The account {person.username} is found and enabled.", place)


def _is_redeemed(account: Account) -> bool:
    if account.external_state is None:
        return not account.is_guest
    return account.external_state == "Accepted"


def check_same_person(world: World, person: Person) -> Check:
    """Check that the account is still the one that was approved.

    Without a pin this is the first approval: it holds and `pins_to_remember` pins the account. Where the
    account differs from its pin, the person is suspended until the business unit confirms the account, and
    a confirmation made before the change proves nothing. It therefore counts only when it is not dated in
    the future, and

    - if the account's external state changed after the pin was made: on that day or later;
    - else the day of the change is unknown: on a day after the one on which the pin was made, when the
      account still looked as approved.
    """
    held, place = Condition.SAME_PERSON, person.place
    pin, account = world.memory.pins.get(person.id), account_of(world, person.id)
    if account is None:
        return _check_without_account(world, person)
    if pin is None or pin.fingerprint == fingerprint(account):
        return _check_unchanged(world, person, account, first=pin is None)
    if _is_confirmed(world, person, pin, account):
        sentence = f"The account of {person.name} changed, and was confirmed on {person.confirmed_on}."
        return ticked(held, sentence, place)
    since, told = day_of(world, pin.pinned_at), tell_changes(pin, account)
    sentence = (
        f"The account of {person.name} changed since {since}, and nobody has confirmed it since: {told}."
    )
    elsewhere = _is_elsewhere(world, person, account)
    kind = FindingKind.IDENTITY_MISMATCH if elsewhere else FindingKind.IDENTITY_CHANGED
    return crossed(held, sentence, place, kind)


def _check_unchanged(world: World, person: Person, account: Account, *, first: bool) -> Check:
    """Check an account that is new, or as it was: a guest of a strange domain needs somebody's word.

    At the first approval no word counts, since nobody can tell whether it was given before the mail changed:
    the organisation's domains are put right instead.
    """
    held, place = Condition.SAME_PERSON, person.place
    word = not first and person.confirmed_on is not None and person.confirmed_on <= world.today
    if not word and _is_elsewhere(world, person, account):
        sentence = (
            f"The account under {person.username} has the mail {account.mail}, which is not of "
            f"{person.organisation}."
        )
        return crossed(held, sentence, place, FindingKind.IDENTITY_MISMATCH)
    how = "approved now for the first time" if first else "as it was approved"
    return ticked(held, f"The account of {person.name} is {how}.", place)


def _is_elsewhere(world: World, person: Person, account: Account) -> bool:
    return is_elsewhere(account, person.username, world.roster.organisations.get(person.organisation))


def _check_without_account(world: World, person: Person) -> Check:
    if person.id not in world.observation.accounts:
        sentence = f"Whether the account is still that of {person.name} could not be looked up."
        return crossed(Condition.SAME_PERSON, sentence, person.place, FindingKind.UNREAD)
    # no single account to compare: the account's own check says so already
    sentence = f"There is no single account of {person.name} to compare."
    return ticked(Condition.SAME_PERSON, sentence, person.place)


def _is_confirmed(world: World, person: Person, pin: Pin, account: Account) -> bool:
    confirmed, changed = person.confirmed_on, account.external_state_changed_at
    if confirmed is None or confirmed > world.today:
        return False
    if changed is not None and changed > pin.pinned_at:
        return confirmed >= day_of(world, changed)
    return _is_confirmed_since(world, person, pin)


def pins_to_remember(world: World) -> dict[PersonId, Pin]:
    """Return the pins to add or replace: accounts in good state, approved for the first time or confirmed.

    A confirmation of an unchanged account renews the pin as well: otherwise it would also vouch for a change
    that came after it.
    """
    made: dict[PersonId, Pin] = {}
    for _, person in sorted(world.roster.people.items()):
        account, known = account_of(world, person.id), world.memory.pins.get(person.id)
        if account is None or not check_account(world, person).holds:
            continue
        if not check_same_person(world, person).holds:
            continue
        if (
            known is None
            or known.fingerprint != fingerprint(account)
            or _is_confirmed_since(world, person, known)
        ):
            made[person.id] = pin_of(account, world.observation.at, accepts_from(world, person))
        elif known.likeness is None:
            # The account is as an older version of the gate approved it: only the words are added.
            made[person.id] = pin_of(account, known.pinned_at, known.accepts_from)
    return made


def accepts_from(world: World, person: Person) -> date | None:
    """Return from which day on decisions under a roster id are those of the person who bears it now.

    A roster id is only a name: whoever takes it over does not take over what somebody else accepted. Until
    the business unit confirms the new account nothing counts; then what was decided from that day on does.
    """
    pin, account = world.memory.pins.get(person.id), account_of(world, person.id)
    if pin is not None and account is not None and is_of_another(pin, account, person.username):
        return person.confirmed_on or date.max
    return pin.accepts_from if pin is not None else None


def _is_confirmed_since(world: World, person: Person, pin: Pin) -> bool:
    """Tell whether the business unit confirmed the account on a day after that of the pin, up to today."""
    confirmed = person.confirmed_on
    return confirmed is not None and day_of(world, pin.pinned_at) < confirmed <= world.today
