"""Translated figures: the numbers of a claim in another language are those of the article."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from newsbrief.article import Article, per_article
from newsbrief.verification.claim import CheckResult, Claim
from newsbrief.verification.guards.figures import compare, values_of

NAME = "translated_figures"
_DIGITS = regex.compile(r"(\d[\d,.]*\d|\d)([千百十]?[万萬億亿兆]?)")
"""A number with its scale word, in scripts that part no words."""


def check(claim: Claim, article: Article) -> CheckResult:
    """Fail on the first number that the article does not have, each text read in its own language.

    It asks the judge: it has not earned to decide. What follows from two numbers is asked about too, as whoever
    translates has little reason to reckon.
    """
    return compare(_parted(claim.text), article, claim.language, _values(article), NAME, reckons=False)


@per_article
def _values(article: Article) -> Sequence[float]:
    return values_of(
        [_parted(text) for text in (article.title or "", *(s.text for s in article.sentences))], article.language
    )


def _parted(text: str) -> str:
    """Return `text` with white space around the numbers of a script that parts no words."""
    return _DIGITS.sub(r" \1\2 ", text) if regex.search(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]", text) else text
