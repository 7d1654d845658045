"""Test access over HTTP: keys, rates, origins and host names are those of the service."""

import asyncio
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import httpx
import httpx2
import pytest
from mcp.shared.exceptions import MCPError

from newsbrief.settings.keys import create_key, parse_keys
from tests.support.forked_process import run_forked
from tests.support.mcp_client import ACCEPT, HELLO, open_client, serve, structured_content, text
from tests.support.scripted_judge import blocks
from tests.support.settings import plain_settings
from tests.support.upstream import Upstream, chat, draft

KEY, OTHER = "k" * 32, "o" * 32


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_key_is_needed_where_keys_are_set(mode: str, seed_article: str) -> None:
    with serve(plain_settings(api_keys=KEY)) as address:
        for sent in (ACCEPT, ACCEPT | bearer("wrong")):
            assert (await asyncio.to_thread(httpx.post, address, json=HELLO, headers=sent)).status_code == 401
        with pytest.raises((MCPError, ExceptionGroup, httpx2.HTTPStatusError)):
            async with open_client(address, mode) as client:
                await client.list_tools()
        async with open_client(address, mode, **bearer(KEY)) as client:
            assert structured_content(await client.call_tool("summarize", {"text": seed_article}))["verdict"] == "pass"


async def test_nothing_is_judged_for_a_key_that_pays_for_none(upstream: Upstream, seed_article: str) -> None:
    upstream.says(chat(draft()))
    key, hashed = create_key("desk")
    settings = {"engine": "openai", "openai_base_url": upstream.base_url, "api_keys": parse_keys(f"{hashed}:judge=off")}
    with serve(plain_settings(**settings)) as address:
        async with open_client(address, **bearer(key)) as client:
            await client.call_tool("summarize", {"text": seed_article})
            await client.call_tool("verify", {"text": seed_article, "claims": ["Talks will be held in Oman."]})
    assert not [request for request in upstream.judged if len(blocks(request)[1]) < 24]


async def test_an_older_briefing_as_text_is_taken_for_no_other(seed_article: str) -> None:
    with serve(plain_settings()) as address:
        async with open_client(address) as client:
            made = structured_content(await client.call_tool("summarize", {"text": seed_article}))
            sent = {"text": seed_article, "briefing": made["markdown"]}
            first = structured_content(await client.call_tool("update", sent))
            sent["briefing"] = made["markdown"].replace(made["briefing"]["title"], "Another title of the day")
            other = structured_content(await client.call_tool("update", sent))
            again = structured_content(await client.call_tool("summarize", {"text": seed_article}))
    assert first["standings"] != other["standings"]
    assert again["id"] == made["id"]


def test_a_session_belongs_to_its_key() -> None:
    with serve(plain_settings(api_keys=f"{KEY},{OTHER}")) as address:
        opened = httpx.post(address, json=HELLO, headers=ACCEPT | bearer(KEY))
        session = {"Mcp-Session-Id": opened.headers["mcp-session-id"]}
        ping = {"jsonrpc": "2.0", "id": 2, "method": "ping"}
        assert httpx.post(address, json=ping, headers=ACCEPT | session | bearer(KEY)).status_code == 200
        assert httpx.post(address, json=ping, headers=ACCEPT | session | bearer(OTHER)).status_code == 404
        assert httpx.delete(address, headers=session | bearer(KEY)).status_code == 200
        assert httpx.post(address, json=ping, headers=ACCEPT | session | bearer(KEY)).status_code == 404


@pytest.mark.parametrize("keys", ["", KEY])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_page_of_another_site_is_refused(keys: str, method: str) -> None:
    sent = ACCEPT | (bearer(KEY) if keys else {})
    with serve(plain_settings(api_keys=keys, cors_origins="https://ours.example")) as address:
        for origin, refused in (("https://evil.example", True), ("https://ours.example", False)):
            headers = sent | {"Origin": origin}
            with httpx.stream(method, address, json=HELLO if method == "POST" else None, headers=headers) as answer:
                assert (answer.status_code == 403) is refused


