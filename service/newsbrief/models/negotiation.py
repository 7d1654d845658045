"""Completions of one server: on the best terms that the server takes, within the model's window."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from newsbrief.article.tokens import count_tokens
from newsbrief.models.completion import Completion
from newsbrief.models.endpoint import Endpoint
from newsbrief.models.errors import (
    ContentFiltered,
    ContextTooLong,
    ModelNotFound,
    PromptCut,
    Refused,
    UpstreamFailed,
)
from newsbrief.models.failures import RequestRejected
from newsbrief.models.learnt import LearntTerms, find_departures
from newsbrief.models.payer import payer
from newsbrief.models.prefix import ANSWER, join_schemas, mark_prefix
from newsbrief.models.prices import Price
from newsbrief.models.prompts import RenderedPrompt
from newsbrief.models.retrying import FAILED_WITHIN
from newsbrief.models.server import Server
from newsbrief.models.streaming import OnPartialAnswer
from newsbrief.models.terms import Message, Mode, Terms
from newsbrief.models.usage import CallUsage
from newsbrief.models.window import Window, count_room, is_cut, is_undercounted

log = logging.getLogger(__name__)
M = TypeVar("M", bound=BaseModel)

_LEAST = 300
"""Tokens; a shorter answer is of no use."""
_SHORTENED = 2
"""Times that less is kept for the answer."""
_PER_TOKEN = 4
"""Characters, about: of a prompt whose answer nobody heard no more is known."""
_NEAR = 16
"""Tokens by which servers end before their window does."""


@dataclass(slots=True)
class AnswerRequest(Generic[M]):
    """An answer that is asked for, and how that stands."""

    answer: type[M]
    prompt: RenderedPrompt
    turns: list[Message]
    most: int
    """Tokens of the answer."""
    deadline: float
    on_partial: OnPartialAnswer | None
    terms: Terms
    corrects: bool = True
    """Whether an answer in the form that was asked for, and yet none, is worth another turn."""
    spent: list[CallUsage] = field(default_factory=list)
    unsaid: dict[str, Any] = field(default_factory=dict)
    """Departures in the terms for which the server gave no reason."""


class Negotiation:
    """Asks one server for completions, and keeps what was learnt of it."""

    def __init__(
        self,
        at: Endpoint,
        server: Server,
        parameters: Mapping[str, Any],
        context: int | None,
        price: Price | None,
        answers: Sequence[type[BaseModel]] = (),
    ) -> None:
        """`parameters` go with every request; `context` is the model's window in tokens, where it is set.

        `answers` are forms of which a server that shows schemas is sent all with each, so that the prefix stays one.
        """
        self._at, self._server, self._parameters, self._price = at, server, parameters, price
        self._answers = tuple(answers) if at.shows_schemas else ()
        self.window = Window(at, context)
        self.learnt = LearntTerms(Terms())
        self._cut_to: int | None = None
        self._counts = True
        self._worked: set[Mode] = set()
        """Forms in which the server has answered."""

    async def ask(self, asked: AnswerRequest[M]) -> Completion:
        """Return one completion, on the best terms that the server takes."""
        sampled, shortened = False, 0
        while True:
            body = self._body(asked)
            try:
                sent = mark_prefix(body, asked.prompt, self._at, asked.terms.left_out)
                on_partial = asked.on_partial if "stream" in sent else None
                completion = await self._server.answer(
                    sent, asked.deadline, on_partial, doubtful=self._is_doubtful(asked.terms)
                )
            except RequestRejected as no:
                if sampled or not no.said.is_of_sample:
                    asked.terms = self._lower(no, {**sent, "messages": body["messages"]}, asked)
                sampled = no.said.is_of_sample
                continue
            except ContextTooLong as error:
                self.window.learn(error.window)
                if shortened == _SHORTENED or not self._shorten(error, body, asked):
                    raise
                shortened += 1
                continue
            except UpstreamFailed as failed:
                if (plain := self._avoid_form(failed, asked)) is None:
                    raise
                asked.terms = plain
                continue
            except asyncio.CancelledError:
                # Nobody waits any more, but the server has the prompt, and bills it.
                self._charge(CallUsage(1, len(_join_text(body["messages"])) // _PER_TOKEN))
                raise
            used = completion.usage
            if used is None:
                # Counting megabytes would hold up the loop.
                used = await asyncio.to_thread(self._count_usage, body["messages"], completion)
            asked.spent.append(self._charge(used, is_paid=completion.is_recorded))
            self._worked.add(asked.terms.mode)
            _check(completion)
            self._check_prompt(completion, body)
            return completion

    def _body(self, asked: AnswerRequest[M]) -> dict[str, Any]:
        # The form is asked for at the very end: small models heed it there, and what precedes stays the same prefix.
        *before, last = asked.turns
        form = asked.terms.request(asked.answer, self._at.shows_schemas)
        messages = [*before, {**last, "content": last["content"] + form}]
        streamed = asked.on_partial is not None and asked.terms.streams
        body = asked.terms.body(self._at.model, messages, asked.answer, asked.most, self._parameters, streamed=streamed)
        limit = asked.terms.limit
        if limit in body and self.window.known_tokens:
            left = count_room(self.window.known_tokens, _join_text(messages), self._at.model)
            body[limit] = min(body[limit], max(left, _LEAST))
        if asked.terms.mode == "json_schema" and len(self._answers) > 1 and asked.answer in self._answers:
            both = {"name": ANSWER, "strict": True, "schema": join_schemas(self._answers)}
            body["response_format"] = {"type": "json_schema", "json_schema": both}
        return body

    def _shorten(self, error: ContextTooLong, sent: dict[str, Any], asked: AnswerRequest[M]) -> bool:
        """Return whether the prompt may fit with less kept for the answer, which is then asked for."""
        limit, known = asked.terms.limit, self.window.known_tokens
        if limit not in sent:
            return False
        if not known:
            if error.is_of_answer:
                asked.unsaid |= {"limit": None}
                asked.terms = replace(asked.terms, limit=None)
            return error.is_of_answer
        left = count_room(known, _join_text(sent["messages"]), self._at.model)
        if left == sent[limit]:
            # The server counts more than we do.
            asked.most = left // 2
        return min(asked.most, known // 4) <= left <= int(sent[limit])

    def _lower(self, no: RequestRejected, sent: dict[str, Any], asked: AnswerRequest[M]) -> Terms:
        """Return the next terms to try after the server rejected those of `asked`.

        Raises:
            DraftingError: there is nothing left to try.
        """
        if said := asked.terms.without_refused(no.said, sent):
            if refused := said.left_out - asked.terms.left_out - {"temperature"}:
                log.warning("option refused", extra={"model": self._at.model, "options": sorted(refused)})
            return said
        suspected = self.learnt.suspected_terms
        is_new = suspected is not None and not asked.unsaid and suspected != asked.terms
        lower = suspected if is_new else asked.terms.next_trial(sent)
        if lower is None:
            if no.status == 404:
                raise ModelNotFound("The model server has no such model, or another address (most end in /v1).") from no
            raise UpstreamFailed(f"The model server rejects the request with status {no.status}.") from no
        asked.unsaid |= find_departures(asked.terms, lower)
        return lower

    def _is_doubtful(self, terms: Terms) -> bool:
        return terms.mode != "text" and terms.mode not in self._worked

    def _avoid_form(self, failed: UpstreamFailed, asked: AnswerRequest[M]) -> Terms | None:
        """Return terms in plain text, where a server fails within (500) in a form that never worked on it; else None.

        Some fail so at a schema or a tool that they do not know.
        """
        if failed.status != FAILED_WITHIN or not self._is_doubtful(asked.terms):
            return None
        plain = replace(asked.terms, mode="text")
        asked.unsaid |= find_departures(asked.terms, plain)
        return plain

    def _check_prompt(self, completion: Completion, sent: dict[str, Any]) -> None:
        """Raise `PromptCut` where the server counted far fewer tokens than were sent."""
        if completion.usage is None:
            return
        seen = completion.usage.prompt_tokens + completion.usage.cached_tokens + completion.usage.cache_write_tokens
        prompt = _join_text(sent["messages"])
        if (
            self._cut_to
            and is_undercounted(prompt, seen)
            and count_tokens(prompt, self._at.model).tokens <= self._cut_to
        ):
            # It fits what seems to have been read before: this server counts otherwise, and cuts nothing.
            self._counts, self._cut_to = False, None
            self.window.forget()
        elif self._counts and is_cut(prompt, seen):
            self._cut_to = seen
            self.window.learn(seen)
            raise PromptCut(f"The model server read only {seen} tokens of the prompt, and cut off the rest", seen)

    def check_room(self, completion: Completion, asked: AnswerRequest[M]) -> None:
        """Raise `ContextTooLong` where the window ended the answer, and not its limit."""
        if completion.usage is None:
            return
        total = completion.usage.prompt_tokens + completion.usage.completion_tokens
        limit = asked.terms.limit_for(asked.most)
        is_short = limit is None or completion.usage.completion_tokens < 0.9 * limit
        # Windows are round numbers.
        is_known = self.window.known_tokens is not None and total >= self.window.known_tokens - _NEAR
        if not is_known and (completion.is_full or (is_short and (total + _NEAR) % 1024 <= 2 * _NEAR)):
            self.window.learn(total)
            raise ContextTooLong("The model's window ended the answer.", total)

    def _charge(self, used: CallUsage, *, is_paid: bool = False) -> CallUsage:
        """Return what a call took with its price, and tell who pays for it, unless it is paid already."""
        spent = used.of(self._at.model, self._price.of(used) if self._price else None)
        if not is_paid:
            payer.get()(spent)
        return spent

    def _count_usage(self, messages: Sequence[Message], completion: Completion) -> CallUsage:
        return CallUsage(
            1,
            count_tokens(_join_text(messages), self._at.model).tokens,
            count_tokens(completion.text + completion.thought, self._at.model).tokens,
        )


def _join_text(messages: Sequence[Message]) -> str:
    return "\n".join(message["content"] for message in messages)


def _check(completion: Completion) -> None:
    if completion.is_filtered:
        raise ContentFiltered("The model server's content filter stopped the answer.")
    if completion.refusal is not None:
        raise Refused("The model refused to answer.")
