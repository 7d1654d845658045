"""Translated figures: the numbers of a claim in another language are those of the article."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from newsbrief.article import Article, per_article
from newsbrief.article.scripts import UNSPACED
from newsbrief.verification.claim import CheckResult, Claim
from newsbrief.verification.guards.figures import find_missing, read_values, report
from newsbrief.verification.number_words import is_plain
from newsbrief.verification.numerals import reads_spelled
from newsbrief.verification.values import Values

NAME = "translated_figures"
_YEARS_LATER: Mapping[str, tuple[int, ...]] = {"fa": (621, 622), "th": (-543,)}
"""Languages that count years otherwise, and by how many theirs are earlier than those of the common era."""
_FIRST, _LAST = 1300, 2700
"""Years that news is about, in whatever calendar."""
_DIGITS = regex.compile(r"(\d[\d,.]*\d|\d)([千百十]?[万萬億亿兆]?)")
"""A number with its scale word, in scripts that part no words."""


def check(claim: Claim, article: Article) -> CheckResult:
    """Fail on the first number that the article does not have, each text read in its own language.

    It asks the judge: it has not earned to decide. Round numbers pass where the article may have them in words that
    are not read.
    """

    text = _space_numbers(claim.text)
    missing = find_missing(text, article, claim.translated_into, _list_values(article), across=True)
    if missing and not reads_spelled(article.language):
        missing = tuple(figure for figure in missing if not all(map(is_plain, figure.values)))
    return report(NAME, missing)


@per_article
def _list_values(article: Article) -> Values:
    texts = [_space_numbers(text) for text in (article.title or "", *(s.text for s in article.sentences))]
    known = read_values(texts, article.language, as_written=True)
    # A year is the same in another calendar.
    later = _YEARS_LATER.get(article.language, ())
    years = (value + more for value in known for more in later if value == int(value) and _FIRST <= value <= _LAST)
    return tuple(sorted({*known, *years}))


def _space_numbers(text: str) -> str:
    """Return `text` with white space around the numbers of a script that parts no words."""
    return _DIGITS.sub(r" \1\2 ", text) if regex.search(rf"[{UNSPACED}]", text) else text
