"""Articles to measure with: the seed, and longer ones made of all that the suite has."""

from __future__ import annotations

import json
from itertools import count, permutations
from pathlib import Path

import regex

from newsbrief.evals.case import load

_SEEDS = Path(__file__).parents[1] / "seeds"
_END = regex.compile(r"(?<=[\p{L}\d]{2})(?=[.!?][”\"]?(?:\s|$))")
_WHOM = ("readers", "families", "farmers", "teachers", "doctors", "workers", "visitors", "children", "students")
_ENDS = [f" for {one} and {other}" for one, other in permutations(_WHOM, 2)]


def read_seed() -> str:
    """Return the seed article, 1,496 words."""
    return (_SEEDS / "iran_us_talks.article.txt").read_text(encoding="utf-8")


def seed_briefing() -> str:
    """Return an older briefing of the seed article, in Markdown; the article does not carry all of it."""
    return (_SEEDS / "iran_us_talks.briefing.md").read_text(encoding="utf-8")


def vary_text(text: str, number: int) -> str:
    """Return the text with more words at the end of each sentence, which `number`, below 72, chooses out of nine.

    What is remembered of sentences is no help then; what is remembered of words is. Claims renewed with the number of
    their article stay as true as they were.
    """
    return _END.sub(_ENDS[number], text)


def longer(words: int) -> str:
    """Return about so many words: the suite's articles in turn, then again with another day in each sentence.

    What only repeated itself would be read once.
    """
    texts = [case.text for case in load() if case.file.suffix == ".txt"]
    day = count(1)
    out: list[str] = []
    held = 0
    for turn in count():
        for text in texts:
            out.append(regex.sub(r"(?<=[a-z])\. ", lambda _: f" on day {next(day)}. ", text) if turn else text)
            held += len(text.split())
            if held >= words:
                return " ".join("\n\n".join(out).split(" ")[:words])
    raise AssertionError


def bodies(number: int, text: str) -> list[bytes]:
    """Return requests of one article that differ in a sentence, so that no kept briefing answers them."""
    return [
        json.dumps({"text": f"{text}\n\nThis report is the update with the number {n + 1001} of the day."}).encode()
        for n in range(number)
    ]
