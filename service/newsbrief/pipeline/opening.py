"""The engine and the judges of some settings, open for as long as a block runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from newsbrief.drafting.draft import Engine
from newsbrief.pipeline.engines import engine_for, judge_for
from newsbrief.settings import Settings
from newsbrief.verification.entailment import encoder_at
from newsbrief.verification.judge.panel import Panel

if TYPE_CHECKING:
    from newsbrief.models.breaker import Circuit
    from newsbrief.models.bulk import BatchRun
    from newsbrief.verification.judge.judge import Watch


@asynccontextmanager
async def open_engines(
    settings: Settings, bulk: BatchRun | None = None, circuit: Circuit | None = None, watch: Watch | None = None
) -> AsyncIterator[tuple[Engine, Panel | None]]:
    """Yield the engine and the judges of `settings`, and close them after the block.

    `bulk` and `circuit` as for `engine_for`; `watch` is told of the judge's canaries.

    Raises:
        EngineUnavailable: one of them cannot be had.
        EncoderError: the entailment model cannot be used.
    """
    await asyncio.to_thread(encoder_at, settings.entailment_model)
    async with AsyncExitStack() as stack:
        engine = await asyncio.to_thread(engine_for, settings, circuit=circuit, bulk=bulk)
        stack.push_async_callback(engine.aclose)
        judge = judge_for(settings, engine, circuit, bulk, watch)
        if judge:
            stack.push_async_callback(judge.aclose)
        yield engine, judge
