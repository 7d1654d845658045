"""Training pairs for the entailment encoder: best sentences of an article, a claim, does the first carry the second.

    python -m evals.training.pairs RECORDS.jsonl.gz OUT.jsonl

Only records whose licence allows it are trained on: SummEdits (Apache-2.0), BUMP and StorySumm (MIT), FIB and
XSumFaith (CC BY 4.0), WiCE (annotations ODC-BY). One article in seven is kept out, chosen by the hash of its text, so
that the fit can be measured on articles that it never saw. Records of other corpora are written too, marked
`held_out`: they are for measuring alone.

Every training article also lends some of its own sentences: as they stand, or cut to their first clause, they are
carried; with one number, name, negation or verb changed they are not. That is what teaches the subtle edit.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import regex

from service.article import Article, ArticleError
from service.article.reading import read
from service.faithfulness.entailment.premise import premise
from service.faithfulness.evidence import locate

LICENSED = ("summedits-", "bump-", "storysumm", "fib-", "xsumfaith", "wice")
_NAME = regex.compile(r"(?<=[a-z,;] )(?:\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)*)")
_NUMBER = regex.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])")
_AUXILIARY = regex.compile(r"\b(is|are|was|were|has|have|had|will|would|can|could|should|may|might|did|does)\b(?! not)")
_OPPOSITES = [
    ("agreed", "declined"), ("accepted", "rejected"), ("confirmed", "denied"), ("rose", "fell"), ("won", "lost"),
    ("increased", "decreased"), ("increase", "decrease"), ("approved", "rejected"), ("opened", "closed"),
    ("more", "fewer"),
    ("arrested", "released"), ("supported", "opposed"), ("before", "after"), ("first", "last"), ("higher", "lower"),
    ("up", "down"), ("gained", "lost"), ("began", "ended"), ("success", "failure"), ("best", "worst"), ("men", "women"),
    ("man", "woman"), ("his", "her"), ("he", "she"), ("will", "may"), ("planned to", "refused to"), ("north", "south"),
    ("east", "west"), ("expected to", "unlikely to"), ("allowed", "banned"), ("same", "different"), ("most", "few"),
    ("always", "never"), ("guilty", "not guilty"), ("safe", "dangerous"), ("old", "young"), ("killed", "injured"),
    ("said", "denied"), ("bought", "sold"), ("son", "daughter"), ("Monday", "Thursday"), ("Tuesday", "Saturday"),
    ("Wednesday", "Sunday"), ("Friday", "Monday"), ("January", "June"), ("March", "October"), ("April", "November"),
]  # fmt: skip
_SWAPS = {a: b for pair in _OPPOSITES for a, b in (pair, pair[::-1])}
_SWAPPED = regex.compile(r"\b(" + "|".join(sorted(map(regex.escape, _SWAPS), key=len, reverse=True)) + r")\b")


def main(records: str, out: str) -> None:
    """Write the pairs, a JSON object a line: id, dataset, premise, claim, label, held_out."""
    rng = random.Random(20261124)
    articles: dict[str, Article | None] = {}
    with gzip.open(records, "rt") as lines, Path(out).open("w") as file:
        for line in lines:
            record = json.loads(line)
            key = hashlib.sha256(" ".join(record["source"].split()).encode()).hexdigest()
            unseen = int(key[-4:], 16) % 7 == 0 or not record["dataset"].startswith(LICENSED)
            if key not in articles:
                articles[key] = _article(record["source"])
                if (article := articles[key]) and not unseen:
                    for pair in _own(article, rng):
                        file.write(json.dumps({"id": key[:12], "dataset": "own", "held_out": False} | pair) + "\n")
            if article := articles[key]:
                row = {k: record[k] for k in ("id", "dataset", "claim", "label")}
                row |= {"premise": premise(record["claim"], article, locate(record["claim"], article))}
                file.write(json.dumps(row | {"held_out": unseen, "article": key[:12]}) + "\n")


def _article(source: str) -> Article | None:
    try:
        return read(source, language="en")
    except ArticleError:
        return None


def _own(article: Article, rng: random.Random, most: int = 3) -> Iterator[dict[str, Any]]:
    body = [s for s in article.sentences if not s.heading and not s.boilerplate and 8 <= len(s.text.split()) <= 45]
    names = [n for s in body for n in _NAME.findall(s.text)]
    for sentence in rng.sample(body, min(most, len(body))):
        wrong = edited(sentence.text, names, rng)
        if wrong is not None:
            for text, label in ((sentence.text, 1), (wrong, 0)):
                found = locate(text, article)
                yield {"premise": premise(text, article, found), "claim": text, "label": label}


def edited(text: str, names: Sequence[str], rng: random.Random) -> str | None:
    """`text` with one thing wrong; `None` where nothing in it lends itself to an edit."""
    edits = [_renamed(text, names, rng), _renumbered(text, rng), _opposed(text, rng), _negated(text, rng)]
    possible = [e for e in edits if e is not None and e != text]
    return rng.choice(possible) if possible else None


def _renamed(text: str, names: Sequence[str], rng: random.Random) -> str | None:
    here = list(_NAME.finditer(text))
    others = [n for n in names if n not in text]
    if not here or not others:
        return None
    spot = rng.choice(here)
    return text[: spot.start()] + rng.choice(others) + text[spot.end() :]


def _renumbered(text: str, rng: random.Random) -> str | None:
    here = list(_NUMBER.finditer(text))
    if not here:
        return None
    spot = rng.choice(here)
    digits = [i for i, c in enumerate(spot.group()) if c.isdigit()]
    place = spot.start() + rng.choice(digits)
    digit = rng.choice([d for d in "123456789" if d != text[place]])
    return text[:place] + digit + text[place + 1 :]


def _opposed(text: str, rng: random.Random) -> str | None:
    here = list(_SWAPPED.finditer(text))
    if not here:
        return None
    spot = rng.choice(here)
    return text[: spot.start()] + _SWAPS[spot.group()] + text[spot.end() :]


def _negated(text: str, rng: random.Random) -> str | None:
    if " not " in text:
        return text.replace(" not ", " ", 1)
    here = list(_AUXILIARY.finditer(text))
    if not here:
        return None
    spot = rng.choice(here)
    return f"{text[: spot.end()]} not{text[spot.end() :]}"


if __name__ == "__main__":
    main(*sys.argv[1:])
