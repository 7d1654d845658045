"""The official OpenAI client against the real service: sync, async, streams, errors."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import httpx
import openai
import pytest
from openai import AsyncOpenAI, OpenAI
from pydantic import BaseModel

from newsbrief.api.chat_bodies import NamedSchema, is_briefing
from newsbrief.api.chat_stream import Opening
from newsbrief.briefing.markdown import parse_markdown, render_markdown, render_opening
from newsbrief.briefing.schema import Briefing
from tests.support.http_service import serve
from tests.support.scripted_judge import SoundJudge
from tests.support.seed_draft import DRONE, OMAN, QUOTE, TURKEY, make_draft
from tests.support.settings import plain_settings
from tests.support.upstream import Upstream, chat, stream
from tests.support.waiting import wait_until

Service = Callable[..., AbstractContextManager[httpx.Client]]


def client(address: str, key: str = "none") -> OpenAI:
    return OpenAI(base_url=f"{address}/v1", api_key=key, max_retries=0, timeout=30)


def chat_body(text: str, **more: Any) -> dict[str, Any]:
    return {"model": "newsbrief", "messages": [{"role": "user", "content": text}], **more}


@pytest.fixture
def chat_client(address: str) -> Iterator[OpenAI]:
    with client(address) as opened:
        yield opened


def test_an_article_in_is_a_briefing_out(chat_client: OpenAI, address: str, seed_article: str) -> None:
    messages = [
        {"role": "system", "content": "You are a pirate."},
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": "Hello!"},
        {"role": "user", "content": [{"type": "text", "text": seed_article}]},
    ]
    answer = chat_client.chat.completions.create(model="newsbrief", messages=messages, temperature=0.1)  # type: ignore[arg-type]
    (choice,) = answer.choices
    briefing, _ = parse_markdown(choice.message.content or "")
    told = (answer.model_extra or {})["newsbrief"]
    kept = httpx.get(f"{address}/briefings/{told['id']}").json()
    assert briefing == Briefing.model_validate(kept["briefing"])
    assert choice.message.content == httpx.get(f"{address}/briefings/{told['id']}.md").text
    assert (told["verdict"], told["engine"]) == ("pass", "extractive")
    assert (choice.finish_reason, answer.object, answer.model) == ("stop", "chat.completion", "newsbrief")
    assert answer.usage is not None
    assert answer.usage.total_tokens == 0


def test_usage_is_what_this_answer_took(service: Service, upstream: Upstream, seed_article: str) -> None:
    upstream.says(chat(make_draft(), usage=(900, 100)))
    chosen = {"engine": "openai", "openai_base_url": upstream.base_url, "judge_model": "off"}
    with service(**chosen) as http, client(str(http.base_url)) as chatting:
        first = chatting.chat.completions.create(**chat_body(seed_article))
        again = chatting.chat.completions.create(**chat_body(seed_article))
    assert first.usage is not None
    assert again.usage is not None
    assert (first.usage.prompt_tokens, first.usage.completion_tokens, first.usage.total_tokens) == (900, 100, 1000)
    assert again.usage.total_tokens == 0
    assert first.choices[0].message.content == again.choices[0].message.content


async def test_async_and_streamed_are_the_same(address: str, seed_article: str) -> None:
    async with AsyncOpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as chatting:
        whole = await chatting.chat.completions.create(**chat_body(seed_article))
        text = ""
        stream = await chatting.chat.completions.create(
            **chat_body(seed_article, stream=True, stream_options={"include_usage": True})
        )
        chunks = [chunk async for chunk in stream]
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert text == whole.choices[0].message.content
    assert chunks[0].choices[0].delta.role == "assistant"
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert (chunks[-2].model_extra or {})["newsbrief"]["verdict"] == "pass"
    assert (chunks[-1].choices, chunks[-1].usage and chunks[-1].usage.total_tokens) == ([], 0)
    assert len({chunk.id for chunk in chunks}) == 1


def test_only_verified_claims_are_streamed_and_in_their_order(
    service: Service, upstream: Upstream, seed_article: str
) -> None:
    wrong = make_draft(the_story=[OMAN, TURKEY, DRONE], key_points=[DRONE, TURKEY, QUOTE])
    upstream.says(stream(chat(wrong), token_s=0.004))
    upstream.judges = SoundJudge({"Turkey": None})
    with service(engine="openai", openai_base_url=upstream.base_url) as http, client(str(http.base_url)) as chatting:
        came: list[tuple[str, float]] = []
        told: dict[str, Any] = {}
        for chunk in chatting.chat.completions.create(**chat_body(seed_article, stream=True)):
            if content := chunk.choices[0].delta.content:
                came.append((content, time.monotonic()))
            told = (chunk.model_extra or {}).get("newsbrief", told)
        kept = http.get(f"/briefings/{told['id']}").json()
    text = "".join(content for content, _ in came)
    assert parse_markdown(text)[0] == Briefing.model_validate(kept["briefing"])
    assert "Turkey" not in text
    early = "".join(content for content, at in came if at < upstream.tokens[-1][0])
    # What follows the sentence that failed waits for the end.
    assert early.endswith(f"The Story:\n{OMAN}")
    assert told["verdict"] == "review"
    assert told["dropped"] > 0


def test_a_stream_ends_with_done(address: str, seed_article: str) -> None:
    answer = httpx.post(f"{address}/v1/chat/completions", json=chat_body(seed_article, stream=True))
    assert answer.headers["content-type"].startswith("text/event-stream")
    lines = [line for line in answer.text.split("\n\n") if line]
    assert lines[-1] == "data: [DONE]"
    assert all(json.loads(line.removeprefix("data: ")) for line in lines[:-1])


def test_a_model_that_fails_early_is_a_status_and_late_an_error_event(
    service: Service, upstream: Upstream, seed_article: str
) -> None:
    upstream.says(chat({"title": 1}))
    with service(engine="openai", openai_base_url=upstream.base_url, on_failure="error") as http:
        with client(str(http.base_url)) as chatting, pytest.raises(openai.InternalServerError) as raised:
            list(chatting.chat.completions.create(**chat_body(seed_article, stream=True)))
        assert (raised.value.status_code, raised.value.code) == (503, "malformed-draft")
        assert "retry-after" in raised.value.response.headers
        upstream.says(stream(chat(make_draft()), token_s=0.002, most=150, then="reset"))
        with client(str(http.base_url)) as chatting, pytest.raises(openai.APIError, match=r".+"):
            list(chatting.chat.completions.create(**chat_body(seed_article + " And more.", stream=True)))


@pytest.mark.parametrize("form", ["json_object", "json_schema"])
@pytest.mark.parametrize("stream", [False, True])
def test_json_is_the_briefing(chat_client: OpenAI, seed_article: str, form: str, stream: bool) -> None:
    named = {"name": "briefing", "strict": True, "schema": Briefing.model_json_schema()}
    wanted = {"type": form, **({"json_schema": named} if form == "json_schema" else {})}
    found: Any = chat_client.chat.completions.create(**chat_body(seed_article, response_format=wanted, stream=stream))
    text = "".join(c.choices[0].delta.content or "" for c in found) if stream else found.choices[0].message.content
    assert Briefing.model_validate_json(text).key_points


class Own(BaseModel):
    title: str
    the_story: str
    key_points: list[str]
    critical_analysis: str
    key_takeaways: list[str]
    impact_analysis: str


def test_the_client_parses_it_into_a_type_of_its_own(chat_client: OpenAI, seed_article: str) -> None:
    answer = chat_client.chat.completions.parse(**chat_body(seed_article), response_format=Own)
    assert answer.choices[0].message.parsed is not None
    assert answer.choices[0].message.parsed.key_points


_FIELDS = Own.model_json_schema()["properties"]


@pytest.mark.parametrize(
    ("schema", "is_met"),
    [
        ({}, True),
        ({"type": "object"}, True),
        (Briefing.model_json_schema(), True),
        (Own.model_json_schema(), True),
        ({"type": "object", "properties": {"title": {"type": "string"}}}, True),
        ({"type": "object", "properties": {"title": {"type": "string"}}, "additionalProperties": False}, False),
        ({"type": "object", "properties": _FIELDS, "additionalProperties": False}, True),
        ({"type": "object", "properties": {**_FIELDS, "title": {"type": "string", "maxLength": 9}}}, False),
        ({"type": "object", "properties": {"key_points": {"type": "string"}}}, False),
        ({"type": "object", "properties": {"headline": {"type": "string"}}}, False),
        ({"type": "object", "required": ["headline"]}, False),
        ({"type": "array"}, False),
        ({"$ref": "http://127.0.0.1/schema.json"}, False),
        ({"anyOf": [{"type": "object"}]}, False),
        ({"type": "object", "properties": [1]}, False),
        ({"required": [["title"]]}, False),
        ({"required": 3}, False),
        ({"properties": {"title": 4}}, False),
    ],
)
def test_a_schema_is_taken_only_where_every_briefing_follows_it(schema: dict[str, Any], is_met: bool) -> None:
    assert is_briefing(NamedSchema(schema=schema)) is is_met


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"model": "gpt-4o"}, 404, "not-found"),
        ({"messages": []}, 400, "invalid-request"),
        ({"messages": [{"role": "system", "content": "x"}]}, 400, "invalid-request"),
        ({"messages": [{"role": "user", "content": "Hello"}]}, 400, "article-too-short"),
        ({"messages": [{"role": "user", "content": "https://example.org/news"}]}, 400, "page-not-fetched"),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]},
            400,
            "invalid-request",
        ),
        ({"n": 2}, 400, "invalid-request"),
        ({"logprobs": True}, 400, "invalid-request"),
        ({"tool_choice": "required"}, 400, "invalid-request"),
        ({"modalities": ["audio", "text"]}, 400, "invalid-request"),
        (
            {"response_format": {"type": "json_schema", "json_schema": {"name": "a", "schema": {"type": "array"}}}},
            400,
            "invalid-request",
        ),
        ({"newsbrief": {"published_at": "yesterday"}}, 400, "invalid-request"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_errors_are_openais(
    chat_client: OpenAI, seed_article: str, change: dict[str, Any], status: int, code: str, stream: bool
) -> None:
    with pytest.raises(openai.APIStatusError) as raised:
        chat_client.post("/chat/completions", body=chat_body(seed_article, stream=stream) | change, cast_to=object)
    assert (raised.value.status_code, raised.value.code) == (status, code)
    assert isinstance(raised.value.body, dict)
    assert set(raised.value.body) == {"message", "type", "param", "code"}


def test_other_routes_keep_problem_details(address: str) -> None:
    answer = httpx.post(f"{address}/summarize", json={"text": "Hello"})
    assert answer.headers["content-type"] == "application/problem+json"
    answer = httpx.post(f"{address}/v1/chat/completions", content=b"{", headers={"Content-Type": "application/json"})
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["error"]["code"] == "malformed-request"


def test_a_body_that_is_too_large(address: str) -> None:
    with client(address) as chatting, pytest.raises(openai.APIStatusError) as raised:
        chatting.chat.completions.create(**chat_body("x" * 400_000))
    assert (raised.value.status_code, raised.value.code) == (413, "body-too-large")


def test_keys_and_rates_are_those_of_the_service(service: Service, seed_article: str) -> None:
    with service(api_keys="k" * 32, rate_limit="2/minute") as http:
        with client(str(http.base_url), "wrong") as chatting, pytest.raises(openai.AuthenticationError):
            chatting.models.list()
        with client(str(http.base_url), "k" * 32) as chatting:
            assert [model.id for model in chatting.models.list()] == ["newsbrief"]
            assert chatting.chat.completions.create(**chat_body(seed_article)).choices
            with pytest.raises(openai.RateLimitError) as raised:
                chatting.chat.completions.create(**chat_body(seed_article))
    assert int(raised.value.response.headers["retry-after"]) > 0


def test_a_page_of_another_site_is_refused(address: str, seed_article: str) -> None:
    answer = httpx.post(
        f"{address}/v1/chat/completions", json=chat_body(seed_article), headers={"Origin": "https://evil.example"}
    )
    assert (answer.status_code, answer.json()["error"]["type"]) == (403, "permission_error")


def test_models(chat_client: OpenAI) -> None:
    assert [model.id for model in chat_client.models.list()] == ["newsbrief"]
    assert chat_client.models.retrieve("newsbrief").object == "model"
    with pytest.raises(openai.NotFoundError):
        chat_client.models.retrieve("gpt-4o")


def test_what_is_known_of_the_article_goes_along(chat_client: OpenAI, address: str, seed_article: str) -> None:
    known = {"title": "Talks", "source": "AP", "url": "https://example.org/1", "published_at": "2026-02-04T16:00:00Z"}
    answer = chat_client.chat.completions.create(**chat_body(seed_article), extra_body={"newsbrief": known})
    kept = httpx.get(f"{address}/briefings/{(answer.model_extra or {})['newsbrief']['id']}").json()
    assert kept["meta"]["source"]["published_at"] == "2026-02-04T16:00:00Z"
    assert "https://example.org/1" in json.dumps(kept["meta"]["source"])


def test_another_language_takes_a_judge_here_too(chat_client: OpenAI, seed_article: str) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        chat_client.chat.completions.create(
            **chat_body(seed_article), extra_body={"newsbrief": {"output_language": "de"}}
        )
    assert refused.value.code == "output-language-unavailable"
    assert "it takes a model to write in de" in refused.value.message


def test_a_page_is_fetched_where_the_setting_allows(seed_article: str) -> None:
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.end_headers()
            self.wfile.write(seed_article.encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/talks"
        with serve(plain_settings(fetch_urls=True, fetch_private_targets=True)) as address, client(address) as asking:
            assert "Oman" in (asking.chat.completions.create(**chat_body(url)).choices[0].message.content or "")
        with serve(plain_settings(fetch_urls=True)) as address, client(address) as asking:
            with pytest.raises(openai.BadRequestError) as raised:
                asking.chat.completions.create(**chat_body(url))
            assert raised.value.code == "page-not-fetched"
        server.shutdown()


@pytest.mark.parametrize("streamed", [False, True])
async def test_a_client_that_leaves_ends_the_call(upstream: Upstream, seed_article: str, streamed: bool) -> None:
    slow = chat(make_draft())
    upstream.says(stream(slow, token_s=5) if streamed else type(slow)(slow.body, wait_s=20))
    settings = plain_settings(engine="openai", openai_base_url=upstream.base_url)
    with serve(settings) as address:
        async with AsyncOpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as chatting:
            asking = asyncio.create_task(chatting.chat.completions.create(**chat_body(seed_article, stream=streamed)))
            await asyncio.to_thread(wait_until, lambda: upstream.requests)
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
        assert await asyncio.to_thread(upstream.closed.wait, 15)


def test_the_deadline_holds(service: Service, upstream: Upstream, seed_article: str) -> None:
    slow = chat(make_draft())
    upstream.says(type(slow)(slow.body, wait_s=20))
    with service(engine="openai", openai_base_url=upstream.base_url, deadline_s=1, on_failure="error") as http:
        began = time.monotonic()
        with client(str(http.base_url)) as chatting, pytest.raises(openai.InternalServerError) as raised:
            chatting.chat.completions.create(**chat_body(seed_article))
        assert time.monotonic() - began < 15
    assert raised.value.code == "deadline-exceeded"


def test_the_opening_of_a_briefing_is_how_it_begins(seed_briefing: str) -> None:
    briefing, date = parse_markdown(seed_briefing)
    assert render_markdown(briefing, date, "en").startswith(render_opening(briefing.title, [], date, "en") + "\n")
    assert render_markdown(briefing, date, "en").startswith(
        render_opening(briefing.title, [briefing.the_story], date, "en") + "\n"
    )
    sent: list[str] = []
    assert Opening("en", sent.append).sent == ""
