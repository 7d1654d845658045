"""Test the client address: forwarded headers count only from a trusted proxy."""

import logging
from collections.abc import Callable
from ipaddress import ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.api.proxies import ForwardedHeaders, widen_address
from tests.support.http_service import bearer, reason_of

CLAIMS = {
    "X-Forwarded-For": "8.8.8.8",
    "X-Forwarded-Host": "localhost",
    "X-Forwarded-Proto": "https",
    "X-Real-IP": "8.8.8.8",
    "Forwarded": "for=8.8.8.8;host=localhost",
    "True-Client-IP": "8.8.8.8",
}


@pytest.mark.parametrize("name", CLAIMS)
def test_what_a_client_says_of_itself_opens_nothing(service: Callable[..., Any], name: str) -> None:
    with service() as client:
        headers = {"Host": "evil.example", name: CLAIMS[name]}
        for path in ("/briefings", "/desk", "/desk/api/briefings", "/metrics"):
            assert client.get(path, headers=headers).status_code == 403, path


@pytest.mark.parametrize("name", CLAIMS)
def test_made_up_addresses_evade_no_limit(service: Callable[..., Any], name: str) -> None:
    with service(rate_limit="3/minute") as client:
        claimed = [{name: CLAIMS[name].replace("8.8.8.8", f"8.8.8.{n}")} for n in range(5)]
        codes = [client.get("/briefings", headers=headers).status_code for headers in claimed]
    assert codes == [200] * 3 + [429] * 2


def test_a_trusted_proxy_says_who_asks(service: Callable[..., Any], caplog: pytest.LogCaptureFixture) -> None:
    with (
        caplog.at_level(logging.INFO),
        service(rate_limit="2/minute", trusted_proxies="127.0.0.0/8,::1", allow_unauthenticated=True) as client,
    ):
        # What stands before the proxy's own word is the client's.
        for made_up in ("1.1.1.1", "9.9.9.9"):
            headers = {"X-Forwarded-For": f"{made_up}, 203.0.113.7, 127.0.0.2"}
            assert client.get("/briefings", headers=headers).status_code == 200
        refused = client.get("/briefings", headers={"X-Forwarded-For": "203.0.113.7"})
        assert reason_of(refused) == "too-many-requests"
        assert client.get("/briefings", headers={"X-Forwarded-For": "203.0.113.8"}).status_code == 200
        assert reason_of(client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.8"})) == "unauthenticated"
    told = [vars(record).get("client") for record in caplog.records if record.message == "request"]
    assert told == ["203.0.113.7"] * 3 + ["203.0.113.8"] * 2


def test_behind_a_trusted_proxy_its_name_is_the_desks(service: Callable[..., Any]) -> None:
    sent = {"Origin": "https://desk.example", "X-Forwarded-Host": "desk.example", "X-Forwarded-Proto": "https"}
    with service(api_keys="desk:sesame", trusted_proxies="127.0.0.1") as client:
        assert client.post("/desk/sign-in", data={"key": "sesame"}, headers=sent).status_code == 303
    with service(api_keys="desk:sesame") as client:
        assert client.post("/desk/sign-in", data={"key": "sesame"}, headers=sent).status_code == 403


def test_addresses_that_one_client_has_are_one_caller() -> None:
    assert widen_address("2001:db8::1") == widen_address("2001:db8::ffff:2") != widen_address("2001:db8:0:1::1")
    assert widen_address("::ffff:192.0.2.1") == widen_address("192.0.2.1") == "192.0.2.1"
    assert widen_address("a socket") == "a socket"


@given(st.lists(st.text(max_size=30) | st.ip_addresses().map(str) | st.just("10.0.0.1"), max_size=5))
async def test_no_header_breaks_the_reading_of_it(parts: list[str]) -> None:
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["client"])

    line = ",".join(parts).encode("utf-8", "replace")
    scope = {"type": "http", "client": ("10.0.0.9", 1), "headers": [(b"x-forwarded-for", line)], "scheme": "http"}
    await ForwardedHeaders(app, [ip_network("10.0.0.0/8")])(scope, None, None)  # type: ignore[arg-type]
    assert isinstance(seen[0][0], str)
    scope = scope | {"client": ("192.0.2.1", 1)}
    await ForwardedHeaders(app, [ip_network("10.0.0.0/8")])(scope, None, None)  # type: ignore[arg-type]
    assert seen[1] == ("192.0.2.1", 1)


def test_wrong_keys_are_throttled_and_whoever_came_in_before_is_not(service: Callable[..., Any]) -> None:
    with service(api_keys="desk:sesame,wire:t0ken") as client:
        assert client.get("/briefings", headers=bearer("sesame")).status_code == 200
        codes = [client.get("/briefings", headers=bearer(f"guess {n}")).status_code for n in range(30)]
        assert codes == [401] * 20 + [429] * 10
        right = client.get("/briefings", headers=bearer("t0ken"))
        assert reason_of(right) == "too-many-requests", "a guess that is right must not be told from others"
        assert int(right.headers["retry-after"]) > 0
        url = str(client.base_url).rstrip("/")
        assert client.post("/desk/sign-in", data={"key": "t0ken"}, headers={"Origin": url}).status_code == 429
        assert client.get("/briefings", headers=bearer("sesame")).status_code == 200
        assert client.get("/briefings").status_code == 401, "without a key nothing is guessed"


SITES = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "http://localhost:1", "Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("settings", [{}, {"allow_unauthenticated": True}], ids=["closed", "open"])
@pytest.mark.parametrize("headers", SITES, ids=range(len(SITES)))
def test_without_keys_no_other_sites_page_spends_anything(
    service: Callable[..., Any], seed_article: str, settings: dict[str, Any], headers: dict[str, str]
) -> None:
    with service(**settings) as client:
        sent = {"Content-Type": "text/plain", **headers}
        for path in ("/summarize", "/jobs", "/verify", "/briefings/00000000-0000-7000-8000-000000000000/update"):
            refused = client.post(path, content=seed_article, headers=sent)
            assert (refused.status_code, reason_of(refused)) == (403, "cross-origin"), path
        plain = {"Content-Type": "text/plain"}
        own = str(client.base_url).rstrip("/")
        for allowed in ({}, {"Origin": own}, {"Origin": own, "Sec-Fetch-Site": "same-origin"}):
            assert client.post("/summarize", content=seed_article, headers=plain | allowed).status_code == 200


def test_sites_that_are_set_may_ask(service: Callable[..., Any], seed_article: str) -> None:
    headers = {"Content-Type": "text/plain", "Origin": "https://desk.example", "Sec-Fetch-Site": "cross-site"}
    with service(cors_origins="https://desk.example") as client:
        assert client.post("/summarize", content=seed_article, headers=headers).status_code == 200
        other = client.post("/summarize", content=seed_article, headers=headers | {"Origin": "https://evil.example"})
        assert other.status_code == 403
    with service(api_keys="k") as client:
        assert client.post("/summarize", content=seed_article, headers=headers | bearer("k")).status_code == 200
