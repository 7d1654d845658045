"""Interviews: what stands below a question is the word of whoever was asked, marked or not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import regex

from newsbrief.article import Article, Sentence
from newsbrief.article.ends import asks
from newsbrief.extractive.references import addresses

FEWEST_QUESTIONS = 3
"""Paragraphs that are questions, or that open with a speaker's name, from which an article may be an interview."""
FEWEST_SPOKEN = 0.35
"""Part of the sentences below the first question in a first or second person: explainers ask, but have fewer."""
FULL = 4
"""Paragraphs at most to a question, where whoever asks says something first: explainers ask in a line alone."""
_MARK = regex.compile(r"[*•–—-]")
"""What sets a question and its answer apart."""
_LABEL = regex.compile(r"(?:\p{Lu}[\p{L}.-]*\s?){1,4}:\s+\S")


def find_answers(article: Article) -> Iterator[int]:
    """Yield the indices of the sentences from the first question of an interview on; none where it is none."""
    paragraphs = [list(run) for _, run in groupby(article.sentences, key=lambda s: s.paragraph)]
    asked = [n for n, p in enumerate(paragraphs) if n and asks(p[-1].text)]
    labelled = [n for n, p in enumerate(paragraphs) if _LABEL.match(p[0].text)]
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
            yield from (s.index for s in below)
            return


def _is_marked(paragraph: list[Sentence], article: Article) -> bool:
    """Return whether a paragraph opens with a dash or a star, as a question or an answer does."""
    start = paragraph[0].start
    return bool(_MARK.search(article.source, max(0, start - 3), start + 1))
