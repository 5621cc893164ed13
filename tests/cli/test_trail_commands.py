"""The record in a person's hands: checkpoints, keys, a break and the word that ends it."""

import shlex
import sqlite3
from contextlib import closing

import pytest

from tests.cli.scene import Scene, as_closed_tenant


@pytest.fixture
def recorded(scene: Scene) -> Scene:
    """An installation with one run on record; its tenant does not answer."""
    as_closed_tenant(scene)
    scene.say("reconcile", wanted=4)
    return scene


def test_law_11_a_kept_checkpoint_and_a_key_are_compared_with_the_record(recorded: Scene) -> None:
    """What a witness keeps is written, printed, and agreed with; what is none is told."""
    recorded.say("trail", "checkpoint", "--out", "night.txt", wanted=0)
    assert recorded.say("trail", "checkpoint", wanted=0).out == (recorded.folder / "night.txt").read_text()
    key = recorded.say("trail", "key", wanted=0).out.strip()
    # As a mail program saves it.
    note = (recorded.folder / "night.txt").read_text()
    (recorded.folder / "night.txt").write_bytes(f"\n{note.strip()}".replace("\n", "\r\n").encode())
    recorded.say("reconcile", wanted=4)
    told = recorded.say("trail", "verify", "--checkpoint", "night.txt", "--key", key, wanted=0).out
    assert "The kept checkpoint agrees" in told.replace("\n", " ")
    assert recorded.say("trail", "verify", "--json", wanted=0).data["key"] == key
    recorded.write("junk.txt", "junk")
    assert "holds no checkpoint" in recorded.say("trail", "verify", "--checkpoint", "junk.txt", wanted=2).err
    assert "this is no key" in recorded.say("trail", "verify", "--key", "junk", wanted=2).err


def test_law_11_the_key_rotates_and_is_never_replaced_while_it_is_there(recorded: Scene) -> None:
    """The old key vouches for the new one; a lost one is replaced with a reason, and says so."""
    old = recorded.say("trail", "key", wanted=0).out.strip()
    recorded.say("trail", "key", "--rotate", "--reason", "yearly", wanted=0)
    new = recorded.say("trail", "key", wanted=0).out.strip()
    assert new != old
    recorded.say("trail", "verify", "--key", old, wanted=0)
    assert "is there" in recorded.say("trail", "key", "--replace", "--reason", "x", wanted=3).err
    recorded.say("trail", "key", "--replace", wanted=2)
    recorded.say("trail", "key", "--rotate", "--replace", wanted=2)
    (recorded.state / "trail.key").unlink()
    assert "cannot be signed" in recorded.say("trail", "verify", wanted=5).err
    assert "key is not in" in recorded.say("trail", "key", "--rotate", wanted=5).err
    recorded.say("trail", "key", "--replace", "--reason", "the disk died", wanted=0)
    assert "not vouched for" in recorded.say("trail", "verify", wanted=0).out.replace("\n", " ")
    recorded.say("trail", "verify", "--key", old, wanted=5)


def test_law_11_a_break_waits_for_a_named_person(recorded: Scene) -> None:
    """Nobody signs off without a name and a reason, nor what is sound; the broken log can be exported."""
    recorded.say("trail", "sign-off", "--reason", "x", wanted=2)
    assert "No break" in recorded.say("--actor", "s01", "trail", "sign-off", "--reason", "x", wanted=3).err
    with closing(sqlite3.connect(recorded.state / "gate.sqlite")) as connection:
        connection.execute("DROP TRIGGER records_are_not_changed")
        connection.execute("UPDATE records SET body = x'7b7d' WHERE leaf_index = 0")
        connection.commit()
    recorded.say("--actor", "s01", "trail", "sign-off", "--reason", "too early", wanted=5)
    recorded.say("reconcile", wanted=5)
    assert "nobody has signed off" in recorded.say("trail", "verify", wanted=5).err
    recorded.say("--actor", "nobody", "trail", "sign-off", "--reason", "x", wanted=2)
    recorded.say("--actor", "s01", "trail", "sign-off", "--reason", "a disk was restored", wanted=0)
    assert "signed off by s01: a disk was restored" in recorded.say("trail", "verify", wanted=0).out
    recorded.say("reconcile", wanted=4)
    recorded.say("trail", "export", "one.jsonl", "--log", "1", wanted=0)
    recorded.say("trail", "export", "two.jsonl", wanted=0)
    assert "no log 7" in recorded.say("trail", "export", "x.jsonl", "--log", "7", wanted=2).err
    assert (
        (recorded.folder / "one.jsonl").read_text().startswith('{"format":"sharepoint-gate-trail/2","log":1}')
    )


def test_law_11_whoever_signs_off_is_told_which_freezes_the_database_has_forgotten(recorded: Scene) -> None:
    """The logs and a kept export tell of them, and the line that freezes anew can be copied."""
    recorded.say("freeze", "s05", "--reason", "phone lost", wanted=4)
    recorded.say("trail", "export", "kept.jsonl", wanted=0)
    recorded.write("junk.jsonl", "junk")
    with closing(sqlite3.connect(recorded.state / "gate.sqlite")) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("DELETE FROM records WHERE CAST(body AS TEXT) LIKE '%frozen%'")
        connection.execute("DELETE FROM freezes")
        connection.commit()
    recorded.say("reconcile", wanted=5)
    assert "has forgotten freezes" in recorded.say("trail", "verify", wanted=5).err.replace("\n", " ")
    signing = ("--actor", "s01", "trail", "sign-off", "--reason", "restored")
    assert "holds no export" in recorded.say(*signing, "--export", "junk.jsonl", wanted=2).err
    recorded.write("empty.jsonl", "")
    assert "holds no export" in recorded.say(*signing, "--export", "empty.jsonl", wanted=2).err
    recorded.write("short.jsonl", (recorded.folder / "kept.jsonl").read_text().splitlines()[0])
    assert "holds no record" in recorded.say(*signing, "--export", "short.jsonl", wanted=2).err
    told = recorded.say(*signing, "--export", "kept.jsonl", wanted=0).out
    assert "It holds 0 freezes in force" in told
    assert "LOST: freeze these again" in told
    (line,) = [one for one in told.splitlines() if one.startswith("    sharepoint-gate")]
    words = shlex.split(line)[1:]
    assert "s05" in words
    recorded.say(*words, wanted=4)
    assert "was frozen already" in recorded.say(*words, wanted=4).out


def test_a_record_that_was_never_sealed_has_neither_key_nor_checkpoint(scene: Scene) -> None:
    """A wrong state folder must not look like an empty record."""
    as_closed_tenant(scene)
    for words in (["key"], ["checkpoint"], ["key", "--rotate"]):
        assert "There is no record yet" in scene.say("trail", *words, wanted=5).err
    assert not (scene.state / "trail.key").exists()
