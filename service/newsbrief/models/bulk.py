"""Calls in bulk by OpenAI's Batch API: half the price, and an answer within a day.

Calls that come at about the same time go as one batch. What a run sent is found again at the server by a later run of
the same name: a process that dies meanwhile pays for nothing twice.
Source: https://platform.openai.com/docs/guides/batch
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from tenacity import AsyncRetrying, retry_if_exception, wait_exponential

from newsbrief.models.connection import Connection
from newsbrief.models.errors import EngineUnavailable, UpstreamFailed
from newsbrief.models.failures import TransientFailure, classify_errors, classify_status

if TYPE_CHECKING:
    from openai.types import Batch

Body = Mapping[str, Any]
_ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
_KEPT_S = round(timedelta(days=3).total_seconds())
"""How long the server keeps the files of a batch, which hold articles: as long as a run may need to be taken up."""
_LOOKED_AT = 100
"""Batches at the server among which those of a run are sought, the newest first."""
_ENDPOINT: Any = "/v1/chat/completions"


@dataclass(frozen=True, slots=True)
class Pace:
    """When calls are sent, and how often the server is asked for what became of them."""

    quiet_s: float = 3.0
    """A batch is sent once no call has come for so long."""
    poll_s: float = 30.0
    most: int = 50_000
    """Calls in a batch; the server takes no more."""
    largest: int = 190_000_000
    """Bytes of a batch; the server takes 200 MB."""


@dataclass(frozen=True, slots=True)
class BatchRun:
    """One piece of work in bulk; under its name, of at most 512 characters, a later one takes up what it sent."""

    name: str
    pace: Pace = field(default_factory=Pace)
    report: Callable[[str], object] = lambda _: None
    """Gets a sentence about each batch."""


class Bulk:
    """The calls of a run to one server."""

    def __init__(self, connection: Connection, run: BatchRun) -> None:
        self._connection, self._run, self._pace, self._report = connection, run.name, run.pace, run.report
        self._answers: dict[str, asyncio.Future[object]] = {}
        self._waiting: dict[str, bytes] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._sender: asyncio.Task[None] | None = None
        self._opening: asyncio.Task[None] | None = None

    async def aclose(self) -> None:
        """Ask no more for what was sent; the server goes on with it."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def answer(self, body: Body) -> object:
        """Return the decoded answer to the request `body`, as a call of its own would give it.

        Raises:
            Transient, Rejected, DraftingError: as `classify_errors` raises them.
        """
        await self._take_up_earlier()
        call = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
        if call not in self._answers:
            self._answers[call] = asyncio.get_running_loop().create_future()
            request = {"custom_id": call, "method": "POST", "url": _ENDPOINT, "body": body}
            self._waiting[call] = json.dumps(request, ensure_ascii=False).encode() + b"\n"
            if self._sender is None or self._sender.done():
                self._sender = self._begin(self._send())
        return await asyncio.shield(self._answers[call])

    async def _take_up_earlier(self) -> None:
        """Take up the batches of an earlier run, before the first call."""
        if self._opening is None or (self._opening.done() and self._opening.exception()):
            self._opening = self._begin(self._adopt())
        await asyncio.shield(self._opening)

    async def _adopt(self) -> None:
        import openai

        with classify_errors():
            client = await self._connection.client()
            try:
                listed = (await client.batches.list(limit=_LOOKED_AT)).data
            except openai.NotFoundError as error:
                raise EngineUnavailable("The model server has no Batch API.") from error
            for batch in listed:
                if (batch.metadata or {}).get("newsbrief") != self._run:
                    continue
                try:
                    sent = _parse_lines((await client.files.content(batch.input_file_id)).text)
                except openai.NotFoundError:
                    # The files of a batch expire: its answers are gone with what it asked.
                    continue
                calls = {str(line.get("custom_id")) for line in sent} - self._answers.keys()
                for call in calls:
                    self._answers[call] = asyncio.get_running_loop().create_future()
                self._report(f"{batch.id}: sent before, {len(calls)} calls")
                self._begin(self._watch(batch, calls))

    async def _send(self) -> None:
        """Send what waits, once nothing more comes, until nothing waits."""
        while self._waiting:
            before = len(self._waiting)
            await asyncio.sleep(self._pace.quiet_s)
            if before == len(self._waiting) or before >= self._pace.most:
                await self._send_batch(self._take_waiting())

    def _take_waiting(self) -> dict[str, bytes]:
        taken: dict[str, bytes] = {}
        room = self._pace.largest
        for call, line in self._waiting.items():
            if taken and (len(taken) == self._pace.most or len(line) > room):
                break
            taken[call], room = line, room - len(line)
        for call in taken:
            del self._waiting[call]
        return taken

    async def _send_batch(self, calls: Mapping[str, bytes]) -> None:
        try:
            with classify_errors():
                client = await self._connection.client()
                file = await client.files.create(
                    file=("calls.jsonl", b"".join(calls.values())),
                    purpose="batch",
                    expires_after={"anchor": "created_at", "seconds": _KEPT_S},
                )
                batch = await client.batches.create(
                    completion_window="24h",
                    endpoint=_ENDPOINT,
                    input_file_id=file.id,
                    metadata={"newsbrief": self._run},
                    output_expires_after={"anchor": "created_at", "seconds": _KEPT_S},
                )
        except Exception as error:
            for call in calls:
                self._fail(call, error)
            return
        self._report(f"{batch.id}: sent, {len(calls)} calls; it may take a day")
        self._begin(self._watch(batch, calls.keys()))

    async def _watch(self, batch: Batch, calls: Iterable[str]) -> None:
        """Wait for a batch to end, and hand out what came of its calls."""
        left = set(calls)
        try:
            with classify_errors():
                async for line in self._read(batch):
                    call = str(line.get("custom_id"))
                    if call in left:
                        left.remove(call)
                        self._hand_out(call, line)
            error: Exception = TransientFailure(UpstreamFailed("The batch ended without an answer."))
        except Exception as failure:
            error = failure
        for call in left:
            self._fail(call, error)

    async def _read(self, batch: Batch) -> AsyncIterator[dict[str, Any]]:
        """Yield the lines of a batch's answer, once it has ended."""
        client = await self._connection.client()
        while batch.status not in _ENDED:
            await asyncio.sleep(self._pace.poll_s)
            batch = await self._ask_patiently(partial(client.batches.retrieve, batch.id))
        self._report(f"{batch.id}: {batch.status}")
        for file in filter(None, (batch.output_file_id, batch.error_file_id)):
            content = await self._ask_patiently(partial(client.files.content, file))
            for line in _parse_lines(content.text):
                yield line

    async def _ask_patiently(self, ask: Callable[[], Any]) -> Any:
        """Return the server's answer, asked again through passing failures: a batch has hours."""
        waits = wait_exponential(multiplier=self._pace.poll_s / 8, max=self._pace.poll_s)
        return await AsyncRetrying(retry=retry_if_exception(_may_pass), wait=waits)(ask)

    def _hand_out(self, call: str, line: Mapping[str, Any]) -> None:
        response = line.get("response") or {}
        status, body = response.get("status_code"), response.get("body")
        if status == 200:
            self._answers[call].set_result(body)
        elif isinstance(status, int):
            self._fail(call, classify_status(status, body))
        else:
            said = (line.get("error") or {}).get("message") or "it was not answered"
            self._fail(call, TransientFailure(UpstreamFailed(f"The batch left a call out: {str(said)[:200]}")))

    def _fail(self, call: str, error: Exception) -> None:
        """Give whoever waits for `call` the error, and forget the call: it may be asked again."""
        future = self._answers.pop(call)
        future.set_exception(error)
        future.exception()  # nobody may wait for it, where an earlier run asked

    def _begin(self, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _may_pass(error: BaseException) -> bool:
    """Return whether a failure may be gone when the server is asked again."""
    import openai

    if isinstance(error, openai.APIStatusError):
        return error.status_code >= 500 or error.status_code in (408, 409, 429)
    return isinstance(error, openai.APIConnectionError)


def _parse_lines(text: str) -> Iterator[dict[str, Any]]:
    for line in text.split("\n"):
        value = json.loads(line) if line.strip() else None
        if isinstance(value, dict):
            yield value
