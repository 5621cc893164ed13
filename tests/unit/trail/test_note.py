"""Signed notes, verifier keys and checkpoints in the forms that other programs know."""

from base64 import b64encode
from collections.abc import Callable

import pytest

from sharepoint_gate.trail.checkpoint import Checkpoint, origin_of, parse_checkpoint, sign_checkpoint
from sharepoint_gate.trail.note import (
    NoteError,
    VerifierKey,
    parse_note,
    parse_verifier_key,
    sign_note,
    signed_by,
)
from tests.fakes.signed_log import SECOND
from tests.fakes.signing import FakeSigner, is_true

# The example of Go's module database, whose form this is: golang.org/x/mod/sumdb/note.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
KEY = FakeSigner("first")
NAME = "sharepoint-gate/test"
HEAD = Checkpoint(NAME, 3, bytes(range(32)))


def refuses(read: Callable[[str], object], text: str) -> bool:
    """Tell whether the second verifier refuses a text."""
    try:
        read(text)
    except ValueError:
        return True
    return False


def test_note_of_another_program_is_read_and_verified() -> None:
    """The form is the one that others write, not only our own."""
    key, note = parse_verifier_key(PETER), parse_note(PETERS_NOTE)
    assert str(key) == PETER
    assert signed_by(note, key, is_true)
    assert not signed_by(parse_note(PETERS_NOTE.replace("answer", "reason")), key, is_true)
    assert SECOND.Note(PETERS_NOTE).is_signed_by(SECOND.Key(PETER))


def test_checkpoint_is_read_back_as_it_was_signed() -> None:
    """Three lines, a blank one, and a signature under the name of the log."""
    raw = sign_checkpoint(HEAD, KEY)
    assert raw.splitlines()[:4] == [NAME, "3", b64encode(HEAD.root).decode(), ""]
    checkpoint, note = parse_checkpoint(raw)
    assert checkpoint == HEAD
    assert signed_by(note, VerifierKey(NAME, KEY.public), is_true)
    assert not signed_by(note, VerifierKey(NAME, FakeSigner("other").public), is_true)


def test_further_lines_and_further_signatures_are_passed_over() -> None:
    """Whoever adds something later does not make old readers blind."""
    raw = sign_note(f"{HEAD.text}extension\n", [("somebody-else", FakeSigner("other")), (NAME, KEY)])
    checkpoint, note = parse_checkpoint(raw)
    assert checkpoint == HEAD
    assert signed_by(note, VerifierKey(NAME, KEY.public), is_true)


def test_each_log_of_a_database_has_a_name_of_its_own() -> None:
    """A log that begins anew must never be taken for the one before."""
    assert [origin_of("a", number) for number in (1, 2)] == ["a", "a/2"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann",
        PETER.replace("PeterNeumann", "Peter Neumann"),
        PETER.replace("c74f20a3", "c74f20a4"),
        PETER[:-4],
        PETER.replace("ARpc", "ARp*"),
        PETER.replace("ARpc", "Arpc"),
        # The same bytes with a bit set that base64 drops.
        "a+00000000+AR==",
    ],
)
def test_text_that_is_no_verifier_key_is_refused(text: str) -> None:
    """A key that was copied badly is not half a key."""
    with pytest.raises(NoteError):
        parse_verifier_key(text)
    assert refuses(SECOND.Key, text)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "text\n",
        "text\n\n",
        PETERS_NOTE[:-1],
        PETERS_NOTE.replace("— ", "- "),
        PETERS_NOTE.replace("— PeterNeumann ", "— Peter+Neumann "),
        PETERS_NOTE.replace("— PeterNeumann ", "— PeterNeumann"),
        PETERS_NOTE.replace("If you", "If\tyou"),
        PETERS_NOTE.replace("x08go/", "x08go*"),
        "text\n\n— name x08g\n",
        "x" * 100_001,
    ],
)
def test_text_that_is_no_note_is_refused_by_both(raw: str) -> None:
    """A note that was cut or edited is none, whoever reads it."""
    with pytest.raises(NoteError):
        parse_note(raw)
    assert refuses(SECOND.Note, raw)


@pytest.mark.parametrize(
    "text",
    [
        f"{NAME}\n3\n",
        f"{NAME}\n03\n{b64encode(HEAD.root).decode()}\n",
        f"{NAME}\n-3\n{b64encode(HEAD.root).decode()}\n",
        f"{NAME}\n{10**18}\n{b64encode(HEAD.root).decode()}\n",
        f"na me\n3\n{b64encode(HEAD.root).decode()}\n",
        f"{NAME}\n3\n{b64encode(HEAD.root[:31]).decode()}\n",
        f"{NAME}\n3\nnot base64\n",
    ],
)
def test_note_that_is_no_checkpoint_is_refused_by_both(text: str) -> None:
    """A size or a head of another spelling could be read in two ways."""
    raw = sign_note(text, [(NAME, KEY)])
    with pytest.raises(NoteError):
        parse_checkpoint(raw)
    assert refuses(SECOND.Checkpoint, raw)


@pytest.mark.parametrize(
    ("text", "name"), [("no end", NAME), ("a\rb\n", NAME), ("\ud800\n", NAME), ("a\n", "a b")]
)
def test_text_that_cannot_be_a_note_is_not_signed(text: str, name: str) -> None:
    """What could not be read back is not written."""
    with pytest.raises(NoteError):
        sign_note(text, [(name, KEY)])


_RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
            "4a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), _RFC_8032)
def test_second_verifiers_arithmetic_is_that_of_the_standard(
    public: str, message: str, signature: str
) -> None:
    """The vectors of RFC 8032 hold, and no bit of them may differ."""
    parts = [bytes.fromhex(one) for one in (public, message, signature)]
    assert SECOND.is_signature(*parts)
    assert is_true(*parts)
    assert not SECOND.is_signature(parts[0], parts[1] + b"x", parts[2])
    turned = bytes([parts[2][0] ^ 1]) + parts[2][1:]
    assert not SECOND.is_signature(parts[0], parts[1], turned)
    large = parts[2][:32] + (int.from_bytes(parts[2][32:], "little") + SECOND.L).to_bytes(32, "little")
    assert not SECOND.is_signature(parts[0], parts[1], large)
    assert not SECOND.is_signature(parts[0][:31], parts[1], parts[2])
    assert not SECOND.is_signature(b"\xff" * 32, parts[1], parts[2])