def test_a_name_that_leads_here_is_refused() -> None:
    with serve(plain_settings()) as address:
        answer = httpx.post(address, json=HELLO, headers=ACCEPT | {"Host": "evil.example"})
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:newsbrief:problem:cross-origin")


def test_the_rate_limit_counts_its_requests() -> None:
    with serve(plain_settings(rate_limit="3/minute")) as address:
        codes = [httpx.post(address, json=HELLO, headers=ACCEPT).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]


def test_a_body_has_a_limit() -> None:
    with serve(plain_settings(max_body_bytes=10_000)) as address:
        hello = HELLO | {"params": {**HELLO["params"], "padding": "x" * 20_000}}
        assert httpx.post(address, json=hello, headers=ACCEPT).status_code == 413


async def test_what_a_newsroom_made_no_other_updates(seed_article: str) -> None:
    keys = ",".join(
        f"{team}:sha256:{sha256(key.encode()).hexdigest()}:scopes=read+write:team={team}"
        for team, key in (("north", KEY), ("south", OTHER))
    )
    with serve(plain_settings(api_keys=keys)) as address:
        async with open_client(address, **bearer(KEY)) as client:
            made = structured_content(await client.call_tool("summarize", {"text": seed_article}))
            again = await client.call_tool("update", {"text": seed_article, "briefing_id": made["id"]})
            assert not again.is_error
        async with open_client(address, **bearer(OTHER)) as client:
            result = await client.call_tool("update", {"text": seed_article, "briefing_id": made["id"]})
            assert result.is_error
            assert "briefing" in text(result)


async def test_calls_at_once_do_not_wait_for_each_other(seed_article: str) -> None:
    with serve(plain_settings()) as address:
        async with open_client(address) as client:
            articles = [f"{seed_article}\n\nThis is edition {number}." for number in range(6)]
            made = await asyncio.gather(*(client.call_tool("summarize", {"text": article}) for article in articles))
        assert len({structured_content(each)["id"] for each in made}) == 6


def test_the_command_refuses_an_open_address_without_keys(tmp_path: Path) -> None:
    done = run_forked(tmp_path, "mcp", "--http", "--host", "0.0.0.0", "--port", "0")
    assert done.code == 2
    assert "set NEWSBRIEF_API_KEYS" in done.err


def test_the_command_names_the_extra_that_is_missing() -> None:
    blocked = (
        "import sys, importlib.util as u; find = u.find_spec;"
        "u.find_spec = lambda name, *a: None if name == 'mcp' else find(name, *a);"
        "from newsbrief.cli.main import main; sys.exit(main(['mcp']))"
    )
    done = subprocess.run([sys.executable, "-c", blocked], capture_output=True, text=True)
    assert (done.returncode, done.stderr.strip()) == (
        2,
        "newsbrief: the SDK of the Model Context Protocol is missing: pip install 'newsbrief[mcp]'",
    )


async def test_a_key_opens_so_many_sessions_and_takes_nobody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsbrief.mcp.http.MOST_OF_A_KEY", 3)
    with serve(plain_settings(api_keys=f"one:{KEY}, two:{OTHER}")) as address:

        def open_session(key: str) -> httpx.Response:
            return httpx.post(address, json=HELLO, headers=ACCEPT | bearer(key))

        first = await asyncio.to_thread(open_session, KEY)
        for _ in range(2):
            assert (await asyncio.to_thread(open_session, KEY)).status_code == 200
        refused = await asyncio.to_thread(open_session, KEY)
        assert refused.status_code == 429
        assert refused.headers["retry-after"]
        assert (await asyncio.to_thread(open_session, OTHER)).status_code == 200
        ended = {"Mcp-Session-Id": first.headers["mcp-session-id"], "Mcp-Protocol-Version": "2025-06-18"}
        gone = await asyncio.to_thread(httpx.delete, address, headers=ACCEPT | bearer(KEY) | ended)
        assert gone.status_code == 200
        assert (await asyncio.to_thread(open_session, KEY)).status_code == 200
