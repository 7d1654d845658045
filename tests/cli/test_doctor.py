"""`newsbrief doctor`: what works is told, and what does not comes with its remedy."""

from pathlib import Path
from typing import Any

import pytest

from newsbrief.cli.doctor import Diagnosis, diagnose
from tests.support.settings import make_settings
from tests.support.upstream import Answer, Upstream, chat, error, mode, stream

EXHIBIT = {"name": "bell", "room": 8}
pytestmark = pytest.mark.usefixtures("_bare")


@pytest.fixture
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))


async def find_lines(**values: Any) -> dict[str, Diagnosis]:
    settings = make_settings(deadline_s=5, **values)
    return {line.part: line async for line in diagnose(settings)}


async def test_without_a_model() -> None:
    seen = await find_lines()
    assert seen["engine"].said.startswith("extractive")
    assert "OPENAI_API_KEY" in seen["engine"].remedy
    assert "server" not in seen
    assert {line.mark for line in seen.values()} == {"ok", "note"}


async def test_a_server_that_does_all(upstream: Upstream) -> None:
    reply = chat(EXHIBIT, usage=(1_500, 20))
    reply.body["usage"]["prompt_tokens_details"] = {"cached_tokens": 1_408}
    upstream.says(stream(reply))
    upstream.models = {"data": [{"id": "gpt-5.4-mini", "max_model_len": 65_536}]}
    secret = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    seen = await find_lines(openai_base_url=upstream.base_url, keep_text=True, webhook_secret=secret)
    assert {line.mark for part, line in seen.items() if part != "environment"} == {"ok"}
    assert "schema" in seen["form"].said
    assert seen["window"].said == "65,536 tokens"
    assert "1408 tokens" in seen["prefix cache"].said
    assert seen["price"].said.startswith("$")


PARTS = {
    "engine", "server", "model", "form", "streaming", "window", "thinking", "prefix cache", "price", "judge",
    "database", "texts", "webhooks",
}  # fmt: skip


async def test_every_part_is_looked_at_and_what_does_not_work_has_a_remedy(upstream: Upstream) -> None:
    upstream.says(chat(EXHIBIT))
    upstream.judges = lambda _: chat({"judgements": []})
    seen = await find_lines(openai_base_url=upstream.base_url, model="some-model")
    assert seen.keys() >= PARTS
    assert seen["judge"].mark == "fails"
    assert all(line.remedy for line in seen.values() if line.mark != "ok" and line.part != "environment")


async def test_a_judge_that_failed_is_examined_again_each_time(upstream: Upstream) -> None:
    upstream.says(chat(EXHIBIT))
    sound, upstream.judges = upstream.judges, lambda _: chat({"items": []})
    seen = await find_lines(openai_base_url=upstream.base_url)
    assert (seen["judge"].mark, "no answer that can be graded" in seen["judge"].said) == ("fails", True)
    upstream.judges = sound
    seen = await find_lines(openai_base_url=upstream.base_url)
    assert seen["judge"].mark == "ok"
    assert "24 of 24" in seen["judge"].said


async def test_a_plain_server(upstream: Upstream) -> None:
    def reply(request: dict[str, Any]) -> Answer:
        if mode(request) != "text" or "temperature" in request:
            return error(400, "response_format, tools and temperature are unknown fields")
        return chat(EXHIBIT)

    upstream.says(reply)
    upstream.models = {"data": [{"id": "qwen-3:8b"}, {"id": "gemma"}]}
    seen = await find_lines(openai_base_url=upstream.base_url, model="qwen3:8b")
    for part, word in {
        "model": "qwen-3:8b",
        "options": "NEWSBRIEF_MODEL_OPTIONS",
        "window": "NEWSBRIEF_CONTEXT_TOKENS",
        "price": "NEWSBRIEF_PRICES",
    }.items():
        assert (seen[part].mark, word in seen[part].remedy) == ("note", True), part
    assert "plain text" in seen["form"].said
    assert seen["streaming"].mark == "note"


async def test_a_wrong_key_and_a_wrong_model(upstream: Upstream) -> None:
    upstream.says(error(401))
    upstream.judges = None
    seen = await find_lines(openai_base_url=upstream.base_url, judge_model="j")
    assert seen["server"].mark == seen["judge"].mark == "fails"
    assert "OPENAI_API_KEY" in seen["server"].said
    upstream.says(error(404, "model not found"))
    upstream.models = {"data": [{"id": "gpt-5.4-micro"}]}
    seen = await find_lines(openai_base_url=upstream.base_url)
    assert "gpt-5.4-micro" in seen["server"].remedy


async def test_fallback_and_misspelt_settings(upstream: Upstream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSBRIEF_MODLE", "x")
    upstream.says(chat(EXHIBIT))
    seen = await find_lines(openai_base_url=upstream.base_url, fallback_model="other", fallback_context_tokens=9_000)
    assert seen["fallback server"].said.startswith("other at")
    assert seen["fallback window"].said == "9,000 tokens"
    assert "NEWSBRIEF_MODEL?" in seen["environment"].said
