"""Logs: one event a line on standard error, with the request's id. No article, prompt or key is in one.

For programs a line is JSON; for a person at a terminal it is text, in colours.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType

from newsbrief.telemetry import tracing

_OWN = ("uvicorn", "uvicorn.error", "uvicorn.access", "dbos")
"""Loggers that come with handlers of their own."""
_CHATTY = ("alembic", "dbos", "httpx2", "httpcore2", "openai", "trafilatura", "htmldate", "py3langid")
_USUAL = frozenset((*vars(logging.makeLogRecord({})), "message", "asctime", "color_message"))
"""What is no field of an event: `color_message` is uvicorn's second, coloured copy of its messages."""
_COLOURS = {"debug": 34, "info": 32, "warning": 33, "error": 31, "critical": 31}
"""Codes of ANSI's colours."""
_bound: ContextVar[Mapping[str, object]] = ContextVar("bound", default=MappingProxyType({}))


def configure(level: int = logging.INFO, *, colours: bool | None = None) -> None:
    """Send every logger's lines to standard error. Uvicorn's access log gives way to our own.

    `colours`: text for a person instead of JSON; None: as standard error is a terminal or not.
    """
    colours = sys.stderr.isatty() if colours is None else colours
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Text() if colours else _Json())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _OWN:
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = name != "uvicorn.access"
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


@contextmanager
def bind_fields(**fields: object) -> Iterator[None]:
    """Add these fields to every line that is logged in the block, also in tasks that it starts."""
    token = _bound.set({**_bound.get(), **fields})
    try:
        yield
    finally:
        _bound.reset(token)


class _Json(logging.Formatter):
    """An event as JSON: its message, fields, level, logger, trace and time."""

    def format(self, record: logging.LogRecord) -> str:
        fields = _describe(record)
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        return json.dumps(fields, ensure_ascii=False, default=repr)


class _Text(logging.Formatter):
    """An event as text, and its exception on the lines below."""

    def format(self, record: logging.LogRecord) -> str:
        fields = _describe(record)
        time, level, name, message = (fields.pop(key) for key in ("time", "level", "logger", "message"))
        shown = "".join(f" \x1b[36m{_escape(key)}\x1b[0m={_escape(value)}" for key, value in fields.items())
        head = f"\x1b[2m{time}\x1b[0m \x1b[{_COLOURS.get(str(level), 0)}m{level:8}\x1b[0m"
        line = f"{head} {_escape(message)} [{name}]{shown}"
        if record.exc_info:
            line += "".join(f"\n  {_escape(each)}" for each in self.formatException(record.exc_info).split("\n"))
        return line


def _escape(value: object) -> str:
    """Return `value` on one line: what a caller sent neither begins another nor steers the terminal."""
    text = str(value)
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _describe(record: logging.LogRecord) -> dict[str, object]:
    """Return an event with its time, and the ids of the trace that it belongs to, so that one leads to the other."""
    return {
        "message": record.getMessage(),
        **_bound.get(),
        "level": record.levelname.lower(),
        "logger": record.name,
        **{name: value for name, value in vars(record).items() if name not in _USUAL},
        **tracing.ids(),
        "time": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
    }
