"""Test where servers put the answer and how their streams end; each case was met on a real server."""

import json
import threading
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

import json_repair
import pytest

from newsbrief.drafting.answers import Digest, WholeDraft
from newsbrief.models.answer import UnreadableAnswer, read_answer
from newsbrief.models.chat import Chat
from newsbrief.models.completion import Completion
from newsbrief.models.errors import ContentFiltered, ContextTooLong, DraftingError, MalformedDraft, UpstreamFailed
from newsbrief.models.prompts import PromptStamp, RenderedPrompt
from newsbrief.models.retrying import Patience
from newsbrief.models.usage import CallUsage
from newsbrief.verification.judge.judgement import Judgements
from tests.support.processor_time import costs_less_than
from tests.support.upstream import Answer, Upstream, chat, draft

PROMPT = RenderedPrompt("Be brief.", "The article.", PromptStamp("test", "1", ""))
GOOD = json.dumps(draft())
EARLY = json.dumps(draft(title={"text": "A first try", "sources": [1], "kind": "reported"}))


@pytest.fixture
async def model(upstream: Upstream) -> AsyncIterator[Chat]:
    opened = Chat("m", base_url=upstream.base_url, patience=Patience(3, 0.01, 0.05))
    yield opened
    await opened.aclose()


async def ask(model: Chat, *, streamed: bool = False) -> tuple[WholeDraft, CallUsage, list[Mapping[str, Any]]]:
    heard: list[Mapping[str, Any]] = []
    told = heard.append if streamed else None
    answer, usage = await model.ask_structured(PROMPT, WholeDraft, deadline=time.monotonic() + 20, on_partial=told)
    return answer, usage, heard


def events(*chunks: dict[str, Any] | str, done: bool = True, **more: Any) -> Answer:
    """Return a stream, sent as it stands; text is content."""
    framed = [_chunk(content=c) if isinstance(c, str) else c for c in chunks]
    body = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in framed) + ("data: [DONE]\n\n" if done else "")
    return Answer(body, headers={"content-type": "text/event-stream"}, **more)


