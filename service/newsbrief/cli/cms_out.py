"""`newsbrief cms ghost` and `newsbrief cms send`: a briefing into Ghost, and to whatever takes JSON."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from newsbrief.cli.errors import CannotRun

if TYPE_CHECKING:
    from newsbrief.cms.ghost import GhostPost
    from newsbrief.reply import Reply

_VARIABLE = "NEWSBRIEF_GHOST_KEY"
_MOST_REPLY = 10_000_000


def ghost(
    url: Annotated[str, typer.Argument(metavar="URL", help="The site, such as https://news.example.")],
    key_env: Annotated[
        str, typer.Option(metavar="NAME", help="The environment variable with the Admin API key (id:secret).")
    ] = _VARIABLE,
    post: Annotated[list[str] | None, typer.Option(help="A post by its id; may be given again.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"], help="Posts changed since then, UTC.")
    ] = None,
    status: Annotated[
        Literal["draft", "scheduled", "published"], typer.Option(help="With --since: posts of this status.")
    ] = "draft",
    as_json: Annotated[
        bool, typer.Option("--json", help="A line of JSON a post: its id, and the whole reply.")
    ] = False,
    write: Annotated[
        Literal["nothing", "excerpt", "card"],
        typer.Option(help="Keep the briefing with a post that is not published: as its empty excerpt, or as a card."),
    ] = "nothing",
) -> int:
    """Brief posts of a Ghost site. Nothing is published, whatever --write says.

    Exits with 1 where any of the posts came to a problem.
    """
    import asyncio

    from newsbrief.briefing.renderings.html import render_fragment
    from newsbrief.cli.posts import brief_posts, say_left
    from newsbrief.cli.streams import allow_closed_pipe
    from newsbrief.cms.ghost import MOST_EXCERPT, Ghost, find_excerpt
    from newsbrief.cms.site import SignInRefused, SiteError

    if bool(post) == bool(since):
        raise CannotRun("say which posts: --post, or --since")
    key = os.environ.get(key_env)
    if not key:
        raise CannotRun(f"the environment variable {key_env} is not set")

    def keep(post: GhostPost, reply: Reply) -> None:
        if write == "nothing":
            return
        story = [claim.text for claim in reply.faithfulness.claims if claim.section == "the_story"]
        text = render_fragment(reply) if write == "card" else find_excerpt(story)
        if not text:
            say_left(post, f"the first claim of its story has more than {MOST_EXCERPT} characters")
        elif not site.keep(post, write, text):
            say_left(post)

    try:
        with Ghost(url, key) as site, allow_closed_pipe():
            posts = post or site.list_ids(since or datetime.now(UTC), status)
            name = site.name()
            return asyncio.run(brief_posts(posts, site.read_post, name, keep, as_json=as_json))
    except (SiteError, SignInRefused) as error:
        raise CannotRun(str(error)) from None


def send(
    mapping: Annotated[Path, typer.Argument(metavar="FILE", help="A mapping that says where and how: YAML.")],
    reply: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What /summarize or `summarize --json` gave; else standard input."),
    ] = None,
    given: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="For {NAME} and $.set.NAME in the mapping.")
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Print the body, and send nothing.")] = False,
) -> int:
    """Send a briefing to a CMS, or to any address, in the form that a mapping gives it.

    Exits with 1 where the receiver does not take it.
    """
    from newsbrief.cli.streams import put
    from newsbrief.cms.mapping import MappingFailed
    from newsbrief.cms.mapping_file import MalformedMapping, SecretNotSet, read_mapping
    from newsbrief.cms.outgoing import NotTaken, OutgoingMapping, compose
    from newsbrief.cms.outgoing import send as send_message

    values = [value.partition("=") for value in given or []]
    if bad := next((name for name, sign, _ in values if not (name and sign)), None):
        raise CannotRun(f"--set {bad}: write NAME=VALUE")
    try:
        contents = _collect_contents(_read(reply), {name: value for name, _, value in values})
        message = compose(read_mapping(mapping, OutgoingMapping), contents, datetime.now(UTC))
    except (MalformedMapping, SecretNotSet, MappingFailed) as error:
        raise CannotRun(str(error)) from None
    if dry_run:
        put(message.body.decode())
        return 0
    try:
        status = send_message(message)
    except NotTaken as error:
        print(f"newsbrief: {error}", file=sys.stderr)
        return 1
    print(f"newsbrief: taken ({status})", file=sys.stderr)
    return 0


def _read(path: Path | None) -> bytes:
    content = path.read_bytes() if path else sys.stdin.buffer.read(_MOST_REPLY + 1)
    if len(content) > _MOST_REPLY:
        raise CannotRun(f"a reply has at most {_MOST_REPLY} bytes")
    return content


def _collect_contents(content: bytes, given: dict[str, str]) -> dict[str, object]:
    from pydantic import ValidationError

    from newsbrief.briefing.markdown import render_markdown
    from newsbrief.briefing.renderings.html import render_fragment
    from newsbrief.cms.outgoing import collect_contents
    from newsbrief.reply import parse_reply

    try:
        reply = parse_reply(content)
    except ValidationError:
        raise CannotRun("this is no reply of /summarize in JSON") from None
    markdown = render_markdown(reply.briefing, reply.meta.created_at, reply.meta.language)
    return collect_contents(reply.model_dump(mode="json"), render_fragment(reply), markdown, given)
