"""Test authentication, rate limits, origins, and the headers of every answer."""

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from newsbrief.api.problems import ProblemError
from newsbrief.api.rates import RateLimit, check_budget
from newsbrief.models.usage import CallUsage
from newsbrief.orders.budget import DailyTokens
from newsbrief.problem import PREFIX
from tests.support.http_service import bearer
from tests.support.upstream import Upstream, chat, draft


def reason_of(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return str(answer.json()["type"].removeprefix(PREFIX))


async def test_a_window_moves_and_callers_do_not_share_it() -> None:
    limit = RateLimit("2/second")
    assert (await limit.take("a"))["RateLimit-Policy"] == '"requests";q=2;w=1'
    assert (await limit.take("a"))["RateLimit"].startswith('"requests";r=0;t=')
    with pytest.raises(ProblemError) as refused:
        await limit.take("a")
    assert refused.value.reason == "too-many-requests"
    assert refused.value.headers["Retry-After"] == "1"
    assert "r=1" in (await limit.take("b"))["RateLimit"]


def test_a_budget_is_of_a_day_and_a_caller() -> None:
    now = datetime(2026, 11, 25, 23, 59, 0, tzinfo=UTC)
    budget = DailyTokens(100, lambda: now)
    budget.spend("a", CallUsage(prompt_tokens=50, completion_tokens=10))
    assert check_budget(budget, "a")["RateLimit"] == '"tokens";r=40;t=60'
    budget.spend("a", CallUsage(prompt_tokens=60))
    with pytest.raises(ProblemError) as refused:
        check_budget(budget, "a")
    assert refused.value.reason == "token-budget-spent"
    assert refused.value.headers["Retry-After"] == "60"
    assert "r=100" in check_budget(budget, "b")["RateLimit"]
    now += timedelta(minutes=1)
    assert "r=100" in check_budget(budget, "a")["RateLimit"]


def test_over_the_rate_is_429_by_key(service: Callable[..., Any], seed_article: str) -> None:
    with service(api_keys="desk:one, wire:two", rate_limit="2/hour") as client:
        for left in (1, 0):
            answer = client.post("/summarize", json={"text": seed_article}, headers=bearer("one"))
            assert answer.status_code == 200
            assert answer.headers["ratelimit"].startswith(f'"requests";r={left};')
            assert answer.headers["ratelimit-policy"] == '"requests";q=2;w=3600'
        refused = client.post("/verify", json={"text": seed_article, "claims": ["a"]}, headers=bearer("one"))
        assert refused.status_code == 429
        assert reason_of(refused) == "too-many-requests"
        assert 3500 < int(refused.headers["retry-after"]) <= 3600
        assert "r=0" in refused.headers["ratelimit"]
        assert client.post("/summarize", json={"text": "short"}, headers=bearer("two")).status_code == 422
        assert client.post("/summarize", json={"text": "short"}, headers=bearer("no")).status_code == 401
        assert client.get("/healthz").status_code == 200
        assert client.get("/metrics", headers=bearer("one")).status_code == 200


def test_tokens_of_a_day_are_spent_by_key(service: Callable[..., Any], upstream: Upstream, seed_article: str) -> None:
    upstream.says(chat(draft(), usage=(900, 200)))
    settings = {"engine": "openai", "openai_base_url": upstream.base_url, "tokens_per_day": 1000}
    with service(api_keys="desk:one, desk:uno, wire:two", rate_limit="9/second", **settings) as client:
        first = client.post("/summarize", json={"text": seed_article}, headers=bearer("one"))
        assert first.status_code == 200
        assert first.headers["ratelimit"].split(", ")[1].startswith('"tokens";r=1000;')
        calls = len(upstream.requests)
        refused = client.post("/summarize", json={"text": seed_article}, headers=bearer("uno"))
        assert refused.status_code == 429
        assert reason_of(refused) == "token-budget-spent"
        assert int(refused.headers["retry-after"]) > 0
        assert len(upstream.requests) == calls
        made = f"/briefings/{first.json()['id']}"
        assert client.get(made, headers=bearer("uno")).status_code == 200, "what was paid for can be had"
        assert client.delete(made, headers=bearer("uno")).status_code == 204
        assert client.post("/summarize", json={"text": seed_article}, headers=bearer("two")).status_code == 200


def test_what_a_failure_took_is_spent_too(service: Callable[..., Any], upstream: Upstream, seed_article: str) -> None:
    upstream.says(chat("no draft", usage=(900, 200)))
    settings = {"engine": "openai", "openai_base_url": upstream.base_url, "tokens_per_day": 1000}
    with service(on_failure="error", **settings) as client:
        assert client.post("/summarize", json={"text": seed_article}).status_code == 503
        assert reason_of(client.post("/summarize", json={"text": seed_article})) == "token-budget-spent"


def test_the_log_names_the_holder_and_no_key(service: Callable[..., Any], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), service(api_keys="desk:Sesame42") as client:
        client.post("/summarize", json={"text": "short"}, headers=bearer("Sesame42"))
        client.post("/summarize", json={"text": "short"}, headers=bearer("Sesame43"))
    told = [vars(record).get("key") for record in caplog.records if record.message == "request"]
    assert told == ["desk", None]
    assert "Sesame4" not in str([vars(record) for record in caplog.records])


EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/healthz", "/docs", "/openapi.json", "/metrics", "/nothing", "/summarize"])
def test_every_answer_keeps_browsers_careful(client: httpx.Client, path: str) -> None:
    for answer in (client.get(path), client.post(path, json={}), client.options(path)):
        assert {name: answer.headers[name] for name in EVERYWHERE} == EVERYWHERE
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "strict-transport-security" not in answer.headers, "the proxy that ends TLS says that"
        assert "server" not in answer.headers


PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}


