"""The tokens that a model takes, prompt and answer together: as set, learnt, said by its server, or listed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any

import regex

from newsbrief.article.tokens import UNKNOWN_WINDOW, count_tokens, find_margin
from newsbrief.models.endpoint import Endpoint
from newsbrief.models.errors import ContextTooLong

_KEPT_S = 3_600.0
_ASKED_S = 5.0
"""Seconds that the server may take to list its models."""
_SMALLEST = 512
"""Tokens; what claims to be a smaller window is another number."""
_FIELDS = frozenset(
    {
        "loaded_context_length",
        "max_model_len",
        "n_ctx",
        "context_length",
        "context_window",
        "max_context_length",
        "max_input_tokens",
        "max_context_tokens",
        "input_token_limit",
        "inputTokenLimit",
    }
)
"""What servers call it in their list of models."""
# Tokens in a model's own encoding over those in ours, at the least: for text that is mostly ASCII, for other text in
# the scripts below, and for any other, which ours spells byte by byte (OpenAI tells of o200k_base: Arabic half of
# cl100k_base, Urdu 0.40, Korean 0.59, Hindi 0.34, Gujarati 0.23).
_LEAST, _LEAST_KNOWN, _LEAST_SPELT = 0.85, 0.35, 0.15
_KNOWN = regex.compile(
    r"[\p{Latin}\p{Cyrillic}\p{Greek}\p{Hebrew}\p{Arabic}\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\P{L}]"
)
_SAMPLE = 10_000
"""Characters by which the script of a text is told."""
_SMALLEST_CUT = 1_400
"""Tokens; a smaller count is another number, or a window with which nothing could be read in parts either."""
_COUNTED_FROM = 4.0
"""Bytes a token, below which no prompt was cut."""


class Window:
    """The window of one model at one server."""

    def __init__(self, at: Endpoint, tokens: int | None = None) -> None:
        """Set the window. `told` is what the deployment says of it."""
        self._at, self._told = at, tokens
        self._learnt: int | None = None
        self._asked: int | None = None
        self._learnt_until = self._asked_until = 0.0
        self._asking = asyncio.Lock()

    @property
    def known_tokens(self) -> int | None:
        """Tokens, as far as is known without asking anybody."""
        now = time.monotonic()
        learnt = self._learnt if now < self._learnt_until else None
        sizes = [size for size in (self._told or self._asked, learnt) if size]
        return min(sizes, default=None)

    async def tokens(self) -> int | None:
        """Return the window, asking the server where nothing else is known; None where nobody knows."""
        if self.known_tokens:
            return self.known_tokens
        async with self._asking:
            if time.monotonic() >= self._asked_until:
                self._asked = await self._listed_by_server() or await asyncio.to_thread(look_up, self._at.model)
                self._asked_until = time.monotonic() + _KEPT_S
        return self.known_tokens

    def learn(self, tokens: int | None) -> None:
        """Take note of what the server has shown: for an hour, as others may set it otherwise."""
        if tokens and tokens >= _SMALLEST:
            self._learnt, self._learnt_until = tokens, time.monotonic() + _KEPT_S

    def forget(self) -> None:
        """Forget what the server seemed to show."""
        self._learnt = None

    async def _listed_by_server(self) -> int | None:
        with suppress(Exception):  # many servers have no such list, each in its own way
            async with asyncio.timeout(_ASKED_S):
                return read_list(await self._at.models(), self._at.model)
        return None


def read_list(entries: Sequence[Mapping[str, Any]], model: str) -> int | None:
    """Return the window that a server's list of models names for `model`; None where it names none."""
    own = [entry for entry in entries if model in (entry.get("id"), entry.get("name"), entry.get("model"))]
    return min((size for entry in own for size in _find_sizes(entry)), default=None)


@cache
def look_up(model: str) -> int | None:
    """Return the window of a hosted model by its name, of several hosts the smallest; None where it is not listed."""
    # Half a second to import: only for articles that a small window might not hold.
    from genai_prices.data_snapshot import get_snapshot

    bare = model.strip().lower().rsplit("/", 1)[-1]
    providers = get_snapshot().providers
    matches = (provider.find_model(bare, all_providers=providers) for provider in providers)
    return min((each.context_window for each in matches if each and each.context_window), default=None)


def narrow(window: int | None, full: ContextTooLong) -> int:
    """Return the window to plan for where `window` was too wide: the one that the server names, if that is less.

    Else ours counts too few tokens, or nobody knows: it is a quarter.
    """
    tried = window or UNKNOWN_WINDOW
    return full.window if full.window and full.window < tried else tried // 4


def is_undercounted(prompt: str, counted: int) -> bool:
    """Return whether a server counted far fewer tokens in `prompt` than any tokenizer would."""
    if len(prompt.encode()) <= _COUNTED_FROM * counted:
        return False
    sample = prompt[:_SAMPLE]
    if 5 * sum(map(str.isascii, sample)) >= 4 * len(sample):
        least = _LEAST
    else:
        least = _LEAST_KNOWN if 5 * len(_KNOWN.findall(sample)) >= 4 * len(sample) else _LEAST_SPELT
    return least * count_tokens(prompt, "gpt-4").tokens > counted


def is_cut(prompt: str, counted: int) -> bool:
    """Return whether a server that counted so many tokens in `prompt` may have read only a part of it, unsaid."""
    return counted >= _SMALLEST_CUT and is_undercounted(prompt, counted)


def count_room(window: int, prompt: str, model: str) -> int:
    """Return the tokens that `window` leaves for the answer to `prompt`; at most, as counts have a margin."""
    # No text has more tokens than bytes.
    if len(prompt.encode()) * (1 + find_margin(prompt, model)) < window // 4:
        return window * 3 // 4
    return window - count_tokens(prompt, model).tokens


def _find_sizes(entry: Mapping[str, Any], depth: int = 2) -> Iterator[int]:
    for name, value in entry.items():
        if isinstance(value, Mapping) and depth:
            yield from _find_sizes(value, depth - 1)
        elif name in _FIELDS and isinstance(value, int) and value >= _SMALLEST:
            yield value
