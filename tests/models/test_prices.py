"""Test the cost of calls, and models without a price."""

import time
from pathlib import Path

import pytest

from newsbrief.drafting.answers import WholeDraft
from newsbrief.models.chat import Chat
from newsbrief.models.errors import EngineUnavailable
from newsbrief.models.prices import Price, load_prices
from newsbrief.models.prompts import PromptStamp, RenderedPrompt
from newsbrief.models.usage import CallUsage
from newsbrief.pipeline.engines import open_engine
from newsbrief.settings import Settings
from tests.support.settings import make_settings
from tests.support.upstream import Answer, Upstream, chat, draft

PROMPT = RenderedPrompt("Be brief.", "The article.", PromptStamp("test", "1", ""))


def test_the_default_model_has_a_price_and_an_unknown_one_none() -> None:
    table = load_prices()
    assert table.of(Settings.model_fields["model"].default)
    assert table.of("somebodys-own-7b") is None
    assert CallUsage().cost_usd is None


def test_every_price_is_plausible() -> None:
    for name, price in load_prices().models.items():
        assert 0 < price.prompt < price.completion < 1000, name
        assert price.cached is None or price.cached < price.prompt, name
        assert price.cache_write is None or price.cache_write > price.prompt, name


@pytest.mark.parametrize("name", ["gpt-5.4-mini", "gpt-5.4-mini-2026-03-17", "openai/gpt-5.4-mini"])
def test_snapshots_and_providers_cost_the_same(name: str) -> None:
    table = load_prices()
    assert table.of(name) == table.models["gpt-5.4-mini"]


def test_a_snapshot_with_its_own_price_keeps_it() -> None:
    table = load_prices()
    assert table.of("gpt-4o-2024-05-13") == table.models["gpt-4o-2024-05-13"] != table.of("gpt-4o-2024-08-06")


def test_each_kind_of_token_has_its_rate() -> None:
    price = Price(prompt=2, cached=0.5, cache_write=3, completion=10)
    assert price.of(CallUsage(1, 1_000_000, 0)) == 2
    assert price.of(CallUsage(1, 1_000_000, 100_000, None, 400_000, 200_000)) == pytest.approx(0.8 + 0.2 + 0.6 + 1)
    assert price.of(CallUsage(1, 10, 0, None, 99, 99)) == pytest.approx(10 * 0.5 / 1e6), "a server that counts wrongly"


def test_a_prompt_beyond_what_the_rates_hold_for_has_no_price() -> None:
    price = Price(prompt=2, completion=10, longest_prompt=1000)
    assert price.of(CallUsage(1, 1000, 0)) is not None
    assert price.of(CallUsage(1, 1001, 0)) is None


def test_a_sum_with_a_call_of_no_price_has_none() -> None:
    dear, free = CallUsage(1, 10, 10).of("dear", 0.5), CallUsage(1, 10, 10).of("free", None)
    assert (CallUsage() + dear).cost_usd == 0.5
    assert (dear + dear).cost_usd == 1.0
    assert (dear + free).cost_usd is None
    told = {part.model: (part.calls, part.cost_usd) for part in (dear + free + dear).by_model}
    assert told == {"dear": (2, 1.0), "free": (1, None)}


async def test_a_call_costs_what_the_server_counted(upstream: Upstream) -> None:
    usage = {"prompt_tokens": 2000, "completion_tokens": 100, "prompt_tokens_details": {"cached_tokens": 1024}}
    upstream.says(Answer({**chat(draft()).body, "usage": usage}))
    model = Chat("m", base_url=upstream.base_url, price=Price(prompt=1, cached=0.1, completion=5))
    _, spent = await model.ask_structured(PROMPT, WholeDraft, deadline=time.monotonic() + 10)
    await model.aclose()
    assert spent.cost_usd == pytest.approx((976 + 102.4 + 500) / 1e6)
    assert [part.model for part in spent.by_model] == ["m"]


def test_a_file_adds_and_overrides(tmp_path: Path) -> None:
    file = tmp_path / "prices.toml"
    file.write_text('[models."gpt-4o"]\nprompt = 1\ncompletion = 2\n[models.mine]\nprompt = 0\ncompletion = 0\n')
    table = load_prices(file)
    assert table.of("mine") == Price(prompt=0, completion=0)
    assert table.of("gpt-4o") == Price(prompt=1, completion=2)
    assert table.of("gpt-4.1")


@pytest.mark.parametrize(
    "text", ["[models", "x = 1", "[models.m]\nprompt = -1\ncompletion = 1", "[models.m]\nprompt=1"]
)
def test_a_file_that_is_no_table_of_prices_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "prices.toml"
    file.write_text(text)
    with pytest.raises(EngineUnavailable, match="prices"):
        open_engine(make_settings(openai_api_key="k", prices=file))


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="cannot be read"):
        load_prices(tmp_path / "none.toml")
