"""The engine and the judges of some settings, open for as long as a block runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from service.drafting.draft import Engine
from service.drafting.engines import engine_for
from service.settings import Settings
from service.verification.entailment import encoder_at
from service.verification.judge.panel import Panel, judge_for

if TYPE_CHECKING:
    from service.drafting.bulk import Run


@asynccontextmanager
async def engaged(settings: Settings, bulk: Run | None = None) -> AsyncIterator[tuple[Engine, Panel | None]]:
    """Yield the engine and the judges of `settings`, and close them after the block; `bulk` as for `engine_for`.

    Raises:
        EngineUnavailable: one of them cannot be had.
        EncoderError: the entailment model cannot be used.
    """
    await asyncio.to_thread(encoder_at, settings.entailment_model)
    async with AsyncExitStack() as stack:
        engine = await asyncio.to_thread(engine_for, settings, bulk=bulk)
        stack.push_async_callback(engine.aclose)
        judge = judge_for(settings, engine, bulk=bulk)
        if judge:
            stack.push_async_callback(judge.aclose)
        yield engine, judge