def _chunk(finish: str | None = None, **delta: Any) -> dict[str, Any]:
    return {"object": "chat.completion.chunk", "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}


STOP = _chunk("stop")
CALL = {"name": "wholedraft", "arguments": draft()}


def content(value: Any) -> Answer:
    """Return a completion whose content is no string."""
    reply = chat(None)
    reply.body["choices"][0]["message"]["content"] = value
    return reply


def _fields(frame: str) -> str:
    """Return a draft, field by field."""
    return "\n".join(frame.format(name, json.dumps(value)) for name, value in draft().items())


@pytest.mark.parametrize(
    "reply",
    [
        chat(f"First {EARLY}, no, the vote leads.\n</think>\n{GOOD}"),
        chat(f"Sets {{x}} {{y}} {' '.join(f'{{z{n}}}' for n in range(300))} first.</think>{GOOD}"),
        chat(f"A first try: {EARLY} And now, better: {GOOD}"),
        chat(f"<|channel|>analysis<|message|>{EARLY}<|end|><|start|>assistant<|channel|>final<|message|>{GOOD}"),
        chat(None, reasoning_content=GOOD),
        chat("", reasoning=f"I will write it now. {GOOD}"),
        chat(f"<think>{GOOD}"),
        chat({"briefing": draft()}),
        chat({"result": {"briefing": draft()}}),
        chat(f"<tool_call>\n{json.dumps(CALL)}\n</tool_call>"),
        chat([{"name": "wholedraft", "parameters": draft()}]),
        chat({"name": "wholedraft", "arguments": GOOD}),
        chat(None, function_call={"name": "wholedraft", "arguments": GOOD}),
        chat(None, tool_calls=[{"function": {"arguments": draft()}}]),
        chat(draft(title={"text": "What </think> means", "sources": [1], "kind": "reported"})),
        chat(None, reasoning_details=[{"type": "reasoning.text", "text": GOOD}]),
        chat(None, reasoning={"content": GOOD}),
        chat(None, reasoning_text=GOOD),
        chat(None, parsed=draft()),
        content(draft()),
        content({"type": "text", "text": GOOD}),
        content([{"type": "text", "text": {"value": GOOD}}]),
        content([{"type": "reasoning", "text": EARLY}, {"type": "output_json", "json": draft()}]),
        chat({"tool_calls": [{"type": "function", "function": {"name": "wholedraft", "arguments": GOOD}}]}),
        chat({"name": "wholedraft", "arguments": json.dumps(GOOD)}),
        chat({"type": "object", "properties": draft()}),
        chat({"status": "ok", "data": draft()}),
        chat({"first": json.loads(EARLY), "final": draft()}),
        chat(f"<tool_call>\n<function=wholedraft>\n{_fields('<parameter={}>{}</parameter>')}</function></tool_call>"),
        chat(
            f'<invoke name="wholedraft">{_fields("<parameter name=%{}%>{}</parameter>").replace("%", chr(34))}</invoke>'
        ),
        chat(f"<tool_call>wholedraft\n{_fields('<arg_key>{}</arg_key><arg_value>{}</arg_value>')}</tool_call>"),
    ],
)
async def test_the_answer_is_found(upstream: Upstream, model: Chat, reply: Answer) -> None:
    upstream.says(reply)
    answer, usage, _ = await ask(model)
    assert answer.title.text in ("Talks move to Oman", "What </think> means")
    assert usage.calls == 1


NOTES = [{"text": "The talks move.", "sources": [3]}, {"text": "Iran asked for it.", "sources": [4]}]


@pytest.mark.parametrize(
    "said",
    [
        {"items": NOTES},
        {"notes": NOTES},
        {"answer": {"claims": NOTES}},
        {"result": {"list": NOTES}},
        NOTES,
        [{"claims": NOTES}],
        f"Here they are:\n```json\n{json.dumps(NOTES)}\n```",
        "\n".join(map(json.dumps, NOTES)),
        f"<think>{json.dumps(NOTES[:1])}</think>{json.dumps({'items': NOTES})}",
        {"name": "digest", "arguments": {"items": NOTES}},
    ],
)
async def test_a_list_is_found_under_whatever_name(upstream: Upstream, model: Chat, said: Any) -> None:
    upstream.says(chat(said))
    answer, usage = await model.ask_structured(PROMPT, Digest, deadline=time.monotonic() + 20)
    assert [note.text for note in answer.claims] == ["The talks move.", "Iran asked for it."]
    assert usage.calls == 1


@pytest.mark.parametrize("said", [{"items": []}, {"error": ["busy"]}, draft(), [], {"claims": 3}, {"a": 1, "b": [2]}])
async def test_another_list_is_none(upstream: Upstream, model: Chat, said: Any) -> None:
    upstream.says(chat(said))
    with pytest.raises(MalformedDraft):
        await model.ask_structured(PROMPT, Judgements, deadline=time.monotonic() + 20)


@pytest.mark.parametrize(
    "said",
    [
        {"1": {"verdict": "supported"}, "2": {"verdict": "contradicted"}},
        {"judgements": {"1": {"verdict": "supported"}, "2": {"verdict": "contradicted"}}},
        {"verdicts": [{"id": 1, "verdict": "Supported."}, {"id": "2", "verdict": "contradicted"}]},
        [{"id": "1", "verdict": "supported"}, {"id": "2", "verdict": "contradicted"}],
    ],
)
async def test_judgements_by_id_or_under_another_name(upstream: Upstream, model: Chat, said: Any) -> None:
    upstream.says(chat(said))
    answer, _ = await model.ask_structured(PROMPT, Judgements, deadline=time.monotonic() + 20)
    assert {id: j.verdict for id, j in answer.by_id.items()} == {"1": "supported", "2": "contradicted"}


@pytest.mark.parametrize(
    ("said", "calls"),
    [
        (draft(), 1),
        ({"items": []}, 1),
        # Prose may mean that the server does not know the form: it is asked once more, one form lower.
        ("I cannot read that list.", 2),
    ],
)
async def test_without_corrections_json_that_is_no_answer_is_the_last_word(
    upstream: Upstream, model: Chat, said: Any, calls: int
) -> None:
    upstream.says(chat(said))
    with pytest.raises(MalformedDraft) as failed:
        await model.ask_structured(PROMPT, Judgements, deadline=time.monotonic() + 20, corrects=False)
    assert failed.value.usage.calls == calls


async def test_content_in_parts(upstream: Upstream, model: Chat) -> None:
    thinking = {"type": "thinking", "thinking": [{"type": "text", "text": EARLY}]}
    upstream.says(content([thinking, {"type": "text", "text": GOOD}]))
    answer, _, _ = await ask(model)
    assert answer.title.text == "Talks move to Oman"


@pytest.mark.parametrize("thought", [f"A first try: {EARLY} That will not do.", f"{EARLY} leaves out the vote"])
async def test_a_try_within_the_thinking_is_no_answer(upstream: Upstream, model: Chat, thought: str) -> None:
    upstream.says(chat(None, reasoning_content=thought), chat(draft()))
    answer, usage, _ = await ask(model)
    assert (answer.title.text, usage.calls) == ("Talks move to Oman", 2)


@pytest.mark.parametrize(
    "before",
    [
        (_chunk(reasoning_content=EARLY),),
        ("<think>", EARLY, "</think>"),
        ('{"reasoning": ', EARLY, ', "answer": '),
        ('{"first_try": ', EARLY, ', "final": '),
        ("Let me try: ", EARLY, " No, the vote leads.\n</think>\n"),
        (f"<|channel|>analysis<|message|>{EARLY}", "<|end|><|start|>assistant<|channel|>final<|message|>"),
        ({"choices": [{"index": 0, "delta": {"content": [{"type": "thinking", "thinking": EARLY}]}}]},),
    ],
)
async def test_no_thinking_is_told(upstream: Upstream, model: Chat, before: tuple[Any, ...]) -> None:
    pieces = [GOOD[at : at + 40] for at in range(0, len(GOOD), 40)]
    closing = "}" * str(before[0]).startswith('{"')
    upstream.says(events(*before, *pieces, closing, STOP))
    answer, _, heard = await ask(model, streamed=True)
    assert answer.title.text == "Talks move to Oman"
    assert len(heard) > 3
    assert all(told["title"] == draft()["title"] for told in heard)


async def test_a_tool_call_as_text_and_a_wrapper_are_told_unwrapped(upstream: Upstream, model: Chat) -> None:
    for text in (f"<tool_call>{json.dumps(CALL)}</tool_call>", json.dumps({"briefing": draft()})):
        upstream.says(events(*(text[at : at + 40] for at in range(0, len(text), 40)), STOP))
        _, _, heard = await ask(model, streamed=True)
        assert heard[0] == {"title": draft()["title"]}


@pytest.mark.parametrize(
    "reply",
    [
        events(GOOD, done=True),
        events(GOOD, done=False),
        events(GOOD, done=False, reset=True),
        events(_chunk("stop", content=""), GOOD, STOP, drip_s=0.2),
        events(*(_chunk("stop", content=GOOD[at : at + 50]) for at in range(0, len(GOOD), 50)), drip_s=0.2),
        events({"choices": [{"index": 0, "message": {"content": GOOD}, "finish_reason": "stop"}]}),
        events(*({"choices": [{"index": 0, "delta": {"content": [{"type": "text", "text": GOOD}]}}]},), STOP),
        Answer(events(GOOD, STOP).body, headers={"content-type": "text/plain"}),
        Answer(
            f"{json.dumps(_chunk(content=GOOD))}\n{json.dumps(STOP)}\n",
            headers={"content-type": "application/x-ndjson"},
        ),
    ],
    ids=[
        "no reason",
        "nothing",
        "reset",
        "stop first",
        "stop always",
        "a message",
        "parts",
        "as plain text",
        "a line each",
    ],
)
async def test_however_a_stream_ends_it_is_paid_for_once(upstream: Upstream, model: Chat, reply: Answer) -> None:
    upstream.says(reply)
    answer, _, _ = await ask(model, streamed=True)
    assert answer.title.text == "Talks move to Oman"
    assert len(upstream.requests) == 1


async def test_a_stream_that_nobody_asked_for(upstream: Upstream, model: Chat) -> None:
    for kind in ("text/event-stream", "text/plain"):
        upstream.says(Answer(events(GOOD, STOP).body, headers={"content-type": kind}))
        answer, _, _ = await ask(model)
        assert answer.key_points


async def test_an_event_may_hold_other_ends_of_lines(upstream: Upstream, model: Chat) -> None:
    said = json.dumps(draft(title={"text": "Talks\u2028move", "sources": [1], "kind": "reported"}), ensure_ascii=False)
    body = (
        f"data: {json.dumps(_chunk(content=said), ensure_ascii=False)}\n\ndata: {json.dumps(STOP)}\n\ndata: [DONE]\n\n"
    )
    upstream.says(Answer(body, headers={"content-type": "text/plain"}))
    answer, _, _ = await ask(model)
    assert answer.title.text == "Talks move"
    assert len(upstream.requests) == 1


async def test_broken_json_is_mended_beside_the_loop(
    upstream: Upstream, model: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads, loads = list[int](), json_repair.loads

    def mend(*args: Any, **options: Any) -> Any:
        threads.append(threading.get_ident())
        return loads(*args, **options)

    monkeypatch.setattr(json_repair, "loads", mend)
    upstream.says(chat(GOOD[:-1]))
    answer, _, _ = await ask(model)
    assert answer.key_points
    assert threads
    assert threading.get_ident() not in threads


def test_what_has_many_braces_is_not_mended() -> None:
    with costs_less_than(1), pytest.raises(UnreadableAnswer):
        read_answer(Completion('{ "' * 4_900), WholeDraft)


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        ({"error": {"code": 502, "message": "Provider disconnected"}}, UpstreamFailed),
        ({"error": {"code": 400, "message": "maximum context length is 4096 tokens"}}, ContextTooLong),
        ({"choices": [{"error": {"code": 400, "message": "prompt is too long"}}]}, ContextTooLong),
        ({"choices": [{"finish_reason": "SAFETY"}]}, ContentFiltered),
        ({"choices": [{"finish_reason": "sensitive"}]}, ContentFiltered),
        ({"choices": [{"finish_reason": "error"}]}, UpstreamFailed),
    ],
)
async def test_a_failure_within_an_answer_is_told_as_what_it_is(
    upstream: Upstream, model: Chat, failure: dict[str, Any], outcome: type[DraftingError], streamed: bool
) -> None:
    upstream.says(events('{"title": ', failure) if streamed else Answer(failure))
    with pytest.raises(outcome) as failed:
        await ask(model, streamed=streamed)
    assert f"m at {model.at.host}" in str(failed.value)