def test_other_sites_are_kept_out_unless_they_are_set(service: Callable[..., Any], client: httpx.Client) -> None:
    home, other = {"Origin": "https://desk.example"}, {"Origin": "https://other.example"}
    assert "access-control-allow-origin" not in client.get("/healthz", headers=home).headers
    assert client.options("/summarize", headers=home | PREFLIGHT).status_code == 405
    with service(cors_origins="https://desk.example/, http://localhost:3000", api_keys="k") as opened:
        asked = opened.options("/summarize", headers=home | PREFLIGHT)
        assert asked.status_code == 200
        assert asked.headers["access-control-allow-origin"] == "https://desk.example"
        assert opened.options("/summarize", headers=other | PREFLIGHT).status_code == 400
        answer = opened.post("/summarize", json={}, headers=home)
        assert answer.status_code == 401
        assert answer.headers["access-control-allow-origin"] == "https://desk.example"
        assert "Retry-After" in answer.headers["access-control-expose-headers"]
        assert "access-control-allow-credentials" not in answer.headers
        assert "access-control-allow-origin" not in opened.get("/healthz", headers=other).headers


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "https://evil.example", "null", ""])
def test_an_origin_that_is_not_ours_is_refused(client: httpx.Client, origin: str, seed_article: str) -> None:
    answer = client.post("/summarize", json={"text": seed_article}, headers={"Origin": origin})
    assert (answer.status_code, reason_of(answer)) == (403, "cross-origin")


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000 + b"]" * 100_000,
        b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"text": "a", "briefing": ' + b'{"title":' * 20_000 + b"1" + b"}" * 20_000 + b"}",
        b'{"text": "a", "unknown": ' + b"[" * 100_000,
    ],
)
@pytest.mark.parametrize("path", ["/summarize", "/verify"])
def test_no_depth_of_nesting_breaks_the_parser(client: httpx.Client, path: str, body: bytes) -> None:
    answer = client.post(path, content=body, headers={"Content-Type": "application/json"})
    assert reason_of(answer) in ("malformed-request", "invalid-request")
    assert json.loads(answer.content)["status"] in (400, 422)
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "10.0.0.7", "[fe80::1]", "[::1", "", "localhost.evil.net"]
)
def test_without_keys_a_name_led_here_by_another_site_opens_nothing(service: Callable[..., Any], host: str) -> None:
    with service() as client:
        for path in ("/briefings", "/desk", "/desk/briefings", "/desk/api/briefings", "/metrics"):
            assert client.get(path, headers={"Host": host}).status_code == 403, path
        assert client.get("/briefings", headers={"Host": "localhost:8000"}).status_code == 200
    with service(allow_unauthenticated=True) as client:
        assert client.get("/briefings", headers={"Host": host}).status_code == 200
    with service(api_keys="k") as client:
        key = {"Authorization": "Bearer k"}
        assert client.get("/briefings", headers={"Host": host, **key}).status_code == 200
