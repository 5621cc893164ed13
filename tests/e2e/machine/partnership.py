"""The smallest partnership that has everything: its files, its tenant, and what is true on Friday night."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml

from tests.e2e.machine.law import (
    CHANNEL,
    STAGES,
    WINDOWS,
    Account,
    Case,
    ExceptionRow,
    Facts,
    Organisation,
    Person,
    Roster,
)

START = "2026-03-27T22:00:00Z"
DOMAINS = {"council": "fenmoor.example", "nhs": "fenmoor-health.example", "police": "fenmoor-police.example"}
UNIT = ("b1", "b2", "b3")
HOMES = {
    **dict.fromkeys(UNIT, "council"),
    "r1": "council",
    "r2": "nhs",
    "r3": "nhs",
    "r4": "police",
    "r5": "police",
    "r6": "nhs",
}
# r6 is in the directory, and comes onto the roster in some stories only.
AT_FIRST = ("b1", "b2", "b3", "r1", "r2", "r3", "r4", "r5")
OUTSIDERS = {"colleague": "colleague@fenmoor.example", "stranger": "stranger@else.example"}
ONE, TWO, THREE = "RV-2026-001", "RV-2026-002", "RV-2026-003"
FILES = (
    f"{ONE}/10-notice/note.pdf",
    f"{ONE}/20-returns/nhs/return.docx",
    f"{ONE}/20-returns/police/return.docx",
    f"{ONE}/30-report/draft.docx",
    f"{ONE}/30-report/pack.zip",
    f"{ONE}/90-key/key.xlsx",
    f"{TWO}/10-notice/note.pdf",
    f"{TWO}/30-report/draft.docx",
    f"{THREE}/10-notice/note.pdf",
    "General/minutes.docx",
)
TEXT = "69cdaf475e35102e2fe734c08b752381c5c7dc65b9d4d5fe9beb48662d9bf882"
_ACCEPTED = datetime(2026, 3, 5, 9, tzinfo=UTC)
_ROLES = [
    "Sites.FullControl.All",
    "Files.ReadWrite.All",
    "User.Read.All",
    "User.RevokeSessions.All",
    "Group.Read.All",
    "Team.ReadBasic.All",
    "Channel.ReadBasic.All",
    "ChannelMember.ReadWrite.All",
    "SharePointTenantSettings.Read.All",
    "Mail.Send",
    "Mail.ReadBasic.All",
]
FIT_TENANT = {
    "sharingCapability": "existingExternalUserSharingOnly",
    "isResharingByExternalUsersEnabled": False,
}
FIT_SITE = {"members_can_share": False, "access_requests": False}


class _Plain(yaml.SafeDumper):
    """Writes everything out: nothing in the partnership's files may be repeated unseen."""

    def ignore_aliases(self, _data: Any) -> bool:
        """Tell that nothing is written as a reference to something above it."""
        return True


def _written(document: Any) -> str:
    return yaml.dump(document, Dumper=_Plain, sort_keys=False)


def is_guest(key: str) -> bool:
    """Tell whether somebody comes from another tenant."""
    return HOMES.get(key, "council") != "council" or key == "stranger"


def username(key: str) -> str:
    """Return the address by which the roster knows somebody."""
    return OUTSIDERS.get(key) or f"{key}@{DOMAINS[HOMES[key]]}"


def sign_in_name(key: str) -> str:
    """Return somebody's sign-in name in the tenant."""
    plain = username(key)
    return f"{plain.replace('@', '_')}#EXT#@fenmoor.example" if is_guest(key) else plain


def new_person(key: str) -> Person:
    """Return somebody's row as it is when it comes onto the roster."""
    person = Person(key, HOMES[key], username(key))
    if key == "r5":
        # Version 2 came into force on 2 March with fourteen days of grace, which begin for r5 on 20 March.
        person.existing_since, person.grace_until = date(2026, 3, 20), date(2026, 4, 3)
    return person


