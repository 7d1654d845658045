"""Posts of a site, briefed one after another and printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from newsbrief.pipeline import Submission
    from newsbrief.reply import Reply


class Post(Protocol):
    """A post of any system."""

    @property
    def id(self) -> int | str: ...

    def submission(self, outlet: str | None) -> Submission: ...


P = TypeVar("P", bound=Post)
Id = TypeVar("Id", int, str)


async def brief_posts(
    ids: Sequence[Id],
    read: Callable[[Id], P],
    outlet: str | None,
    keep: Callable[[P, Reply], None],
    *,
    as_json: bool,
) -> int:
    """Read posts, brief them, print each briefing, and `keep` it; say at the end how many there were.

    `read` and `keep` may raise `SiteError`.

    Return 1 where any of them came to a problem, else 0.
    """
    from newsbrief.article.errors import ArticleError
    from newsbrief.cms.site import SiteError
    from newsbrief.models.errors import DraftingError
    from newsbrief.orders.order import Order
    from newsbrief.service import open_service
    from newsbrief.settings import Settings

    failed = 0
    async with open_service(Settings(), keeps=False) as service:
        for id in ids:
            try:
                post = read(id)
                reply = (await service.fulfil(Order(post.submission(outlet)))).reply
                _print(post, reply, as_json)
                keep(post, reply)
            except (ArticleError, DraftingError, SiteError) as error:
                failed += 1
                print(f"newsbrief: post {id}: {error}", file=sys.stderr)
    print(f"newsbrief: {len(ids)} posts, {failed} problems", file=sys.stderr)
    return 1 if failed else 0


def say_left(post: Post, why: str = "published, or with an excerpt") -> None:
    """Say that a post was left as it is, and why."""
    print(f"newsbrief: post {post.id}: {why}: left as it is", file=sys.stderr)


def _print(post: Post, reply: Reply, as_json: bool) -> None:
    from newsbrief.briefing.markdown import render_markdown
    from newsbrief.cli.streams import put

    if as_json:
        put(f'{{"post": {json.dumps(post.id)}, "reply": {reply.model_dump_json()}}}')
    else:
        put(render_markdown(reply.briefing, reply.meta.created_at, reply.meta.language))
