"""The parser's one complaint about a text that is not YAML, in plain words."""

import yaml

from sharepoint_gate.faults import Fault, Place

_TAB = "a tab stands where spaces are needed"
_USE_SPACES = "indent with spaces"
_LINE_UP = "line this entry up with its neighbours"
_WHY = "nothing after this place can be read"
_PLAIN: tuple[tuple[str, str, str], ...] = (
    ("tab character", _TAB, _USE_SPACES),
    (
        "mapping values are not allowed",
        "a colon stands where no key can be",
        'check the indentation here and one line before, or quote a text that holds ": "',
    ),
    (
        "expected ',' or '}'",
        "a curly bracket is opened and not closed",
        'close it with }, put commas between its entries, and quote a text that holds ": "',
    ),
    (
        "expected ',' or ']'",
        "a square bracket is opened and not closed",
        "close it with ] and put commas between its entries",
    ),
    ("unexpected end of stream", "a quotation mark is opened and not closed", "close it on the same line"),
    ("could not find expected ':'", "a line has no colon after its key", "write `key: value`"),
    ("did not find expected key", "the indentation does not fit the lines before", _LINE_UP),
    (
        "expected '-' indicator",
        "the indentation does not fit the list before",
        "begin the entry with a dash, or line it up",
    ),
    (
        "block sequence entries are not allowed",
        "a dash stands where no list can begin",
        "put the list on lines of its own, indented",
    ),
    (
        "unknown escape character",
        "a backslash stands before a letter that has no meaning there",
        "use single quotes for a text with backslashes",
    ),
    ("tag handle", "an exclamation mark begins a tag", "put the text in quotes, or delete the tag"),
    ("node content", "a value is missing or a bracket too many stands here", "complete the line"),
)


def syntax_fault(error: yaml.YAMLError, text: str, file: str) -> Fault:
    """Turn the parser's error into a fault with a place and a remedy."""
    problem = str(getattr(error, "problem", None) or error)
    place = _place(error, problem, file)
    if "cannot start any token" in problem:
        return _odd_first_character(text, place)
    for part, what, mend in _PLAIN:
        if part in problem:
            return Fault(place, what, _WHY, mend)
    return Fault(place, f"the text is not YAML: {problem}", _WHY, "compare the line with its neighbours")


def _place(error: yaml.YAMLError, problem: str, file: str) -> Place:
    opened = "expected ','" in problem or "end of stream" in problem
    mark = (getattr(error, "context_mark", None) if opened else None) or getattr(error, "problem_mark", None)
    return Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)


def _odd_first_character(text: str, place: Place) -> Fault:
    sign = text.splitlines()[place.line - 1][place.column - 1]
    if sign == "\t":
        return Fault(place, _TAB, _WHY, _USE_SPACES)
    return Fault(place, f"a value cannot begin with {sign}", _WHY, "put the whole value in quotes")
