"""Requests over kept connections, at the least cost to the machine that is being measured."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The result of a load."""

    seconds: float
    each_ms: tuple[float, ...]
    """Milliseconds of every request, sorted."""

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.each_ms) / self.seconds

    def quantile(self, share: float) -> float:
        """Return the milliseconds that `share` of the requests stayed below."""
        return self.each_ms[min(int(share * len(self.each_ms)), len(self.each_ms) - 1)]


def post(
    url: str, bodies: Sequence[bytes], at_once: int, seen: Callable[[bytes], object] = lambda _: None
) -> LoadResult:
    """Send each body once to `url`, `at_once` in flight; `seen` is told of each answer.

    Raises:
        RuntimeError: an answer was not 200.
    """
    return asyncio.run(_post(url, bodies, at_once, seen))


async def _post(url: str, bodies: Sequence[bytes], at_once: int, seen: Callable[[bytes], object]) -> LoadResult:
    split = urlsplit(url)
    waiting = iter(bodies)
    each: list[float] = []

    async def client() -> None:
        reader, writer = await asyncio.open_connection(split.hostname, split.port)
        head = f"POST {split.path} HTTP/1.1\r\nHost: {split.netloc}\r\nContent-Type: application/json\r\n".encode()
        for body in waiting:
            began = time.perf_counter()
            writer.write(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            lines = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
            length = next(int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:"))
            answer = await reader.readexactly(length)
            if b" 200 " not in lines[0]:
                raise RuntimeError(f"{url} answered {lines[0].decode()}: {answer[:300].decode()}")
            seen(answer)
            each.append((time.perf_counter() - began) * 1000)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(min(at_once, len(bodies)))))
    return LoadResult(time.perf_counter() - began, tuple(sorted(each)))
