"""Servers as people have them: Azure, gateways, options of their own; and what is told of one that fails."""

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsbrief.drafting.answers import WholeDraft
from newsbrief.drafting.openai_engine import OpenAIEngine
from newsbrief.extractive import ExtractiveEngine
from newsbrief.models.chat import Chat
from newsbrief.models.endpoint import open_endpoint
from newsbrief.models.errors import EngineUnavailable, Unauthorised
from newsbrief.models.options import parse_options
from newsbrief.models.prompts import PromptStamp, RenderedPrompt
from newsbrief.models.server import Server
from newsbrief.pipeline.engines import list_judge_chats, open_engine, open_fallback
from newsbrief.settings import Settings
from tests.support.settings import make_settings
from tests.support.upstream import Upstream, chat, draft, error

PROMPT = RenderedPrompt("Be brief.", "The article.", PromptStamp("test", "1", ""))


def open_judge(chosen: Settings) -> Chat:
    (judge,) = list_judge_chats(chosen, ExtractiveEngine())
    return judge.chat


async def ask(model: Chat) -> None:
    try:
        await model.ask_structured(PROMPT, WholeDraft, deadline=time.monotonic() + 30)
    finally:
        await model.aclose()


async def test_options_go_with_every_call(upstream: Upstream) -> None:
    values = {
        "temperature": None,
        "reasoning_effort": "low",
        "max_completion_tokens": 9_000,
        "extra_body": {"chat_template_kwargs": {"enable_thinking": False}},
        "headers": {"HTTP-Referer": "https://paper.example"},
        "query": {"team": "news"},
    }
    upstream.says(chat(draft()))
    await ask(Chat("m", base_url=upstream.base_url, options=parse_options(values)))
    (request,) = upstream.requests
    assert "temperature" not in request
    assert request["reasoning_effort"] == "low"
    assert request["max_completion_tokens"] == 9_000
    assert request["chat_template_kwargs"] == {"enable_thinking": False}
    assert "extra_body" not in request
    assert upstream.headers[0]["http-referer"] == "https://paper.example"
    assert upstream.asked[0] == "/v1/chat/completions?team=news"


async def test_the_query_of_an_address_is_kept(upstream: Upstream) -> None:
    at = upstream.base_url.replace("/v1", "/openai/deployments/desk?api-version=2026-01-01")
    upstream.says(chat(draft()))
    await ask(Chat("m", base_url=at, api_key="secret"))
    assert upstream.asked == ["/openai/deployments/desk/chat/completions?api-version=2026-01-01"]
    assert upstream.headers[0]["api-key"] == "secret"


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("https://paper.openai.azure.com", "https://paper.openai.azure.com/openai/v1/"),
        ("https://paper.openai.azure.com/openai/v1", "https://paper.openai.azure.com/openai/v1/"),
        (
            "https://paper.openai.azure.com/openai/deployments/d/chat/completions?api-version=2026-01-01",
            "https://paper.openai.azure.com/openai/deployments/d/",
        ),
        (
            "https://paper.openai.azure.com/?api-version=2026-01-01",
            "https://paper.openai.azure.com/openai/deployments/m/",
        ),
        (
            "https://paper.openai.azure.com/openai/deployments/other?api-version=2026-01-01",
            "https://paper.openai.azure.com/openai/deployments/other/",
        ),
    ],
)
async def test_azure(address: str, url: str) -> None:
    at = open_endpoint("m", address, "secret", {}, {})
    client = await at.connection.client()
    assert str(client.base_url) == at.url == url
    assert client.default_headers["api-key"] == "secret"
    assert at.omits == ("Authorization",)
    assert not open_endpoint("m", address, "eyJ0.eyJ1.sig", {}, {}).omits  # a token of Entra ID goes as Bearer


@pytest.mark.parametrize("address", ["https://api.paper.example/v1/", "https://api.paper.example/v1/chat/completions"])
def test_addresses_as_people_copy_them(address: str) -> None:
    assert open_endpoint("m", address, None, {}, {}).url == "https://api.paper.example/v1/"


def test_what_is_no_address_is_refused_at_once() -> None:
    with pytest.raises(EngineUnavailable, match="OPENAI_BASE_URL is no address"):
        open_endpoint("m", "http://localhost:abc/v1", None, {}, {})


