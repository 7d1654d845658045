"""A scripted upstream with OpenAI's Batch API over real HTTP: files, batches, and answers by the script."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from evals.request_body import read_body
from tests.support.upstream import Answer, Upstream


@dataclass
class BatchUpstream(Upstream):
    """Its batches end when they are asked for the `polls`th time."""

    files: dict[str, bytes] = field(default_factory=dict)
    batches: dict[str, dict[str, Any]] = field(default_factory=dict)
    polls: int = 2
    status: str = "completed"
    """How the next batch ends."""
    left_out: Callable[[dict[str, Any]], bool] = lambda request: False
    """Which calls a batch does not answer."""
    failing: list[int] = field(default_factory=list)
    """Statuses of the next requests, before any that succeeds."""
    named: int = 0
    """How many files there were."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"].endswith("/chat/completions"):
            await super().__call__(scope, receive, send)
            return
        raw = await read_body(receive)
        status, body = (self.failing.pop(0), b"{}") if self.failing else self._answer(scope, raw)
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _answer(self, scope: Any, raw: bytes) -> tuple[int, bytes]:
        match scope["method"], scope["path"].removeprefix("/v1").strip("/").split("/"):
            case "POST", ["files"]:
                name = self._file_name()
                self.files[name] = _read_upload(raw)
                return 200, json.dumps({"id": name, "object": "file", "purpose": "batch"}).encode()
            case "GET", ["files", name, "content"] if name in self.files:
                return 200, self.files[name]
            case "POST", ["batches"]:
                return 200, json.dumps(self._begun(json.loads(raw))).encode()
            case "GET", ["batches"]:
                listed = list(reversed(self.batches.values()))
                return 200, json.dumps({"object": "list", "data": listed, "has_more": False}).encode()
            case "GET", ["batches", name]:
                return 200, json.dumps(self._poll(name)).encode()
        return 404, json.dumps({"error": {"message": "no such address"}}).encode()

    def _file_name(self) -> str:
        self.named += 1
        return f"file-{self.named}"

    def _begun(self, sent: dict[str, Any]) -> dict[str, Any]:
        name = f"batch_{len(self.batches)}"
        self.batches[name] = {
            "id": name,
            "object": "batch",
            "status": "in_progress",
            "created_at": int(time.time()),
            "polls": 0,
            **sent,
        }
        return self.batches[name]

    def _poll(self, name: str) -> dict[str, Any]:
        batch = self.batches[name]
        batch["polls"] += 1
        if batch["status"] == "in_progress" and batch["polls"] >= self.polls:
            batch["status"], self.status = self.status, "completed"
            if batch["status"] in ("completed", "expired"):
                output = self._file_name()
                self.files[output] = b"".join(self._lines(batch))
                batch["output_file_id"] = output
        return batch

    def _lines(self, batch: dict[str, Any]) -> Iterator[bytes]:
        # In another order than they were sent, as the API may.
        for line in reversed(self.files[batch["input_file_id"]].split(b"\n")[:-1]):
            sent = json.loads(line)
            if self.left_out(sent["body"]):
                continue
            self.requests.append(sent["body"])
            answer: Answer = self.next(sent["body"])
            response = {"status_code": answer.status, "body": answer.body}
            told = {"custom_id": sent["custom_id"], "response": response, "error": None}
            yield json.dumps(told, ensure_ascii=False).encode() + b"\n"


def _read_upload(raw: bytes) -> bytes:
    """Return the file in a form of several parts (RFC 7578)."""
    boundary = raw.split(b"\r\n", 1)[0]
    parts = [part for part in raw.split(boundary) if b'name="file"' in part]
    head = re.search(rb"\r\n\r\n", parts[0])
    assert head
    return parts[0][head.end() :].removesuffix(b"\r\n")
