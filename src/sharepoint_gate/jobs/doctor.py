"""Doctor: look at a tenant before anything is enforced in it; writes nothing by itself.

Source: ISA §8.2, ADR-0003
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sharepoint_gate.access.consent import Part, judge_consent, request_for
from sharepoint_gate.access.examination import Credential, Examination, Step
from sharepoint_gate.access.observed import ObservedItem, Unread
from sharepoint_gate.access.posture import SettingFitness, domains_of, judge_posture
from sharepoint_gate.access.site_sight import SiteSight
from sharepoint_gate.errors import ConfigError, GateError, GraphError
from sharepoint_gate.jobs.observe_site import GRAPH, SETTINGS, look_at_site
from sharepoint_gate.jobs.observe_site import Looks as Around
from sharepoint_gate.jobs.probe_looks import Looks, Sample, because, take_sample
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.ports.probing import ProbeReader, Token
from sharepoint_gate.ports.site import Library
from sharepoint_gate.ports.tenant import ChannelSite, TenantReader
from sharepoint_gate.roster.days import today_in
from sharepoint_gate.roster.model import Mode, Roster
from sharepoint_gate.roster.posture import PostureRules


@dataclass(frozen=True, slots=True)
class Patient:
    """A tenant that lets itself be looked at.

    Attributes:
        part: What the application is meant to be.
        link_version: The version of createLink that the settings name.
        posture: What administrators state of the settings that the channel rests on.
        mode: Whether the installation puts right what it finds.
    """

    roster: Roster
    reader: TenantReader
    probing: ProbeReader
    clock: Clock
    credential: Credential
    part: Part
    link_version: str = "beta"
    posture: PostureRules = field(default_factory=PostureRules)
    mode: Mode = Mode.ENFORCE


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found on the way, for those who try further."""

    site: ChannelSite
    items: Sequence[ObservedItem]


async def examine(patient: Patient) -> tuple[Examination, Seen | None]:
    """Look at everything that can be looked at; what stands in the way of the rest is told, not raised."""
    credential = patient.credential
    try:
        token = await patient.probing.token()
    except GraphError as error:
        sentence = f"The application cannot sign in: {error.why or error.what}."
        step = Step("sign-in", well=False, sentence=sentence, advice=error.mend)
        return Examination(credential, step, exit_code=error.exit_code), None
    signed = Step("sign-in", well=True, sentence="The application signs in.")
    consent = judge_consent(token.roles, patient.part)
    found = Examination(
        credential,
        signed,
        consent,
        request_for(consent, credential.client_id),
        link_version=patient.link_version,
    )
    return await _inside(patient, token, found)


async def _inside(patient: Patient, token: Token, found: Examination) -> tuple[Examination, Seen | None]:
    try:
        channel = patient.roster.channel
        site = await patient.reader.find_channel(channel.team, channel.name)
    except (ConfigError, GraphError) as error:
        failed = _failed("channel", error)
        settings = await _settings(patient, None)
        return replace(found, settings=settings, places=(failed,), exit_code=error.exit_code), None
    settings = await _settings(patient, site)
    library = await _library(patient, site)
    places = [Step("channel", well=True, sentence="Team and channel are there, and the channel is private.")]
    places += [_library_step(library), _mode_step(patient.mode)]
    try:
        items = await patient.reader.items(site.drive_id)
        sample = await take_sample(patient.reader, site, items)
    except GraphError as error:
        places.append(_failed("files", error))
        return replace(found, settings=settings, places=tuple(places), exit_code=error.exit_code), None
    places += [_files_step(items, sample), await _members_step(patient, site)]
    known = library if isinstance(library, Library) else None
    looks = Looks(
        patient.reader, patient.probing, patient.clock, site, known, token, sample, _address(patient.roster)
    )
    answers = tuple(await looks.answer())
    code = GraphError.exit_code if not all(place.well for place in places) else 0
    whole = replace(found, settings=settings, places=tuple(places), answers=answers, exit_code=code)
    return whole, Seen(site, items)


def _address(roster: Roster) -> str:
    """Return the address of somebody on the roster: the business unit's first owner, as a rule."""
    owners = [one for one in roster.channel.owners if one in roster.people]
    return roster.people[next(iter([*owners, *roster.people]))].username


async def _settings(patient: Patient, site: ChannelSite | None) -> tuple[SettingFitness, ...]:
    roster = patient.roster
    domains = domains_of(one.username for one in roster.people.values())
    today = today_in(roster.partnership.timezone, patient.clock.now())
    if site is not None:
        sight = await look_at_site(patient.probing, site)
    else:
        settings = await Around().ask(SETTINGS, GRAPH, patient.probing.sharing_settings)
        sight = SiteSight(settings)
    return judge_posture(sight, patient.posture, domains, today)


async def _library(patient: Patient, site: ChannelSite) -> Library | GraphError:
    try:
        return await patient.probing.place_of(site.drive_id)
    except GraphError as error:
        return error


def _mode_step(mode: Mode) -> Step:
    if mode is Mode.ENFORCE:
        return Step("mode", well=True, sentence="The installation enforces: what is wrong is put right.")
    told = (
        "The installation only observes: everything is told, nothing is changed, and readers get no letters."
    )
    advice = 'Look at `plan --enforced`; when that is what you want, write mode = "enforce" in the settings.'
    return Step("mode", well=True, sentence=told, advice=advice)


def _library_step(library: Library | GraphError) -> Step:
    if isinstance(library, GraphError):
        return _failed("library", library)
    return Step(
        "library", well=True, sentence=f"The channel's site and its library {library.name!r} are there."
    )


def _files_step(items: Sequence[ObservedItem], sample: Sample) -> Step:
    unread = [one for one in sample.permissions.values() if isinstance(one, Unread)]
    if unread:
        sentence = f"The sharing of {len(unread)} of {len(sample.permissions)} items cannot be read: "
        return Step("files", well=False, sentence=f"{sentence}{unread[0].why}.")
    files = sum(not item.is_folder for item in items)
    return Step("files", well=True, sentence=f"{files} files are listed, and their sharing can be read.")


async def _members_step(patient: Patient, site: ChannelSite) -> Step:
    try:
        members = await patient.reader.members(site)
    except GraphError as error:
        return _failed("members", error)
    owners = sum(one.role == "owner" for one in members)
    sentence = f"The channel has {owners} owners and {len(members) - owners} other members."
    return Step("members", well=True, sentence=sentence)


def _failed(name: str, error: GateError) -> Step:
    why = because(error) if isinstance(error, GraphError) else error.why
    told = f"{error.what.rstrip('.')}: {why}." if why else error.what
    return Step(name, well=False, sentence=told, advice=error.mend)
