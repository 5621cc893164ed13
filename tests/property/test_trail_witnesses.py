"""Whatever is done to a signed trail, whoever holds a checkpoint finds it, by either verifier."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sharepoint_gate.errors import TrailBrokenError
from sharepoint_gate.trail.canonical import canonical
from sharepoint_gate.trail.export import read_export
from sharepoint_gate.trail.log import Record
from sharepoint_gate.trail.merkle import leaf_hash
from sharepoint_gate.trail.soundness import Evidence, judge
from tests.fakes.events import an_event
from tests.fakes.signed_log import SECOND, SignedLog, second_says, with_body
from tests.fakes.signing import ORIGIN, FakeSigner, is_true
from tests.tries import tries

_FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_FUZZ = settings(max_examples=tries(120), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def a_log() -> SignedLog:
    """Three runs; the second one's checkpoint is kept elsewhere."""
    log = SignedLog()
    for count in (3, 4, 2):
        log.append([an_event(text="Órla's notes", n=n, size=1.5) for n in range(count)])
        log.seal()
    return log


LOG = a_log()
KEPT = [LOG.checkpoints[1]]
COVERED = LOG.roots[1].size
REAL = "".join(f"{line}\n" for line in LOG.lines()).encode()


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does to the records that the kept checkpoint covers."""

    place: int
    other: int
    mask: int


_DEEDS = st.builds(Deed, st.integers(0, COVERED - 1), st.integers(0, COVERED - 1), st.integers(1, 255))


def flip(records: list[Record], deed: Deed) -> None:
    """Change a byte."""
    body = bytearray(records[deed.place].body)
    body[deed.other % len(body)] ^= deed.mask
    records[deed.place] = with_body(records[deed.place], bytes(body))


def drop(records: list[Record], deed: Deed) -> None:
    """Leave a record out."""
    del records[deed.place]


def swap(records: list[Record], deed: Deed) -> None:
    """Change the order of two."""
    other = deed.other if deed.other != deed.place else (deed.place + 1) % COVERED
    records[deed.place], records[other] = records[other], records[deed.place]


def replay(records: list[Record], deed: Deed) -> None:
    """Let a record stand twice."""
    records.insert(deed.other, records[deed.place])


def regrow(records: list[Record], deed: Deed) -> None:
    """Cut the tail off and write another one, in the gate's own form."""
    length = len(records)
    del records[deed.place :]
    while len(records) < length:
        body = canonical(
            {"actor": "x", "at": "2026-03-27T22:00:00.000000Z", "data": {"n": deed.mask + len(records)}}
            | {"index": len(records), "kind": "observed", "run_id": "r"}
        )
        records.append(Record(len(records), body, leaf_hash(body).hex()))


def cut(records: list[Record], deed: Deed) -> None:
    """Cut the tail off."""
    del records[deed.place :]


DEEDS: tuple[Callable[[list[Record], Deed], None], ...] = (flip, drop, swap, replay, regrow, cut)


def both_find(log: SignedLog) -> bool:
    """Tell whether the gate and the second verifier both call the trail broken."""
    return not log.judged(KEPT).ok and log.second(KEPT)[0] == 5


@_FEW
@given(st.sampled_from(DEEDS), _DEEDS)
def test_law_11_tampering_that_leaves_roots_and_checkpoints_alone_is_found(
    act: Callable[[list[Record], Deed], None], deed: Deed
) -> None:
    """Each record, its place and its order are held by what was sealed."""
    records = list(LOG.records)
    act(records, deed)
    assert both_find(replace(LOG, records=records))


@_FEW
@given(st.sampled_from(DEEDS), _DEEDS, st.sampled_from(["first", "of a thief"]))
def test_law_11_trail_rewritten_with_all_its_checkpoints_is_found_by_the_kept_one(
    act: Callable[[list[Record], Deed], None], deed: Deed, name: str
) -> None:
    """Somebody with the database, and with the key too, has no power over what a witness holds."""
    records = list(LOG.records)
    act(records, deed)
    assert both_find(LOG.rewritten(records, FakeSigner(name)))


def test_law_11_honest_trail_is_called_broken_by_neither() -> None:
    """Both are silent where nothing was done, whichever checkpoint was kept."""
    assert LOG.judged(LOG.checkpoints).ok
    assert LOG.second(LOG.checkpoints)[0] == 0


def test_law_11_honest_trail_that_went_on_agrees_with_an_old_checkpoint() -> None:
    """A log that only grew is the same log."""
    grown = a_log()
    grown.append([an_event()])
    grown.seal()
    assert grown.judged(KEPT).ok
    assert grown.second(KEPT)[0] == 0


_EDITS = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "put", "lines"]), st.integers(0, 2**16), st.binary(max_size=12)
    ),
    min_size=1,
    max_size=4,
)


def edited(export: bytes, edits: list[tuple[str, int, bytes]]) -> bytes:
    """Return an export after a few edits anywhere."""
    for act, where, what in edits:
        place = where % (len(export) + 1)
        if act == "flip" and place < len(export):
            export = export[:place] + bytes([export[place] ^ (where % 255 + 1)]) + export[place + 1 :]
        elif act == "cut":
            export = export[:place] + export[place + where % 50 :]
        elif act == "put":
            export = export[:place] + what + export[place:]
        elif act == "lines":
            lines = export.split(b"\n")
            one, other = where % len(lines), (where // 7) % len(lines)
            lines[one], lines[other] = lines[other], lines[one]
            export = b"\n".join(lines)
    return export


@_FUZZ
@given(_EDITS)
def test_law_11_export_edited_anywhere_crashes_neither_and_passes_neither(
    edits: list[tuple[str, int, bytes]],
) -> None:
    """Whatever a file holds, both answer in words; and what one calls sound, the other does too."""
    export = edited(REAL, edits)
    code, said = second_says(export, KEPT)
    assert code in {0, 5}
    assert said.strip()
    try:
        found = read_export(export.decode("utf-8").split("\n")[:-1] if export else [])
    except (UnicodeDecodeError, TrailBrokenError):
        assert code == 5
        return
    evidence = Evidence(
        origin=ORIGIN, roots=found.roots, checkpoints=found.checkpoints, kept=KEPT, check=is_true
    )
    assert judge(found.records, evidence).ok == (code == 0)


@_FUZZ
@given(st.binary(max_size=200))
def test_law_11_bytes_that_are_no_export_are_told_as_such(export: bytes) -> None:
    """A wrong file is no proof of anything."""
    assert second_says(export)[0] == 5


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@_FUZZ
@given(_JSON)
def test_second_verifier_writes_canonical_json_as_the_gate_does(value: object) -> None:
    """Two programs that share no code give each value one spelling."""
    try:
        expected = canonical(value)
    except ValueError:
        return
    assert SECOND.canonical(value).encode() == expected
