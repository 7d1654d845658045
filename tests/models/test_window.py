"""Test the width of a model's window: as set, as listed, as its server shows; and articles that exceed it."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
import regex

from newsbrief.article import Article
from newsbrief.drafting.answers import WholeDraft
from newsbrief.drafting.draft import DraftRequest, DraftResult
from newsbrief.drafting.openai_engine import OpenAIEngine
from newsbrief.drafting.writer import Task
from newsbrief.models.chat import Chat
from newsbrief.models.errors import ContextTooLong
from newsbrief.models.retrying import Patience
from newsbrief.models.window import is_cut, look_up, read_list
from newsbrief.pipeline import Submission
from tests.support.upstream import Answer, Upstream, chat, draft, error

PATIENCE = Patience(2, 0.01, 0.01)
SAID = "This model's maximum context length is"


def article(paragraphs: int = 75) -> Article:
    text = "\n".join(
        f"The council of ward {n} met for {n + 2} hours on its budget. It gave {n * 3 + 1} parks new lamps. "
        f"Residents of street {n} asked for {n + 5} more trees, and the mayor agreed to plant them."
        for n in range(paragraphs)
    )
    return Submission(text).read()


def sent(request: dict[str, Any]) -> str:
    return "\n".join(message["content"] for message in request["messages"])


def answer(request: dict[str, Any]) -> Any:
    """Return notes on the first lines for a digest; else a draft."""
    numbers = [int(n) for n in regex.findall(r"(?m)^(\d+)[:,]", sent(request))]
    if "take notes" in request["messages"][0]["content"]:
        return {"claims": [{"text": f"The council of ward {n} met.", "sources": [n]} for n in numbers[:3]]}
    return draft()


async def draft_with(model: Chat, of: Article) -> DraftResult:
    engine = OpenAIEngine(model)
    try:
        return await engine.draft(DraftRequest(of, "en", time.monotonic() + 30))
    finally:
        await engine.aclose()


async def test_a_set_window_holds_and_nobody_is_asked(upstream: Upstream) -> None:
    model = Chat("m", base_url=upstream.base_url, context=5_000)
    upstream.says(lambda request: chat(answer(request)))
    assert await model.window() == 5_000
    await draft_with(model, article())
    assert len(upstream.requests) > 1
    assert upstream.listed == 0


@pytest.mark.parametrize(
    "entry",
    [
        {"id": "m", "max_model_len": 32_768},
        {"id": "m", "context_length": 200_000, "top_provider": {"context_length": 32_768}},
        {"id": "m", "meta": {"n_ctx": 32_768, "n_params": 10**9}},
        {"id": "m", "max_context_length": 131_072, "loaded_context_length": 32_768},
    ],
)
async def test_the_servers_list_is_asked_once(upstream: Upstream, entry: dict[str, Any]) -> None:
    upstream.models = {"object": "list", "data": [{"id": "other", "max_model_len": 2_048}, entry]}
    model = Chat("m", base_url=upstream.base_url)
    upstream.says(chat(draft()))
    await draft_with(model, article())
    assert await model.window() == 32_768
    assert (len(upstream.requests), upstream.listed) == (1, 1)


async def test_a_short_article_asks_nobody(upstream: Upstream) -> None:
    upstream.says(chat(draft()))
    await draft_with(Chat("m", base_url=upstream.base_url), article(8))
    assert upstream.listed == 0


async def test_a_model_that_nobody_knows_is_given_the_whole_article(upstream: Upstream) -> None:
    upstream.says(chat(draft()))
    model = Chat("m", base_url=upstream.base_url)
    found = await draft_with(model, article(150))
    assert found.usage.calls == 1
    assert not found.warnings


def narrow(window: int, how: Callable[[dict[str, Any], int], Answer | None]) -> Callable[[dict[str, Any]], Answer]:
    """Return a server of `window` tokens, four characters each, that says so by `how`; None: it answers."""

    def reply(request: dict[str, Any]) -> Answer:
        tokens = len(sent(request)) // 4
        text = json.dumps(answer(request))
        return how(request, tokens) or chat(text, usage=(min(tokens, window), len(text) // 4))

    return reply


def by_error(request: dict[str, Any], tokens: int) -> Answer | None:
    asked = tokens + request.get("max_completion_tokens", 0)
    said = f"{SAID} 4096 tokens. However, you requested {asked} tokens."
    return error(400, said) if asked > 4_096 else None


def by_its_count(request: dict[str, Any], tokens: int) -> Answer | None:
    return None


def by_the_end_of_its_answer(request: dict[str, Any], tokens: int) -> Answer | None:
    whole = answer(request)
    text = json.dumps({**whole, "key_points": whole["key_points"] * 60} if "key_points" in whole else whole)
    left = max(4_096 - tokens, 1)
    return chat(text[: left * 4], "length", (4_096 - left, left)) if left * 4 < len(text) else None


@pytest.mark.parametrize("how", [by_error, by_its_count, by_the_end_of_its_answer])
async def test_an_article_that_does_not_fit_is_read_in_parts(
    upstream: Upstream, how: Callable[[dict[str, Any], int], Answer | None]
) -> None:
    upstream.says(narrow(4_096, how))
    model = Chat("m", base_url=upstream.base_url, patience=PATIENCE)
    long = article(60 if how is by_the_end_of_its_answer else 90)
    found = await draft_with(model, long)
    assert found.prompt is not None
    assert found.prompt.name == "compose"
    assert await model.window() in (4_095, 4_096)
    is_silent = how is by_its_count
    assert [("cut off" in warning) for warning in found.warnings] == [True] * is_silent
    tried = len(upstream.requests)
    await draft_with(Chat("m", base_url=upstream.base_url, context=4_096, patience=PATIENCE), long)
    assert (
        tried - 3 <= len(upstream.requests) - tried <= tried
    )  # what was learnt cost a call or two, not a plan of its own


@pytest.mark.parametrize("context", [None, 16_000])
@pytest.mark.parametrize("said", ["Please reduce the length of the messages.", f"{SAID} 16000 tokens."])
async def test_an_error_is_believed_without_a_number_and_with_one_that_is_known(
    upstream: Upstream, context: int | None, said: str
) -> None:
    upstream.says(lambda request: error(400, said) if len(sent(request)) > 20_000 else chat(answer(request)))
    engine = OpenAIEngine(Chat("m", base_url=upstream.base_url, patience=PATIENCE, context=context))
    found = await engine.draft(DraftRequest(article(150), "en", time.monotonic() + 30))
    assert found.prompt is not None
    assert found.prompt.name == "compose"
    task = Task("briefing", WholeDraft, "en", article=article(150))
    assert (await engine.write(task, time.monotonic() + 30)).answer.title.text == found.draft.title.text
    await engine.aclose()


async def test_the_answer_gets_what_the_window_leaves(upstream: Upstream) -> None:
    upstream.says(by_error_of_limit)
    model = Chat("m", base_url=upstream.base_url, patience=PATIENCE)
    await draft_with(model, article(8))
    limits = [request["max_completion_tokens"] for request in upstream.requests]
    assert limits[0] == 4_000
    assert 1_000 < limits[1] < 4_096
    await draft_with(Chat("m", base_url=upstream.base_url, context=4_096), article(8))
    assert upstream.requests[-1]["max_completion_tokens"] <= limits[1]


def by_error_of_limit(request: dict[str, Any]) -> Answer:
    return by_error(request, len(sent(request)) // 4) or chat(draft())


async def test_a_server_that_counts_otherwise_is_found_out(upstream: Upstream) -> None:
    """Some count only what was not in their cache."""
    upstream.says(lambda request: chat(answer(request), usage=(len(sent(request)) // 8, 50)))
    engine = OpenAIEngine(Chat("m", base_url=upstream.base_url))
    for calls, warned in ((4, 1), (1, 0)):
        upstream.requests.clear()
        found = await engine.draft(DraftRequest(article(90), "en", time.monotonic() + 30))
        assert len(upstream.requests) >= calls
        assert len(found.warnings) == warned
    assert len(upstream.requests) == 1
    await engine.aclose()


async def test_a_limit_that_is_too_large_without_a_number_is_left_out(upstream: Upstream) -> None:
    said = error(400, "The prompt is too long: reduce the length of the messages or of the completion.")
    upstream.says(lambda request: said if "max_completion_tokens" in request else chat(draft()))
    found = await draft_with(Chat("m", base_url=upstream.base_url, patience=PATIENCE), article(8))
    assert found.prompt is not None
    assert found.prompt.name == "briefing"
    assert len(upstream.requests) == 2


async def test_a_window_too_small_for_anything(upstream: Upstream) -> None:
    upstream.says(error(400, "maximum context length is 600 tokens"))
    with pytest.raises(ContextTooLong, match="NEWSBRIEF_CONTEXT_TOKENS"):
        await draft_with(Chat("m", base_url=upstream.base_url, patience=PATIENCE), article(8))


@pytest.mark.parametrize(
    ("model", "size"),
    [("gpt-4", 8_192), ("openai/gpt-4o-mini", 128_000), ("anthropic/claude-sonnet-4.6", 1_000_000), ("my-own", None)],
)
def test_hosted_models_are_listed(model: str, size: int | None) -> None:
    assert look_up(model) == size


def test_only_the_models_own_entry_counts() -> None:
    assert read_list([{"id": "other", "max_model_len": 4_096}, {"id": "m", "created": 1_700_000_000}], "m") is None


@pytest.mark.parametrize(
    "text",
    [
        "The council met again on Tuesday. " * 600,
        "Совет собрался снова во вторник. " * 300,
        "議会は火曜日に再び開かれた。" * 300,
    ],
)
def test_what_was_read_whole_is_not_called_cut(text: str) -> None:
    from newsbrief.article.tokens import count_tokens

    whole = count_tokens(text, "gpt-4").tokens
    assert not is_cut(text, whole)
    assert not is_cut(text, round(whole * (0.9 if text.isascii() else 0.5)))
    assert not is_cut(text, 100)  # no window is so small: the count is another
    if text.isascii():
        assert is_cut(text, whole // 2)
    else:
        assert is_cut(text * 3, whole // 2)
