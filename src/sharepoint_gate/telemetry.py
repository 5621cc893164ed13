"""Telemetry: one JSON object a line on standard error, for whoever watches the machine.

It is not the trail: it may be lost, and it holds no file name, link or token (law 14). Levels and keys are
structlog's; events are named ``noun.verb``.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

# What could itself be access, or name a child's file, wherever it turns up.
_FORBIDDEN_KEYS = frozenset({"authorization", "file", "name", "path", "secret", "token", "url", "web_url"})
_FORBIDDEN_TEXT = re.compile(r"https?://\S+|\bu![\w-]+|\beyJ[\w-]+\.[\w-]+\.?[\w-]*")
REMOVED = "[removed]"


def configure(*, verbose: bool) -> None:
    """Send events of INFO and above to standard error when ``verbose``, else of WARNING and above."""
    level = logging.INFO if verbose else logging.WARNING
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            redact,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # Looked up for each event: whoever runs a command inside another program may have changed it since.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def be_quiet_by_default() -> None:
    """Tell warnings only where no door has said anything else; the library would print every step."""
    if not structlog.is_configured():
        configure(verbose=False)


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take out of an event what must not leave the restricted record."""
    return {key: _clean(key, value) for key, value in event.items()}


def _clean(key: str, value: Any) -> Any:
    """Clean a value however deep it lies; what is neither plain nor a container is told as its own text."""
    if key in _FORBIDDEN_KEYS:
        return REMOVED
    if isinstance(value, Mapping):
        return {inner: _clean(str(inner), each) for inner, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean("", each) for each in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _FORBIDDEN_TEXT.sub(REMOVED, str(value))
