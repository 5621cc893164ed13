"""Law 13: a version of the declared files has an author who may edit them, or it is not used."""

import os
import pwd
import zlib
from hashlib import sha1
from pathlib import Path

import pytest

from sharepoint_gate.errors import AuthorError, RosterError
from sharepoint_gate.rosterfiles.authors import account_name, by_owner
from sharepoint_gate.rosterfiles.authors_git import by_signature
from tests.unit.rosterfiles.signed import ANNA, BEN, Signed

ME = pwd.getpwuid(os.getuid()).pw_name


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """A roster in a folder of its own, which its owner alone may write."""
    folder = tmp_path / "declared"
    folder.mkdir(mode=0o755)
    path = folder / "roster.yaml"
    path.write_text("revision: 1\n")
    path.chmod(0o644)
    return path


@pytest.fixture
def signed(tmp_path: Path) -> Signed:
    """A repository in which Anna may sign, with a roster that she has committed."""
    made = Signed(tmp_path)
    made.allow(ANNA)
    made.save("roster.yaml", "revision: 1\n")
    made.commit(ANNA)
    return made


def _owned(path: Path, *accounts: str) -> str:
    return by_owner({"roster.yaml": path}, accounts or (ME,)).author


def _refused(path: Path, *accounts: str) -> str:
    with pytest.raises(AuthorError) as caught:
        _owned(path, *accounts)
    return caught.value.diagnostics()


def _signer(made: Signed, *signers: str) -> str:
    return by_signature({"roster.yaml": made.folder / "roster.yaml"}, signers, made.keys).author


def _unsigned(made: Signed, *signers: str) -> str:
    with pytest.raises(AuthorError) as caught:
        _signer(made, *signers)
    return caught.value.diagnostics()


def test_law_13_the_owner_of_a_file_is_its_author(roster: Path) -> None:
    """The account that owns the file answers for it, and what was read is what was judged."""
    found = by_owner({"roster.yaml": roster}, (ME,))
    assert (found.author, found.source) == (ME, "owner")
    assert found.files == {"roster.yaml": b"revision: 1\n"}


def test_law_13_another_owner_is_named_with_those_who_may(roster: Path) -> None:
    """The fault says who wrote the file and who may."""
    told = _refused(roster, "office-one", "office-two")
    assert f"written by the account {ME}, which may not edit it" in told
    assert "office-one, office-two" in told


@pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
def test_law_13_a_file_that_others_may_write_has_no_author(roster: Path, mode: int) -> None:
    """Where a group or everybody may write, nobody can tell who did."""
    roster.chmod(mode)
    assert "may be written by others than its owner" in _refused(roster)


@pytest.mark.parametrize("mode", [0o775, 0o757])
def test_law_13_a_folder_that_others_may_write_lets_them_put_another_file_there(
    roster: Path, mode: int
) -> None:
    """Who may write the folder may replace the file by an older one of the same owner."""
    roster.parent.chmod(mode)
    assert "may put another file in the place of roster.yaml" in _refused(roster)


def test_law_13_a_link_in_a_folder_that_others_may_write_can_be_turned_elsewhere(
    roster: Path, tmp_path: Path
) -> None:
    """Anybody could let it point to another file of the same owner, an old copy say."""
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o775)
    (folder / "roster.yaml").symlink_to(roster)
    assert f"they may write in the folder {folder}" in _refused(folder / "roster.yaml")


def test_law_13_a_shared_folder_in_which_only_owners_move_files_will_do(roster: Path) -> None:
    """With the sticky bit nobody but the owner of a file can put another one in its place."""
    roster.parent.chmod(0o1777)
    assert _owned(roster) == ME


def test_law_13_every_fault_of_every_file_is_told_at_once(roster: Path) -> None:
    """Both files are named, each with its own remedy."""
    other = roster.parent / "processes.yaml"
    other.write_text("")
    other.chmod(0o666)
    with pytest.raises(AuthorError) as caught:
        by_owner({"roster.yaml": roster, "processes.yaml": other}, ("office",))
    assert len(caught.value.faults) == 3


def test_an_account_without_a_name_is_called_by_its_number() -> None:
    """A container may run under a number that has no name."""
    assert account_name(4_000_000_001) == "uid 4000000001"


def test_a_file_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    """A lost file is a fault of the files and no question of authors."""
    with pytest.raises(RosterError, match="cannot be read"):
        _owned(tmp_path / "roster.yaml")


def test_law_13_the_signer_of_the_last_change_is_the_author(signed: Signed) -> None:
    """A good signature by an allowed key names the author."""
    found = by_signature({"roster.yaml": signed.folder / "roster.yaml"}, (), signed.keys)
    assert (found.author, found.source) == (ANNA, "git")


def test_law_13_an_unsigned_commit_has_no_author(signed: Signed) -> None:
    """Whoever could write the repository without a key is nobody."""
    signed.save("roster.yaml", "revision: 2\n")
    signed.commit(None)
    assert "it is not signed" in _unsigned(signed)


def test_law_13_an_unsigned_change_is_not_cured_by_another_commit_on_top(signed: Signed) -> None:
    """Anna signed for something else; the change of the roster is still nobody's."""
    signed.save("roster.yaml", "revision: 2\n")
    signed.commit(None)
    signed.save("readme.txt", "hello\n")
    signed.commit(ANNA)
    assert "the commit that changed roster.yaml last" in _unsigned(signed)


