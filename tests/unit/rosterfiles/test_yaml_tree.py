"""Bytes to values with places: what YAML would read behind a writer's back is told."""

from datetime import UTC, date, datetime

import pytest

from sharepoint_gate.faults import Place
from sharepoint_gate.rosterfiles.yaml_tree import read_tree


def test_every_key_and_value_has_its_place() -> None:
    """Lines and columns count from 1, in block and in bracket style."""
    tree = read_tree(b"people:\n  u12: {name: Nadia, roles: [a, b]}\n", "r.yaml")
    assert tree.value == {"people": {"u12": {"name": "Nadia", "roles": ["a", "b"]}}}
    assert tree.place("people", "u12", key=True) == Place("r.yaml", 2, 3)
    assert tree.place("people", "u12") == Place("r.yaml", 2, 8)
    assert tree.place("people", "u12", "name") == Place("r.yaml", 2, 15)
    assert tree.place("people", "u12", "roles", 1) == Place("r.yaml", 2, 33)
    assert tree.place("people", "u12", "roles", 1, key=True) == Place("r.yaml", 2, 33)


def test_an_absent_value_has_the_place_of_the_nearest_thing_above() -> None:
    """A missing key is told at the entry that lacks it."""
    tree = read_tree(b"people:\n  u12: {name: Nadia}\n", "r.yaml")
    assert tree.place("people", "u12", "username") == Place("r.yaml", 2, 3)
    assert tree.place("cases") == Place("r.yaml", 1, 1)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("Nadia", "Nadia"),
        ("14", 14),
        ("-3", -3),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ('"no"', "no"),
        ("'12:30'", "12:30"),
        ("2026-03-30", date(2026, 3, 30)),
        ("2026-03-04T10:12:00+01:00", datetime(2026, 3, 4, 9, 12, tzinfo=UTC)),
        ("0", 0),
        ("40-panel-pack", "40-panel-pack"),
        ("nobody", "nobody"),
    ],
)
def test_plain_words_are_read_as_they_stand(word: str, value: object) -> None:
    """Numbers, switches, days, instants and texts need no trick."""
    tree = read_tree(f"a: {word}\n".encode(), "f")
    assert (tree.value, tree.faults) == ({"a": value}, ())


@pytest.mark.parametrize(
    ("text", "line", "column", "what"),
    [
        ("a: no", 1, 4, "no is not read as it is written"),
        ("a: Yes", 1, 4, "Yes is not read as it is written"),
        ("a: on", 1, 4, "on is not read as it is written"),
        ("off: 1", 1, 1, "off is not read as it is written"),
        ("a: 12:30", 1, 4, "12:30 is not read as it is written"),
        ("a: 1.4", 1, 4, "1.4 is not read as it is written"),
        ("a: .inf", 1, 4, ".inf is not read as it is written"),
        ("a: 010", 1, 4, "010 is not read as it is written"),
        ("a: 0x1F", 1, 4, "0x1F is not read as it is written"),
        ("a: 1_000", 1, 4, "1_000 is not read as it is written"),
        ("a: 12345678901234567890", 1, 4, "12345678901234567890 is not read as it is written"),
        ("a: =", 1, 4, "= is a special sign of YAML"),
        ("a: 2026-02-30", 1, 4, "2026-02-30 is no day of the calendar"),
        ("a: 2026-03-04T10:12:00", 1, 4, "2026-03-04T10:12:00 does not say in which time zone"),
        ("a: 2026-03-04T99:12:00Z", 1, 4, "2026-03-04T99:12:00Z is no date and time"),
        ("a: 1\nb: 2\na: 3", 3, 1, "a is written twice"),
        ("a: &x 1", 1, 4, "&x marks a value for reuse"),
        ("a: &x [1]", 1, 4, "&x marks a value for reuse"),
        ("a: *x", 1, 4, "*x stands for a value written elsewhere"),
        ("a: !!str 3", 1, 4, "the tag tag:yaml.org,2002:str changes how the value is read"),
        ("<<: {b: 1}", 1, 1, "<< would copy entries from elsewhere"),
        ("{b: 1}: 2", 1, 1, "a key must be one word"),
        ("a: 1\n---\nb: 2", 2, 1, "a second document begins here (---)"),
        ("a:\n\tb: 2", 2, 1, "a tab stands where spaces are needed"),
        ("a: 1\nb:\n  c: 1\n\td: 2", 4, 1, "a tab stands where spaces are needed"),
        ("a: @x", 1, 4, "a value cannot begin with @"),
        ("a: b: c", 1, 5, "a colon stands where no key can be"),
        ("a: {b: 1\nc: 2", 1, 4, "a curly bracket is opened and not closed"),
        ("a: [1, 2\nb: 3", 1, 4, "a square bracket is opened and not closed"),
        ("a: 'x\nb: 2", 1, 4, "a quotation mark is opened and not closed"),
        ("a: 1\nb\nc: 3", 3, 1, "a line has no colon after its key"),
        ("- a\nb: 1", 2, 1, "the indentation does not fit the list before"),
        ("a: - b", 1, 4, "a dash stands where no list can begin"),
        ('a: "\\q"', 1, 5, "a backslash stands before a letter that has no meaning there"),
        ("a: !foo!bar 3", 1, 4, "an exclamation mark begins a tag"),
        ("%foo", 1, 5, "the text is not YAML: found unknown directive name"),
        ("a: }", 1, 4, "a value is missing or a bracket too many stands here"),
        ("a: " + "[" * 30 + "]" * 30, 1, 24, "brackets or lists are nested more than 20 deep"),
        ("a\xa0b: 1", 1, 2, "a character that cannot be seen stands here (U+00A0)"),
        ("b: 1\na: x\u200by", 2, 5, "a character that cannot be seen stands here (U+200B)"),
        ("# \u202ehidden\na: 1", 1, 3, "a character that cannot be seen stands here (U+202E)"),
    ],
)  # fmt: skip
def test_traps_are_told_at_their_place(text: str, line: int, column: int, what: str) -> None:
    """Each trap has one fault, with a reason and a remedy."""
    (fault,) = read_tree(text.encode(), "f").faults
    assert (fault.place, fault.what) == (Place("f", line, column), what)
    assert fault.why
    assert fault.mend


