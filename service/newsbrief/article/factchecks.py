"""Fact checks: the claim that they examine, which they do not assert, and their rating of it.

A claim stands under a label, or as it was passed on, without quotation marks, below a paragraph that announces it:
`The text that is going round reads:`. Words that tell are data, by language, in `factchecks.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import regex

from newsbrief.article.article import Sentence
from newsbrief.article.scripts import UNSPACED_LANGUAGES
from newsbrief.article.speech import spoken_words
from newsbrief.resources import read_language_table

_MOST = 3
"""Paragraphs that a claim has at most."""
_RATING_WORDS = 8
"""Words of a rating at most; a longer line under that label explains it."""
_VERDICT_WORDS, _VERDICT_CHARACTERS = 6, 12
"""Words, and characters without spaces, of a sentence at most that says of the one before it whether it is true."""
_QUIZ = 2
"""Statements with a rating of their own from which they are those of a quiz."""
_LABEL_END = r"\s*[:：?؟？]?\s*(?:\d+\s*)?$"
_SAYS = r"\s*(?:(?:nr\.?|no\.?)?\s*\d{1,2})?\s*(?:[:：]\s*|[–—-]{1,2}\s+(?=[\"“„«]?(?-i:\p{Lu})))(?=\S)"
"""What follows a label in its own line: a colon and words, or a dash and a sentence."""
_MARKS = "\"'“„«‘*_¿ "
_QUOTED = regex.compile(r"[\"“„«‘'「]")
_COLONS = (":", "：")
_UNBOUNDED = UNSPACED_LANGUAGES | {"ko"}
"""Languages in which no space tells where a word ends: endings stand next to it."""
_LABELS_OR_ASKS = regex.compile(r"[:：?؟？]")

Patterns = Mapping[str, regex.Pattern[str]]


def find_examined(paragraphs: Sequence[Sequence[Sentence]], language: str) -> Iterator[int]:
    """Yield the indices of the sentences of a claim that the article examines, and of its label."""
    cues = _patterns(language)
    if not cues:
        return
    yield from _find_answered(paragraphs, cues)
    labelled = announced = 0
    for paragraph in paragraphs:
        first = paragraph[0].text.strip(_MARKS)
        if cues["claim_alone"].match(first) and len(paragraph) == 1:
            labelled, announced = _MOST, 0
            yield paragraph[0].index
        elif cues["claim_before"].match(first):
            labelled = announced = 0
            yield from (s.index for s in paragraph)
        elif paragraph[0].is_heading or cues["rating_label"].match(first):
            labelled = announced = 0
        elif announced and _QUOTED.match(paragraph[0].text):
            # Its marks tell what is quoted, and where that ends.
            announced = 0
        elif labelled or (announced and (announced == _MOST or not _answers(paragraph, cues))):
            labelled, announced = max(0, labelled - 1), max(0, announced - 1)
            yield from (s.index for s in paragraph)
        else:
            labelled = announced = 0
        if _announces(paragraph[-1].text, cues):
            announced = _MOST


def _find_answered(paragraphs: Sequence[Sequence[Sentence]], cues: Patterns) -> Iterator[int]:
    """Yield the statements of a quiz: each has its rating alone behind it or on the line below."""
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph]
    behind = [s.index for s in sentences if cues["value_behind"].search(s.text)]
    below = [after for after in sentences[1:] if cues["value_alone"].fullmatch(after.text)]
    if len(behind) + len(below) >= _QUIZ:
        yield from behind
        yield from (index for after in below for index in (after.index - 1, after.index))


def find_rated(sentences: Sequence[Sentence], outside: Mapping[int, str], language: str) -> Iterator[int]:
    """Yield the sentences of which the next, a short one, says whether they are true: `This is not true.`

    `outside` are the texts outside quotations, by index, of sentences that a quotation touches.
    """
    cues = _patterns(language)
    for sentence, after in pairwise(sentences) if cues else ():
        text = outside.get(after.index, after.text)
        is_short = text.count(" ") < _VERDICT_WORDS and (" " in text or len(text) <= _VERDICT_CHARACTERS)
        if is_short and not after.is_heading and not _LABELS_OR_ASKS.search(text) and cues["rates"].search(text):
            yield sentence.index


def find_rating(sentences: Sequence[Sentence], language: str) -> tuple[int, ...]:
    """Return the sentences by which a fact check rates the claim that it examines: one, or a label and its line below.

    Empty where the article is no fact check, or rates in a text of its own.
    """
    cues = _patterns(language)
    if not cues:
        return ()
    rating = [n for n, s in enumerate(sentences) if cues["rated_label"].match(s.text)]
    claims = rating and any(cues["claim_label"].match(s.text.strip(_MARKS)) for s in sentences)
    for sentence, below in ((sentences[n], sentences[n + 1] if n + 1 < len(sentences) else None) for n in rating):
        text = sentence.text
        if len(text.split()) <= _RATING_WORDS and (rated := cues["rated"].match(text)):
            if claims or cues["value"].match(text, rated.end()):
                return (sentence.index,)
            continue
        rates = below and len(below.text.split()) <= _RATING_WORDS and cues["rated_below"].match(text)
        if below and rates and (claims or cues["value"].match(below.text)):
            return sentence.index, below.index
    return ()


def _announces(text: str, cues: Patterns) -> bool:
    """Return whether the paragraph that ends in `text` announces what a post, a message or the like says."""
    if not (text.rstrip().endswith(_COLONS) and cues["reads"].search(text)):
        return False
    return any(
        m.start() == 0 or not cues["named"].search(text, m.start(), m.end()) for m in cues["carrier"].finditer(text)
    )


def _answers(paragraph: Sequence[Sentence], cues: Patterns) -> bool:
    """Return whether a paragraph below an announced claim is the article's own: on the claim, or of a speaker."""
    first = paragraph[0].text
    return bool(
        cues["answer"].match(first)
        or cues["carrier"].search(first)
        or any(cues["spoken"].search(s.text) for s in paragraph)
        or paragraph[-1].text.rstrip().endswith(_COLONS)
    )


