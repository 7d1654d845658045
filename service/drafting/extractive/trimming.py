"""A sentence without what ties it to its place: only cuts that cannot change what it says."""

from __future__ import annotations

import regex

from service.article.words import words

LONG = 34
"""Words from which a trailing participle clause is cut off."""
_KEPT_WORDS = 12
_OPENING = regex.compile(
    r"\A(?:however|meanwhile|moreover|furthermore|additionally|also|still|indeed|in addition|in turn|in fact|of course|"
    r"in parallel(?: with [^,]{1,40})?|at the same time|taken together|most notably|notably|now|separately|in short|"
    r"for (?:its|his|her|their) part|on the other hand|overall|finally|elsewhere|by contrast|nevertheless|nonetheless|"
    r"thus|therefore),\s+(?=\S)|"
    # Said without them, a sentence says the same; `but for`, `and yet` and their like are other words.
    r"\A(?:and|but)\s+(?!(?:for|not|then|yet|so|if|even|only|also|because|still|in|on|at|no|nor|now)\b)(?=\p{L}|[“\"])",
    regex.IGNORECASE,
)
# What stands before a sentence and is none of it: a dateline, a live report's clock, a sentence's number.
_LABEL = regex.compile(
    r"\A(?:(?:\[\d{1,3}\]\s*)+|S(?:entence )?\d{1,3}:\s+|\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?\s+(?=\p{Lu})|"
    r"\p{Lu}[\p{Lu}\s.'’-]{2,40}(?:,\s[^—–]{1,30})?(?:\s\([^()]{1,30}\))?\s(?:[—–]|--?)\s(?=\S))"
)
_FOOTNOTE = regex.compile(r"\s?\[\d{1,3}\]")
_ASIDE = regex.compile(r",\s(?:meanwhile|however|moreover|though|too|in turn|for (?:his|her|its|their) part),\s")
_PARTICIPLE = regex.compile(r",\s(?:while\s|also\s|further\s|thus\s|thereby\s)*(\p{Ll}+ing)\b")
_NO_PARTICIPLE = frozenset(
    {"according", "including", "excluding", "pending", "barring", "depending", "regarding", "concerning", "following"}
    | {"during", "providing", "assuming", "meaning", "spring", "morning", "evening", "nothing", "something", "anything"}
    | {"everything", "king", "bring", "string", "sibling", "considering"}
)
_KEEPING = regex.compile(
    r"\b(?:not|never|no|if|unless|only|but|except|provided|without|until|denied|n['’]t)\b", regex.IGNORECASE
)
_PAIRS = {"(": ")", "[": "]", "（": "）", "「": "」", "『": "』", "《": "》"}


def trimmed(text: str) -> str:
    """`text` without what only ties it to its place.

    That is a dateline or connective at its start, marks of footnotes, asides that only connect, and, if it is long, a
    last clause. What remains are words of `text` in their order, with a capital and a full stop. Nothing inside a
    quotation is cut, nor a clause with a negation, a condition or an exception in it.
    """
    text = _FOOTNOTE.sub("", _LABEL.sub("", text, count=1))
    text = _OPENING.sub("", text, count=1)
    text = _ASIDE.sub(" ", text)
    if len(words(text)) > LONG:
        text = _without_last_clause(text)
    return text[:1].upper() + text[1:]


def _without_last_clause(text: str) -> str:
    for match in _PARTICIPLE.finditer(text):
        head, tail = text[: match.start()], text[match.start() :]
        if (
            match.group(1) not in _NO_PARTICIPLE
            and len(words(head)) >= _KEPT_WORDS
            and balanced(head)
            and not _KEEPING.search(tail)
        ):
            return head + "."
    return text


def balanced(text: str) -> bool:
    """Whether every quotation and bracket that opens in `text` closes in it, as English or another language sets them.

    German closes „ with “, which opens in English; Swedish opens and closes with ”; Danish turns « and » about.
    """
    low, left, right = text.count("„"), text.count("“"), text.count("”")
    curly = low == left + right if low else left == right or (not left and right % 2 == 0)
    return (
        curly
        and text.count("«") == text.count("»")
        and text.count('"') % 2 == 0
        and all(text.count(opening) == text.count(closing) for opening, closing in _PAIRS.items())
    )