def at_first() -> Facts:
    """Return what is true on Friday night."""
    roster = Roster(
        revision=1,
        people={key: new_person(key) for key in AT_FIRST},
        organisations={
            "council": Organisation(date(2026, 3, 16)),
            "nhs": Organisation(date(2026, 3, 16)),
            # its word lapses within the stories
            "police": Organisation(date(2026, 1, 6)),
        },
        cases={
            ONE: Case("gathering", {"r1": "chair", "r2": "lead", "r3": "author", "r4": "lead"}),
            TWO: Case("drafting", {"r1": "chair", "r4": "lead", "r5": "author"}),
        },
        exceptions={"EX-2026-001": ExceptionRow("r3", f"{ONE}/30-report", "edit", date(2026, 4, 2))},
    )
    decided = [*UNIT, "r1", "r2", "r3", "r4"]
    return Facts(roster, {key: Account("") for key in HOMES}, {key: [(_ACCEPTED, True)] for key in decided})


def roster_text(roster: Roster) -> str:
    """Return the roster's file."""
    return _written(_roster(roster))


def _roster(roster: Roster) -> Any:
    status = "withdrawn" if roster.withdrawn else "in-force"
    return {
        "revision": roster.revision,
        "partnership": {"name": "Fenmoor Safeguarding Children Partnership", "timezone": "Europe/London"},
        "agreement": {
            "reference": "FSCP-ISA-1",
            "version": "1.0",
            "signed_on": date(2025, 10, 6),
            "review_due": date(2026, 10, 6),
            "status": status,
        },
        "channel": {
            "team": "Fenmoor Safeguarding",
            "name": CHANNEL.rstrip("/"),
            "owners": ["b1", "b2"],
            "members": ["b3"],
        },
        "organisations": {key: _organisation(key, one) for key, one in roster.organisations.items()},
        "people": {key: _person(one) for key, one in roster.people.items()},
        "cases": {ref: _case(one) for ref, one in roster.cases.items()},
        "exceptions": {ref: _exception(one) for ref, one in roster.exceptions.items()},
    }


def _organisation(key: str, one: Organisation) -> Any:
    agreement: dict[str, Any] = {"kind": "tier-1", "signed_on": date(2025, 10, 6)}
    if one.agreement_ended is not None:
        agreement["ended_on"] = one.agreement_ended
    return {
        "name": f"Fenmoor {key}",
        "kind": "statutory",
        "domains": [DOMAINS[key]],
        "people_confirmed_on": one.confirmed_on,
        "agreement": agreement,
        "policy_document": {"reference": f"APD-{key}", "review_by": date(2026, 10, 31)},
    }


def _person(one: Person) -> Any:
    days = {"ends_on": one.ends_on, "confirmed_on": one.confirmed_on, "existing_since": one.existing_since}
    told = {name: day for name, day in days.items() if day is not None}
    return {
        "name": f"Person {one.key}",
        "username": one.username,
        "organisation": one.organisation,
        **told,
    }


def _case(one: Case) -> Any:
    return {
        "process": "review",
        "stage": one.stage,
        "dates": {"opened": date(2026, 3, 2)},
        "people": {key: [role] for key, role in one.people.items()},
    }


def _exception(one: ExceptionRow) -> Any:
    reason = {"reason": "corrects dates", "approved_by": "b1"}
    return {"person": one.person, "folder": one.folder, "access": one.access, **reason, "until": one.until}


def processes_text() -> str:
    """Return the file of the one process."""
    roles = ("chair", "lead", "author")
    return _written(
        {
            "version": 1,
            "levels": ["none", "identifiable"],
            "roles": {name: {"title": name.title()} for name in roles},
            "processes": {
                "review": {
                    "title": "Review",
                    "ref_prefix": "RV",
                    "isa": ["2.2.1"],
                    "level_cap": "identifiable",
                    "clocks": [
                        {
                            "id": "whole",
                            "starts": "opened",
                            "ends": "closed",
                            "limit": {"weeks": 26},
                            "src": "P",
                        }
                    ],
                    "stages": [{"id": stage, "src": "P", "limit": "weeks", "docs": "-"} for stage in STAGES],
                    "folders": [_folder(name) for name in WINDOWS],
                    "access": {name: _windows(windows) for name, windows in WINDOWS.items() if windows},
                }
            },
        },
    )


