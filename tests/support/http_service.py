"""The service over real HTTP within this process, and how its answers are read."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import uvicorn
from fastapi import FastAPI

from newsbrief.api.app import create_app
from newsbrief.api.problems import PROBLEMS
from newsbrief.api.protocol import SERVER
from newsbrief.problem import PREFIX
from newsbrief.settings import Settings


@contextmanager
def serve(settings: Settings) -> Iterator[str]:
    """Yield the service over real HTTP; its address."""
    with serving_app(create_app(settings)) as url:
        yield url


@contextmanager
def serving_app(app: FastAPI) -> Iterator[str]:
    """Yield an application over real HTTP; its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, **SERVER))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the service did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def reason_of(answer: httpx.Response) -> str:
    """Return the kind of problem; fails where the answer is none."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    problem = answer.json()
    reason = problem["type"].removeprefix(PREFIX)
    assert (problem["status"], problem["title"]) == PROBLEMS[reason]
    assert answer.status_code == problem["status"]
    assert problem["detail"]
    assert "Traceback" not in answer.text
    return str(reason)


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def open_socket(address: str) -> socket.socket:
    where = urlsplit(address)
    return socket.create_connection((where.hostname, where.port), timeout=10)


def post(client: httpx.Client, text: str, key: str, **options: Any) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    answer = client.post("/summarize", json={"text": text, "options": options}, headers=headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())
