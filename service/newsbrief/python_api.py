"""Newsbrief from Python: the steps of the HTTP service, without a server.

>>> from newsbrief import Newsbrief
>>> article = (
...     "MUSCAT (AP) — Iran and the United States will hold talks in Oman on Friday, Iranian Foreign Minister Abbas "
...     "Araghchi said Wednesday. The talks were first planned for Istanbul. A White House official said the United "
...     "States would attend. Iran asked to move the talks to Oman."
... )
>>> with Newsbrief(engine="extractive") as newsbrief:
...     reply = newsbrief.summarize(article, source="AP")
>>> claim = reply.faithfulness.claims[0]
>>> claim.verdict
'supported'
>>> article[claim.evidence[0].start : claim.evidence[0].end] == claim.evidence[0].quote
True
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, ExitStack
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any, ParamSpec, Self, TypedDict, TypeVar, Unpack

from anyio.from_thread import BlockingPortal, start_blocking_portal

from newsbrief.briefing.markdown import parse_markdown
from newsbrief.briefing.schema import Briefing
from newsbrief.orders.order import Order
from newsbrief.pipeline import Options, Submission
from newsbrief.pipeline.older_briefing import read_older_markdown, read_older_reply
from newsbrief.reply import Reply, Update, Verification
from newsbrief.service import Service, open_service
from newsbrief.settings import Settings
from newsbrief.verification.itemise import make_itemiser

P = ParamSpec("P")
T = TypeVar("T")


class ArticleFacts(TypedDict, total=False):
    """Facts on an article that is given as text; a `Submission` brings its own."""

    html: bool
    """The text is HTML."""
    title: str | None
    url: str | None
    source: str | None
    """The outlet."""
    published_at: datetime | None
    language: str | None
    """A tag such as `en`."""


class Newsbrief:
    """Briefs articles and verifies claims with one engine and one judge, which are opened once and shared by calls.

    Use it as a context manager: `with` for the plain methods, which may be called from any thread, and also where an
    event loop is running; `async with` for those whose names end in `_async`.

    Args:
        settings: of everything; by default those of the environment and `.env`.
        keeps: look briefings up in the database of the settings and keep them there, as the service does.
        **chosen: single settings by their names, such as `engine="extractive"` or `model="gpt-5.4-mini"`.

    Raises:
        TypeError: there is no setting of a name in `chosen`.
        pydantic.ValidationError: a setting has no usable value.
        EngineUnavailable, EncoderError, StoreUnavailable: on entering, where one of the parts cannot be had.
    """

    def __init__(self, settings: Settings | None = None, *, keeps: bool = False, **chosen: Any) -> None:
        if unknown := chosen.keys() - Settings.model_fields:
            raise TypeError(f"There is no setting {', '.join(map(repr, sorted(unknown)))}.")
        base = settings or Settings()
        self.settings = Settings.model_validate(base.model_dump() | chosen) if chosen else base
        self._keeps = keeps
        self._service: Service | None = None
        self._portal: BlockingPortal | None = None
        self._opened = ExitStack()
        self._opened_async = AsyncExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            # Where a part cannot be had the portal's thread ends here: it would keep the process alive.
            portal = opening.enter_context(start_blocking_portal())
            service = portal.wrap_async_context_manager(open_service(self.settings, keeps=self._keeps))
            self._service = opening.enter_context(service)
            self._portal, self._opened = portal, opening.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._service = self._portal = None
        self._opened.close()

    async def __aenter__(self) -> Self:
        self._service = await self._opened_async.enter_async_context(open_service(self.settings, keeps=self._keeps))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._service = None
        await self._opened_async.aclose()

    def summarize(
        self, article: str | Submission, *, options: Options | None = None, **known: Unpack[ArticleFacts]
    ) -> Reply:
        """Return the verified briefing of an article, and the report on each of its claims.

        Args:
            article: its text, or HTML where `html` says so; or a `Submission`, which may hold several articles on one
                event.
            options: strategy, judge and what is done where the engine fails.
            **known: of the article, by the names of `ArticleFacts`.

        Raises:
            ArticleError: there is no article in it, or too little of one.
            DraftingError: the engine failed, and options or settings ask for the error instead of the extractive
                briefing.
        """
        return self._run(self.summarize_async, article, options=options, **known)

    async def summarize_async(
        self, article: str | Submission, *, options: Options | None = None, **known: Unpack[ArticleFacts]
    ) -> Reply:
        """Return the same as `summarize`, without blocking."""
        return await self._fulfil(Order(_submission(article, **known), options or Options()))

    def verify(
        self,
        article: str | Submission,
        claims: Sequence[str] | str | Briefing,
        *,
        options: Options | None = None,
        **known: Unpack[ArticleFacts],
    ) -> Verification:
        """Return the report on somebody's claims about an article; nothing is repaired.

        Args:
            article, options, **known: as for `summarize`.
            claims: a list of statements, a briefing, or the Markdown of one in the fixed format.

        Raises:
            ArticleError: there is no article in it, or too little of one.
            MalformedBriefing: the Markdown is not of the fixed format.
        """
        return self._run(self.verify_async, article, claims, options=options, **known)

    async def verify_async(
        self,
        article: str | Submission,
        claims: Sequence[str] | str | Briefing,
        *,
        options: Options | None = None,
        **known: Unpack[ArticleFacts],
    ) -> Verification:
        """Return the same as `verify`, without blocking."""
        itemise = make_itemiser(parse_markdown(claims)[0] if isinstance(claims, str) else claims)
        return await self._require_service().verify(_submission(article, **known), itemise, options)

    def update(
        self,
        earlier: Reply | str,
        article: str | Submission,
        *,
        options: Options | None = None,
        **known: Unpack[ArticleFacts],
    ) -> Update:
        """Return an older briefing brought up to date with a newer article: what holds, what is out of date, what is
        new, and a revised briefing.

        Args:
            earlier: a reply, or the Markdown of a briefing in the fixed format.
            article, options, **known: the newer article, as for `summarize`.

        Raises:
            ArticleError, DraftingError: as `summarize`.
            MalformedBriefing: the Markdown is not of the fixed format.
        """
        return self._run(self.update_async, earlier, article, options=options, **known)

    async def update_async(
        self,
        earlier: Reply | str,
        article: str | Submission,
        *,
        options: Options | None = None,
        **known: Unpack[ArticleFacts],
    ) -> Update:
        """Return the same as `update`, without blocking."""
        older = read_older_reply(earlier) if isinstance(earlier, Reply) else read_older_markdown(earlier)
        outcome = await self._fulfil(Order(_submission(article, **known), options or Options(), older))
        assert isinstance(outcome, Update)  # noqa: S101 - an order with an older briefing comes to one
        return outcome

    async def _fulfil(self, order: Order) -> Reply:
        return (await self._require_service().fulfil(order)).reply

    def _require_service(self) -> Service:
        if self._service is None:
            raise RuntimeError("Enter it first: `with Newsbrief() as newsbrief:`, or `async with`.")
        return self._service

    def _run(self, work: Callable[P, Coroutine[Any, Any, T]], /, *args: P.args, **kwargs: P.kwargs) -> T:
        if self._portal is None:
            self._require_service()
            raise RuntimeError("Entered by `async with`: call the method whose name ends in _async.")
        result: T = self._portal.call(partial(work, *args, **kwargs))
        return result


def summarize(
    article: str | Submission,
    *,
    settings: Settings | None = None,
    options: Options | None = None,
    **known: Unpack[ArticleFacts],
) -> Reply:
    """Return the verified briefing of one article, as `Newsbrief.summarize`, which is cheaper for many."""
    with Newsbrief(settings) as newsbrief:
        return newsbrief.summarize(article, options=options, **known)


async def summarize_async(
    article: str | Submission,
    *,
    settings: Settings | None = None,
    options: Options | None = None,
    **known: Unpack[ArticleFacts],
) -> Reply:
    """Return the same as `summarize`, without blocking."""
    async with Newsbrief(settings) as newsbrief:
        return await newsbrief.summarize_async(article, options=options, **known)


def verify(
    article: str | Submission,
    claims: Sequence[str] | str | Briefing,
    *,
    settings: Settings | None = None,
    options: Options | None = None,
    **known: Unpack[ArticleFacts],
) -> Verification:
    """Return the report on claims about one article, as `Newsbrief.verify`, which is cheaper for many."""
    with Newsbrief(settings) as newsbrief:
        return newsbrief.verify(article, claims, options=options, **known)


async def verify_async(
    article: str | Submission,
    claims: Sequence[str] | str | Briefing,
    *,
    settings: Settings | None = None,
    options: Options | None = None,
    **known: Unpack[ArticleFacts],
) -> Verification:
    """Return the same as `verify`, without blocking."""
    async with Newsbrief(settings) as newsbrief:
        return await newsbrief.verify_async(article, claims, options=options, **known)


def _submission(article: str | Submission, source: str | None = None, **known: Any) -> Submission:
    return article if isinstance(article, Submission) else Submission(article, outlet=source, **known)
