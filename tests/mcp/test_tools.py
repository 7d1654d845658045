"""`summarize`, `verify` and `update` on both transports."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from newsbrief.briefing.markdown import parse_markdown
from tests.support.mcp_client import over, structured_content, text
from tests.support.scripted_judge import SoundJudge
from tests.support.seed_draft import DRONE, OMAN, QUOTE, TURKEY, make_draft
from tests.support.upstream import Answer, Upstream, chat, error, stream
from tests.support.waiting import wait_until

TRANSPORTS = ["stdio", "http-auto", "http-legacy"]


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_the_three_tools(transport: str, seed_article: str, seed_briefing: str) -> None:
    async with over(transport) as client:
        listed = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(listed) == {"summarize", "verify", "update"}
        assert all(tool.output_schema and tool.description and tool.title for tool in listed.values())

        result = await client.call_tool("summarize", {"text": seed_article, "source": "AP", "style": "none"})
        made = structured_content(result)
        Draft202012Validator(listed["summarize"].output_schema or {}).validate(made)
        assert (made["verdict"], made["engine"]) == ("pass", "extractive")
        assert parse_markdown(made["markdown"])[0].model_dump(mode="json") == made["briefing"]
        assert all(claim["evidence"] for claim in made["claims"])
        assert text(result).startswith(made["markdown"])
        assert "Verdict: pass" in text(result)

        summary = f"## Talks\n\n- {made['claims'][1]['text']} The Pope will attend."
        found = structured_content(await client.call_tool("verify", {"text": seed_article, "summary": summary}))
        Draft202012Validator(listed["verify"].output_schema or {}).validate(found)
        assert found["claims"][0]["verdict"] == "supported"
        assert found["claims"][-1]["verdict"] != "supported"
        assert found["verdict"] != "pass"

        old = structured_content(await client.call_tool("verify", {"text": seed_article, "briefing": seed_briefing}))
        assert old["verdict"] == "fail"

        revised = structured_content(
            await client.call_tool("update", {"text": seed_article, "briefing": seed_briefing})
        )
        Draft202012Validator(listed["update"].output_schema or {}).validate(revised)
        assert {"holds", "out_of_date", "unconfirmed"} >= {standing["standing"] for standing in revised["standings"]}
        assert revised["correction"]

        again = structured_content(await client.call_tool("update", {"text": seed_article, "briefing_id": made["id"]}))
        assert {standing["standing"] for standing in again["standings"]} == {"holds"}
        assert again["id"] != made["id"]


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_a_model_writes_and_what_fails_is_left_out(transport: str, upstream: Upstream, seed_article: str) -> None:
    wrong = make_draft(key_points=[DRONE, TURKEY, QUOTE])
    upstream.says(stream(chat(wrong), token_s=0.001))
    upstream.judges = SoundJudge({"Turkey": None})
    told: list[tuple[float, str | None]] = []

    async def tell(progress: float, total: float | None, message: str | None) -> None:
        told.append((progress, message))

    async with over(transport, engine="openai", openai_base_url=upstream.base_url) as client:
        made = structured_content(await client.call_tool("summarize", {"text": seed_article}, progress_callback=tell))
    assert made["engine"] == "openai"
    assert OMAN in made["briefing"]["the_story"]
    assert "Turkey" not in made["markdown"]
    assert any("Turkey" in claim["text"] for claim in made["dropped"])
    assert made["verdict"] == "review"
    messages = [message for _, message in told]
    assert {"reading", "drafting", "checking"} <= set(messages)
    assert any("verified" in (message or "") for message in messages)
    assert [done for done, _ in told] == sorted({done for done, _ in told})


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_errors_are_of_the_tool_and_in_words(transport: str, seed_article: str) -> None:
    wrong: list[tuple[str, dict[str, Any], str]] = [
        ("summarize", {"text": "Too little."}, "too short|words"),
        ("summarize", {}, "Give the article's text, or its url"),
        ("summarize", {"url": "https://example.org/news"}, "NEWSBRIEF_FETCH_URLS"),
        ("summarize", {"text": seed_article, "published_at": "yesterday"}, "published_at"),
        ("verify", {"text": seed_article}, "one of 'briefing', 'claims' and 'summary'"),
        ("verify", {"text": seed_article, "briefing": "no briefing"}, "line 1: expected a date and a title"),
        ("verify", {"summary": "A."}, "text: Field required"),
        ("update", {"text": seed_article}, "either briefing_id or briefing"),
        ("update", {"text": seed_article, "briefing_id": "0198f2a0-0000-7000-8000-000000000000"}, "briefing"),
    ]
    if transport == "stdio":  # over HTTP the body is refused before it is a call
        wrong.append(("summarize", {"text": "x" * 400_000}, "300000 bytes"))
    async with over(transport, max_body_bytes=300_000) as client:
        for name, arguments, message in wrong:
            result = await client.call_tool(name, arguments)
            assert result.is_error, (name, arguments)
            assert result.structured_content is None
            assert not text(result).startswith("Error executing")
            assert "pydantic" not in text(result)
            assert [w for w in message.split("|") if w in text(result)], text(result)


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_a_call_that_is_given_up_ends_the_model_s_too(
    transport: str, upstream: Upstream, seed_article: str
) -> None:
    upstream.says(Answer(chat(make_draft()).body, wait_s=30))
    async with over(transport, engine="openai", openai_base_url=upstream.base_url) as client:
        call = asyncio.create_task(client.call_tool("summarize", {"text": seed_article}))
        await asyncio.to_thread(wait_until, lambda: upstream.waiting > 0)
        call.cancel()
        await asyncio.wait({call})
        assert await asyncio.to_thread(upstream.closed.wait, 15)
        # The server goes on.
        assert (await client.list_tools()).tools


async def test_a_house_style_and_another_language_can_be_asked_for(
    upstream: Upstream, seed_article: str, tmp_path: Path
) -> None:
    upstream.says(chat(make_draft()))
    (tmp_path / "sports.yaml").write_text("words: {prefer: {Sultanate: Oman}}")
    chosen = {"engine": "openai", "openai_base_url": upstream.base_url, "style": tmp_path}
    async with over("http-auto", **chosen) as client:
        made = structured_content(await client.call_tool("summarize", {"text": seed_article, "style": "sports"}))
        assert "Sultanate" in made["markdown"]
        result = await client.call_tool("summarize", {"text": seed_article, "style": "opera"})
        assert (result.is_error, "There is no style “opera” (there are: sports)." in text(result)) == (True, True)
        made = structured_content(await client.call_tool("summarize", {"text": seed_article, "output_language": "de"}))
        assert "Kernpunkte:" in made["markdown"]


@pytest.mark.parametrize("transport", ["stdio", "http-auto"])
async def test_a_model_that_fails_is_told_or_degrades(transport: str, upstream: Upstream, seed_article: str) -> None:
    upstream.says(error(401))
    chosen = {"engine": "openai", "openai_base_url": upstream.base_url}
    async with over(transport, **chosen, on_failure="error") as client:
        result = await client.call_tool("summarize", {"text": seed_article})
        assert result.is_error
        assert "Try again in" in text(result)
    async with over(transport, **chosen) as client:
        made = structured_content(await client.call_tool("summarize", {"text": seed_article}))
        assert (made["degraded"], made["engine"]) == (True, "extractive")
        assert made["degraded_reason"]
