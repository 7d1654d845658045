"""Errors between an article and a draft.

DraftingError
├── EngineUnavailable      no server, no key, no model file; retrying at once will not help
│   ├── ModelNotFound      the server has no model of that name
│   └── OutOfCredit        the account there is empty
├── UpstreamFailed         the server failed until the retries or the deadline ran out
│   ├── RateLimited        429 until then; carries the server's Retry-After
│   │   └── ModelLoading   it loaded the model until then
│   └── CircuitOpen        it failed so often that it is given a rest
├── DeadlineExceeded       the time allowed for the request is over
├── Unauthorised           401 or 403 from the server: the key is wrong
├── Refused                the model refused, or a content filter stopped it
│   └── ContentFiltered    the latter
├── ContextTooLong         the prompt does not fit the model's window, as the server says
│   └── PromptCut          or as its count shows: it dropped a part and said nothing
└── MalformedDraft         still not a draft after the corrective turn
"""

from __future__ import annotations

from typing import Literal

from newsbrief.models.usage import CallUsage

Remedy = Literal["key", "address", "model", "window", "credit"]


class DraftingError(Exception):
    """No draft can be had. `str()` is one sentence for a person, without prompt, key or article text."""

    reason = "drafting-failed"
    """Stable word for `meta.degraded_reason` and problem types."""
    remedy: Remedy | None = None
    """What somebody would have to set right."""
    retry_after_s: float | None = None
    usage: CallUsage = CallUsage()
    """What was spent before it failed."""

    def add(self, more: str) -> None:
        """Append `more` to the message, once."""
        if self.args and more not in str(self):
            self.args = (f"{str(self).rstrip('.')} ({more}).", *self.args[1:])


class EngineUnavailable(DraftingError):
    reason = "engine-unavailable"
    remedy: Remedy | None = "address"


class ModelNotFound(EngineUnavailable):
    reason = "model-not-found"
    remedy = "model"


class OutOfCredit(EngineUnavailable):
    remedy = "credit"


class UpstreamFailed(DraftingError):
    reason = "upstream-failed"
    status: int | None = None
    """Of the server's last answer, where there was one."""

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class RateLimited(UpstreamFailed):
    reason = "rate-limited"


class ModelLoading(RateLimited):
    reason = "upstream-failed"


class CircuitOpen(UpstreamFailed):
    reason = "circuit-open"


class DeadlineExceeded(DraftingError):
    reason = "deadline-exceeded"


class Unauthorised(DraftingError):
    reason = "upstream-unauthorised"
    remedy = "key"


class Refused(DraftingError):
    reason = "model-refused"


class ContentFiltered(Refused):
    reason = "content-filtered"


class ContextTooLong(DraftingError):
    reason = "context-too-long"
    remedy = "window"

    def __init__(self, message: str, window: int | None = None, is_of_answer: bool = False) -> None:
        """Create the error. `window` is the model's, in tokens, where it is known.

        `is_of_answer`: the tokens kept for the answer may be too many, and not those of the prompt.
        """
        super().__init__(message)
        self.window, self.is_of_answer = window, is_of_answer


class PromptCut(ContextTooLong):
    pass


class MalformedDraft(DraftingError):
    reason = "malformed-draft"
