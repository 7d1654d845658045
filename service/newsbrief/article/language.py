"""The language of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from newsbrief.article.once import load_once

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SAMPLE = 3_000
"""Characters looked at: the model takes 1 ms for 2,000, and is certain long before."""
CERTAIN = 0.6
"""Probability from which a language is taken as known."""
FEWEST_ENGLISH = 60
"""Words from which English is told without the model."""
_TAG = regex.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")
_ALIASES = {
    "nb": "no",
    "nn": "no",
    "iw": "he",
    "in": "id",
    "cmn": "zh",
    "wuu": "zh",
    "yue": "zh",
    "arz": "ar",
    "ary": "ar",
    "fil": "tl",
}
# fmt: off
_LANGUAGES = (
    "af", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa",
    "fi", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km", "kn",
    "ko", "ku", "ky", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "my", "ne", "nl", "no", "pa", "pl", "ps",
    "pt", "ro", "ru", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "te", "th", "tl", "tr", "uk", "ur",
    "uz", "vi", "zh",
)
# fmt: on
"""Languages that news is written in: the model knows 140, and mistakes short English for some of the others."""


def read_primary_subtag(tag: str | None) -> str | None:
    """Return the primary subtag of a BCP 47 tag (`en-GB` is `en`), lower-cased; `None` for what is no tag."""
    match = _TAG.fullmatch(tag.strip()) if tag else None
    if match is None or match.group(1).lower() in ("und", "zxx", "mul"):
        return None
    code = match.group(1).lower()
    return _ALIASES.get(code, code)


def detect(text: str) -> str:
    """Return the language `text` is written in, as a primary subtag; `und` when unsure.

    Plain English is told by its commonest words, in 0.1 ms. For all else the first call loads a model (half a second,
    75 MB); later ones take about 2 ms.
    """
    sample = _sample(text)
    if not sample:
        return "und"
    if _plainly_english(sample):
        return "en"
    code, probability = _identifier().classify(sample)
    return read_primary_subtag(code) or "und" if probability >= CERTAIN else "und"


def _plainly_english(sample: str) -> bool:
    """Return whether `the`, `of` and `and` are 6 words in 100 at least and all stand there, as in English alone."""
    words = sample.lower().split()
    counts = [words.count(word) for word in ("the", "of", "and")]
    return len(words) >= FEWEST_ENGLISH and all(counts) and sum(counts) * 100 >= 6 * len(words)


def _sample(text: str) -> str:
    """Return a piece of the start and of the middle: an article may open with a quotation in another language."""
    if len(text) <= SAMPLE:
        return text.strip()
    middle = len(text) // 2
    return text[: SAMPLE // 2] + " " + text[middle : middle + SAMPLE // 2]


@load_once
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LANGUAGES)
    return identifier
