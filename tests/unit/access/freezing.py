"""What tests of freezes say in one word: a freeze, and the scene that it falls into."""

from dataclasses import replace
from datetime import date

from sharepoint_gate.access.freezes import Freeze, FreezeKind
from tests.world import NOW, Scene

CASE = "RR-2026-001"
PACK = f"{CASE}/40-panel-pack/pack.docx"


def a_freeze(
    subject: str, *marks: str, kind: FreezeKind = FreezeKind.PERSON, leaves_on: date | None = None
) -> Freeze:
    """Return a freeze in force since this evening."""
    return Freeze(f"key-{subject}", kind, subject, frozenset(marks), NOW, "tester", "phone lost", leaves_on)


def frozen(scene: Scene, *freezes: Freeze) -> Scene:
    """Remember freezes in a scene that is in sync otherwise."""
    scene.memory = replace(scene.memory, freezes=freezes)
    return scene


def panel() -> Scene:
    """Return two readers of one file, in sync."""
    return Scene().case(CASE, "panel-meeting", u12="panel-member", u19="panel-member").file(PACK).in_sync()
