"""Telemetry: what is told to whoever watches the machine holds nothing that could be access."""

import json
from collections.abc import Iterator

import pytest
import structlog

from sharepoint_gate.telemetry import REMOVED, be_quiet_by_default, configure, redact


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """Leave the library as other tests expect it."""
    yield
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "text",
    [
        "see https://w.sharepoint.example/:w:/s/x/EaBc",
        "Bearer eyJhbGciOi.eyJzdWIiOi.c2ln",
        "http://x.example",
    ],
)
def test_law_14_links_and_tokens_are_taken_out_of_any_text(text: str) -> None:
    """Whatever key a link or a token hides under, it does not leave."""
    told = redact(None, "info", {"event": "trail.outcome", "note": text})
    assert REMOVED in told["note"]
    assert "EaBc" not in told["note"]
    assert "eyJ" not in told["note"]


@pytest.mark.parametrize("key", ["path", "name", "token", "web_url", "authorization"])
def test_law_14_names_of_files_and_secrets_are_never_told(key: str) -> None:
    """Keys that hold such things are emptied, whatever their value."""
    assert redact(None, "info", {key: "anything"}) == {key: REMOVED}


@pytest.mark.parametrize(("verbose", "lines"), [(True, 2), (False, 1)])
def test_only_the_verbose_hear_of_steps_and_everybody_of_warnings(
    verbose: bool,  # noqa: FBT001 - a parameter of the test
    lines: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Steps are told on request, warnings always, each as one JSON object on standard error."""
    configure(verbose=verbose)
    log = structlog.get_logger()
    log.info("trail.planned", changes=3)
    log.warning("tenant.waits", seconds=5)
    captured = capsys.readouterr()
    told = [json.loads(line) for line in captured.err.splitlines()]
    assert captured.out == ""
    assert [one["event"] for one in told] == ["trail.planned", "tenant.waits"][-lines:]


@pytest.mark.parametrize(
    "value",
    [
        {"link": "https://w.sharepoint.example/EaBc"},
        [("see", "https://w.sharepoint.example/EaBc")],
        {"deep": [{"path": "EaBc.docx"}]},
        "/v1.0/shares/u!aHR0cHM6EaBc/permission",
        ValueError("https://w.sharepoint.example/EaBc"),
    ],
)
def test_law_14_what_lies_deeper_is_cleaned_too(value: object) -> None:
    """A link in a list, in an error or in its encoded spelling is still a link."""
    assert "EaBc" not in str(redact(None, "info", {"note": value}))


def test_without_a_door_nothing_but_warnings_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A program that opens the gate by itself keeps its standard output to itself."""
    be_quiet_by_default()
    structlog.get_logger().info("trail.appended")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_what_a_door_has_said_stands(capsys: pytest.CaptureFixture[str]) -> None:
    """Opening the gate does not silence somebody who asked to hear each step."""
    configure(verbose=True)
    be_quiet_by_default()
    structlog.get_logger().info("trail.appended")
    assert "trail.appended" in capsys.readouterr().err
