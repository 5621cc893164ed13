"""An examination: everything that the doctor found out about a tenant, and whether to enforce in it.

Source: ISA §8.2, ADR-0003
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sharepoint_gate.access.consent import Consent
from sharepoint_gate.access.posture import Fitness, SettingFitness
from sharepoint_gate.access.probes import ProbeAnswer, Verdict
from sharepoint_gate.access.probes_tried import BETA_LINK, V1_LINK, VERSION

SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class Credential:
    """How the application proves who it is.

    Attributes:
        kind: secret or certificate.
        client_id: The application.
        ends_at: When a certificate ends; None for a secret, whose end only Entra knows.
        days_left: Whole days until then; below zero when it is over.
    """

    kind: str
    client_id: str
    ends_at: datetime | None = None
    days_left: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Something that has to be found or done, and whether it was."""

    name: str
    well: bool
    sentence: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Examination:
    """What the doctor found.

    Attributes:
        sign_in: Whether a token was given.
        consent: None without a token.
        places: Team, channel, site, library and what must be readable there.
        settings: Those that the channel rests on.
        leftovers: Paths of probe items that an earlier doctor left and that still stand.
        cleaning: What became of the items that this doctor made or found, where it tried.
        link_version: The version of createLink that the settings name.
        exit_code: 0, or the code of what could not be done at all.
    """

    credential: Credential
    sign_in: Step
    consent: Consent | None = None
    request: str = ""
    places: tuple[Step, ...] = ()
    settings: tuple[SettingFitness, ...] = ()
    answers: tuple[ProbeAnswer, ...] = ()
    leftovers: tuple[str, ...] = ()
    cleaning: tuple[Step, ...] = ()
    link_version: str = "beta"
    exit_code: int = 0

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the gate cannot enforce here; empty when it can."""
        return tuple(self._reasons())

    @property
    def ready(self) -> bool:
        """Whether the gate can enforce here."""
        return not self.reasons

    def _reasons(self) -> Iterator[str]:
        if not self.sign_in.well:
            yield self.sign_in.sentence
        for need in self.consent.missing if self.consent is not None else ():
            yield f"Consent is missing {need.purpose}: {' or '.join(need.roles[:2])}."
        yield from (place.sentence for place in self.places if not place.well)
        yield from (one.sentence for one in self.settings if one.holds or one.fitness is Fitness.UNFIT)
        for answer in self.answers:
            if not answer.consequence.ready:
                yield f"{answer.probe.question} {answer.verdict.value.capitalize()}: {answer.seen}."
        yield from self._no_links()
        yield from (f"A probe's item is still there: {path}." for path in self.leftovers)

    def _no_links(self) -> Iterator[str]:
        """Tell when the version that the settings name was tried and makes no right links."""
        probe = V1_LINK if self.link_version == "v1.0" else BETA_LINK
        for answer in self.answers:
            if answer.probe.id == probe.id and answer.verdict is not Verdict.YES:
                fate = (
                    "nobody can be let in" if answer.verdict is Verdict.NO else "it is not sure who gets in"
                )
                yield f"With {VERSION} = {self.link_version!r} {fate}: {answer.seen}."


def credential_sentence(credential: Credential) -> str:
    """Tell how the application proves itself, and until when."""
    if credential.days_left is None or credential.ends_at is None:
        return "It signs in with a secret; when that ends can be seen in Entra only."
    day = f"{credential.ends_at:%-d %B %Y}"
    if credential.days_left < 0:
        return f"It signs in with a certificate that ended on {day}."
    hurry = " Renew it now." if credential.days_left < SOON_DAYS else ""
    return f"It signs in with a certificate that ends on {day}, in {credential.days_left} days.{hurry}"
