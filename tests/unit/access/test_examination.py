"""An examination says that the gate can enforce only when nothing that was found speaks against it.

Source: ISA §8.2, ADR-0003
"""

from datetime import UTC, datetime

import pytest

from sharepoint_gate.access.consent import Part, judge_consent
from sharepoint_gate.access.examination import Credential, Examination, Step, credential_sentence
from sharepoint_gate.access.posture import Fitness, SettingFitness
from sharepoint_gate.access.probes import LOOKS, ProbeAnswer, Verdict
from sharepoint_gate.access.probes_tried import ALL, BETA_LINK, V1_LINK
from sharepoint_gate.roster.posture import PostureKey

SECRET = Credential("secret", "11111111-2222-3333-4444-555555555555")
SIGNED_IN = Step("sign-in", well=True, sentence="A token was given.")
WELL = Examination(SECRET, SIGNED_IN)


def _answer(version: str, verdict: Verdict, *, probe: str) -> Examination:
    found = next(one for one in (V1_LINK, BETA_LINK) if one.id == probe)
    answer = ProbeAnswer(found, verdict, "the link read back as plain")
    return Examination(SECRET, SIGNED_IN, answers=(answer,), link_version=version)


def test_an_examination_that_found_nothing_wrong_is_ready() -> None:
    """Nothing speaks against enforcing, so there is no reason to tell."""
    assert WELL.ready
    assert WELL.reasons == ()


def test_everything_that_speaks_against_it_is_told_at_once() -> None:
    """Sign-in, consent, places, settings and leftovers each bring their own sentence, in this order."""
    found = Examination(
        SECRET,
        Step("sign-in", well=False, sentence="No token was given."),
        consent=judge_consent([], Part.RECONCILER),
        places=(
            Step("team", well=True, sentence="The team was found."),
            Step("channel", well=False, sentence="No channel."),
        ),
        settings=(
            SettingFitness(PostureKey.SHARING_LEVEL, Fitness.FIT, "Guests only."),
            SettingFitness(PostureKey.ALLOWED_DOMAINS, Fitness.UNFIT, "Any domain may be invited."),
            SettingFitness(PostureKey.GUESTS_RESHARE, Fitness.UNREADABLE, "Nobody knows."),
        ),
        leftovers=("Probes/probe.txt",),
    )
    reasons = found.reasons
    assert not found.ready
    assert (reasons[0], reasons[-3:]) == (
        "No token was given.",
        ("No channel.", "Any domain may be invited.", "A probe's item is still there: Probes/probe.txt."),
    )
    assert all(one.startswith("Consent is missing to ") for one in reasons[1:-3])
    assert len(reasons) > 4


@pytest.mark.parametrize(
    ("version", "probe", "verdict", "said"),
    [
        ("v1.0", V1_LINK.id, Verdict.NO, "nobody can be let in"),
        ("v1.0", V1_LINK.id, Verdict.UNKNOWN, "it is not sure who gets in"),
        ("beta", BETA_LINK.id, Verdict.NO, "nobody can be let in"),
        ("v1.0", V1_LINK.id, Verdict.YES, ""),
        ("beta", V1_LINK.id, Verdict.NO, ""),
        ("v1.0", BETA_LINK.id, Verdict.NO, ""),
    ],
)
def test_the_version_of_the_settings_must_make_right_links(
    version: str, probe: str, verdict: Verdict, said: str
) -> None:
    """A version that was tried and makes no right links stops the gate only where the settings name it."""
    reasons = _answer(version, verdict, probe=probe).reasons
    assert any(said in one for one in reasons) if said else reasons == ()


def test_an_answer_that_the_gate_cannot_live_with_stops_it() -> None:
    """Where a probe says that one of its answers rules enforcing out, that answer is a reason."""
    ruled_out = [
        (probe, verdict)
        for probe in (*LOOKS, *ALL)
        for verdict in Verdict
        if not probe.consequence(verdict).ready
    ]
    for probe, verdict in ruled_out:
        found = Examination(SECRET, SIGNED_IN, answers=(ProbeAnswer(probe, verdict, "seen so"),))
        assert f"{probe.question} {verdict.value.capitalize()}: seen so." in found.reasons
    assert ruled_out


@pytest.mark.parametrize("probe", ALL, ids=lambda probe: probe.id)
def test_every_answer_of_every_probe_has_a_consequence(probe: object) -> None:
    """Whatever is found, the page can say in a sentence what the gate does about it."""
    assert probe in ALL
    found = next(one for one in ALL if one == probe)
    said = [found.consequence(verdict).does for verdict in Verdict]
    assert all(one.endswith(".") for one in said)
    assert found.question.endswith("?")


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (-1, "that ended on 3 April 2026."),
        (0, "in 0 days. Renew it now."),
        (29, "in 29 days. Renew it now."),
        (30, "in 30 days."),
    ],
)
def test_the_end_of_a_certificate_is_told_in_time(left: int, said: str) -> None:
    """A month before it ends a person is told to renew it, and afterwards that it is over."""
    credential = Credential("certificate", "c", datetime(2026, 4, 3, 12, tzinfo=UTC), left)
    assert credential_sentence(credential).endswith(said)


def test_the_end_of_a_secret_is_not_guessed() -> None:
    """Only Entra knows when a secret ends, and the sentence says where to look."""
    assert credential_sentence(SECRET).endswith("can be seen in Entra only.")