async def test_a_connection_that_cannot_be_opened_is_a_server_that_cannot_be_reached(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So the article's own sentences answer, and a fallback model does."""
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere.pem")
    model = Chat("m", base_url="https://paper.example/v1")
    with pytest.raises(EngineUnavailable, match="No connection to the model server can be opened"):
        await model.ask_structured(PROMPT, WholeDraft, deadline=time.monotonic() + 30)


async def test_a_key_for_azure_is_not_sent_as_bearer(upstream: Upstream) -> None:
    azure = replace(open_endpoint("m", upstream.base_url, "secret", {}, {}), omits=("Authorization",))
    upstream.says(chat(draft()))
    server = Server(azure)
    await server.answer({"model": "m", "messages": []}, time.monotonic() + 30)
    await server.aclose()
    assert "authorization" not in upstream.headers[0]


def test_the_sdk_is_loaded_with_the_first_call(tmp_path: Path) -> None:
    """It takes a third of a second and 20 MB; a service that briefs with the article's own sentences needs none."""
    script = (
        "import sys; from fastapi.testclient import TestClient; from newsbrief.api.app import create_app\n"
        "with TestClient(create_app()) as client: assert client.get('/healthz').status_code == 200\n"
        "assert 'openai' not in sys.modules"
    )
    environment = {"OPENAI_API_KEY": "k", "NEWSBRIEF_DATABASE_URL": f"sqlite:///{tmp_path}/n.db", "PATH": ""}
    subprocess.run([sys.executable, "-c", script], env=environment, cwd=tmp_path, check=True)


def settings(**values: Any) -> Settings:
    return make_settings(**values)


async def test_every_role_has_options_a_window_and_a_key_of_its_own(upstream: Upstream) -> None:
    chosen = settings(
        openai_base_url=upstream.base_url,
        openai_api_key="first",
        model_options={"seed": 1},
        context_tokens=11_000,
        judge_model="j",
        judge_base_url=upstream.base_url,
        judge_api_key="second",
        judge_options={"seed": 2},
        judge_context_tokens=12_000,
        fallback_model="f",
        fallback_base_url=upstream.base_url,
        fallback_options={"seed": 3},
        fallback_context_tokens=13_000,
    )
    engine = open_engine(chosen.model_copy(update={"fallback_model": None, "fallback_base_url": None}))
    judge = open_judge(chosen)
    assert isinstance(engine, OpenAIEngine)
    assert judge is not None
    models = engine.chat, judge, open_fallback(chosen)
    assert [await model.window() for model in models] == [11_000, 12_000, 13_000]
    upstream.says(chat(draft()))
    for model in models:
        await ask(model)
    assert [request["seed"] for request in upstream.requests] == [1, 2, 3]
    # The key of one server is not shown to another.
    assert [headers["authorization"] for headers in upstream.headers] == [
        "Bearer first", "Bearer second", "Bearer none",
    ]  # fmt: skip


async def test_a_judge_without_settings_of_its_own_is_asked_as_the_drafting_model(upstream: Upstream) -> None:
    chosen = settings(
        openai_base_url=upstream.base_url, openai_api_key="first", model_options={"seed": 1}, judge_model="j"
    )
    judge = open_judge(chosen)
    assert judge is not None
    upstream.says(chat(draft()))
    await ask(judge)
    assert upstream.requests[0]["seed"] == 1
    assert upstream.headers[0]["authorization"] == "Bearer first"


@pytest.mark.parametrize(
    ("role", "name"),
    [("", "OPENAI_API_KEY"), ("judge", "NEWSBRIEF_JUDGE_API_KEY"), ("fallback", "NEWSBRIEF_FALLBACK_API_KEY")],
)
async def test_a_failure_names_server_model_and_setting(upstream: Upstream, role: str, name: str) -> None:
    own = {f"{role}_model": "some-model", f"{role}_base_url": upstream.base_url} if role else {"model": "some-model"}
    chosen = settings(openai_base_url=upstream.base_url, **own)
    engine = open_engine(chosen)
    first = engine.chat if isinstance(engine, OpenAIEngine) else None
    model = open_judge(chosen) if role == "judge" else open_fallback(chosen) if role else first
    assert model is not None
    upstream.says(error(401, "wrong key sk-1"))
    with pytest.raises(Unauthorised) as failed:
        await ask(model)
    host = upstream.base_url.removeprefix("http://").removesuffix("/v1")
    assert (
        str(failed.value) == f"The model server refuses the API key (status 401) (some-model at {host}; check {name})."
    )
