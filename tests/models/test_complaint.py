"""Test what is read from a server's error message: the wait, the window, the parameter it refuses."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.models.complaint import Complaint, parse_complaint
from newsbrief.models.errors import (
    ContentFiltered,
    ContextTooLong,
    EngineUnavailable,
    ModelLoading,
    ModelNotFound,
    OutOfCredit,
    RateLimited,
    Unauthorised,
    UpstreamFailed,
)
from newsbrief.models.failures import RequestRejected, TransientFailure, classify_error, classify_status
from newsbrief.models.terms import Terms


@pytest.mark.parametrize(
    ("message", "window"),
    [
        (
            "This model's maximum context length is 16385 tokens. However, your messages resulted in 20111 tokens.",
            16_385,
        ),
        ("the request exceeds the available context size (4096 tokens), try increasing it", 4_096),
        ("prompt is too long: 212,004 tokens > 200,000 maximum", 200_000),
        ("The input token count (40100) exceeds the maximum number of tokens allowed (32768).", 32_768),
        ("Input tokens exceed the configured limit of 272000 tokens.", 272_000),
        ("Prompt contains 40011 tokens, too large for model with 32768 maximum context length", 32_768),
        ("`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 900 `inputs` tokens", 4_096),
        ("The input (5021 tokens) is longer than the model's context length (4096 tokens).", 4_096),
        ("too many tokens: the prompt cannot exceed 128000 tokens", 128_000),
        ("The model is loaded with a context length of only 4096 tokens", 4_096),
        ("Please reduce the length of the messages.", None),
    ],
)
def test_windows(message: str, window: int | None) -> None:
    failure = classify_status(400, {"error": {"message": message}})
    assert isinstance(failure, ContextTooLong)
    assert failure.window == window


def test_the_status_is_no_window() -> None:
    failure = classify_error({"code": 400, "message": "maximum context length is 4096 tokens, not 9000"})
    assert isinstance(failure, ContextTooLong)
    assert failure.window == 4_096


def test_window_in_a_field() -> None:
    failure = classify_status(
        400, {"error": {"message": "request too large", "type": "exceed_context_size_error", "n_ctx": 8192}}
    )
    assert isinstance(failure, ContextTooLong)
    assert failure.window == 8_192


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("Please try again in 20s.", 20),
        ("Please try again in 1m30s", 90),
        ("Rate limit reached. Try again in 250ms.", 0.25),
        ("Please retry after 7 seconds.", 7),
        ("Please wait for 3 minutes", 180),
        ("Expected available in 17 seconds.", 17),
        ("The limit resets in 17s", 17),
        ("Retry your request after 17 second(s)", 17),
        ("Too many requests", None),
    ],
)
def test_waits(said: str, seconds: float | None) -> None:
    assert parse_complaint({"message": said}).wait_s == seconds


def test_waits_in_fields_and_headers() -> None:
    assert parse_complaint({"error": {"message": "slow down", "details": [{"retryDelay": "12s"}]}}).wait_s == 12
    assert parse_complaint({}, {"retry-after-ms": "1500"}).wait_s == 1.5
    assert parse_complaint({"message": "try again in 9s"}, {"retry-after": "3"}).wait_s == 3
    soon = {"metadata": {"headers": {"X-RateLimit-Reset": str(round(time.time() * 1000) + 12_000)}}}
    assert 10 < (parse_complaint({"error": {"message": "slow down", **soon}}).wait_s or 0) < 13


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (402, {}, OutOfCredit),
        (400, {"error": {"message": "Your credit balance is too low."}}, OutOfCredit),
        (429, {"error": {"message": "no", "code": "insufficient_quota"}}, OutOfCredit),
        (403, "<!doctype html><html><body>Blocked.</body></html>", EngineUnavailable),
        (403, "error code: 1010", EngineUnavailable),
        (403, {"error": "no access"}, Unauthorised),
        (404, {"detail": "The model `m` does not exist."}, ModelNotFound),
        (404, {"error": {"code": "DeploymentNotFound", "message": "no such resource"}}, ModelNotFound),
        (400, {"detail": "max_tokens must be at least 1, got -40."}, ContextTooLong),
        (400, {"message": "Your account does not have enough balance"}, OutOfCredit),
        (403, {"message": "This request requires more credits, or fewer max_tokens."}, OutOfCredit),
        (403, {"message": "Arrearage: Access denied, is your account in good standing?"}, OutOfCredit),
        (406, "<html>Not Acceptable! ModSecurity</html>", EngineUnavailable),
        (407, "Proxy Authentication Required", EngineUnavailable),
        (413, "<html>413 Request Entity Too Large</html>", EngineUnavailable),
        (404, "404 page not found", EngineUnavailable),
        (403, {"error": {"message": "Country not supported", "code": "unsupported_country_region"}}, EngineUnavailable),
        (400, {"error": {"message": "API key not valid. Please pass a valid API key."}}, Unauthorised),
        (500, {"error": {"message": "Incorrect API key provided"}}, Unauthorised),
        (400, {"error": {"message": "m is not a valid model ID"}}, ModelNotFound),
        (400, {"error": {"message": "Invalid model name passed in model=m"}}, ModelNotFound),
        (400, {"error": {"message": "No models loaded. Please load a model first."}}, ModelNotFound),
        (404, {"error": {"message": "No endpoints found for some/model."}}, ModelNotFound),
        (400, {"error": {"message": "The model m has been decommissioned"}}, ModelNotFound),
        (
            400,
            {"message": "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000"},
            ContextTooLong,
        ),
        (400, {"message": "The prompt is longer than the model's max sequence length (4096)"}, ContextTooLong),
        (422, {"message": "inputs must have less than 4096 tokens. Given: 5021"}, ContextTooLong),
        (400, {"error": {"message": "Content Exists Risk"}}, ContentFiltered),
        (400, {"code": "data_inspection_failed", "message": "Input may be inappropriate."}, ContentFiltered),
        (400, {"message": "Request blocked by our safety system"}, ContentFiltered),
        (403, {"message": "Your input was flagged by moderation"}, ContentFiltered),
    ],
)
def test_what_time_does_not_mend(status: int, body: object, outcome: type[Exception]) -> None:
    assert type(classify_status(status, body)) is outcome


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (429, {"error": {"message": "You exceeded your current quota. Please retry in 4.5s."}}, RateLimited),
        (429, {"message": "Too many tokens, please wait before trying again."}, RateLimited),
        (503, {"error": {"message": "Loading model"}}, ModelLoading),
        (503, {"error": "Model m is currently loading", "estimated_time": 20.0}, ModelLoading),
        (503, "no healthy upstream", ModelLoading),
        (400, {"error": {"message": "Model m is not ready, still warming up"}}, ModelLoading),
        (500, {"error": "error loading model: out of memory"}, UpstreamFailed),
        (503, "<html>Busy</html>", UpstreamFailed),
        (500, [{"error": {"message": "internal"}}], UpstreamFailed),
    ],
)
def test_what_time_may_mend(status: int, body: object, outcome: type[Exception]) -> None:
    failure = classify_status(status, body)
    assert isinstance(failure, TransientFailure)
    assert type(failure.final) is outcome


@pytest.mark.parametrize("status", [400, 404, 422, 500, 501])
@pytest.mark.parametrize(
    "message",
    [
        "System role not supported",
        "Only user and assistant roles are supported!",
        "failed to parse grammar",
        "Invalid json_schema: unsupported keyword",
        "No endpoints found that support tool use",
    ],
)
def test_what_a_server_lacks_is_a_rejection_whatever_its_status(status: int, message: str) -> None:
    assert isinstance(classify_status(status, {"error": {"message": message}}), RequestRejected)


SENT = {
    "model": "m",
    "messages": [],
    "max_completion_tokens": 4_000,
    "temperature": 0,
    "top_k": 5,
    "topP": 1,
    "response_format": {},
}


@pytest.mark.parametrize(
    ("message", "param", "changed"),
    [
        ("Unsupported value: 'temperature' must be 1", "", {"left_out": frozenset({"temperature"})}),
        ("Unknown argument", "top_k", {"left_out": frozenset({"top_k"})}),
        ("Unknown parameter: 'topP'", "", {"left_out": frozenset({"topP"})}),
        ("Unknown field max_completion_tokens", "", {"limit": "max_tokens"}),
        ("'max_completion_tokens' is not supported: use 'max_tokens' instead", "", {"limit": "max_tokens"}),
        ("max_completion_tokens is too large: 4000. At most 2048 are supported.", "", {"most": 2_048}),
        ("max_tokens is too large: 4000. At most 2048 are supported.", "", {"most": 2_048}),
        ("response_format is not available", "", {"mode": "tool"}),
        ("Conversation roles must alternate user/assistant", "", {"system": False}),
        ("System role not supported", "", {"system": False}),
        ("Only user and assistant roles are supported!", "", {"system": False}),
        ("max_tokens is too large", "", {"limit": "max_tokens"}),
        ("max_tokens: Field required", "", {"limit": "max_tokens"}),
    ],
)
def test_only_what_is_named_is_left_out(message: str, param: str, changed: dict[str, object]) -> None:
    terms = Terms().without_refused(Complaint(message.lower(), param), SENT)
    assert terms is not None
    assert {name: getattr(terms, name) for name in changed} == changed
    others = [name for name in ("mode", "limit", "most", "left_out", "system", "streams") if name not in changed]
    assert all(getattr(terms, name) == getattr(Terms(), name) for name in others)


@pytest.mark.parametrize("message", ["upstream request failed", "no", "bad request"])
def test_what_names_nothing_changes_nothing(message: str) -> None:
    assert Terms().without_refused(Complaint(message), {**SENT, "stream": True}) is None


@given(st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)))
def test_any_body_is_a_complaint(body: object) -> None:
    for said in (body, {"error": body}, [body]):
        found = parse_complaint(said)
        assert found.wait_s is None or found.wait_s >= 0
        assert found.window is None or found.window > 0
        assert isinstance(classify_status(400, said), Exception)
