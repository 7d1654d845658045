"""So many at work at once, and nobody any more once the slots are closed."""

import asyncio

from newsbrief.jobs.slots import Slots


async def test_so_many_sit_at_once_and_who_waits_is_let_go() -> None:
    slots, begun, go = Slots(2), [], asyncio.Event()

    async def work(name: int) -> int:
        async with slots.take():
            begun.append(name)
            await go.wait()
        return name

    working = [asyncio.create_task(work(name)) for name in range(5)]
    await asyncio.sleep(0)
    assert begun == [0, 1]
    slots.close()
    go.set()
    ended = await asyncio.gather(*working, return_exceptions=True)
    assert ended[:2] == begun == [0, 1]
    assert all(isinstance(end, asyncio.CancelledError) for end in ended[2:])
