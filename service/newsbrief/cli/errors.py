"""Errors of commands, in one line for a person."""

from __future__ import annotations

from newsbrief.validation import list_faults

COULD_NOT_RUN = 2
"""Exit code of a command that was used wrongly or whose input cannot be used."""


class CannotRun(Exception):
    """The command was used wrongly, or its input cannot be used; `str()` says why."""


def describe_error(error: Exception) -> str:
    """Return one line about `error`: its own message only where it is made for people."""
    from pydantic import ValidationError

    from newsbrief.article.errors import ArticleError
    from newsbrief.briefing.markdown import MalformedBriefing
    from newsbrief.cms.mapping_file import MalformedMapping
    from newsbrief.feeds.file import MalformedFeeds
    from newsbrief.models.errors import DraftingError
    from newsbrief.pipeline.shape import UnknownStyle
    from newsbrief.store import StoreUnavailable
    from newsbrief.style.reading import MalformedStyle
    from newsbrief.telemetry.tracing import TracingUnavailable
    from newsbrief.verification.entailment import EncoderError
    from newsbrief.workers import DeadlinePassed

    match error:
        case MalformedMapping():
            return f"NEWSBRIEF_CMS: {error}"
        case MalformedFeeds():
            return f"NEWSBRIEF_FEEDS: {error}"
        case EncoderError():
            return f"NEWSBRIEF_ENTAILMENT_MODEL: {error}"
        case CannotRun() | ArticleError() | DraftingError() | StoreUnavailable() | TracingUnavailable():
            return str(error)
        case UnknownStyle() | MalformedStyle() | DeadlinePassed():
            return str(error)
        case MalformedBriefing():
            return f"the briefing is not in the fixed format: {error}"
        case ValidationError():
            faults = list_faults(error)[:3]
            return "; ".join(f"{_place(error.title, fault.place)}: {fault.message}" for fault in faults)
        case OSError() if error.filename:
            return f"{error.filename}: {error.strerror}"
        case _:
            return f"unexpected {type(error).__name__}: {str(error)[:200]}"


def _place(title: str, location: tuple[int | str, ...]) -> str:
    """Return where a value is wrong; a setting goes by its name in the environment."""
    from newsbrief.settings.names import name_setting

    first, *rest = location or (title,)
    return ".".join(map(str, (name_setting(str(first)) if title == "Settings" else first, *rest)))