@pytest.mark.parametrize(
    ("data", "place", "what"),
    [
        (b"\xef\xbb\xbfa: 1", (1, 1), "the file begins with a byte order mark"),
        ("a: 1".encode("utf-16"), (1, 1), "the file is saved as UTF-16"),
        (b"PK\x03\x04....", (1, 1), "this is no text file"),
        ("a: 1\nb: Zo\u00eb".encode("latin-1"), (2, 6), "the byte 0xeb is not UTF-8"),
    ],
)
def test_other_encodings_are_told(data: bytes, place: tuple[int, int], what: str) -> None:
    """A file saved in another way names the way to save it."""
    fault = read_tree(data, "f").faults[0]
    assert (fault.place, fault.what) == (Place("f", *place), what)


def test_a_file_full_of_hidden_characters_is_told_shortly() -> None:
    """A hundred places are enough, and reading stays quick."""
    faults = read_tree(("\u00a0\n" * 5000).encode(), "f").faults
    assert [fault.place.line for fault in faults] == list(range(1, 101))


def test_a_run_of_hidden_characters_is_one_fault() -> None:
    """A file of zeroes, as a disk that failed leaves it, has one thing wrong and not a hundred."""
    faults = read_tree(b"\0" * 300, "f").faults
    assert [(fault.place.line, fault.place.column) for fault in faults] == [(1, 1)]
    assert "(U+0000)" in faults[0].what


def test_line_breaks_of_other_systems_count_as_one() -> None:
    """Lines are those that an editor shows."""
    tree = read_tree(b"a: 1\r\nb: no\r\n", "f")
    assert [(fault.place.line, fault.place.column) for fault in tree.faults] == [(2, 4)]


def test_all_traps_of_a_file_are_told_at_once() -> None:
    """The second trap does not wait for the first to be mended, and the rest is still read."""
    tree = read_tree(b"a: no\nb: &x 1\na: 2\nc: [on, {d: 1.4}]\n", "f")
    assert [fault.place.line for fault in tree.faults] == [1, 2, 3, 4, 4]
    assert tree.value == {"a": "no", "b": 1, "c": ["on", {"d": "1.4"}]}


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# only a comment\n", b"---\n"])
def test_a_file_that_holds_nothing_is_no_fault_of_the_text(data: bytes) -> None:
    """What emptiness means is for the reader of that file to say."""
    tree = read_tree(data, "f")
    assert (tree.value, tree.faults, tree.broken) == (None, (), False)
