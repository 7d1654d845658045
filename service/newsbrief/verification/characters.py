"""The characters of a claim: hidden ones removed, look-alike ones found, typographic ones told as one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import regex

from newsbrief.article.normalise import replace_unstorable, to_visible
from newsbrief.article.readings import per_text
from newsbrief.article.untrusted import hidden_characters

_HYPHENS = re.compile(r"[\u2010\u2011\u2012\u2212\uFE63\uFF0D]")
_DASHES = re.compile(r"[\u2013\u2014\u2015]")
_QUOTES = re.compile(r"[“”„‟«»‹›＂″]")
_APOSTROPHES = re.compile(r"[‘’‚‛ʼ′´]")
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_OTHER = r"[\p{Cyrillic}ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχ]"
"""Cyrillic letters, and the Greek ones that look like Latin ones: `μm`, `kΩ` and `IFNγ` deceive nobody."""
_ALIKE = regex.compile(rf"\p{{Latin}}.*{_OTHER}|{_OTHER}.*\p{{Latin}}")
_ANY_OTHER = regex.compile(_OTHER)
_CLOSERS = "\"')]"
_NO_SUPERSCRIPT = regex.compile(r"\P{No}+")
"""Not 10⁶, 51¹ or ①: NFKC would make digits of them."""


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text as a reader sees it, and a sentence for an editor on each kind of character that was removed."""

    text: str
    removed: tuple[str, ...] = ()


def clean(text: str) -> CleanText:
    """Return `text` without hidden characters, U+2011, U+202F and their kin told as hyphen and space.

    Removed are zero-width characters, soft hyphens, controls of writing direction, tag characters and controls.
    """
    shown = _HYPHENS.sub("-", to_visible(replace_unstorable(text)))
    return CleanText(shown, hidden_characters(text))


def find_mixed_script_words(text: str) -> tuple[str, ...]:
    """Return the words that mix Latin letters with others that look like them, such as `n\u043et` with a Cyrillic o."""
    if text.isascii() or not _ANY_OTHER.search(text):
        return ()
    return tuple(word for word in _WORD.findall(text) if not word.isascii() and _ALIKE.search(word))


@per_text
def fold(text: str) -> str:
    """Return `text` in one typography, to compare wordings: NFKC, plain quotes and hyphens, no final full stop.

    The case of the first letter is folded, that of all others kept.
    """
    plain = to_visible(text)
    if not plain.isascii():
        plain = _NO_SUPERSCRIPT.sub(lambda part: unicodedata.normalize("NFKC", part[0]), _HYPHENS.sub("-", plain))
        plain = _APOSTROPHES.sub("'", _QUOTES.sub('"', _DASHES.sub(" - ", plain)))
    plain = plain.replace("`", "'").replace("''", '"')
    open_end = plain.rstrip(_CLOSERS)
    plain = " ".join((open_end.rstrip(".。．") + plain[len(open_end) :]).split())
    return plain[:1].lower() + plain[1:]
