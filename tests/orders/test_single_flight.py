"""Equal work is done once, and ends when nobody wants it."""

import asyncio

import pytest

from newsbrief.orders.single_flight import SingleFlight


class Work:
    """Counts how often it began and how it ended; goes on until it is told."""

    def __init__(self) -> None:
        self.begun, self.cancelled, self.go = 0, 0, asyncio.Event()

    async def __call__(self) -> int:
        self.begun += 1
        number = self.begun
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return number


async def test_many_share_one_and_the_next_begins_anew() -> None:
    flights, work = SingleFlight[int](), Work()
    asked = [asyncio.create_task(flights.run("a", work)) for _ in range(5)]
    await asyncio.sleep(0)
    work.go.set()
    assert await asyncio.gather(*asked) == [(1, False), *[(1, True)] * 4]
    assert await flights.run("a", work) == (2, False)


async def test_other_names_are_apart() -> None:
    flights, work = SingleFlight[int](), Work()
    work.go.set()
    assert set(await asyncio.gather(*(flights.run(n, work) for n in "abc"))) == {
        (1, False),
        (2, False),
        (3, False),
    }


async def test_one_who_leaves_does_not_end_it_for_the_others() -> None:
    flights, work = SingleFlight[int](), Work()
    first, second = (asyncio.create_task(flights.run("a", work)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    assert not work.cancelled
    work.go.set()
    assert await second == (1, True)
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_it_ends_when_all_have_left_and_another_begins_anew() -> None:
    flights, work = SingleFlight[int](), Work()
    asked = [asyncio.create_task(flights.run("a", work)) for _ in range(2)]
    await asyncio.sleep(0)
    for task in asked:
        task.cancel()
    await asyncio.gather(*asked, return_exceptions=True)
    late = asyncio.create_task(flights.run("a", work))
    await asyncio.sleep(0)
    assert work.cancelled == 1
    work.go.set()
    assert await late == (2, False)


async def test_all_learn_of_a_failure() -> None:
    flights = SingleFlight[int]()

    async def fails() -> int:
        await asyncio.sleep(0)
        raise ValueError("no")

    asked = await asyncio.gather(*(flights.run("a", fails) for _ in range(3)), return_exceptions=True)
    assert [str(error) for error in asked] == ["no"] * 3


async def test_who_joined_tries_again_after_a_failure_that_was_not_theirs() -> None:
    flights = SingleFlight[int]()
    errors: list[Exception] = [TimeoutError("its own"), ValueError("of all")]

    async def fail() -> int:
        await asyncio.sleep(0)
        raise errors.pop(0)

    def is_tried_again(error: Exception) -> bool:
        return isinstance(error, TimeoutError)

    asked = (flights.run("a", fail, is_tried_again) for _ in range(3))
    told = await asyncio.gather(*asked, return_exceptions=True)
    assert [str(error) for error in told] == ["its own", "of all", "of all"]
