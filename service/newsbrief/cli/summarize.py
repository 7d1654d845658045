"""`newsbrief summarize`"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from newsbrief.briefing.rendering_names import RenderingName
from newsbrief.cli.errors import COULD_NOT_RUN, CannotRun, describe_error
from newsbrief.cli.options import EngineChoice, Language, PublishedAt, Style, Title, Url, check_language, to_utc

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsbrief.article.documents import Document
    from newsbrief.pipeline import Options, Submission
    from newsbrief.reply import Reply
    from newsbrief.settings import Settings

NO_MODEL = 3
"""Exit code where a model was required and none could be had."""


def summarize(
    places: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE|URL|-...",
            help="Articles: text, HTML, e-mail (.eml), a feed (.rss, .atom), PDF, Word; - for standard input.",
        ),
    ],
    form: Annotated[
        Literal[RenderingName, "json"] | None,
        typer.Option("--format", help="What to print: md (the Markdown), json (the whole reply) or another rendering."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the marked-up page too; - prints it.")
    ] = None,
    engine: EngineChoice = None,
    language: Language = None,
    title: Title = None,
    url: Url = None,
    outlet: Annotated[str | None, typer.Option("--source", help="Who published it.")] = None,
    style: Style = None,
    output_language: Annotated[
        str | None, typer.Option(help="The briefing's language, where it is to be another than the article's.")
    ] = None,
    require_model: Annotated[
        bool, typer.Option("--require-model", help="Exit 3, and print nothing, where no model writes the briefing.")
    ] = False,
    published_at: PublishedAt = None,
) -> int:
    """Brief articles: the verified briefings on standard output, with --json one reply a line where there are several.

    Exits with 2 where any of several could not be briefed.
    """
    from newsbrief.pipeline import Submission
    from newsbrief.settings import Settings

    if as_json and form not in (None, "json"):
        raise CannotRun(f"--json and --format {form} ask for two things")
    settings = Settings() if engine is None else Settings().model_copy(update={"engine": engine})
    articles, failures = _open_all(places, settings)
    if html and len(articles) > 1:
        raise CannotRun("--html FILE is the page of one article")
    options = _build_options(style, output_language)
    known_as = partial(
        Submission.of_document,
        title=title,
        url=url,
        outlet=outlet,
        published_at=to_utc(published_at),
        language=check_language(language),
    )
    make = _brief_by_model if require_model else _brief
    is_alone = len(articles) + failures == 1
    for place, document in articles:
        reply = _try(lambda s: make(s, settings, options), place, known_as(document), is_alone)
        if reply is None:
            failures += 1
        else:
            _print(reply, "json" if as_json else form or "md", html, one_line=len(articles) > 1)
    return COULD_NOT_RUN if failures else 0


def _try(make: Callable[[Submission], Reply], place: str, submission: Submission, is_alone: bool) -> Reply | None:
    """Return the reply; None, with a line on standard error, where one of several articles fails."""
    from newsbrief.article.errors import ArticleError
    from newsbrief.models.errors import DraftingError

    try:
        return make(submission)
    except (ArticleError, DraftingError) as error:
        if is_alone:
            raise
        _print_failure(place, error)
        return None


def _build_options(style: str | None, output_language: str | None) -> Options:
    from newsbrief.cli.style import find_chosen_style
    from newsbrief.pipeline import Options

    return Options(style=find_chosen_style(style), output_language=check_language(output_language))


def _open_all(places: list[str], settings: Settings) -> tuple[list[tuple[str, Document]], int]:
    """Return the articles at all places, each with its place, and how many places of several failed."""
    from newsbrief.article.errors import ArticleError
    from newsbrief.cli.sources import read_documents

    articles: list[tuple[str, Document]] = []
    failures = 0
    for place in places:
        try:
            articles += [(place, document) for document in read_documents(place, settings)]
        except (ArticleError, CannotRun, OSError) as error:
            if len(places) == 1:
                raise
            failures += _print_failure(place, error)
    return articles, failures


def _print_failure(place: str, error: Exception) -> int:
    described = describe_error(error)
    print(f"newsbrief: {described if described.startswith(place) else f'{place}: {described}'}", file=sys.stderr)
    return 1


def _print(reply: Reply, form: str, html: Path | None, *, one_line: bool) -> None:
    from newsbrief.cli.streams import put, strip_controls, write_whole

    if html:
        write_whole(html, _render(reply, "html"))
    if str(html) != "-":
        put(reply.model_dump_json() if one_line and form == "json" else _render(reply, form))
    for warning in reply.meta.warnings:
        print(f"newsbrief: warning: {strip_controls(warning)}", file=sys.stderr)
    if reply.meta.degraded:
        trouble = "no model wrote this briefing" if reply.meta.model is None else "the model broke off"
        print(f"newsbrief: warning: {trouble}: {reply.meta.degraded_reason}", file=sys.stderr)
    print(_describe_outcome(reply), file=sys.stderr)


def _brief_by_model(submission: Submission, settings: Settings, options: Options) -> Reply:
    """Return the reply, written by a model or not at all.

    Raises:
        typer.Exit: no model can be had; the reason is on standard error.
    """
    from newsbrief.models.errors import DraftingError

    try:
        if settings.chosen_engine == "extractive":
            raise CannotRun("no model is set: set OPENAI_API_KEY, OPENAI_BASE_URL or NEWSBRIEF_LOCAL_MODEL")
        return _brief(submission, settings.model_copy(update={"on_failure": "error"}), options)
    except (DraftingError, CannotRun) as failure:
        print(f"newsbrief: {failure}", file=sys.stderr)
        raise typer.Exit(NO_MODEL) from None


def _brief(submission: Submission, settings: Settings, options: Options) -> Reply:
    from newsbrief.cli.orders import run_order
    from newsbrief.orders.order import Order

    return run_order(Order(submission, options), settings, "Briefing…")


def _render(reply: Reply, form: str) -> str:
    from newsbrief.briefing.renderings import RENDERINGS

    if form == "json":
        return reply.model_dump_json(indent=2)
    return next(rendering for rendering in RENDERINGS if rendering.name == form).write(reply)


def _describe_outcome(reply: Reply) -> str:
    report, meta = reply.faithfulness, reply.meta
    degraded = ", degraded" if meta.degraded else ""
    repaired = sum(c.action != "kept" for c in report.claims)
    return (
        f"newsbrief: {report.verdict}: {len(report.claims)} claims checked, {repaired} repaired or replaced, "
        f"{len(report.dropped)} dropped; {meta.engine} engine{degraded}, {meta.timings_ms.total / 1000:.1f} s"
    )