def _folder(name: str) -> Any:
    return {"id": name, "level": "identifiable", **({"partition": "agency"} if name == "20-returns" else {})}


def _windows(windows: Any) -> Any:
    return {
        role: {"from": first, "to": last, "scope": "own-agency" if own else "named"}
        for role, (first, last, own) in windows.items()
    }


def tenant_text() -> str:
    """Return the seed of the tenant, in sync with the roster."""
    facts, friday = at_first(), datetime.fromisoformat(START).date()
    links = {path: [key for key in HOMES if facts.may_read(key, path, friday)] for path in FILES}
    people = [_user(key) for key in (*HOMES, *OUTSIDERS)]
    mailbox = {"key": "gate-mailbox", "name": "Fenmoor Partnership", "type": "Member"}
    mailbox |= {"upn": "partnership@fenmoor.example", "mail": "partnership@fenmoor.example"}
    return _written(
        {
            "tenant": {"name": "Fenmoor", "host": "fenmoor.sharepoint.example", "seed": 11, "clock": START},
            "apps": {
                "reconciler": {
                    "roles": _ROLES,
                    "sharepoint_roles": ["Sites.FullControl.All"],
                    "mailboxes": ["gate-mailbox"],
                },
                "auditor": {"roles": [one for one in _ROLES if "Write" not in one and "Full" not in one]},
                "outsider": {"roles": []},
                "office": {"roles": ["User.ReadWrite.All", "Sites.FullControl.All"]},
            },
            "users": [*people, mailbox],
            "groups": [{"key": "all-staff", "name": "All Staff", "members": ["r1", "colleague"]}],
            "team": {
                "name": "Fenmoor Safeguarding",
                "owners": ["b1", "b2"],
                "members": ["b3", "r1", "colleague"],
            },
            "channel": {
                "name": CHANNEL.rstrip("/"),
                "membership": "private",
                "owners": ["b1", "b2"],
                "members": ["b3"],
            },
            "sharepoint": dict(FIT_TENANT),
            "site": dict(FIT_SITE),
            "files": list(FILES),
            "links": {path: keys for path, keys in links.items() if keys},
        },
    )


def _user(key: str) -> Any:
    found: dict[str, Any] = {"key": key, "name": f"Person {key}", "upn": sign_in_name(key)}
    found |= {"mail": username(key), "type": "Guest" if is_guest(key) else "Member"}
    if is_guest(key):
        found |= {"external_state": "Accepted", "external_state_changed_at": "2025-10-06T09:00:00Z"}
    return found


def lay_down(config: Path) -> None:
    """Put the partnership where the shipped small one lies, which the settings are pointed at."""
    small = config / "small"
    (config / "processes.yaml").write_text(processes_text())
    (small / "roster.yaml").write_text(roster_text(at_first().roster))
    (small / "saltmere-tenant.yaml").write_text(tenant_text())
    (small / "acceptances.yaml").write_text(acceptances_text(at_first().roster))
    settings = config / "gate.toml"
    text = settings.read_text().replace("partnership@saltmere", "partnership@fenmoor")
    text = text.replace('second_name = "account"', 'second_name = "actor"')
    text = text.replace("[agreement]", '[authors]\nsource = "owner"\n\n[agreement]', 1)
    settings.write_text(text.replace('urgent_processes = ["rapid-review"]', "urgent_processes = []"))


def acceptances_text(roster: Roster) -> str:
    """Return the file of past decisions: it may name nobody who is not on the roster."""
    return _written({"acceptances": [one for one in _acceptances() if one["person"] in roster.people]})


def _acceptances() -> list[dict[str, Any]]:
    return [
        {
            "person": key,
            "version": "2",
            "sha256": TEXT,
            "decision": "accepted",
            "at": _ACCEPTED,
            "source": "import",
            "evidence": f"UAA-{key}",
            "recorded_by": "b1" if key != "b1" else "b2",
        }
        for key in at_first().decisions
    ]
