"""Derives what the gate must do in a rehearsal world, from the same files but by code of its own.

    python -m tests.e2e.derive_expectations            writes what it derives
    python -m tests.e2e.derive_expectations --check    only says whether it is current

For each world: who reads which file once everything is mended (`*access.csv`), what must be found first
(`*findings.csv`), and the `links` of the tenant file, which is in sync before the weekend.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.expect_acts import play
from tests.e2e.expect_findings import Finder, excepted, expand
from tests.e2e.expect_law import Law
from tests.e2e.expect_world import CONFIG, World, load

HERE = Path(__file__).resolve().parent
SEAM = "written by tests/e2e/derive_expectations.py"
LINKS = re.compile(rf"(?<=# >>> {SEAM}\n).*?(?=# <<< {SEAM}\n)", re.DOTALL)


@dataclass(frozen=True)
class Rehearsal:
    """Where one world's files lie and what its expectations are called."""

    folder: str
    tenant: str
    weekend: str
    prefix: str

    def load(self) -> World:
        """Read the world."""
        return load(CONFIG / self.folder, self.tenant, self.weekend)

    def tenant_file(self) -> Path:
        """Return the tenant file, whose links section is derived."""
        return CONFIG / self.folder / self.tenant


REHEARSALS = (
    Rehearsal("demo", "westmarsh-tenant.yaml", "westmarsh-weekend.yaml", "expected"),
    Rehearsal("small", "saltmere-tenant.yaml", "saltmere-weekend.yaml", "small_expected"),
)


def quiet_links(world: World) -> dict[str, set[str]]:
    """Return who is on the gate's link of each file on the quiet night."""
    law = Law(world, world.quiet_day(), world.accounts())
    held = {path: law.readers(path) - excepted(world, law, path) for path in world.files()}
    return {path: people for path, people in held.items() if people}


def judge(world: World) -> tuple[Law, Finder]:
    """Return the law of the day after the weekend, and what derives the findings by it."""
    after = play(world, quiet_links(world))
    law = Law(world, world.judged_day(), after.accounts, pinned=world.accounts())
    return law, Finder(world, law, after)


def access_rows(world: World) -> list[tuple[str, str, str]]:
    """Return file, reader and way in for every reader once everything is mended."""
    law, finder = judge(world)
    rows = set()
    for path in finder.after.files:
        by_exception = excepted(world, law, path)
        rows |= {(path, person, "link") for person in law.readers(path) - by_exception}
        rows |= {(path, person, "exception") for person in by_exception}
    return sorted(rows)


def finding_rows(world: World) -> list[tuple[str, str, str, str, str]]:
    """Return the expected findings; the hand-written table and the derivation must agree."""
    _law, finder = judge(world)
    derived, written = finder.findings(), expand(world, finder.after)
    if derived != written:
        told = [f"derived only: {one}" for one in sorted(derived - written)]
        told += [f"written only: {one}" for one in sorted(written - derived)]
        raise ValueError("the table and the acts disagree\n" + "\n".join(told))
    return [(one.kind, one.object, one.principal, " ".join(one.also), one.handled) for one in sorted(written)]


def table(head: str, rows: list[tuple[str, ...]]) -> str:
    """Write rows as CSV text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head.split(","))
    writer.writerows(rows)
    return out.getvalue()


def links_section(world: World) -> str:
    """Write the links of the quiet night as YAML."""
    lines = [f"  {path}: [{', '.join(sorted(people))}]" for path, people in quiet_links(world).items()]
    return "\n".join(["links:", *lines, ""])


def derived_texts(rehearsal: Rehearsal) -> dict[Path, str]:
    """Return each derived file with the text that it should have."""
    world = rehearsal.load()
    tenant = rehearsal.tenant_file().read_text(encoding="utf-8")
    if not LINKS.search(tenant):
        raise ValueError(f"{rehearsal.tenant} has lost the markers around its links")
    return {
        rehearsal.tenant_file(): LINKS.sub(lambda _found: links_section(world), tenant),
        HERE / f"{rehearsal.prefix}_access.csv": table("file,reader,via", [*access_rows(world)]),
        HERE / f"{rehearsal.prefix}_findings.csv": table(
            "kind,object,principal,also,handled", [*finding_rows(world)]
        ),
    }


def stale(rehearsal: Rehearsal) -> list[Path]:
    """Return the derived files that are missing or no longer say what follows from the rest."""
    texts = derived_texts(rehearsal)
    return [path for path, text in texts.items() if not path.exists() or path.read_text("utf-8") != text]


def main(arguments: list[str]) -> int:
    """Write or check the expectations of every rehearsal."""
    behind = [path for rehearsal in REHEARSALS for path in stale(rehearsal)]
    if "--check" not in arguments:
        texts = {path: text for one in REHEARSALS for path, text in derived_texts(one).items()}
        for path in behind:
            path.write_text(texts[path], encoding="utf-8")
    sys.stdout.writelines(f"{path.relative_to(CONFIG.parent)}\n" for path in behind)
    return 1 if behind and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
