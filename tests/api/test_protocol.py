"""Test headers and refused bodies: bounded in bytes and time, and always answered."""

import json
import socket
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from newsbrief.api import protocol
from newsbrief.api.protocol import MOST_HEADER_BYTES
from tests.support.articles import ARTICLE
from tests.support.http_service import open_socket
from tests.support.upstream import Upstream, chat, draft
from tests.support.waiting import wait_until


def rest(connection: socket.socket) -> bytes:
    got = b""
    try:
        while piece := connection.recv(65536):
            got += piece
    except ConnectionResetError:
        pass
    return got


@pytest.mark.parametrize("head", [b"", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: "])
def test_headers_that_never_end_are_given_up(monkeypatch: pytest.MonkeyPatch, address: str, head: bytes) -> None:
    monkeypatch.setattr(protocol, "HEADER_S", 0.3)
    began = time.monotonic()
    connections = [open_socket(address) for _ in range(50)]
    for connection in connections:
        connection.sendall(head)
    for connection in connections:
        with closing(connection):
            assert rest(connection).startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() - began < 20, "not the framework's own time-out"
    assert httpx.get(f"{address}/healthz").status_code == 200


def test_one_who_drips_headers_gains_no_time(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr(protocol, "HEADER_S", 0.5)
    with closing(open_socket(address)) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\n")
        began = time.monotonic()
        with suppress(OSError):  # closed or reset, as the system has it
            while time.monotonic() - began < 25:
                connection.sendall(b"X: y\r\n")
                time.sleep(0.05)
        assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "head",
    [
        b"GET /healthz HTTP/1.1\r\nX: " + b"x" * 2_000_000,
        b"GET /" + b"x" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * (MOST_HEADER_BYTES + 1) + b"\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
    ],
    ids=range(4),
)
def test_headers_that_are_too_large_are_refused(address: str, head: bytes) -> None:
    with closing(open_socket(address)) as connection:
        for start in range(0, len(head), 10_000):
            try:
                connection.sendall(head[start : start + 10_000])
            except OSError:
                break
            time.sleep(0.001)
        answer = rest(connection)
    assert answer == b"" or answer.startswith((b"HTTP/1.1 431 ", b"HTTP/1.1 400 ")), answer[:100]
    assert httpx.get(f"{address}/healthz").status_code == 200


def test_a_large_head_in_small_pieces_is_answered(address: str) -> None:
    with closing(open_socket(address)) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * MOST_HEADER_BYTES)
        answer = rest(connection)
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert b"headers-too-large" in answer


def test_what_is_usual_passes(address: str) -> None:
    with closing(open_socket(address)) as connection:
        request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 30_000 + b"\r\n\r\n"
        connection.sendall(request * 3)  # one after another, without waiting for an answer
        got = b""
        while got.count(b'{"status":"ok"}') < 3:
            got += connection.recv(65536)
        connection.sendall(request)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("early", "late"), [(b"\r\n", b""), (b"GET /healthz HT", b"TP/1.1\r\nHost: localhost\r\n\r\n")]
)
def test_what_comes_after_a_request_does_not_end_its_answer(
    monkeypatch: pytest.MonkeyPatch, service: Callable[..., Any], upstream: Upstream, early: bytes, late: bytes
) -> None:
    monkeypatch.setattr(protocol, "HEADER_S", 0.2)
    upstream.says(replace(chat(draft()), wait_s=1))
    body = json.dumps({"text": ARTICLE}).encode()
    head = (
        b"POST /summarize HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n" % len(body)
    )
    settings = {"engine": "openai", "openai_base_url": upstream.base_url, "judge_model": "off"}
    with service(**settings) as client, closing(open_socket(str(client.base_url))) as connection:
        connection.sendall(head + body)
        wait_until(lambda: upstream.requests)
        connection.sendall(early)
        answer = HTTPResponse(connection)
        answer.begin()
        assert (answer.status, json.loads(answer.read())["meta"]["engine"]) == (200, "openai")
        if late:
            connection.sendall(late)
            assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("path", ["/summarize", "/verify", "/jobs"])
def test_a_body_over_the_limit_is_answered_to_who_writes_all_of_it_first(
    address: str, path: str, chunked: bool
) -> None:
    body, where = b"x" * 12_000_000, urlsplit(address)
    with closing(HTTPConnection(where.hostname or "", where.port, timeout=20)) as connection:
        headers = {"Content-Type": "application/json"}
        connection.request("POST", path, iter([body]) if chunked else body, headers, encode_chunked=chunked)
        answer = connection.getresponse()
        assert answer.status == 413
        assert b"body-too-large" in answer.read()


def test_who_asks_first_is_told_before_the_body(address: str) -> None:
    with closing(open_socket(address)) as connection:
        connection.sendall(
            b"POST /summarize HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: 99999999\r\nExpect: 100-continue\r\n\r\n"
        )
        # No body is ever sent: who waited for one would not answer.
        assert connection.recv(65536).startswith(b"HTTP/1.1 413 ")