@pytest.mark.parametrize(
    ("counted", "written"),
    [
        ({"prompt_tokens": 1_000, "completion_tokens": 300, "total_tokens": 5_300}, 4_300),
        ({"prompt_tokens": 1_000, "completion_tokens": 300, "total_tokens": 1_300}, 300),
        ({"prompt_tokens": 1_000, "completion_tokens": 300, "total_tokens": 0}, 300),
        ({"prompt_tokens": 1_000, "completion_tokens": 300}, 300),
    ],
)
async def test_thinking_is_counted(upstream: Upstream, model: Chat, counted: dict[str, int], written: int) -> None:
    reply = chat(draft())
    reply.body["usage"] = counted
    upstream.says(reply)
    _, usage, _ = await ask(model)
    assert usage.completion_tokens == written


async def test_only_thinking_to_the_very_end(upstream: Upstream, model: Chat) -> None:
    upstream.says(chat("", "length", reasoning_content="Once more. " * 50))
    with pytest.raises(MalformedDraft, match="NEWSBRIEF_MODEL_OPTIONS"):
        await ask(model)
    limits = [request.get("max_completion_tokens") for request in upstream.requests]
    assert limits[0] == 4_000
    assert limits[1] is not None
    assert limits[1] >= 16_000
    assert limits[2:] == [None]
