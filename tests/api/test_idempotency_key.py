"""Test the syntax of idempotency keys, and that each belongs to one client."""

import pytest
from starlette.requests import Request

from newsbrief.api.idempotency import read_keyed_request
from newsbrief.api.problems import ProblemError


def request(*keys: str, path: str = "/summarize", **headers: str) -> Request:
    sent = [(b"idempotency-key", key.encode("latin-1")) for key in keys]
    sent += [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": sent}
    return Request(scope | {"server": ("host", 80), "scheme": "http"})


LONG = "x" * 256
NONE = ["", '""', " ", "a b", '"a', 'a"b', '"a"b"', '"é"', "é", "a,b", LONG, f'"{LONG}"', r'"a\b"']


@pytest.mark.parametrize("keys", [*((key,) for key in NONE), ("a", "a")])
def test_what_is_none(keys: tuple[str, ...]) -> None:
    with pytest.raises(ProblemError) as told:
        read_keyed_request(request(*keys), b"")
    assert told.value.reason == "malformed-request"


@pytest.mark.parametrize(
    ("quoted", "bare"), [('"abc"', "abc"), (f'"{LONG[1:]}"', LONG[1:]), (r'"a\\b"', r"a\b"), ('"abc"', " abc ")]
)
def test_quoted_or_bare_is_the_same_key(quoted: str, bare: str) -> None:
    one, other = read_keyed_request(request(quoted), b""), read_keyed_request(request(bare), b"")
    assert one
    assert other
    assert (one.key, one.request) == (other.key, other.request)
    assert one.owner != other.owner


def test_a_key_is_its_callers_and_a_request_is_all_of_it() -> None:
    plain = read_keyed_request(request("k", content_type="text/plain", authorization="Bearer a"), b"body")
    assert plain
    others = read_keyed_request(request("k", content_type="text/plain", authorization="Bearer b"), b"body")
    assert others
    assert others.key != plain.key
    for changed in (
        read_keyed_request(request("k", content_type="text/html", authorization="Bearer a"), b"body"),
        read_keyed_request(request("k", content_type="text/plain", authorization="Bearer a"), b"bodies"),
        read_keyed_request(request("k", content_type="text/plain", authorization="Bearer a", path="/other"), b"body"),
    ):
        assert changed
        assert changed.key == plain.key
        assert changed.request != plain.request
    assert read_keyed_request(request(), b"body") is None
