"""What is read from a server's words: how long to wait, how wide its window is, which parameter it means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.models.complaint import Complaint, parse_complaint
from newsbrief.models.errors import (
    ContextTooLong,
    EngineUnavailable,
    ModelLoading,
    ModelNotFound,
    OutOfCredit,
    RateLimited,
    Unauthorised,
    UpstreamFailed,
)
from newsbrief.models.failures import Rejected, Transient, classify_error, classify_status
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
        ("Too many requests", None),
    ],
)
def test_waits(said: str, seconds: float | None) -> None:
    assert parse_complaint({"message": said}).wait_s == seconds


def test_waits_in_fields_and_headers() -> None:
    assert parse_complaint({"error": {"message": "slow down", "details": [{"retryDelay": "12s"}]}}).wait_s == 12
    assert parse_complaint({}, {"retry-after-ms": "1500"}).wait_s == 1.5
    assert parse_complaint({"message": "try again in 9s"}, {"retry-after": "3"}).wait_s == 3


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
        (500, {"error": "error loading model: out of memory"}, UpstreamFailed),
        (503, "<html>Busy</html>", UpstreamFailed),
        (500, [{"error": {"message": "internal"}}], UpstreamFailed),
    ],
)
def test_what_time_may_mend(status: int, body: object, outcome: type[Exception]) -> None:
    failure = classify_status(status, body)
    assert isinstance(failure, Transient)
    assert type(failure.final) is outcome


@pytest.mark.parametrize("status", [400, 404, 422, 500, 501])
def test_what_a_server_lacks_is_a_rejection_whatever_its_status(status: int) -> None:
    assert isinstance(classify_status(status, {"error": {"message": "System role not supported"}}), Rejected)


SENT = {
    "model": "m",
    "messages": [],
    "max_completion_tokens": 4_000,
    "temperature": 0,
    "top_k": 5,
    "response_format": {},
}


@pytest.mark.parametrize(
    ("message", "param", "changed"),
    [
        ("Unsupported value: 'temperature' must be 1", "", {"left_out": frozenset({"temperature"})}),
        ("Unknown argument", "top_k", {"left_out": frozenset({"top_k"})}),
        ("Unknown field max_completion_tokens", "", {"limit": "max_tokens"}),
        ("'max_completion_tokens' is not supported: use 'max_tokens' instead", "", {"limit": "max_tokens"}),
        ("max_completion_tokens is too large: 4000. At most 2048 are supported.", "", {"most": 2_048}),
        ("max_tokens is too large: 4000. At most 2048 are supported.", "", {"most": 2_048}),
        ("response_format is not available", "", {"mode": "tool"}),
        ("Conversation roles must alternate user/assistant", "", {"system": False}),
        ("System role not supported", "", {"system": False}),
    ],
)
def test_only_what_is_named_is_left_out(message: str, param: str, changed: dict[str, object]) -> None:
    terms = Terms().without(Complaint(message.lower(), param), SENT)
    assert terms is not None
    assert {name: getattr(terms, name) for name in changed} == changed
    others = [name for name in ("mode", "limit", "most", "left_out", "system", "streams") if name not in changed]
    assert all(getattr(terms, name) == getattr(Terms(), name) for name in others)


@pytest.mark.parametrize("message", ["upstream request failed", "no", "bad request"])
def test_what_names_nothing_changes_nothing(message: str) -> None:
    assert Terms().without(Complaint(message), {**SENT, "stream": True}) is None


@given(st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)))
def test_any_body_is_a_complaint(body: object) -> None:
    for said in (body, {"error": body}, [body]):
        found = parse_complaint(said)
        assert found.wait_s is None or found.wait_s >= 0
        assert found.window is None or found.window > 0
        assert isinstance(classify_status(400, said), Exception)
