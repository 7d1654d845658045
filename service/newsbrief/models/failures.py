"""Failed calls by what they mean: try again, ask in another way, or give up with the error that says why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import regex

from newsbrief.models.complaint import Complaint, parse_complaint
from newsbrief.models.errors import (
    ContentFiltered,
    ContextTooLong,
    DraftingError,
    EngineUnavailable,
    ModelLoading,
    ModelNotFound,
    OutOfCredit,
    RateLimited,
    Unauthorised,
    UpstreamFailed,
)

if TYPE_CHECKING:
    import openai

_CONTEXT = regex.compile(
    r"context[ _](?:length|window|size)|maximum context|(?:prompt|input|request) (?:is |was )?too (?:long|large)"
    r"|too many (?:input )?tokens|reduce the length|exceeds? the (?:available |maximum )?(?:context|number of tokens)"
    r"|input tokens exceed|string_above_max_length|tokens`? \+ `?max_\w+|tokens must be at least \d+, got -"
    r"|context limit|max(?:imum)? sequence length|must have (?:less|fewer) than \d+ tokens"
)
_FILTER = regex.compile(
    r"content[ _](?:filter|policy|management|exists risk)|responsible ?ai|invalid_prompt|flagged|usage polic"
    r"|data_?inspection|inappropriate content|safety (?:system|filter|setting|polic|check)|guardrail|sensitive content"
)
_MODEL = regex.compile(
    r"(?:model|deployment).{0,80}(?:not found|not exist)|unknown model|no such model|model_not_found|deploymentnotfound"
    r"|(?:not a valid|unsupported) model\b|invalid model (?:name|id)|no models? (?:is |are )?loaded"
    r"|no endpoints found for"
    r"|\bmodel\b.{0,60}(?:decommissioned|retired|no longer (?:available|supported))"
)
_CREDIT = regex.compile(
    r"insufficient[_ ](?:quota|balance|credits?|funds)|credit balance"
    r"|(?:no|out of|enough|more|add|buy|purchase) (?:credits?\b|funds\b|balance\b)"
    r"|payment required|billing_(?:hard_limit|not_active)|account is not active|arrear|overdue"
)
_KEY = regex.compile(
    r"(?:incorrect|invalid|wrong|missing|no|expired) api[ _-]?key|invalid_api_key"
    r"|api[ _-]?key (?:is )?(?:not valid|invalid|expired|missing)|authentication_error"
)
_REGION = regex.compile(
    r"(?:country|region|territory).{0,40}not supported|unsupported_country|in your (?:country|region)"
)
_LOADING = regex.compile(
    r"(?<!(?:error|failed|failure|unable|not|while).{0,20})(?:loading|warming|starting|initiali[sz]ing|spinning up"
    r"|cold start|waking|provisioning|scaling up)|not (?:yet )?ready|temporarily unavailable"
    r"|no (?:healthy|available) (?:\w+ )?(?:upstream|instance|worker|replica|backend|server)"
)
_REFUSED = regex.compile(
    r"not? support|found that support|unsupported|unrecogni[sz]ed|unknown (?:field|argument|param)"
    r"|not (?:allowed|permitted|implemented)"
    r"|must alternate|jinja|chat template|roles (?:are|is) supported|\bgrammar\b|json.?schema|response_format|guided"
    r"|tool_choice"
)
"""How a server says that it lacks something, whatever its status."""


_PROXY_STATUSES = (403, 406, 407, 413, 451)
"""Statuses of what stands before a model server, where a page comes with them."""


class TransientFailure(Exception):
    """A failure that another try may not meet. `final` is what it comes to when there is none."""

    def __init__(self, final: DraftingError) -> None:
        super().__init__(str(final))
        self.final = final


class RequestRejected(Exception):
    """The server does not take the request as it was put."""

    def __init__(self, status: int, said: Complaint) -> None:
        super().__init__(f"{status}: {said.text}")
        self.status = status
        self.said = said


@contextmanager
def classify_errors() -> Iterator[None]:
    """Turn what the SDK raises into `TransientFailure`, `RequestRejected` or a `DraftingError`."""
    try:
        yield
    except Exception as error:
        meant = _classify(error)
        if meant is None:
            raise
        raise meant from error


def _classify(error: Exception) -> Exception | None:
    """Return what an error within a call means; None for one that is not the SDK's."""
    import openai  # whose client raised it, if it did

    match error:
        case openai.APIStatusError():
            return classify_status(error.status_code, _read_body(error), error.response.headers)
        case openai.APITimeoutError():
            return TransientFailure(UpstreamFailed("The model server did not answer in time."))
        case openai.APIConnectionError():
            return TransientFailure(EngineUnavailable("The model server cannot be reached, or broke off."))
        case openai.APIError():  # within a stream
            return classify_error(error.body or {"message": error.message})
        case openai.OpenAIError() | ValueError():  # ValueError: JSON by its content type, but not by its bytes
            return TransientFailure(UpstreamFailed("The model server answered in no form that can be read."))
        case _:
            return None


