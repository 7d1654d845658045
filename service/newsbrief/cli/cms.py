"""`newsbrief cms`: articles from the system that a newsroom works in."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from newsbrief.cli import cms_out
from newsbrief.cli.errors import CannotRun

if TYPE_CHECKING:
    from newsbrief.cms.wordpress import Post
    from newsbrief.reply import Reply

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

    from newsbrief.cli.posts import brief_posts, say_left
    from newsbrief.cli.streams import allow_closed_pipe
    from newsbrief.cms.site import SignInRefused, SiteError
    from newsbrief.cms.wordpress import PostQuery, WordPress

    if bool(post) == bool(since):
        raise CannotRun("say which posts: --post, or --since")
    password = os.environ.get(password_env)
    if not password:
        raise CannotRun(f"the environment variable {password_env} is not set")
    wanted = PostQuery(since, tuple(s.strip() for s in status.split(",")), post_type)

    def read(id: int) -> Post:
        return site.read_post(id, post_type)

    def keep(post: Post, reply: Reply) -> None:
        if write == "meta":
            site.keep_meta(post, post_type, meta_key, reply.model_dump_json())
        elif write == "excerpt" and not site.keep_excerpt(post, post_type, reply.briefing.the_story):
            say_left(post)

    try:
        with WordPress(url, user, password) as site, allow_closed_pipe():
            posts = post or site.list_ids(wanted)
            return asyncio.run(brief_posts(posts, read, site.name(), keep, as_json=as_json))
    except (SiteError, SignInRefused) as error:
        raise CannotRun(str(error)) from None


app.command()(cms_out.ghost)
app.command()(cms_out.send)
