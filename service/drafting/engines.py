"""Which engine the settings ask for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from service.drafting.draft import Engine
from service.drafting.errors import EngineUnavailable
from service.settings import Settings

if TYPE_CHECKING:
    from service.drafting.breaker import Circuit
    from service.drafting.bulk import Run
    from service.drafting.chat import Chat
    from service.drafting.local import Progress
    from service.drafting.prompts import Prompt


def engine_for(
    settings: Settings,
    progress: Progress | None = None,
    prompts: Sequence[str] = (),
    circuit: Circuit | None = None,
    bulk: Run | None = None,
) -> Engine:
    """The engine that `settings` choose, ready to draft; `progress` is told how far a local model has loaded,
    and `circuit` of the circuits to model servers.

    `bulk`: the model is asked by the Batch API of its server; a fallback answers at once, as ever.
    `prompts` are used instead of the newest ones: each a name and version, such as `briefing/1`, or a file's path.

    Raises:
        EngineUnavailable: the engine lacks a key, a model file, an extra or a prompt.
    """
    chosen = _prompts(prompts)
    # Imported by need: the extractive engine starts without the SDK, and nothing else loads a model.
    match settings.chosen_engine:
        case "extractive":
            from service.drafting.extractive import ExtractiveEngine

            return ExtractiveEngine()
        case "local":
            from service.drafting.local import local_engine

            if settings.local_model is None:
                raise EngineUnavailable("The local engine needs NEWSBRIEF_LOCAL_MODEL, the path of a GGUF file.")
            return local_engine(settings.local_model, progress, chosen)
        case "openai":
            from service.drafting.openai_engine import OpenAIEngine

            first = OpenAIEngine(_chat(settings, settings.model, circuit, bulk), prompts=chosen)
            if not settings.falls_back:
                return first
            from service.drafting.fallback import FallbackEngine

            return FallbackEngine(first, OpenAIEngine(_fallback_chat(settings, circuit), prompts=chosen))


def judge_for(settings: Settings, circuit: Circuit | None = None, bulk: Run | None = None) -> Chat | None:
    """The model that judges claims, behind the OpenAI-compatible server; None where the settings name none.

    Raises:
        EngineUnavailable: there is neither a key nor an address for it.
    """
    return _chat(settings, settings.judge_model, circuit, bulk) if settings.judge_model else None


@asynccontextmanager
async def engaged(settings: Settings, bulk: Run | None = None) -> AsyncIterator[tuple[Engine, Chat | None]]:
    """The engine and the judge of `settings`, while the block runs; `bulk` as for `engine_for`.

    Raises:
        EngineUnavailable: one of them cannot be had.
    """
    async with AsyncExitStack() as stack:
        engine = await asyncio.to_thread(engine_for, settings, bulk=bulk)
        stack.push_async_callback(engine.aclose)
        judge = judge_for(settings, bulk=bulk)
        if judge:
            stack.push_async_callback(judge.aclose)
        yield engine, judge


def _prompts(wanted: Sequence[str]) -> Mapping[str, Prompt]:
    if not wanted:
        return {}
    from service.drafting.prompts import named

    try:
        return {found.stamp.name: found for found in map(named, wanted)}
    except (OSError, ValueError) as error:
        raise EngineUnavailable(f"Of the prompts {', '.join(wanted)} one cannot be used: {error}") from None


def _chat(settings: Settings, model: str, circuit: Circuit | None, bulk: Run | None) -> Chat:
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
    if not key and not settings.openai_base_url:
        raise EngineUnavailable("The openai engine needs OPENAI_API_KEY, or OPENAI_BASE_URL for a server without keys.")
    return _chat_at(settings.openai_base_url, key, model, settings, circuit, bulk)


def _fallback_chat(settings: Settings, circuit: Circuit | None) -> Chat:
    own = settings.fallback_api_key
    # The key of one server is not shown to another.
    key = own or (None if settings.fallback_base_url else settings.openai_api_key)
    address = settings.fallback_base_url or settings.openai_base_url
    model = settings.fallback_model or settings.model
    return _chat_at(address, key.get_secret_value() if key else None, model, settings, circuit)


def _chat_at(
    base_url: str | None,
    key: str | None,
    model: str,
    settings: Settings,
    circuit: Circuit | None,
    bulk: Run | None = None,
) -> Chat:
    from service.drafting.chat import Chat
    from service.drafting.prices import BULK, prices

    price = prices(settings.prices).of(model)
    price = price.times(BULK) if price and bulk else price
    return Chat(model, base_url=base_url, api_key=key, price=price, circuit=circuit, bulk=bulk)
