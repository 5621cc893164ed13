"""The Dockerfile as a list of stages and instructions, read the way Docker reads them."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_CONTINUED = re.compile(r"\\\n")


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction: its keyword in capitals, and the rest of it on one line."""

    keyword: str
    rest: str

    @property
    def words(self) -> list[str]:
        """The rest as words, also where it is written as a JSON list."""
        return json.loads(self.rest) if self.rest.startswith("[") else self.rest.split()

    @property
    def is_from_the_context(self) -> bool:
        """Whether it copies from the folder that is built, and not from another stage."""
        return self.keyword == "COPY" and not self.rest.startswith("--from")


@dataclass(frozen=True, slots=True)
class Stage:
    """What stands between one FROM and the next."""

    base: str
    name: str
    steps: tuple[Step, ...]

    def of(self, keyword: str) -> list[Step]:
        """Return the instructions of one kind, in order."""
        return [step for step in self.steps if step.keyword == keyword]


def steps_in(text: str) -> list[Step]:
    """Return every instruction of a Dockerfile; comments and empty lines fall away."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = _CONTINUED.sub(" ", "\n".join(lines))
    parted = [line.strip().partition(" ") for line in joined.splitlines()]
    return [Step(keyword.upper(), " ".join(rest.split())) for keyword, _, rest in parted]


def stages(path: Path = ROOT / "Dockerfile") -> list[Stage]:
    """Return the stages of the project's Dockerfile, the last one being the image."""
    found: list[tuple[Step, list[Step]]] = []
    for step in steps_in(path.read_text(encoding="utf-8")):
        if step.keyword == "FROM":
            found.append((step, []))
        else:
            found[-1][1].append(step)
    return [_stage(first, steps) for first, steps in found]


def _stage(first: Step, steps: list[Step]) -> Stage:
    base, _, name = first.rest.partition(" AS ")
    return Stage(base, name.strip(), tuple(steps))


def kept_from_docker() -> tuple[set[str], set[str]]:
    """Return what .dockerignore lets in at the top, and the patterns that it takes out again."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    assert rules[0] == "*", "nothing is let in that is not named"
    return {rule[1:] for rule in rules if rule.startswith("!")}, {
        rule for rule in rules[1:] if not rule.startswith("!")
    }


def environment(stage: Stage) -> dict[str, str]:
    """Return the variables that a stage sets."""
    pairs = [word for step in stage.of("ENV") for word in step.words]
    return dict(pair.split("=", 1) for pair in pairs)
