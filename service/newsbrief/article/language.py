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
    "af", "am", "ar", "as", "az", "be", "bg", "bn", "br", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "eo", "es",
    "et", "eu", "fa", "fi", "fo", "fr", "fy", "ga", "gd", "gl", "gu", "ha", "he", "hi", "hr", "ht", "hu", "hy", "id",
    "ig", "is", "it", "ja", "jv", "ka", "kk", "km", "kn", "ko", "ku", "ky", "lb", "lg", "ln", "lo", "lt", "lv", "mg",
    "mk", "ml", "mn", "mr", "ms", "mt", "my", "ne", "nl", "no", "nso", "om", "or", "pa", "pl", "ps", "pt", "ro", "ru",
    "rw", "si", "sk", "sl", "sn", "so", "sq", "sr", "st", "sv", "sw", "ta", "te", "tg", "th", "tk", "tl", "tr", "tt",
    "ug", "uk", "ur", "uz", "vi", "xh", "yo", "zh", "zu",
)
# fmt: on
"""Languages that news is written in: the model knows some 140. One that is not here is taken for its nearest with full
certainty, as Zulu was for Swahili; the rest are left out, as the model mistakes short texts for them."""


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
