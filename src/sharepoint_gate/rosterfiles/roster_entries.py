"""From the shapes of a roster file to the values of ``roster.model``, each with its place."""

from sharepoint_gate.roster.model import (
    Assignment,
    Case,
    CaseRef,
    Channel,
    ExceptionAccess,
    ExceptionId,
    IsaRecord,
    IsaStatus,
    Mode,
    Organisation,
    OrganisationAgreement,
    OrganisationId,
    OrganisationKind,
    Person,
    PersonId,
    PolicyDocument,
    ProcessId,
    RecordedException,
    RoleId,
    StageId,
)
from sharepoint_gate.rosterfiles.shapes import (
    CaseShape,
    ChannelShape,
    ExceptionShape,
    IsaShape,
    OrganisationShape,
    PersonShape,
    PolicyDocumentShape,
)
from sharepoint_gate.rosterfiles.yaml_tree import Tree


def isa_record(shape: IsaShape, tree: Tree) -> IsaRecord:
    """Return the Information Sharing Arrangement."""
    return IsaRecord(
        shape.reference,
        shape.version,
        shape.signed_on,
        shape.review_due,
        IsaStatus(shape.status),
        tree.place("agreement", key=True),
    )


def channel(shape: ChannelShape, tree: Tree) -> Channel:
    """Return the channel."""
    owners = tuple(PersonId(one) for one in shape.owners)
    members = tuple(PersonId(one) for one in shape.members)
    return Channel(shape.team, shape.name, owners, members, tree.place("channel", key=True))


def organisation(key: str, shape: OrganisationShape, tree: Tree) -> Organisation:
    """Return an organisation."""
    bound = shape.agreement
    return Organisation(
        id=OrganisationId(key),
        name=shape.name,
        kind=OrganisationKind(shape.kind),
        domains=tuple(shape.domains),
        agreement=OrganisationAgreement(bound.kind, bound.signed_on, bound.ended_on) if bound else None,
        policy_document=_policy_document(shape.policy_document) if shape.policy_document else None,
        breach_contact=shape.breach_contact,
        place=tree.place("organisations", key, key=True),
        lead=shape.lead,
        people_confirmed_on=shape.people_confirmed_on,
    )


def person(key: str, shape: PersonShape, tree: Tree) -> Person:
    """Return a person."""
    return Person(
        id=PersonId(key),
        name=shape.name,
        username=shape.username,
        organisation=OrganisationId(shape.organisation),
        existing_since=shape.existing_since,
        starts_on=shape.starts_on,
        ends_on=shape.ends_on,
        confirmed_on=shape.confirmed_on,
        place=tree.place("people", key, key=True),
        invite_on=shape.invite_on,
    )


def case(key: str, shape: CaseShape, tree: Tree) -> Case:
    """Return a case with its people."""
    people = {
        PersonId(one): Assignment(
            PersonId(one),
            tuple(RoleId(role) for role in roles),
            tree.place("cases", key, "people", one, key=True),
        )
        for one, roles in shape.people.items()
    }
    return Case(
        ref=CaseRef(key),
        process=ProcessId(shape.process),
        stage=StageId(shape.stage),
        dates=dict(shape.dates),
        people=people,
        place=tree.place("cases", key, key=True),
        stage_place=tree.place("cases", key, "stage"),
        mode=Mode(shape.mode),
    )


def recorded_exception(key: str, shape: ExceptionShape, tree: Tree) -> RecordedException:
    """Return a recorded exception."""
    return RecordedException(
        id=ExceptionId(key),
        person=PersonId(shape.person),
        folder=shape.folder,
        access=ExceptionAccess(shape.access),
        reason=shape.reason,
        approved_by=PersonId(shape.approved_by),
        until=shape.until,
        place=tree.place("exceptions", key, key=True),
    )


def _policy_document(shape: PolicyDocumentShape) -> PolicyDocument:
    return PolicyDocument(shape.reference or "", shape.review_by, shape.valid_until, shape.not_required)
