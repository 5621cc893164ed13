"""The rules about organisations and their papers, one function each.

Source: ISA §9.1
"""

from collections.abc import Iterator

from sharepoint_gate.faults import Fault
from sharepoint_gate.roster.addresses import address_slip, domain_slip, mail_domain_slip, name_slip
from sharepoint_gate.roster.draft import Context, RosterDraft
from sharepoint_gate.roster.ids import id_slip
from sharepoint_gate.roster.model import PolicyDocument


def check_organisation_ids(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse ids of organisations that cannot be the name of a folder."""
    for organisation in sorted(draft.written.organisations):
        mend = id_slip(organisation)
        if mend:
            yield Fault(
                draft.where("organisations", organisation, key=True),
                f"{organisation} cannot be an organisation's id",
                "it names the organisation's own folder: small letters, digits and hyphens",
                mend,
            )


def check_organisation_names(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse names with stray spaces or hidden characters, and breach contacts that are no address."""
    for one in draft.organisations.values():
        slips = {
            "name": name_slip(one.name),
            "breach_contact": address_slip(one.breach_contact or "a@b.example"),
        }
        for key, slip in slips.items():
            if slip:
                yield Fault(draft.where("organisations", one.id, key), slip.what, slip.why, slip.mend)


def check_people_confirmations(draft: RosterDraft, context: Context) -> Iterator[Fault]:
    """Refuse leads outside the organisation, and a word on its people that lies in the future."""
    for one in draft.organisations.values():
        slip = address_slip(one.lead) or domain_slip(one.lead, one.domains, one.id) if one.lead else None
        if slip:
            yield Fault(draft.where("organisations", one.id, "lead"), slip.what, slip.why, slip.mend)
        if one.people_confirmed_on and one.people_confirmed_on > context.today:
            yield Fault(
                draft.where("organisations", one.id, "people_confirmed_on"),
                f"the people of {one.id} are confirmed on {one.people_confirmed_on}, which is still to come",
                "it would vouch for people who may have left by then",
                "write the day on which the organisation's lead really confirmed them",
            )


def check_domains(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse mail domains that are none, are public, or stand twice."""
    for one in draft.organisations.values():
        for index, domain in enumerate(one.domains):
            slip = mail_domain_slip(domain)
            if slip:
                yield Fault(
                    draft.where("organisations", one.id, "domains", index), slip.what, slip.why, slip.mend
                )
            elif domain in one.domains[:index]:
                yield Fault(
                    draft.where("organisations", one.id, "domains", index),
                    f"{domain} is written twice",
                    "once is enough",
                    "delete one of the two",
                )


def check_organisation_agreements(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse agreements that ended before they were signed."""
    for one in draft.organisations.values():
        bound = one.agreement
        if bound and bound.ended_on and bound.ended_on < bound.signed_on:
            yield Fault(
                draft.where("organisations", one.id, "agreement", "ended_on"),
                f"the agreement of {one.id} ended on {bound.ended_on}, before {bound.signed_on}",
                "the two dates may have changed places",
                f"write signed_on: {bound.ended_on}, ended_on: {bound.signed_on} if that is meant",
            )


def check_policy_documents(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse policy documents that are neither there nor excused, or both."""
    for one in draft.organisations.values():
        slip = _policy_slip(one.policy_document) if one.policy_document else None
        if slip:
            yield Fault(
                draft.where("organisations", one.id, "policy_document", key=True),
                f"the policy document of {one.id} {slip}",
                "an organisation has one with a reference and a review date, or a recorded reason why not",
                "write {reference: APD-7, review_by: 2026-09-30} or {not_required: the reason}",
            )


def warn_of_passed_reviews(draft: RosterDraft, context: Context) -> Iterator[Fault]:
    """Warn of policy documents whose review date has passed."""
    for one in draft.organisations.values():
        document = one.policy_document
        if document and document.review_by and document.review_by < context.today:
            yield Fault(
                draft.where("organisations", one.id, "policy_document", "review_by"),
                f"the policy document of {one.id} was due for review by {document.review_by}",
                "the arrangement asks for a current one (ISA 9.1)",
                "ask the organisation for the reviewed document and write its new date",
            )


def _policy_slip(document: PolicyDocument) -> str | None:
    if document.not_required is not None:
        extra = document.reference or document.review_by or document.valid_until
        return "is both recorded and not required" if extra else None
    if not document.reference:
        return "has no reference"
    return None if document.review_by else "has no review date"
