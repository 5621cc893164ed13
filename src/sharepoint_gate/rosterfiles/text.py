"""From the bytes of a file to text that can be parsed, or to the fault that forbids it."""

import re
from collections.abc import Iterator
from itertools import islice

from sharepoint_gate.faults import Fault, Place

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
_MOST_TOLD = 100
_BOM = b"\xef\xbb\xbf"
_SAVE_AS = 'save the file again as plain text, encoding "UTF-8" (not "UTF-8 with BOM")'
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xa0\xad"
    "\u061c\u115f\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)

_HIDDEN_RUN = re.compile(f"{_HIDDEN.pattern}+")


def decode_text(data: bytes, file: str) -> tuple[str, tuple[Fault, ...]]:
    """Decode a file that a person edits.

    Args:
        data: The whole file.
        file: Its name, for the faults.

    Returns:
        The text with hidden characters taken out, so that the rest can still be checked, and every fault.
        The text is empty when the bytes are no UTF-8 text at all.
    """
    top = Place(file, 1, 1)
    if data.startswith(_OFFICE):
        return "", (Fault(top, "this is no text file", "it looks like an Office or PDF file", _SAVE_AS),)
    if data.startswith(_UTF16):
        return "", (Fault(top, "the file is saved as UTF-16", "only UTF-8 is read", _SAVE_AS),)
    faults: list[Fault] = []
    if data.startswith(_BOM):
        data = data[len(_BOM) :]
        faults.append(
            Fault(
                top,
                "the file begins with a byte order mark",
                "other programs would read it into the first word",
                _SAVE_AS,
            )
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return "", (*faults, _not_utf8(data, error, file))
    faults.extend(_hidden_characters(text, file))
    return _HIDDEN.sub(lambda found: " " if found[0] == "\xa0" else "", text), tuple(faults)


def _not_utf8(data: bytes, error: UnicodeDecodeError, file: str) -> Fault:
    before = data[: error.start]
    line = before.count(b"\n") + 1
    column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
    return Fault(
        Place(file, line, column),
        f"the byte 0x{data[error.start]:02x} is not UTF-8",
        "the file was saved in another encoding, so letters with accents would be read wrongly",
        _SAVE_AS,
    )


def _hidden_characters(text: str, file: str) -> Iterator[Fault]:
    line, counted = 1, 0
    for found in islice(_HIDDEN_RUN.finditer(text), _MOST_TOLD):
        line += text.count("\n", counted, found.start())
        counted = found.start()
        column = found.start() - text.rfind("\n", 0, found.start())
        yield Fault(
            Place(file, line, column),
            f"a character that cannot be seen stands here (U+{ord(found[0][0]):04X})",
            "two words can look the same and be different; it often comes with a copy from a mail",
            "delete the word and type it again by hand",
        )
