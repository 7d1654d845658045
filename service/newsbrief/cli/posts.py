"""Posts of a site, briefed one after another and printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from newsbrief.pipeline import Submission
    from newsbrief.reply import Reply


class Post(Protocol):
    """A post of any system."""

    @property
    def id(self) -> int | str: ...

    def submission(self, outlet: str | None) -> Submission: ...


P = TypeVar("P", bound=Post)


async def brief_posts(
    posts: Iterable[P | int | str],
    read: Callable[[Any], P],
    outlet: str | None,
    keep: Callable[[P, Reply], None],
    *,
    refused: type[Exception],
    as_json: bool,
) -> int:
    """Brief posts, print each briefing, and `keep` it; say at the end how many there were.

    Of those that are given by their ids alone each is `read` first; that and `keep` may raise `refused`.

    Return 1 where any of them came to a problem, else 0.
    """
    from newsbrief.article.errors import ArticleError
    from newsbrief.models.errors import DraftingError
    from newsbrief.orders.order import Order
    from newsbrief.service import open_service
    from newsbrief.settings import Settings

    total = failed = 0
    async with open_service(Settings(), keeps=False) as service:
        for post in posts:
            total += 1
            try:
                found = read(post) if isinstance(post, int | str) else post
                reply = (await service.brief(Order(found.submission(outlet)))).reply
                _print(found, reply, as_json)
                keep(found, reply)
            except (ArticleError, DraftingError, refused) as error:
                failed += 1
                print(f"newsbrief: post {post if isinstance(post, int | str) else post.id}: {error}", file=sys.stderr)
    print(f"newsbrief: {total} posts, {failed} problems", file=sys.stderr)
    return 1 if failed else 0


def say_left(post: Post) -> None:
    """Say that a post was left as it is."""
    print(f"newsbrief: post {post.id}: published, or with an excerpt: left as it is", file=sys.stderr)


def _print(post: Post, reply: Reply, as_json: bool) -> None:
    from newsbrief.briefing.markdown import render_markdown
    from newsbrief.cli.streams import put

    if as_json:
        put(f'{{"post": {json.dumps(post.id)}, "reply": {reply.model_dump_json()}}}')
    else:
        put(render_markdown(reply.briefing, reply.meta.created_at, reply.meta.language))
