"""A record of what models answered."""

import time

from newsbrief.drafting.answers import WholeDraft
from newsbrief.models.chat import Chat
from newsbrief.models.completion import Completion
from newsbrief.models.payer import payer
from newsbrief.models.prompts import PromptStamp, RenderedPrompt
from newsbrief.models.record import record
from newsbrief.models.usage import CallUsage
from tests.support.upstream import Upstream, chat, draft


class Kept(dict[str, Completion]):
    """A record in memory."""

    async def find_answer(self, call: str) -> Completion | None:
        return self.get(call)

    async def keep(self, call: str, completion: Completion) -> None:
        self[call] = completion


async def test_a_call_that_is_in_the_record_is_paid_for_once(upstream: Upstream) -> None:
    upstream.says(chat(draft()))
    charged: list[CallUsage] = []
    record.set(Kept())
    payer.set(charged.append)
    prompt = RenderedPrompt("Be brief.", "The article.", PromptStamp("test", "1", ""))
    model = Chat("m", base_url=upstream.base_url)
    for _ in range(2):
        _, usage = await model.ask_structured(prompt, WholeDraft, deadline=time.monotonic() + 10)
        assert usage == CallUsage(1, 100, 50)
    await model.aclose()
    assert len(upstream.requests) == 1
    assert charged == [CallUsage(1, 100, 50)]
