"""Whatever bytes lie in a file, reading ends in values or in faults with a place; order does not matter."""

import json
import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sharepoint_gate.errors import RosterError
from sharepoint_gate.roster.addresses import address_slip, domain_of, same_address
from sharepoint_gate.roster.checks import check_roster
from sharepoint_gate.roster.draft import Context
from sharepoint_gate.roster.model import Roster
from sharepoint_gate.rosterfiles import read_processes, read_roster
from sharepoint_gate.rosterfiles.yaml_tree import read_tree
from tests.tries import tries
from tests.unit.roster.drafts import TODAY, book, case, draft, person

_CONFIG = Path(__file__).parents[2] / "config"
_BOOK = read_processes(_CONFIG / "processes.yaml")
_DEMO = (_CONFIG / "demo" / "roster.yaml").read_text(encoding="utf-8")
_SIGNS = "abu12 :-#{}[],&*!|>'\"%@`\t\n\u00a0\u0430.~=<?0"
_words = st.text(alphabet=_SIGNS, max_size=60)
_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.dates(date(1900, 1, 1), date(2199, 12, 31))
    | st.text("abz -", min_size=1),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abcz", min_size=1, max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.binary(max_size=80) | _words.map(str.encode))
def test_no_bytes_make_the_parser_raise(data: bytes) -> None:
    """A broken file is told, and every place lies inside it."""
    tree = read_tree(data, "f")
    lines = data.count(b"\n") + data.count(b"\r") + 2
    for fault in tree.faults:
        assert 1 <= fault.place.line <= lines
        assert fault.place.column >= 1
        assert fault.what
        assert fault.why
        assert fault.mend
    assert tree.faults or not tree.broken


@given(_values)
def test_what_an_honest_writer_writes_is_read_back(value: object) -> None:
    """Without traps, YAML in any of its styles gives the same values."""
    for flow in (True, False):
        text = yaml.safe_dump({"a": value}, default_flow_style=flow, allow_unicode=True)
        tree = read_tree(text.encode(), "f")
        if not tree.faults:
            assert tree.value == {"a": value}


@given(
    st.dictionaries(
        st.text("abcz", min_size=1, max_size=6), st.text("abz", min_size=1), min_size=1, max_size=8
    )
)
def test_every_place_is_where_its_word_stands(entries: dict[str, str]) -> None:
    """Line and column lead an editor to the very word."""
    text = "".join(f"{key}: {json.dumps(value)}\n" for key, value in entries.items())
    lines = text.splitlines()
    tree = read_tree(text.encode(), "f")
    for key, value in entries.items():
        at_key, at_value = tree.place(key, key=True), tree.place(key)
        assert lines[at_key.line - 1][at_key.column - 1 :].startswith(key)
        assert lines[at_value.line - 1][at_value.column - 1 :].startswith(json.dumps(value))


@settings(max_examples=tries(30), deadline=None)
@given(
    st.integers(0, len(_DEMO) - 1),
    st.integers(0, 12),
    st.sampled_from(["", " ", "x", ":", "{", "'", "\n", "-", "\t"]),
)
def test_law_13_a_damaged_roster_is_read_whole_or_not_at_all(start: int, length: int, put: str) -> None:
    """Any small damage ends in a roster or in an error that carries faults; never in another exception."""
    damaged = _DEMO[:start] + put + _DEMO[start + length :]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "roster.yaml"
        path.write_text(damaged, encoding="utf-8")
        outcome = _attempt(path)
    if isinstance(outcome, RosterError):
        assert outcome.faults
    else:
        assert outcome.people
        assert outcome.cases


def _attempt(path: Path) -> Roster | RosterError:
    try:
        return read_roster(path, _BOOK, TODAY).roster
    except RosterError as error:
        return error


@given(st.randoms(use_true_random=False), st.integers(0, 6))
def test_the_order_of_entries_changes_no_finding(chance: random.Random, twins: int) -> None:
    """Sorting a file neither makes nor hides a fault; only which of two twins is told depends on it."""
    people = [person(f"p{number}", username=f"P{number % 4}@wicb.example") for number in range(twins)]
    mixed = draft(people=people, cases=[case("RR-2026-1"), case("RR-2026-002", {"u99": ("no-role",)})])
    shuffled = list(mixed.people.items())
    chance.shuffle(shuffled)
    other = replace(mixed, people=dict(shuffled), cases=dict(reversed(list(mixed.cases.items()))))
    context = Context(book(), TODAY)
    assert len(check_roster(mixed, context).faults) == len(check_roster(other, context).faults)
    keep = [one for one in check_roster(mixed, context).faults if "already the username" not in one.what]
    assert keep == [
        one for one in check_roster(other, context).faults if "already the username" not in one.what
    ]


@given(st.text(max_size=40))
def test_an_accepted_address_is_plain_and_has_one_domain(text: str) -> None:
    """Nothing that could be taken for another account passes."""
    if address_slip(text) is None:
        assert text.isascii()
        assert text.isprintable()
        assert text.count("@") == 1
        assert " " not in text
        assert domain_of(text)
        assert same_address(text) == text.casefold()