def test_law_13_a_history_that_was_cut_short_tells_no_author(signed: Signed) -> None:
    """Were the newest commit taken for the first one, whoever signed it would answer for the whole tree."""
    signed.save("roster.yaml", "revision: 2\n")
    signed.commit(None)
    signed.save("readme.txt", "hello\n")
    signed.commit(ANNA)
    newest = (signed.folder / ".git/refs/heads/main").read_text()
    (signed.folder / ".git/shallow").write_text(newest)
    assert "only the end of its history" in _unsigned(signed)


def test_law_13_other_bytes_under_the_name_of_a_signed_file_are_found(signed: Signed) -> None:
    """Git itself hands over whatever lies under a name."""
    was, text = (signed.folder / "roster.yaml").read_bytes(), b"revision: 9\n"
    name = sha1(b"blob %d\0%s" % (len(was), was), usedforsecurity=False).hexdigest()
    kept = signed.folder / ".git/objects" / name[:2] / name[2:]
    kept.chmod(0o600)
    kept.write_bytes(zlib.compress(b"blob %d\0%s" % (len(text), text)))
    signed.save("roster.yaml", text.decode())
    assert "was tampered with" in _unsigned(signed)


def test_law_13_a_repository_makes_the_gate_run_nothing(signed: Signed) -> None:
    """Whoever may write the repository could leave an address in it that is a command."""
    mark = signed.folder.parent / "ran"
    for key, value in (
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", f"ext::touch {mark}"),
        ("protocol.ext.allow", "always"),
    ):
        signed.git("config", key, value)
    for one in (signed.folder / ".git/objects").glob("??/*"):
        one.unlink()
    assert _unsigned(signed)
    assert not mark.exists()


def test_law_13_a_signed_change_below_an_unsigned_commit_waits(signed: Signed) -> None:
    """The newest commit holds the whole tree, so that somebody must answer for it too."""
    signed.commit(None)
    assert "the newest commit" in _unsigned(signed)


def test_law_13_a_key_that_is_not_allowed_any_more_signs_for_nothing(signed: Signed) -> None:
    """Who is taken off the file of keys loses the right at once, also for what was signed before."""
    signed.allow(BEN)
    signed.forget(ANNA)
    assert "has no author" in _unsigned(signed)


def test_law_13_an_allowed_key_of_somebody_who_may_not_edit_is_named(signed: Signed) -> None:
    """The fault says who signed and who may edit."""
    signed.allow(BEN)
    signed.save("roster.yaml", "revision: 2\n")
    signed.commit(BEN)
    told = _unsigned(signed, ANNA)
    assert f"was signed by {BEN}, who may not edit this" in told
    assert f"signed: {ANNA}" in told
    assert _signer(signed, ANNA, BEN) == BEN


def test_law_13_what_is_not_committed_has_no_author(signed: Signed) -> None:
    """The file that is used must be the one that somebody signed for."""
    signed.save("roster.yaml", "revision: 2\n")
    assert "is not what is committed" in _unsigned(signed)


def test_law_13_a_file_outside_any_repository_has_no_author(signed: Signed, tmp_path: Path) -> None:
    """There is no commit that could be signed."""
    loose = tmp_path / "roster.yaml"
    loose.write_text("revision: 1\n")
    with pytest.raises(AuthorError, match="no author") as caught:
        by_signature({"roster.yaml": loose}, (), signed.keys)
    assert "git knows nothing of roster.yaml" in caught.value.diagnostics()


def test_law_13_the_repository_cannot_choose_who_judges_its_signatures(signed: Signed) -> None:
    """Settings of the repository that would call any signature good are not listened to."""
    signed.save("roster.yaml", "revision: 2\n")
    liar = signed.folder.parent / "liar"
    liar.write_text('#!/bin/sh\necho "Good \\"git\\" signature for anna@wscp.example with ED25519 key x"\n')
    liar.chmod(0o755)
    keys = signed.folder.parent / "other_keys"
    Signed.allow(signed, BEN)
    keys.write_text(signed.keys.read_text())
    signed.forget(BEN)
    signed.commit(BEN)
    for key, value in (
        ("gpg.ssh.program", liar),
        ("gpg.program", liar),
        ("gpg.ssh.allowedSignersFile", keys),
    ):
        signed.git("config", key, str(value))
    assert "has no author" in _unsigned(signed)


def test_law_13_a_commit_that_was_put_in_the_place_of_another_is_not_seen(signed: Signed) -> None:
    """A reference that replaces an unsigned commit by a signed one changes nothing."""
    signed.git("tag", "good")
    signed.save("roster.yaml", "revision: 2\n")
    signed.commit(None)
    signed.git("replace", "HEAD", "good")
    assert "it is not signed" in _unsigned(signed)


def test_law_13_a_file_of_keys_that_others_may_write_vouches_for_nobody(signed: Signed) -> None:
    """Whoever may add a key could sign as anybody."""
    signed.keys.chmod(0o666)
    assert "cannot be trusted" in _unsigned(signed)
    signed.keys.unlink()
    assert "correct authors.allowed_signers" in _unsigned(signed)
