"""Requests to a judge: the article, numbered as in the draft, then the claims with the doubts that code has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from newsbrief.article import Article
from newsbrief.article.tokens import REPLY, budget, count
from newsbrief.drafting.source import Line, fenced, laid_out, lines, plain
from newsbrief.models.asking import name_language
from newsbrief.models.prompts import Rendered, prompt
from newsbrief.verification.evidence import locate
from newsbrief.verification.judge.canary import make_canaries

BATCH_SIZE = 40
"""Claims of one request; more go side by side."""
TOKENS_PER_CLAIM = 120
"""Of the answer: a reason of 20 words, a verdict, numbers, and now and then a fix."""
_LEAD = 4
"""Lines of the opening that every window holds."""
_NEAR, _WIDE = 3, 8
"""Lines on either side of a sentence that bears on a claim, and how many such sentences are looked for."""


@dataclass(frozen=True, slots=True)
class Question:
    """A claim to be judged."""

    id: str
    text: str
    analysis: bool = False
    """It may be an inference."""
    doubts: tuple[str, ...] = ()
    """Findings of guards that the judge is to look into."""
    language: str = ""
    """Of the claim, a primary subtag, where it is another than the article's."""
    near: tuple[int, ...] = ()
    """Sentences that the claim's writer named, where words cannot tell which bear on it."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request: the rendered prompt, and which of its neutral ids stands for which claim."""

    rendered: Rendered
    questions: tuple[Question, ...]
    shown: tuple[Line, ...]
    """The lines of the article that it shows."""
    names: Mapping[str, str]
    """The claim's own id by the id in the request."""
    canaries: Mapping[str, bool]
    """Whether a canary is true, by its id in the request."""

    @property
    def most_tokens(self) -> int:
        """Tokens that the answer may take."""
        return 300 + TOKENS_PER_CLAIM * (len(self.names) + len(self.canaries))

    def reorder(self, article: Article) -> Request:
        """Return the same questions in another order, with other canaries."""
        return _request(self.questions, article, self.shown, 1, canaries=bool(self.canaries))


@dataclass(frozen=True, slots=True)
class Window:
    """The room of a judge's model: its name, and its window in tokens where that is known."""

    model: str
    tokens: int | None = None

    def fits(self, text: str, most: int) -> bool:
        """Return whether `text` fits beside an answer of `most` tokens."""
        room = budget(self.model, reply=min(most, REPLY), context=self.tokens).article
        # No text has more tokens than bytes: a wide window needs no count.
        return len(text.encode()) * 1.7 <= room or count(text, self.model).tokens <= room


def build_requests(
    questions: Sequence[Question], article: Article, window: Window, *, canaries: bool = True
) -> Iterator[Request]:
    """Yield requests that hold all `questions`; each shows the whole article where it fits, else wide excerpts.

    The same questions give the same bytes.
    """
    shown = lines(article)
    whole = _request(questions[:BATCH_SIZE], article, shown, 0, canaries)
    is_whole = window.fits(whole.rendered.system + whole.rendered.user, whole.most_tokens)
    if is_whole:
        for first in range(0, len(questions), BATCH_SIZE):
            yield _request(questions[first : first + BATCH_SIZE], article, shown, 0, canaries)
        return
    yield from _windowed(questions, article, shown, window, canaries)


def _windowed(
    questions: Sequence[Question],
    article: Article,
    shown: Sequence[Line],
    window: Window,
    canaries: bool,
) -> Iterator[Request]:
    """Yield requests with excerpts: half of the questions each, until what they need fits the window."""
    chosen = _excerpt(questions, article, shown)
    found = _request(questions, article, chosen, 0, canaries)
    alone = len(questions) == 1
    if len(questions) <= BATCH_SIZE and (
        alone or window.fits(found.rendered.system + found.rendered.user, found.most_tokens)
    ):
        yield found
        return
    half = len(questions) // 2
    for part in (questions[:half], questions[half:]):
        yield from _windowed(part, article, shown, window, canaries)


def _excerpt(questions: Sequence[Question], article: Article, shown: Sequence[Line]) -> list[Line]:
    """Return the opening, and the lines around every sentence that bears on a question."""
    places = {number: at for at, line in enumerate(shown) for number in line.numbers}
    near = set(range(min(_LEAD, len(shown))))
    for question in questions:
        for sentence in (*question.near, *locate(question.text, article, limit=_WIDE)):
            if (at := places.get(sentence)) is not None:
                near.update(range(max(0, at - _NEAR), min(len(shown), at + _NEAR + 1)))
    return [line for at, line in enumerate(shown) if at in near]


def _request(
    questions: Sequence[Question], article: Article, shown: Sequence[Line], attempt: int, canaries: bool
) -> Request:
    seed = "\n".join([article.source, str(attempt), *(f"{q.id} {q.text}" for q in questions)])
    draw = Random(hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest())  # noqa: S311 - no secret
    made = make_canaries(article, draw) if canaries else None
    extra = [(text, is_true) for text, is_true in ((made.true, True), (made.false, False)) if text] if made else []
    texts: list[tuple[Question, bool | None]] = [(q, None) for q in questions]
    texts += [(Question("", text, analysis=False), is_true) for text, is_true in extra]
    draw.shuffle(texts)
    names, planted = {}, {}
    for number, (question, is_true) in enumerate(texts, 1):
        if is_true is None:
            names[str(number)] = question.id
        else:
            planted[str(number)] = is_true
    asked = [line for number, (question, _) in enumerate(texts, 1) for line in _laid_out(number, question)]
    day = article.published_at
    language = questions[0].language if questions else ""
    values = {"claimed": name_language(language), "written": name_language(article.language)} if language else {}
    rendered = prompt("judge_across" if language else "judge").render(
        source=fenced(laid_out(shown)),
        claims=fenced(asked),
        published=f"{day:%A, %d %B %Y}" if day else "not known",
        **values,
    )
    return Request(rendered, tuple(questions), tuple(shown), names, planted)


def _laid_out(number: int, question: Question) -> Iterator[str]:
    yield f"{number}{' (analysis)' if question.analysis else ''}: {plain(question.text)}"
    for doubt in question.doubts:
        yield f"   question: {plain(doubt)}"
