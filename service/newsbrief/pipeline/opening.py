"""The engine and the judges of some settings, open for as long as a block runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from newsbrief.drafting.draft import Engine
from newsbrief.models.hooks import NO_HOOKS, ModelHooks
from newsbrief.pipeline.engines import open_engine, open_judges
from newsbrief.settings import Settings
from newsbrief.verification.entailment import open_encoder
from newsbrief.verification.judge.panel import Panel


@asynccontextmanager
async def open_engines(settings: Settings, hooks: ModelHooks = NO_HOOKS) -> AsyncIterator[tuple[Engine, Panel | None]]:
    """Yield the engine and the judges of `settings`, and close them after the block.

    Raises:
        EngineUnavailable: one of them cannot be had.
        EncoderError: the entailment model cannot be used.
    """
    await asyncio.to_thread(open_encoder, settings.entailment_model)
    async with AsyncExitStack() as stack:
        engine = await asyncio.to_thread(open_engine, settings, hooks=hooks)
        stack.push_async_callback(engine.aclose)
        judge = open_judges(settings, engine, hooks)
        if judge:
            stack.push_async_callback(judge.aclose)
        yield engine, judge
