"""Logs: one event a line on standard error, with the request's id. No article, prompt or key is in one.

For programs a line is JSON; for a person at a terminal it is text, in colours.
"""

from __future__ import annotations

import logging
import sys
from contextlib import AbstractContextManager

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from newsbrief.telemetry import tracing

_OWN = ("uvicorn", "uvicorn.error", "uvicorn.access", "dbos")
"""Loggers that come with handlers of their own."""
_CHATTY = ("alembic", "dbos", "httpx2", "httpcore2", "openai", "trafilatura", "htmldate", "py3langid")


def configure(level: int = logging.INFO, *, colours: bool | None = None) -> None:
    """Send every logger's lines to standard error. Uvicorn's access log gives way to our own.

    `colours`: text for a person instead of JSON; None: as standard error is a terminal or not.
    """
    colours = sys.stderr.isatty() if colours is None else colours
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_list_processors(), processors=_format(colours))
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _OWN:
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = name != "uvicorn.access"
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def bind_fields(**fields: object) -> AbstractContextManager[None]:
    """Add these fields to every line that is logged in the block, also in tasks that it starts."""
    return structlog.contextvars.bound_contextvars(**fields)


def _list_processors() -> list[Processor]:
    """Return what is said of an event that the standard library's logging took."""
    return [
        # First, as an event may have a field of that name.
        structlog.processors.EventRenamer("message"),
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        _add_trace,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    ]


def _format(colours: bool) -> list[Processor]:
    drop = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if colours:
        return [drop, structlog.dev.ConsoleRenderer(timestamp_key="time", event_key="message")]
    return [
        drop,
        _without_colour,
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]


def _add_trace(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Add the ids of the trace that the event belongs to, so that one leads to the other."""
    event.update(tracing.ids())
    return event


def _without_colour(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Remove uvicorn's second, coloured copy of its messages."""
    event.pop("color_message", None)
    return event
