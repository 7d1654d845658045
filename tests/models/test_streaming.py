"""Answers token by token: told as far as they are whole, in every form, and whole in the end whatever happens."""

import json
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from newsbrief.article import Article
from newsbrief.drafting.answers import WholeDraft
from newsbrief.drafting.draft import DraftRequest, Item
from newsbrief.drafting.openai_engine import OpenAIEngine
from newsbrief.models import streaming
from newsbrief.models.chat import Chat
from newsbrief.models.errors import ContentFiltered, DeadlineExceeded, EngineUnavailable, Refused, UpstreamFailed
from newsbrief.models.prompts import PromptStamp, RenderedPrompt
from newsbrief.models.retrying import Patience
from newsbrief.models.streaming import parse_closed
from newsbrief.models.thinking import find_unfinished
from newsbrief.models.usage import CallUsage
from tests.support.upstream import Answer, Upstream, chat, draft, error, only, stream, tool

PROMPT = RenderedPrompt("Be brief.", "The article.", PromptStamp("test", "1", ""))
PATIENCE = Patience(attempts=3, first_s=0.01, longest_s=0.05)


@pytest.fixture
async def model(upstream: Upstream) -> AsyncIterator[Chat]:
    opened = Chat("m", base_url=upstream.base_url, patience=PATIENCE)
    yield opened
    await opened.aclose()


async def ask(model: Chat, within_s: float = 10) -> tuple[WholeDraft, CallUsage, list[Mapping[str, Any]]]:
    heard: list[Mapping[str, Any]] = []
    answer, usage = await model.ask_structured(
        PROMPT, WholeDraft, deadline=time.monotonic() + within_s, on_partial=heard.append
    )
    return answer, usage, heard


def test_what_is_closed_is_whole() -> None:
    text = json.dumps(draft(title={"text": 'A "}" {in} \\"it', "sources": [1], "kind": "reported"}))
    seen = [whole for end in range(len(text) + 1) if (whole := parse_closed(text[:end]))]
    assert seen[-1] == json.loads(text)
    for whole in seen:
        for name, value in whole.items():
            assert value == draft()[name] or name == "title"
            assert name != "title" or set(value) == {"text", "sources", "kind"}
    assert parse_closed('{"a": }') is None


@pytest.mark.parametrize("begin", ["", "<think>", '{"title": "'])
@pytest.mark.parametrize("piece", ["}", "x} ", " word"])
async def test_a_long_answer_is_read_in_linear_time(monkeypatch: pytest.MonkeyPatch, begin: str, piece: str) -> None:
    read: list[int] = []

    def find(text: str) -> str | None:
        read.append(len(text))
        return find_unfinished(text)

    async def write() -> AsyncIterator[object]:
        for text in (begin, *[piece] * 8_000):
            yield {"choices": [{"delta": {"content": text}}]}
        yield {"choices": [{"delta": {}, "finish_reason": "length"}]}

    monkeypatch.setattr(streaming, "find_unfinished", find)
    await streaming.gather_stream(write(), lambda _: None)
    assert sum(read) <= 60 * 8_000 * len(piece)


@pytest.mark.parametrize(
    ("supported", "reply"),
    [
        ("json_schema", chat(draft())),
        ("tool", tool(draft())),
        ("json_object", chat(draft())),
        ("text", chat(f"```json\n{json.dumps(draft())}\n```\nAnything else?")),
        ("text", chat(f"Hm, a {{brace}}.\n</think>\n{json.dumps(draft())}")),
        ("text", chat(f'<tool_call>\n{{"name": "answer", "arguments": {json.dumps(draft())}}}\n</tool_call>')),
    ],
)
async def test_every_form_is_told_as_it_is_written(
    upstream: Upstream, model: Chat, supported: str, reply: Answer
) -> None:
    upstream.says(only(supported, then=stream(reply)))
    answer, usage, heard = await ask(model)
    assert answer.title.text == "Talks move to Oman"
    assert usage == CallUsage(1, 100, 50)
    assert heard[0] == {"title": draft()["title"]}
    assert len(heard) >= 6
    assert upstream.requests[-1]["stream"] is True


async def test_who_does_not_listen_asks_for_no_stream(upstream: Upstream, model: Chat) -> None:
    upstream.says(stream(chat(draft())))
    await model.ask_structured(PROMPT, WholeDraft, deadline=time.monotonic() + 10)
    assert "stream" not in upstream.requests[0]


async def test_a_server_that_does_not_stream_answers_whole(upstream: Upstream, model: Chat) -> None:
    upstream.says(chat(draft()))
    answer, _, heard = await ask(model)
    assert answer.key_points
    assert heard == []