@lru_cache(maxsize=64)
def _patterns(language: str) -> Patterns:
    """Return the patterns of a language; none without data."""
    words = read_language_table("article/factchecks.toml", language)
    if not words:
        return {}
    claim, verdict = words["claim"], words["verdict"]
    never = "(?!)"
    patterns = {
        "claim_alone": rf"(?:{claim}){_LABEL_END}",
        "claim_before": rf"(?:{claim}){_SAYS}",
        "claim_label": rf"(?:{claim})(?:{_LABEL_END}|{_SAYS})",
        "rated_label": rf"(?:{verdict})(?:{_LABEL_END}|{_SAYS})",
        "rated": rf"(?:{verdict}){_SAYS}",
        "rated_below": rf"(?:{verdict}){_LABEL_END}",
        "rating_label": rf"(?:{verdict}|{words['rating']})(?:{_LABEL_END}|\s*[:：]|{_SAYS})",
        "value_alone": rf"\P{{L}}*(?:{words['value']})\P{{L}}*",
        # From the end backwards: most sentences have no such word there.
        "value_behind": rf"(?r)[.!?…]\P{{L}}*(?:{words['value']})\P{{L}}*$",
        "rates": words["value"] if language in _UNBOUNDED else rf"(?<!\p{{L}})(?:{words['value']})(?![\p{{L}}\p{{M}}])",
        "value": rf"\P{{L}}*(?:{words['value']})(?!\p{{L}})",
        "carrier": rf"(?<!\p{{L}})(?:{words.get('carrier', never)})(?!\p{{L}})",
        "reads": rf"(?<!\p{{L}})(?:{words.get('reads', never)})(?!\p{{L}})",
        # A capital as in `The Washington Post`; German has one in every noun.
        "named": never if language == "de" else r"(?-i:(?<=(?:[Tt]he|\p{Lu}\p{Ll}+)\s)\p{Lu})",
        "answer": rf"(?:{words.get('answer', never)})",
        "spoken": spoken_words(language) or never,
    }
    return {kind: regex.compile(pattern, regex.IGNORECASE) for kind, pattern in patterns.items()}
