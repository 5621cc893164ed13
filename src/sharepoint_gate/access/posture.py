"""Posture: the settings that a locked-down channel rests on, each fit, unfit or unreadable.

The one place where a setting is judged: the doctor, the audit and the night all ask here. Unfit holds grants
back and never a revocation; what cannot be read rests on an administrator's dated statement.

Source: ISA §8.2, ISA §8.5, ADR-0015
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from sharepoint_gate.access.facts import KINDS
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.posture_read import Reading, readings
from sharepoint_gate.access.posture_words import NAMES, WORDS
from sharepoint_gate.access.site_sight import SiteSight
from sharepoint_gate.roster.posture import PostureKey, PostureRules, Statement

SITE, TENANT = "site", "tenant"
SOON = timedelta(days=30)
_OF_TENANT = frozenset({PostureKey.ALLOWED_DOMAINS, PostureKey.GUESTS_RESHARE, PostureKey.B2B_INTEGRATION})
_KINDS = {
    PostureKey.SHARING_LEVEL: FindingKind.SITE_SHARING_TOO_OPEN,
    PostureKey.MEMBERS_CAN_SHARE: FindingKind.MEMBERS_CAN_SHARE,
    PostureKey.BLOCK_DOWNLOAD_POLICY: FindingKind.BLOCK_DOWNLOAD_POLICY_OFF,
    PostureKey.B2B_INTEGRATION: FindingKind.B2B_INTEGRATION_OFF,
}


class Fitness(StrEnum):
    """How a setting stands to what the arrangement asks for."""

    FIT = "fit"
    UNFIT = "unfit"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class SettingFitness:
    """One setting, judged.

    Attributes:
        key: Which setting it is; its value is its name in the settings file.
        advice: What the administrator changes, or states; empty where nothing is to be done.
        holds: Whether grants wait for it.
        ends_on: The last day of the statement that it rests on, when that is near.
    """

    key: PostureKey
    fitness: Fitness
    sentence: str
    advice: str = ""
    holds: bool = False
    ends_on: date | None = None


def judge_posture(
    sight: SiteSight | None, rules: PostureRules, domains: Collection[str], today: date
) -> tuple[SettingFitness, ...]:
    """Judge every setting by what was read, else by what was stated.

    Args:
        sight: What was read around the library; None where nobody looked.
        rules: What the partnership set and its administrators stated.
        domains: The domains that the roster's people come from.
        today: The day on which statements have to count.
    """
    read = readings(sight or SiteSight(), domains)
    return tuple(_judge(key, read.get(key), rules, today) for key in PostureKey)


def domains_of(usernames: Iterable[str]) -> frozenset[str]:
    """Return the domains that people come from."""
    return frozenset(one.rpartition("@")[2].casefold() for one in usernames)


def posture_findings(posture: Iterable[SettingFitness]) -> Iterator[Finding]:
    """Yield what is unfit, what holds grants back unstated, and statements that end soon."""
    for one in posture:
        if one.fitness is Fitness.UNFIT:
            yield _found(one, _kind(one))
        elif one.fitness is Fitness.UNREADABLE and one.holds:
            yield _found(one, FindingKind.SETTING_UNSTATED)
        elif one.ends_on is not None:
            yield _found(one, FindingKind.STATEMENT_ENDS)


def _judge(key: PostureKey, read: Reading | None, rules: PostureRules, today: date) -> SettingFitness:
    stated = rules.statements.get(key)
    counts = stated is not None and stated.says in WORDS[key] and _counts(stated, rules, today)
    if read is not None and not (read.bound and counts):
        return _settled(key, read.word, read.sentence, rules)
    if stated is None or not counts:
        return _unreadable(key, stated, rules, today)
    found = _settled(key, stated.says, "", rules)
    ends = _last_day(stated, rules)
    days = f"{stated.on:%-d %B %Y}, which counts until {ends:%-d %B %Y}"
    return replace(
        found,
        sentence=f"{found.sentence} {stated.by} stated so on {days}.",
        ends_on=ends if ends - today < SOON else None,
    )


def _settled(key: PostureKey, says: str, sentence: str, rules: PostureRules) -> SettingFitness:
    word = WORDS[key][says]
    fitness = Fitness.FIT if word.fit else Fitness.UNFIT
    holds = not (word.fit or word.narrow or key in rules.only_told)
    return SettingFitness(key, fitness, sentence or word.sentence, word.advice, holds)


def _unreadable(
    key: PostureKey, stated: Statement | None, rules: PostureRules, today: date
) -> SettingFitness:
    past = f"what {stated.by} stated on {stated.on:%-d %B %Y} {_age(stated, today)}" if stated else ""
    lack = past or "nobody stated it"
    sentence = f"It cannot be read {NAMES[key]}, and {lack}."
    words = " or ".join(f'"{word}"' for word in WORDS[key])
    advice = f"Let the administrator look, and write {key} under [posture] statements: {words}."
    holds = rules.unstated_holds and key not in rules.only_told
    return SettingFitness(key, Fitness.UNREADABLE, sentence, advice, holds)


def _counts(stated: Statement, rules: PostureRules, today: date) -> bool:
    return stated.on <= today <= _last_day(stated, rules)


def _last_day(stated: Statement, rules: PostureRules) -> date:
    return stated.on + timedelta(days=rules.valid_days)


def _age(stated: Statement, today: date) -> str:
    return "lies in the future" if stated.on > today else "is too old to count"


def _kind(one: SettingFitness) -> FindingKind:
    return _KINDS.get(one.key, FindingKind.SHARING_SETTINGS_UNFIT)


def _found(one: SettingFitness, kind: FindingKind) -> Finding:
    facts = KINDS[kind]
    return Finding(
        kind=kind,
        severity=facts.severity,
        object=TENANT if one.key in _OF_TENANT else SITE,
        principal="" if kind in _KINDS.values() else one.key.value,
        also=(),
        sentence=one.sentence,
        remedy=one.advice or facts.remedy,
        clause=facts.clause,
        handling=Handling.PERSON,
    )