def _read_body(error: openai.APIStatusError) -> object:
    """Return the decoded body of an error answer; its text where it is no JSON.

    The SDK hands over what stands under `error`, which may be a bare text, and looks like that of a page.
    """
    if error.body and not isinstance(error.body, str):
        return error.body
    text = error.response.text
    try:
        decoded: object = json.loads(text)
    except ValueError:
        return text
    return {"error": decoded} if isinstance(decoded, str) else decoded


def classify_error(error: object) -> Exception:
    """Return what an error within an answer of status 200 means."""
    body = error if isinstance(error, Mapping) else {"message": str(error)}
    code = str(body.get("code") or body.get("status") or "")
    return classify_status(int(code) if code.isdigit() and 400 <= int(code) < 600 else 500, body)


def classify_status(status: int, body: object, headers: Mapping[str, str] | None = None) -> Exception:
    """Return what an error answer means, from its status, its decoded body (or its text) and its headers."""
    said = parse_complaint(body, headers)
    text = said.text
    if status == 402 or (_CREDIT.search(text) and not (status == 429 and said.wait_s)):
        return OutOfCredit("The account at the model server has no credit or quota left.")
    if status in _PROXY_STATUSES and said.is_page:
        return EngineUnavailable(
            "Something before the model server, such as a firewall or proxy, refuses the request with a page "
            f"(status {status})."
        )
    if _REGION.search(text):
        return EngineUnavailable(f"The model server does not serve this country or region (status {status}).")
    if (status in (401, 403) and not _FILTER.search(text)) or _KEY.search(text):
        return Unauthorised(f"The model server refuses the API key (status {status}).")
    is_wait = status == 429 and "too large" not in text
    if not is_wait and (_CONTEXT.search(text) or status == 413):
        return ContextTooLong("The article does not fit the model's context.", said.window, said.is_of_answer)
    if _FILTER.search(text):
        return ContentFiltered("The model server's content filter stopped the request.")
    if status in (404, 405) and said.is_page:
        return EngineUnavailable(f"The model server has no such page (status {status}): most addresses end in /v1.")
    if _MODEL.search(text):
        return ModelNotFound("The model server has no such model.")
    if _LOADING.search(text) and status in (400, 409, 425, 429, 500, 502, 503, 504):
        return TransientFailure(ModelLoading("The model server was still loading the model.", said.wait_s))
    if status == 429:
        return TransientFailure(RateLimited("The model server takes no more requests now.", said.wait_s))
    if said.is_of_sample or (status >= 500 and _REFUSED.search(text)):
        return RequestRejected(status, said)
    if status >= 500 or status in (408, 409, 425):
        failed = UpstreamFailed(f"The model server failed with status {status}.")
        failed.retry_after_s, failed.status = said.wait_s, status
        return TransientFailure(failed)
    return RequestRejected(status, said)
