"""`newsbrief cms`: articles from the system that a newsroom works in."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from newsbrief.cli import cms_out
from newsbrief.cli.errors import CannotRun

if TYPE_CHECKING:
    from newsbrief.article.errors import ArticleError
    from newsbrief.cms.wordpress import Post, Wanted, WordPress
    from newsbrief.models.errors import DraftingError
    from newsbrief.reply import Reply
    from newsbrief.settings import Settings

_VARIABLE = "NEWSBRIEF_WORDPRESS_PASSWORD"
app = typer.Typer(help="Articles from the CMS that a newsroom works in.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _cms() -> None:
    pass


@app.command()
def wordpress(
    url: Annotated[str, typer.Argument(metavar="URL", help="The site, such as https://news.example.")],
    user: Annotated[str, typer.Option(help="Who reads, and writes where --write says so.")],
    password_env: Annotated[
        str, typer.Option(metavar="NAME", help="The environment variable with the user's application password.")
    ] = _VARIABLE,
    post: Annotated[list[int] | None, typer.Option(help="A post by its id; may be given again.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"], help="Posts dated then or later.")
    ] = None,
    status: Annotated[str, typer.Option(help="With --since: publish, draft, pending, future; several with commas.")] = (
        "publish"
    ),
    post_type: Annotated[str, typer.Option(metavar="BASE", help="The REST base of the post type.")] = "posts",
    as_json: Annotated[
        bool, typer.Option("--json", help="A line of JSON a post: its id, and the whole reply.")
    ] = False,
    write: Annotated[
        Literal["nothing", "meta", "excerpt"],
        typer.Option(
            help="Keep the briefing with the post, as a draft: as meta that the site has registered, or as the excerpt "
            "of a post that is not published and has none."
        ),
    ] = "nothing",
    meta_key: Annotated[str, typer.Option(help="With --write meta: its key.")] = "newsbrief_briefing",
) -> int:
    """Brief posts of a WordPress where no plug-in may go. Nothing is published, whatever --write says.

    Exits with 1 where any of the posts came to a problem.
    """
    import asyncio

    from newsbrief.cli.streams import printing
    from newsbrief.cms.wordpress import Wanted, WordPress, WordPressError

    if bool(post) == bool(since):
        raise CannotRun("say which posts: --post, or --since")
    password = os.environ.get(password_env)
    if not password:
        raise CannotRun(f"the environment variable {password_env} is not set")
    wanted = Wanted(tuple(post or ()), since, tuple(s.strip() for s in status.split(",")), post_type)

    def deliver(site: WordPress, found: Post, reply: Reply) -> None:
        _print(found, reply, as_json)
        _keep(site, found, reply, write, meta_key, post_type)

    try:
        with WordPress(url, user, password) as site, printing():
            total, failed = asyncio.run(_brief_posts(site, wanted, deliver))
    except WordPressError as error:
        raise CannotRun(str(error)) from None
    print(f"newsbrief: {total} posts, {failed} problems", file=sys.stderr)
    return 1 if failed else 0


async def _brief_posts(
    site: WordPress, wanted: Wanted, deliver: Callable[[WordPress, Post, Reply], None]
) -> tuple[int, int]:
    """Brief and deliver the posts; return how many there were, and how many came to a problem."""
    from newsbrief.article.errors import ArticleError
    from newsbrief.cms.wordpress import WordPressError
    from newsbrief.models.errors import DraftingError
    from newsbrief.settings import Settings

    failed = total = 0
    async for found, outcome in _brief(Settings(), site.posts(wanted), site.name()):
        total += 1
        try:
            if isinstance(outcome, Exception):
                raise outcome
            deliver(site, found, outcome)
        except (ArticleError, DraftingError, WordPressError) as problem:
            failed += 1
            print(f"newsbrief: post {found.id}: {problem}", file=sys.stderr)
    return total, failed


async def _brief(
    settings: Settings, posts: Iterable[Post], outlet: str | None
) -> AsyncIterator[tuple[Post, Reply | ArticleError | DraftingError]]:
    """Yield each post with its briefing, or with the error of it."""
    from newsbrief.article.errors import ArticleError
    from newsbrief.models.errors import DraftingError
    from newsbrief.order import Order
    from newsbrief.service import open_service

    async with open_service(settings, keeps=False) as service:
        for post in posts:
            try:
                yield post, (await service.brief(Order(post.submission(outlet)))).reply
            except (ArticleError, DraftingError) as error:
                yield post, error


def _print(post: Post, reply: Reply, as_json: bool) -> None:
    from newsbrief.briefing.markdown import render
    from newsbrief.cli.streams import put

    if as_json:
        put(f'{{"post": {post.id}, "reply": {reply.model_dump_json()}}}')
    else:
        put(render(reply.briefing, reply.meta.created_at))


def _keep(site: WordPress, post: Post, reply: Reply, write: str, key: str, kind: str) -> None:
    if write == "meta":
        site.keep_meta(post, kind, key, reply.model_dump_json())
    elif write == "excerpt" and not site.keep_excerpt(post, kind, reply.briefing.the_story):
        print(f"newsbrief: post {post.id}: published, or with an excerpt: left as it is", file=sys.stderr)


app.command()(cms_out.ghost)
app.command()(cms_out.send)
