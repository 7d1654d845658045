"""Verified news briefings: raw article in, a fixed-format briefing out, every claim traced to sentences and checked.

The public API is what this module exports; everything else may change. See `newsbrief.python_api`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from newsbrief.version import __version__

if TYPE_CHECKING:
    from newsbrief.article.errors import ArticleError as ArticleError
    from newsbrief.briefing.markdown import MalformedBriefing as MalformedBriefing
    from newsbrief.briefing.schema import Briefing as Briefing
    from newsbrief.models.errors import DraftingError as DraftingError
    from newsbrief.pipeline import Options as Options
    from newsbrief.pipeline import Submission as Submission
    from newsbrief.python_api import Newsbrief as Newsbrief
    from newsbrief.python_api import summarize as summarize
    from newsbrief.python_api import summarize_async as summarize_async
    from newsbrief.python_api import verify as verify
    from newsbrief.python_api import verify_async as verify_async
    from newsbrief.reply import Reply as Reply
    from newsbrief.reply import Update as Update
    from newsbrief.reply import Verification as Verification
    from newsbrief.settings import Settings as Settings

_HOMES = {
    "ArticleError": "article.errors",
    "Briefing": "briefing.schema",
    "DraftingError": "models.errors",
    "MalformedBriefing": "briefing.markdown",
    "Newsbrief": "python_api",
    "Options": "pipeline",
    "Reply": "reply",
    "Settings": "settings",
    "Submission": "pipeline",
    "Update": "reply",
    "Verification": "reply",
    "summarize": "python_api",
    "summarize_async": "python_api",
    "verify": "python_api",
    "verify_async": "python_api",
}
__all__ = ["__version__", *_HOMES]

# The products of vectors here take microseconds: handing them to threads costs more than they do.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for: `newsbrief --help` needs none of them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
