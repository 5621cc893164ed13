"""All rules of a roster together: every finding at once, in the file's order."""

from collections.abc import Callable, Iterator

from sharepoint_gate.faults import Fault
from sharepoint_gate.roster import checks_cases as cases
from sharepoint_gate.roster import checks_channel as channel
from sharepoint_gate.roster import checks_exceptions as exceptions
from sharepoint_gate.roster import checks_organisations as organisations
from sharepoint_gate.roster import checks_people as people
from sharepoint_gate.roster.draft import Context, Findings, RosterDraft

Check = Callable[[RosterDraft, Context], Iterator[Fault]]

_FAULTS: tuple[Check, ...] = (
    channel.check_timezone,
    channel.check_titles,
    channel.check_isa_dates,
    channel.check_channel_has_an_owner,
    channel.check_channel_people,
    channel.check_channel_seats_differ,
    organisations.check_organisation_ids,
    organisations.check_organisation_names,
    organisations.check_people_confirmations,
    organisations.check_domains,
    organisations.check_organisation_agreements,
    organisations.check_policy_documents,
    people.check_person_ids,
    people.check_person_names,
    people.check_usernames,
    people.check_usernames_are_personal,
    people.check_usernames_differ,
    people.check_person_organisations,
    people.check_person_dates,
    people.check_existing_users_exist,
    cases.check_case_references,
    cases.check_case_processes,
    cases.check_case_stages,
    cases.check_case_dates,
    cases.check_case_people,
    cases.check_case_roles,
    cases.check_business_unit_holds_no_reading_role,
    exceptions.check_exception_ids,
    exceptions.check_exception_people,
    exceptions.check_exception_folders,
    exceptions.check_exception_reasons,
    exceptions.check_exception_approval,
    exceptions.check_exceptions_are_for_readers,
)
_WARNINGS: tuple[Check, ...] = (
    channel.warn_of_isa_standing,
    channel.warn_of_a_single_owner,
    organisations.warn_of_passed_reviews,
    people.warn_of_namesakes,
    cases.warn_of_roles_without_effect,
    exceptions.warn_of_ended_exceptions,
    exceptions.warn_of_long_exceptions,
)


def check_roster(draft: RosterDraft, context: Context) -> Findings:
    """Judge a roster by every rule.

    Args:
        draft: The roster as far as it could be read.
        context: The processes and the day.
    """
    faults = sorted({fault for check in _FAULTS for fault in check(draft, context)})
    warnings = sorted({fault for check in _WARNINGS for fault in check(draft, context)})
    return Findings(faults, warnings)
