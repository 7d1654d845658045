"""What can go wrong between an article and a draft.

DraftingError
├── EngineUnavailable      no server, no key, no model file; retrying at once will not help
│   └── ModelNotFound      the server has no model of that name
├── UpstreamFailed         the server failed until the retries or the deadline ran out
│   ├── RateLimited        429 until then; carries the server's Retry-After
│   └── CircuitOpen        it failed so often that it is given a rest
├── DeadlineExceeded       the time allowed for the request is over
├── Unauthorised           401 or 403 from the server: the key is wrong
├── Refused                the model refused, or a content filter stopped it
│   └── ContentFiltered    the latter
├── ContextTooLong         the server says that the prompt does not fit its context
└── MalformedDraft         still not a draft after the corrective turn
"""

from __future__ import annotations

from service.drafting.draft import Usage


class DraftingError(Exception):
    """No draft can be had. `str()` is one sentence for a person, without prompt, key or article text."""

    reason = "drafting-failed"
    """Stable word for `meta.degraded_reason` and problem types."""
    retry_after_s: float | None = None
    usage: Usage = Usage()
    """What was spent before it failed."""


class EngineUnavailable(DraftingError):
    reason = "engine-unavailable"


class ModelNotFound(EngineUnavailable):
    reason = "model-not-found"


class UpstreamFailed(DraftingError):
    reason = "upstream-failed"


class RateLimited(UpstreamFailed):
    reason = "rate-limited"

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class CircuitOpen(UpstreamFailed):
    reason = "circuit-open"

    def __init__(self, message: str, retry_after_s: float) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class DeadlineExceeded(DraftingError):
    reason = "deadline-exceeded"


class Unauthorised(DraftingError):
    reason = "upstream-unauthorised"


class Refused(DraftingError):
    reason = "model-refused"


class ContentFiltered(Refused):
    reason = "content-filtered"


class ContextTooLong(DraftingError):
    reason = "context-too-long"


class MalformedDraft(DraftingError):
    reason = "malformed-draft"
