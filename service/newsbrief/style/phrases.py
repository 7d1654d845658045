"""Many words and phrases, found in a text in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import regex

_TOKEN = regex.compile(r"(?P<word>[\p{L}\p{M}\p{N}]+)|\s+|[^\p{L}\p{M}\p{N}\s]")


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A phrase in a text: its number among those that were given, and its characters `start` to `end`."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, white space or one other character: `text` in one case, its characters `start` to `end`."""

    text: str
    start: int
    end: int
    is_word: bool


@dataclass(slots=True)
class _Node:
    """A node of the tree of phrases: the tokens that may follow, and the `number` of the phrase that ends here."""

    following: dict[str, _Node] = field(default_factory=dict)
    number: int | None = None


class Phrases:
    """A tree of phrases by their words: the time to search a text does not grow with their number."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._root = _Node()
        for number, phrase in enumerate(phrases):
            node = self._root
            for token in _split_tokens(phrase):
                node = node.following.setdefault(token.text, _Node())
            if node.number is None:
                node.number = number

    def find(self, text: str) -> Iterator[PhraseMatch]:
        """Yield the phrases that a text has as whole words, the longest at each place, none within another.

        Case and the kind of white space make no difference.
        """
        tokens, at = _split_tokens(text), 0
        while at < len(tokens):
            match = None if at and tokens[at - 1].is_word else self._longest(tokens, at)
            if match is None:
                at += 1
                continue
            number, end = match
            yield PhraseMatch(number, tokens[at].start, tokens[end - 1].end)
            at = end

    def _longest(self, tokens: list[_Token], at: int) -> tuple[int, int] | None:
        """Return the number of the longest phrase that begins with the token `at`, and the token that follows it."""
        longest, node = None, self._root
        for place in range(at, len(tokens)):
            following = node.following.get(tokens[place].text)
            if following is None:
                break
            node = following
            if node.number is not None and not any(token.is_word for token in tokens[place + 1 : place + 2]):
                longest = node.number, place + 1
        return longest


def _split_tokens(text: str) -> list[_Token]:
    tokens = []
    for match in _TOKEN.finditer(text):
        token = " " if match[0].isspace() else match[0].casefold()
        tokens.append(_Token(token, match.start(), match.end(), bool(match["word"])))
    return tokens
