"""The Dockerfile keeps its promises: only what is named goes in, pins with hashes, nobody is root.

Source: docs/how-to/run-in-a-container.md
"""

import re
import tomllib

from sharepoint_gate.settings import CONFIG_VARIABLE, Settings
from tests.image.dockerfile import ROOT, environment, kept_from_docker, stages, steps_in

BUILD, IMAGE = stages()
_TAG = re.compile(r"python:(?P<major>3)\.(?P<minor>\d+)-slim-[a-z]+")


def test_lines_that_go_on_are_one_instruction() -> None:
    """A backslash at the end joins lines; comments between them are no part of it."""
    read = steps_in('# first\nRUN a \\\n  # why\n && b\nCMD ["c", "d"]\n')
    assert [(step.keyword, step.rest) for step in read] == [("RUN", "a && b"), ("CMD", '["c", "d"]')]
    assert read[1].words == ["c", "d"]


def test_every_file_that_is_copied_exists_and_is_let_in() -> None:
    """A COPY names what is there and what .dockerignore lets in, and nothing is let in for nothing."""
    copied = [
        word
        for stage in (BUILD, IMAGE)
        for step in stage.steps
        if step.is_from_the_context
        for word in step.words[:-1]
    ]
    assert copied
    assert [word for word in copied if not (ROOT / word).exists()] == []
    let_in, _ = kept_from_docker()
    assert {word.split("/")[0] for word in copied} == let_in


def test_credentials_and_state_stay_outside() -> None:
    """Keys, certificates and state are taken out again wherever they lie; no COPY takes all."""
    _, taken_out = kept_from_docker()
    assert {"**/*.pem", "**/*.key", "**/.sharepoint-gate"} <= taken_out
    sources = [step.words[0] for stage in (BUILD, IMAGE) for step in stage.of("COPY")]
    assert not {".", "./", "*"} & set(sources)


def test_what_comes_from_another_stage_was_made_there() -> None:
    """The image takes from the build stage the one folder in which that stage installed the program."""
    taken = [step.words for step in IMAGE.of("COPY") if not step.is_from_the_context]
    assert [words[0] for words in taken] == [f"--from={BUILD.name}"]
    assert all(any(words[1] in step.rest for step in BUILD.of("RUN")) for words in taken)
    assert taken[0][1] == taken[0][2], "a virtual environment knows its own place"


def test_the_base_is_a_slim_python_that_the_program_takes() -> None:
    """Both stages stand on the same slim Python, told by version, and one that pyproject allows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    tag = _TAG.fullmatch(IMAGE.base)
    assert BUILD.base == IMAGE.base
    assert tag is not None
    wanted = re.findall(r"\d+", project["requires-python"])
    assert (int(tag["major"]), int(tag["minor"])) >= (int(wanted[0]), int(wanted[1]))


def test_packages_come_by_hash_and_ready_made_and_from_nowhere_in_particular() -> None:
    """Each installation from outside asks for hashes and wheels; the rest asks nobody; no index is named."""
    calls = [call for step in BUILD.of("RUN") for call in step.rest.split("&&") if "-m pip" in call]
    fetching = [call for call in calls if " -r " in call]
    assert len(fetching) == 2
    assert all("--require-hashes --only-binary :all:" in call for call in fetching)
    making = [call for call in calls if " install " in call or " wheel " in call]
    assert all("--no-deps --no-index" in call for call in making if call not in fetching)
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8") + (ROOT / "compose.yaml").read_text(
        encoding="utf-8"
    )
    assert not re.search(r"index-url|trusted-host|find-links|https?://(?!127\.0\.0\.1)", text)


def test_nobody_is_root_and_no_secret_is_built_in() -> None:
    """The image runs as a number other than 0, after everything that needed root, and sets no secret."""
    user = IMAGE.of("USER")
    assert [step.rest for step in user] == ["10001:10001"]
    after = IMAGE.steps[IMAGE.steps.index(user[0]) + 1 :]
    assert not {step.keyword for step in after} & {"RUN", "COPY", "ADD", "USER"}
    assert not any("SECRET" in name for stage in (BUILD, IMAGE) for name in environment(stage))
    assert not BUILD.of("ARG") + IMAGE.of("ARG")


def test_the_image_names_settings_of_the_program() -> None:
    """The program reads the variables; state lies on the volume, in a folder of the user's own."""
    named = environment(IMAGE)
    fields = {f"SHAREPOINT_GATE_{name.upper()}" for name in Settings.model_fields}
    ours = {name for name in named if name.startswith("SHAREPOINT_GATE_")}
    assert {name.split("__")[0] for name in ours} <= fields | {CONFIG_VARIABLE}
    state = named["SHAREPOINT_GATE_STATE_DIR"]
    assert [step.words for step in IMAGE.of("VOLUME")] == [[state]]
    assert any(f"-m 0700 -o 10001 -g 10001 {state}" in step.rest for step in IMAGE.of("RUN"))
    assert [step.rest for step in IMAGE.of("WORKDIR")] == [state]


def test_settings_are_brought_and_not_built_in() -> None:
    """No COPY fills the folder of the settings: without its own an image must not rehearse each night."""
    settings = environment(IMAGE)[CONFIG_VARIABLE]
    folder = settings.rpartition("/")[0]
    assert any(step.rest.count(folder) for step in IMAGE.of("RUN"))
    assert not any(step.words[-1].startswith(folder) for step in IMAGE.of("COPY"))


def test_it_starts_the_program_and_serves() -> None:
    """The entry point is a script of the project; without more words it serves."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [step.words[0] for step in IMAGE.of("ENTRYPOINT")] == ["sharepoint-gate"]
    assert "sharepoint-gate" in project["scripts"]
    assert [step.words for step in IMAGE.of("CMD")] == [["serve"]]
