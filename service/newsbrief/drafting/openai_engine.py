"""Drafts by a model on any OpenAI-compatible server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from pydantic import BaseModel

from newsbrief.article.tokens import REPLY, count_tokens, plan_budget
from newsbrief.drafting.answers import WholeDraft, build_draft
from newsbrief.drafting.draft import Draft, DraftRequest, DraftResult, EngineName, OnItem, Strategy
from newsbrief.drafting.long_article import NOTES_TOKENS, take_notes
from newsbrief.drafting.parallel import draft_sections
from newsbrief.drafting.partial_answer import listen_to_draft
from newsbrief.drafting.source import SourceLine, fence, lay_out_lines, list_lines
from newsbrief.drafting.writer import Task, TaskResult
from newsbrief.models.chat import Chat
from newsbrief.models.errors import ContextTooLong, DraftingError, PromptCut
from newsbrief.models.model_session import ModelSession
from newsbrief.models.prompts import Prompt, PromptStamp
from newsbrief.models.window import narrow
from newsbrief.workers import run_in_worker

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


class OpenAIEngine:
    """Drafts by chat completions: one call where the article fits the model and the strategy is `single`."""

    def __init__(
        self,
        chat: Chat,
        *,
        name: EngineName = "openai",
        context: int | None = None,
        reply: int = REPLY,
        section: int | None = None,
        prompts: Mapping[str, Prompt] | None = None,
    ) -> None:
        """`context` is the model's window in tokens, where it is known; `reply` what an answer may take of it.

        `section`: write every draft section by section, one at a time, each of at most so many tokens.
        `prompts`: by name, what to use instead of the newest versions.
        """
        self.name: EngineName = name
        self.model: str | None = chat.model
        self.chat = chat
        self._context = context
        self._reply = reply
        self._section = section
        self._prompts = prompts or {}

    async def aclose(self) -> None:
        """Close the connections to the server."""
        await self.chat.aclose()

    async def draft(self, request: DraftRequest) -> DraftResult:
        """Return the article as a draft.

        Raises:
            DraftingError: no draft can be had; its `usage` tells what was spent.
        """
        session = ModelSession(
            self.chat, request.language, request.deadline, self._prompts, style=request.style, across=request.across
        )
        try:
            shown = list_lines(request.article)
            draft_within = partial(self._draft_within, shown, session, request.strategy, request.on_item)
            whole, stamp = await self._fit_window(shown, session, draft_within)
        except DraftingError as error:
            error.usage = session.usage
            raise
        return DraftResult(whole, self.model, stamp, session.usage, tuple(dict.fromkeys(session.warnings)))

    async def write(self, task: Task[M], deadline: float) -> TaskResult[M]:
        """Return what a task asks for; an article that does not fit the model is read in parts first.

        Raises:
            DraftingError: it cannot be had; its `usage` tells what was spent.
        """
        session = ModelSession(self.chat, task.language, deadline, self._prompts, style=task.style)
        try:
            if task.article is None:
                answer, stamp = await self._answer(task, session)
            else:
                shown = list_lines(task.article)
                answer, stamp = await self._fit_window(
                    shown, session, partial(self._write_within, task, shown, session)
                )
        except DraftingError as error:
            error.usage = session.usage
            raise
        return TaskResult(answer, stamp, session.usage, tuple(dict.fromkeys(session.warnings)))

    async def _write_within(
        self, task: Task[M], shown: Sequence[SourceLine], session: ModelSession, window: int | None
    ) -> tuple[M, PromptStamp]:
        texts, _ = await self._texts(shown, session, window)
        return await self._answer(task, session, source=fence(texts))

    async def _answer(self, task: Task[M], session: ModelSession, **source: str) -> tuple[M, PromptStamp]:
        rendered = session.render(task.prompt, **task.values, **source)
        return await session.ask(rendered, task.answer, min(task.most, self._reply)), rendered.stamp

    async def _texts(
        self, shown: Sequence[SourceLine], session: ModelSession, window: int | None
    ) -> tuple[list[str], bool]:
        """Return the lines as text, and whether they are the article's own: one that does not fit becomes notes."""
        texts = lay_out_lines(shown)
        if await self._fit(texts, session, window):
            return texts, True
        room = self._room(session, "compose", self._reply, window)
        part = self._room(session, "digest", min(NOTES_TOKENS, self._reply), window)
        return lay_out_lines(await take_notes(shown, session, self._tokens, part, room)), False

    async def _fit_window(
        self, shown: Sequence[SourceLine], session: ModelSession, work: Callable[[int | None], Awaitable[T]]
    ) -> T:
        """Return what `work` comes to in the model's window, or in a smaller one where the server shows that."""
        window = await self._window(lay_out_lines(shown), session)
        for _ in range(_PLANS):
            try:
                return await work(window)
            except ContextTooLong as full:
                window = narrow(window, full)
                if window < _SMALLEST:
                    raise
                if isinstance(full, PromptCut):
                    session.warnings.append(f"{str(full).rstrip('.')}: the article was read in parts.")
        raise ContextTooLong("The model's context is too small for the article, and for parts of it.")

    async def _draft_within(
        self,
        shown: Sequence[SourceLine],
        session: ModelSession,
        strategy: Strategy,
        on_item: OnItem | None,
        window: int | None,
    ) -> tuple[Draft, PromptStamp]:
        known = frozenset(number for line in shown for number in line.numbers)
        texts, is_whole = await self._texts(shown, session, window)
        name = "briefing" if is_whole else "compose"
        if self._section:
            return await draft_sections(fence(texts), known, session, most=self._section, at_once=1, on_item=on_item)
        if strategy == "parallel" and name == "briefing":
            return await draft_sections(fence(texts), known, session, on_item=on_item)
        prompt = session.render(name, source=fence(texts))
        listen = on_item and listen_to_draft(on_item, known, session.language)
        answer = await session.ask(prompt, WholeDraft, self._reply, listen)
        sections = {field: getattr(answer, field) for field in Draft.model_fields}
        return build_draft(sections, known, session.language), prompt.stamp

    async def _window(self, texts: Sequence[str], session: ModelSession) -> int | None:
        """Return the model's window; the server is not asked for it where any model has room."""
        if known := self._context or self.chat.known_window:
            return known
        about = sum(len(text.encode()) for text in (_render_frame(session, "compose"), *texts)) // _BYTES_A_TOKEN
        return None if about + self._reply <= _ANY_WINDOW else await self.chat.window()

    def _room(self, session: ModelSession, name: str, reply: int, window: int | None) -> int:
        """Return the tokens of text that fit the prompt `name`."""
        return plan_budget(self.model, prompt=_render_frame(session, name), reply=reply, context=window).article

    async def _fit(self, texts: Sequence[str], session: ModelSession, window: int | None) -> bool:
        # No text has more tokens than bytes, with the widest margin: where a model's window is wide nothing need be
        # counted, and no encoder loaded, which takes 0.15 s and 40 MB.
        most = sum(len(text.encode()) + 1 for text in (_render_frame(session, "compose"), *texts)) * 1.7
        if most <= plan_budget(self.model, reply=self._reply, context=window).article:
            return True

        def count_and_compare() -> bool:
            return self._tokens("\n".join(texts)) <= self._room(session, "compose", self._reply, window)

        return await run_in_worker(sum(map(len, texts)), count_and_compare)

    def _tokens(self, text: str) -> int:
        return count_tokens(text, self.model).tokens


_PLANS = 4
"""Windows tried at most."""
_SMALLEST = 1_024
"""Tokens; nothing can be read in parts with less."""
_ANY_WINDOW = 8_192
"""Tokens that nearly every model takes: up to here nobody is asked."""
_BYTES_A_TOKEN = 3
_FORM = "x " * 150
"""Stands for what asking for JSON adds to a prompt."""


def _render_frame(session: ModelSession, name: str) -> str:
    """Return the text of the prompt `name` without an article."""
    bare = session.render(name, source=fence(()))
    return f"{bare.system}\n{bare.user}\n{_FORM}"
