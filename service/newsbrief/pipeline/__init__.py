"""The path itself: read, draft, verify, repair, publish."""

from newsbrief.pipeline.briefing import summarize
from newsbrief.pipeline.making import SOURCE_WORDS, Listener, MakingRequest, Stage
from newsbrief.pipeline.reply_parts import publish
from newsbrief.pipeline.submission import Options, Submission
from newsbrief.pipeline.updating import update
from newsbrief.pipeline.verifying import verify

__all__ = [
    "SOURCE_WORDS",
    "Listener",
    "MakingRequest",
    "Options",
    "Stage",
    "Submission",
    "publish",
    "summarize",
    "update",
    "verify",
]
