"""Requests to a judge: the article, in the bytes in which the draft saw it, then the claims with the doubts of code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from random import Random

from newsbrief.article import Article
from newsbrief.article.tokens import REPLY, count_tokens, plan_budget
from newsbrief.drafting.source import SourceLine, fence, lay_out_lines, list_lines, to_plain_line
from newsbrief.models.model_session import name_language
from newsbrief.models.prompts import RenderedPrompt, load_prompt
from newsbrief.verification.evidence import locate
from newsbrief.verification.judge.canary import make_canaries
from newsbrief.verification.judge.judgement import Reasons

QUESTIONS_AT_ONCE: Mapping[Reasons, int] = {"flagged": 40, "all": 6}
"""Claims of one request; more go side by side. The longer the answer on each, the fewer: all wait for the longest."""
TOKENS_PER_CLAIM = 120
"""Of the answer: a reason of 20 words, a verdict, numbers, and now and then a fix."""
_SHOWN = 3
"""Sentences that are named under a claim."""
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
    evidence: tuple[int, ...] = ()
    """Indices of the sentences that seem to carry it: the judge names others where they do not."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request: the rendered prompt, and which of its neutral ids stands for which claim."""

    rendered: RenderedPrompt
    questions: tuple[Question, ...]
    shown: tuple[SourceLine, ...]
    """The lines of the article that it shows."""
    names: Mapping[str, str]
    """The claim's own id by the id in the request."""
    canaries: Mapping[str, bool]
    """Whether a canary is true, by its id in the request."""

    @property
    def most_tokens(self) -> int:
        """Tokens that the answer may take."""
        return 300 + TOKENS_PER_CLAIM * (len(self.names) + len(self.canaries))


@dataclass(frozen=True, slots=True)
class Manner:
    """The manner in which claims are put to a judge."""

    reasons: Reasons = "flagged"
    """For which claims it is to write a reason."""
    attempt: int = 0
    """Each puts the claims in another order, among other canaries."""
    canaries: bool = True
    """Whether there are any."""


PLAIN = Manner()


@dataclass(frozen=True, slots=True)
class ContextLimit:
    """The room of a judge's model: its name, and its window in tokens where that is known."""

    model: str
    tokens: int | None = None

    def fits(self, text: str, most: int) -> bool:
        """Return whether `text` fits beside an answer of `most` tokens."""
        room = plan_budget(self.model, reply=min(most, REPLY), context=self.tokens).article
        # No text has more tokens than bytes: a wide window needs no count.
        return len(text.encode()) * 1.7 <= room or count_tokens(text, self.model).tokens <= room


def build_requests(
    questions: Sequence[Question], article: Article, limit: ContextLimit, manner: Manner = PLAIN
) -> Iterator[Request]:
    """Yield requests that hold all `questions`; each shows the whole article where it fits, else wide excerpts.

    The same questions give the same bytes.
    """
    shown, size = list_lines(article), QUESTIONS_AT_ONCE[manner.reasons]
    whole = _request(questions[:size], article, shown, manner)
    if not limit.fits(whole.rendered.system + whole.rendered.user, whole.most_tokens):
        yield from _split_to_window(questions, article, shown, limit, manner)
        return
    if 0 < len(questions) <= size:
        yield whole
        return
    # As even as can be: what goes side by side takes as long as the largest part.
    each = ceil(len(questions) / ceil(len(questions) / size)) if questions and manner.canaries else len(questions)
    for first in range(0, len(questions), each or 1):
        yield _request(questions[first : first + each], article, shown, manner)


def _split_to_window(
    questions: Sequence[Question], article: Article, shown: Sequence[SourceLine], limit: ContextLimit, manner: Manner
) -> Iterator[Request]:
    """Yield requests with excerpts: half of the questions each, until what they need fits the window."""
    chosen = _choose_lines(questions, article, shown)
    request = _request(questions, article, chosen, manner)
    is_small = len(questions) <= QUESTIONS_AT_ONCE[manner.reasons]
    fits = limit.fits(request.rendered.system + request.rendered.user, request.most_tokens)
    if len(questions) == 1 or (is_small and fits):
        yield request
        return
    half = len(questions) // 2
    for part in (questions[:half], questions[half:]):
        yield from _split_to_window(part, article, shown, limit, manner)


def _choose_lines(questions: Sequence[Question], article: Article, shown: Sequence[SourceLine]) -> list[SourceLine]:
    """Return the opening, and the lines around every sentence that bears on a question."""
    places = {number: at for at, line in enumerate(shown) for number in line.numbers}
    near = set(range(min(_LEAD, len(shown))))
    for question in questions:
        for sentence in (*question.near, *locate(question.text, article, limit=_WIDE)):
            if (at := places.get(sentence)) is not None:
                near.update(range(max(0, at - _NEAR), min(len(shown), at + _NEAR + 1)))
    return [line for at, line in enumerate(shown) if at in near]


def _request(questions: Sequence[Question], article: Article, shown: Sequence[SourceLine], manner: Manner) -> Request:
    seed = "\n".join([article.source, str(manner.attempt), *(f"{q.id} {q.text}" for q in questions)])
    draw = Random(hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest())  # noqa: S311 - no secret
    numbers = frozenset(number for line in shown for number in line.numbers)
    made = make_canaries(article, draw, numbers, manner.attempt) if manner.canaries else None
    extra = [(text, is_true) for text, is_true in ((made.true, True), (made.false, False)) if text] if made else []
    texts: list[tuple[Question, bool | None]] = [(q, None) for q in questions]
    texts += [(Question("", text, evidence=locate(text, article)), is_true) for text, is_true in extra]
    draw.shuffle(texts)
    names, planted = {}, {}
    for number, (question, is_true) in enumerate(texts, 1):
        if is_true is None:
            names[str(number)] = question.id
        else:
            planted[str(number)] = is_true
    asked = [line for number, (question, _) in enumerate(texts, 1) for line in _lay_out(number, question, manner)]
    day = article.published_at
    language = questions[0].language if questions else ""
    rendered = load_prompt("judge").render(
        source=fence(lay_out_lines(shown)),
        claims=fence(asked),
        published=f"{day:%A, %d %B %Y}" if day else "",
        reasons=manner.reasons,
        claimed=name_language(language) if language else "",
        written=name_language(article.language),
    )
    return Request(rendered, tuple(questions), tuple(shown), names, planted)


def _lay_out(number: int, question: Question, manner: Manner) -> Iterator[str]:
    yield f"{number}{' (analysis)' if question.analysis else ''}: {to_plain_line(question.text)}"
    if question.evidence and manner.reasons == "flagged":
        yield f"[{','.join(map(str, question.evidence[:_SHOWN]))}]"
    for doubt in question.doubts:
        yield f"   question: {to_plain_line(doubt)}"