async def test_what_a_server_does_not_know_of_streams_is_left_out_and_remembered(
    upstream: Upstream, model: Chat
) -> None:
    def balky(request: dict[str, Any]) -> Answer:
        return error(400, "Unknown field: stream_options") if "stream_options" in request else stream(chat(draft()))

    upstream.says(balky)
    _, usage, heard = await ask(model)
    assert heard
    assert usage.completion_tokens > 50
    assert "response_format" in upstream.requests[-1]
    sent = len(upstream.requests)
    await ask(model)
    assert len(upstream.requests) == sent + 1

    upstream.says(lambda request: error(400, "stream is not supported") if "stream" in request else chat(draft()))
    answer, _, heard = await ask(model)
    assert answer.key_points
    assert heard == []


@pytest.mark.parametrize(
    "trouble",
    [
        {"then": "reset"}, {"then": "end"}, {"then": "data: <html>\n\n"},
        {"then": 'data: {"error": {"message": "overloaded"}}\n\n'},
    ],
)  # fmt: skip
async def test_a_stream_that_breaks_is_begun_anew(upstream: Upstream, model: Chat, trouble: dict[str, Any]) -> None:
    upstream.says(stream(chat(draft()), most=50, **trouble), stream(chat(draft())))
    answer, _, heard = await ask(model)
    assert answer.title.text == "Talks move to Oman"
    assert len(upstream.requests) == 2
    assert heard.count({"title": draft()["title"]}) == 2
    upstream.says(stream(chat(draft()), most=50, **trouble))
    with pytest.raises((EngineUnavailable, UpstreamFailed)):
        await ask(model)


@pytest.mark.parametrize("how", [{"done": False}, {"size": 1}, {"size": 10**6}])
async def test_an_end_without_ceremony_will_do(upstream: Upstream, model: Chat, how: dict[str, Any]) -> None:
    upstream.says(stream(chat(draft()), **how))
    answer, usage, _ = await ask(model)
    assert answer.title.text == "Talks move to Oman"
    assert usage == CallUsage(1, 100, 50)


async def test_a_whole_answer_is_not_lost_to_a_server_that_hangs_after_it(upstream: Upstream, model: Chat) -> None:
    tokens = -(-len(json.dumps(draft())) // 4)
    upstream.says(stream(chat(draft()), most=tokens + 2, then="hang"))
    answer, usage, _ = await ask(model)
    assert answer.title.text == "Talks move to Oman"
    assert usage.completion_tokens > 50
    assert upstream.closed.wait(15)


@pytest.mark.parametrize("how", [{"most": 60, "then": "hang"}, {"token_s": 0.2}])
async def test_the_deadline_holds_over_the_whole_stream(upstream: Upstream, model: Chat, how: dict[str, Any]) -> None:
    upstream.says(stream(chat(draft()), **how))
    began = time.monotonic()
    with pytest.raises(DeadlineExceeded):
        await ask(model, 0.5)
    assert time.monotonic() - began < 15
    assert upstream.closed.wait(15)


async def test_what_is_cut_off_gets_the_corrective_turn(upstream: Upstream, model: Chat) -> None:
    cut = json.dumps(draft())[:200]
    upstream.says(stream(chat(cut, "length")), stream(chat(draft())))
    _, usage, heard = await ask(model)
    assert usage == CallUsage(2, 200, 100)
    assert heard.count({"title": draft()["title"]}) == 2


async def test_refusals_and_filters_are_seen(upstream: Upstream, model: Chat) -> None:
    refusal = 'data: {"choices": [{"index": 0, "delta": {"refusal": "No."}, "finish_reason": "stop"}]}\n\n'
    upstream.says(stream(chat(draft()), most=1, then=refusal, finish=False))
    with pytest.raises(Refused):
        await ask(model)
    upstream.says(stream(chat("", "content_filter")))
    with pytest.raises(ContentFiltered):
        await ask(model)


@pytest.mark.parametrize("strategy", ["single", "parallel"])
async def test_items_come_one_by_one(upstream: Upstream, article: Article, strategy: Any) -> None:
    engine = OpenAIEngine(Chat("m", base_url=upstream.base_url, patience=PATIENCE))
    texts = ["Talks move to Oman", "Iran asked for Oman.", "The talks are on Friday."]
    items = [{"text": text, "sources": [21, 10**6], "kind": "reported"} for text in texts]
    whole = stream(chat(draft(title=items[0], key_points=items[1:])))
    upstream.says(whole if strategy == "single" else stream(chat({"items": items})))
    heard: list[tuple[str, Item]] = []
    drafted = await engine.draft(
        DraftRequest(
            article,
            "en",
            time.monotonic() + 10,
            strategy,
            on_item=lambda section, item: heard.append((section, item)),
        )
    )
    await engine.aclose()
    for section in ("the_story", "key_points", "critical_analysis", "key_takeaways", "impact_analysis"):
        assert tuple(item for name, item in heard if name == section) == getattr(drafted.draft, section)
    assert ("title", drafted.draft.title) in heard
