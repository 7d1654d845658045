"""What an encoder reads of an article beside a claim."""

from __future__ import annotations

from collections.abc import Sequence

from service.article import Article

LONGEST = 130
"""Words: with the claim about 200 tokens, which costs an encoder a third of what 512 would."""


def premise(claim: str, article: Article, evidence: Sequence[int]) -> str:
    """The sentences of `evidence`, best first as far as they fit, in the order of the article.

    Where the best leave room, the sentence before the best one joins them: pronouns point there.
    """
    room = LONGEST
    chosen: set[int] = set()
    neighbours = [evidence[0] - 1] if evidence and evidence[0] > 0 else []
    for index in (*evidence, *neighbours):
        length = len(article.sentences[index].text.split())
        if index not in chosen and (length <= room or not chosen):
            chosen.add(index)
            room -= length
    return " ".join(article.sentences[i].text for i in sorted(chosen))
