"""Interviews: what stands below a question is the word of whoever was asked, marked or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import regex

from newsbrief.article import Article, Sentence
from newsbrief.article.ends import asks
from newsbrief.article.quotations import MARKS
from newsbrief.article.turns import find_turns
from newsbrief.extractive.references import addresses

FEWEST_QUESTIONS = 3
"""Paragraphs that are questions, or that open with a speaker's name, from which an article may be an interview."""
FEWEST_SPOKEN = 0.35
"""Part of the sentences below the first question in a first or second person: explainers ask, but have fewer."""
FULL = 4
"""Paragraphs at most to a question, where whoever asks says something first: explainers ask in a line alone."""
_QUOTED = regex.compile(rf"(?:\p{{Lu}}[\p{{L}} .-]{{0,40}}:\s)?[{MARKS}]")
"""The start of an answer in quotation marks, behind the name of who gives it or not."""
_MARK = regex.compile(r"[*•–—-]")
"""What sets a question and its answer apart."""


def find_answers(article: Article) -> Iterator[int]:
    """Yield the indices of the sentences from the first question of an interview on; none where it is none.

    Where answers stand in quotation marks, what does not is told by whoever asks.
    """
    paragraphs = [list(run) for _, run in groupby(article.sentences, key=lambda s: s.paragraph)]
    asked = [n for n, p in enumerate(paragraphs) if n and asks(p[-1].text)]
    spoken_by = {turn[0].index for turn in find_turns(paragraphs, article.language)}
    labelled = [n for n, p in enumerate(paragraphs) if p[0].index in spoken_by]
    for sentences in (asked, labelled):
        if len(sentences) < FEWEST_QUESTIONS:
            continue
        below = [s for p in paragraphs[sentences[0] :] for s in p if not s.is_boilerplate]
        spoken = sum(addresses(s.text, article.language) for s in below)
        addressed = sum(any(addresses(s.text, article.language) for s in paragraphs[n]) for n in asked)
        marked = {n for n, paragraph in enumerate(paragraphs) if _is_marked(paragraph, article)}
        asked_by_label = len({*asked} & {*labelled})
        led = sum(len(paragraphs[n]) > 1 for n in asked)
        dialogue = sum({n, n + 1} <= marked for n in asked)
        if (
            spoken >= FEWEST_SPOKEN * len(below)
            or dialogue >= FEWEST_QUESTIONS
            or asked_by_label >= FEWEST_QUESTIONS
            or (sentences is asked and 3 * addressed >= max(6, len(asked)))
            or (sentences is asked and led >= FEWEST_QUESTIONS and FULL * len(asked) >= len(paragraphs) - asked[0])
        ):
            told = set(_find_told(paragraphs, asked))
            yield from (s.index for s in below if s.paragraph not in told)
            return


def _find_told(paragraphs: Sequence[list[Sentence]], asked: Sequence[int]) -> Iterator[int]:
    """Yield the paragraphs that tell something between the answers, where most of those are in quotation marks."""
    quoted = {n for n, paragraph in enumerate(paragraphs) if _QUOTED.match(paragraph[0].text)}
    answered = [n for n in asked if n + 1 in quoted]
    if 2 * len(answered) > len(asked):
        yield from (p[0].paragraph for n, p in enumerate(paragraphs) if n not in quoted and n not in asked)


def _is_marked(paragraph: list[Sentence], article: Article) -> bool:
    """Return whether a paragraph opens with a dash or a star, as a question or an answer does."""
    start = paragraph[0].start
    return bool(_MARK.search(article.source, max(0, start - 3), start + 1))
