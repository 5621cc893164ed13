"""Where a note, a key or a proof is just not one: one condition broken, the others holding (law 11)."""

from base64 import b64encode

import pytest

from sharepoint_gate.trail.note import (
    MOST_CHARACTERS,
    NoteError,
    VerifierKey,
    base64_of,
    is_name,
    parse_note,
    parse_verifier_key,
    sign_note,
    signed_by,
)
from sharepoint_gate.trail.proofs import (
    consistency_proof,
    inclusion_proof,
    tree_head,
    verify_consistency,
    verify_inclusion,
)
from tests.fakes.signing import FakeSigner, is_true

PUBLIC = bytes(range(32))
NAME = "log.example/trail"
LEAVES = [bytes([number]) * 32 for number in range(9)]


def _key(name: str = NAME, public: bytes = PUBLIC, algorithm: bytes = b"\x01") -> str:
    """Return a verifier key whose hash is always the one of its name and key."""
    return f"{name}+{VerifierKey(name, public).key_id.hex()}+{b64encode(algorithm + public).decode()}"


def test_law_11_a_verifier_key_is_of_one_name_one_length_and_one_algorithm() -> None:
    """A key of another algorithm is no Ed25519 key, though its hash be reckoned as if it were."""
    assert parse_verifier_key(f" {_key()}\n") == VerifierKey(NAME, PUBLIC)
    for strange in (_key("a b"), _key(""), _key(public=PUBLIC + b"x"), _key(public=PUBLIC[1:])):
        with pytest.raises(NoteError, match="no verifier key"):
            parse_verifier_key(strange)
    with pytest.raises(NoteError, match="no verifier key"):
        parse_verifier_key(_key(algorithm=b"\x02"))


def test_law_11_a_name_has_no_blank_no_plus_and_no_control_character() -> None:
    """Each of them would end the name at another place for another reader."""
    assert is_name(NAME)
    assert not any(map(is_name, ("", "a b", "a+b", "a\tb", "a\x1fb", "a\u00a0b", "\x00")))


@pytest.mark.parametrize(
    "change",
    [
        ("\n\n", "\n"),
        ("— log", "- log"),
        ("— log", "log"),
        (NAME + " ", NAME),
        (NAME, "log+trail"),
        ("Zmlyc3Q", "Zml yc3Q"),
    ],
)
def test_law_11_a_note_that_is_not_quite_one_is_none(change: tuple[str, str]) -> None:
    """A blank line, and under it lines of a dash, a name and base64: nothing else is read as a signature."""
    line = b64encode(b"\x01\x02\x03\x04first").decode()
    note = f"text\n\n— {NAME} {line}\n"
    assert parse_note(note).signatures[0].signature == b"first"
    changed = note.replace(*change)
    if changed != note:
        with pytest.raises(NoteError):
            parse_note(changed)


def test_law_11_a_note_ends_in_a_line_end_and_is_not_endless() -> None:
    """A cut file is told from a whole one, and nobody is made to read for ever."""
    line = b64encode(b"\x01\x02\x03\x04first").decode()
    tail = f"\n\n— {NAME} {line}\n"
    with pytest.raises(NoteError):
        parse_note(f"text{tail}"[:-1])
    with pytest.raises(NoteError):
        parse_note("text\n")
    longest = "x" * (MOST_CHARACTERS - len(tail))
    assert parse_note(longest + tail).text == f"{longest}\n"
    with pytest.raises(NoteError):
        parse_note(f"x{longest}{tail}")
    with pytest.raises(NoteError):
        parse_note(f"text\n\n— {NAME} {b64encode(b'only').decode()}\n")


def test_law_11_base64_has_one_spelling() -> None:
    """Blanks, line ends and other padding would make two notes of one."""
    assert base64_of("AAE=") == b"\x00\x01"
    for other in ("AAE", "AA E=", "AAE=\n", "AAF=", "AAE==", "*AAE="):
        with pytest.raises(NoteError):
            base64_of(other)


def test_law_11_a_true_signature_of_another_key_vouches_for_nobody() -> None:
    """Name and hash say whose line it is: a line of another name is not even looked at."""
    first, second = FakeSigner("first"), FakeSigner("second")
    note = parse_note(sign_note("text\n", [("first", first)]))
    assert signed_by(note, VerifierKey("first", first.public), is_true)
    assert not signed_by(note, VerifierKey("other", first.public), is_true)
    assert not signed_by(note, VerifierKey("first", second.public), lambda *_: True)


def test_law_11_a_proof_holds_for_one_place_in_one_log() -> None:
    """For each size and place the true proof holds, and none for a place behind the end or another leaf."""
    for size in range(1, len(LEAVES) + 1):
        root = tree_head(LEAVES[:size])
        for index in range(size):
            proof = inclusion_proof(LEAVES[:size], index)
            assert verify_inclusion(LEAVES[index], index, size, root, proof)
            assert not verify_inclusion(LEAVES[index], index, size, root, [*proof, root])
            assert not verify_inclusion(LEAVES[index], index + size, size, root, proof)
            assert not verify_inclusion(LEAVES[index - 1], index, size, root, proof) or size == 1
            assert not proof or not verify_inclusion(LEAVES[index], index, size, root, proof[:-1])
        assert not verify_inclusion(LEAVES[0], size, size, root, [])
        assert not verify_inclusion(LEAVES[0], -1, size, root, [])


def test_law_11_a_log_only_grew_where_the_proof_leads_from_one_head_to_the_other() -> None:
    """Sizes that do not fit, a proof too much or too little, and another head are all refused."""
    for size in range(len(LEAVES) + 1):
        for old in range(size + 1):
            proof = consistency_proof(LEAVES[:size], old)
            here, there = (old, tree_head(LEAVES[:old])), (size, tree_head(LEAVES[:size]))
            assert verify_consistency(here, there, proof)
            assert not verify_consistency(here, there, [*proof, here[1]])
            assert not verify_consistency((old, b"x" * 32), there, proof)
            assert not old or not verify_consistency(here, (size, b"x" * 32), proof)
            assert not proof or not verify_consistency(here, there, proof[:-1])
            assert old == size or not verify_consistency(there, here, proof)
            assert not verify_consistency((-1, here[1]), there, proof)
        with pytest.raises(ValueError, match="smaller size"):
            consistency_proof(LEAVES[:size], size + 1)


def test_law_11_signatures_without_a_text_or_with_a_cut_end_are_no_note() -> None:
    """Lines that look signed stand for nothing without what they sign, and each line ends whole."""
    signed = b64encode(b"\x01\x02\x03\x04first").decode()
    line = f"— {NAME} {signed}"
    for strange in (f"{line}\n", f"text\n\n{line}x", f"{line}x"):
        with pytest.raises(NoteError, match="ends in a blank line"):
            parse_note(strange)
