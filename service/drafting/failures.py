"""What a failed call means: try again, ask in another way, or give up with the error that says why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import openai
import regex

from service.drafting.errors import (
    ContentFiltered,
    ContextTooLong,
    DraftingError,
    EngineUnavailable,
    ModelNotFound,
    RateLimited,
    Unauthorised,
    UpstreamFailed,
)

_CONTEXT = regex.compile(
    r"context[ _](?:length|window|size)|maximum context|(?:prompt|input|request) (?:is |was )?too (?:long|large)"
    r"|too many (?:input )?tokens|reduce the length|exceeds? the (?:available |maximum )?(?:context|number of tokens)"
    r"|input tokens exceed|string_above_max_length"
)
_FILTER = regex.compile(r"content[ _](?:filter|policy|management)|responsible ?ai|invalid_prompt|flagged|usage polic")
_MODEL = regex.compile(r"model.{0,80}(?:not found|not exist)|unknown model|no such model|model_not_found")
_LONGEST = 2_000
"""Characters of an upstream's message that are looked at."""


class Transient(Exception):
    """A failure that another try may not meet. `final` is what it comes to when there is none."""

    def __init__(self, final: DraftingError) -> None:
        super().__init__(str(final))
        self.final = final


class Rejected(Exception):
    """The server does not take the request as it was put. `complaint` is its own words, lower-case."""

    def __init__(self, status: int, complaint: str) -> None:
        super().__init__(f"{status}: {complaint}")
        self.status = status
        self.complaint = complaint


@contextmanager
def told_apart() -> Iterator[None]:
    """Turns what the SDK raises into `Transient`, `Rejected` or a `DraftingError`."""
    try:
        yield
    except openai.APIStatusError as error:
        raise of_status(error.status_code, _complaint(error.body, error.message), error.response.headers) from error
    except openai.APITimeoutError as error:
        raise Transient(UpstreamFailed("The model server did not answer in time.")) from error
    except openai.APIConnectionError as error:
        raise Transient(EngineUnavailable("The model server cannot be reached, or broke off.")) from error
    except (openai.OpenAIError, ValueError) as error:  # ValueError: JSON by its content type, but not by its bytes.
        raise Transient(UpstreamFailed("The model server answered in no form that can be read.")) from error


def of_status(status: int, complaint: str, headers: Mapping[str, str] | None = None) -> Exception:
    """What an error answer means; `complaint` is its message, code and type, lower-case."""
    if status in (401, 403) and not _FILTER.search(complaint):
        return Unauthorised("The model server refuses the API key.")
    if status == 429 and "insufficient_quota" in complaint:
        return EngineUnavailable("The account at the model server has no quota left.")
    if status == 429:
        return Transient(RateLimited("The model server takes no more requests now.", retry_after(headers or {})))
    if status == 413 or _CONTEXT.search(complaint):
        return ContextTooLong("The article does not fit the model's context.")
    if _FILTER.search(complaint):
        return ContentFiltered("The model server's content filter stopped the request.")
    if status == 404 or _MODEL.search(complaint):
        return ModelNotFound("The model server has no such model, or no such address.")
    if status >= 500 or status in (408, 409, 425):
        failed = UpstreamFailed(f"The model server failed with status {status}.")
        failed.retry_after_s = retry_after(headers or {})
        return Transient(failed)
    return Rejected(status, complaint)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that `Retry-After` asks to wait, from seconds or an HTTP date; None where it says neither."""
    value = headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(value)) if value.replace(".", "", 1).isdigit() else _until(parsedate_to_datetime(value))
    except (ValueError, TypeError, OverflowError):
        return None


def _until(when: datetime) -> float:
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _complaint(body: object, message: str) -> str:
    parts = [message]
    if isinstance(body, Mapping):
        parts += [str(body.get(key) or "") for key in ("message", "code", "type", "param")]
    return " ".join(parts)[:_LONGEST].lower()
