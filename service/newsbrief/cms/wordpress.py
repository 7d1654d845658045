"""A WordPress site over its REST API, with an application password: posts in, and a briefing back where one is asked.

Nothing here can publish: neither a post's status nor its text is ever sent.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape, unescape
from itertools import islice
from types import TracebackType
from typing import Any, Self

import httpx2
import regex
from pydantic import BaseModel, Field

from newsbrief.cms.addresses import check_address
from newsbrief.cms.site import SignInRefused, SiteError, parse_post
from newsbrief.pipeline import Submission

TIMEOUT_S = 30.0
_PAGE = 50
_SUMMARY = regex.compile(r"<section[^<>]*\bwp-block-newsbrief-briefing\b.*?</section>", regex.DOTALL)
"""The block of the plug-in: a briefing is no part of the article that it is of."""
_OPENING = regex.compile(r'\{(?=\s*")|\[(?=\s*[{\]])')
_OPENINGS = 50
_UNPUBLISHED = ("draft", "pending", "auto-draft")


class _Text(BaseModel):
    rendered: str = ""
    raw: str = ""


class Post(BaseModel):
    """A post as `context=edit` shows it."""

    id: int
    status: str
    link: str = ""
    date_gmt: str | None = None
    title: _Text
    content: _Text
    excerpt: _Text = _Text()
    meta: Any = Field(default=None)

    @property
    def is_unpublished(self) -> bool:
        return self.status in _UNPUBLISHED

    def submission(self, outlet: str | None) -> Submission:
        """Return the post as an article: its rendered blocks and shortcodes, without the page around them."""
        return Submission(
            f"<article>{_SUMMARY.sub('', self.content.rendered)}</article>",
            html=True,
            title=unescape(self.title.raw or self.title.rendered) or None,
            url=None if self.is_unpublished else self.link or None,
            outlet=outlet,
            published_at=_parse_moment(self.date_gmt),
        )


@dataclass(frozen=True, slots=True)
class PostQuery:
    """A choice of posts."""

    since: datetime | None = None
    statuses: tuple[str, ...] = ("publish",)
    type: str = "posts"
    """The REST base of a post type."""


class WordPress:
    """A connection to a site."""

    def __init__(self, url: str, user: str, password: str) -> None:
        """`password` is an application password: Users, Profile.

        Raises:
            SiteError: the address is none, or would carry the password in the clear.
        """
        try:
            address = check_address(url)
        except ValueError as error:
            raise SiteError(str(error)) from None
        # A redirect would carry the password on: it is not followed.
        self._client = httpx2.Client(base_url=address, auth=(user, password), timeout=TIMEOUT_S, follow_redirects=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def name(self) -> str | None:
        """Return the name of the site, as readers see it."""
        found = _parse_json(self._ask("GET", "/", fields="name"))
        name = found.get("name") if isinstance(found, dict) else None
        return unescape(name) if isinstance(name, str) and name else None

    def read_post(self, id: int, kind: str = "posts") -> Post:
        """Return a post; `kind` is the REST base of its type.

        Raises:
            SiteError: there is none of that id, or the site does not answer.
        """
        return parse_post(Post, _parse_json(self._ask("GET", f"/wp/v2/{kind}/{id}", context="edit")))

    def list_ids(self, wanted: PostQuery) -> list[int]:
        """Return the ids of the chosen posts, oldest first.

        All of them at once: what is written to a post may move it to another page of the list.

        Raises:
            SiteError: the site does not answer, refuses, or is none.
        """
        ids: dict[int, None] = {}
        page, pages = 1, 1
        while page <= pages:
            answer = self._ask(
                "GET",
                f"/wp/v2/{wanted.type}",
                fields="id",
                context="edit",
                orderby="date",
                order="asc",
                per_page=str(_PAGE),
                page=str(page),
                status=",".join(wanted.statuses),
                **({"after": _format_local(wanted.since)} if wanted.since else {}),
            )
            pages = _count_pages(answer)
            try:
                ids |= dict.fromkeys(int(post["id"]) for post in _parse_json(answer))
            except (KeyError, TypeError, ValueError):
                raise SiteError("the site answered something that is no list of posts") from None
            page += 1
        return list(ids)

    def keep_meta(self, post: Post, kind: str, key: str, value: str) -> None:
        """Keep a text as the post's meta, which the site must have registered for REST.

        Raises:
            SiteError: it was not kept.
        """
        saved = parse_post(
            Post, _parse_json(self._ask("POST", f"/wp/v2/{kind}/{post.id}", {"meta": {key: value}}, context="edit"))
        )
        if not isinstance(saved.meta, dict) or saved.meta.get(key) != value:
            raise SiteError(f"the site has no meta {key} for REST: register it with register_post_meta")

    def keep_excerpt(self, post: Post, kind: str, text: str) -> bool:
        """Fill the empty excerpt of an unpublished post; return whether that was done.

        Raises:
            SiteError: the site refused.
        """
        # As it is now: it may have been published since it was read.
        now = self.read_post(post.id, kind)
        if not now.is_unpublished or now.excerpt.raw.strip():
            return False
        self._ask("POST", f"/wp/v2/{kind}/{post.id}", {"excerpt": escape(text, quote=False)}, context="edit")
        return True

    def _ask(self, method: str, route: str, sent: Any = None, fields: str = "", **query: str) -> httpx2.Response:
        # This form works with every setting of permalinks.
        asked = {"rest_route": route, **({"_fields": fields} if fields else {}), **query}
        try:
            answer = self._client.request(method, "/index.php", params=asked, json=sent)
        except httpx2.HTTPError as error:
            raise SiteError(f"the site does not answer ({type(error).__name__})") from None
        if answer.status_code == 401:
            raise SignInRefused(f"the site refused (401): {_read_message(answer)}")
        if answer.status_code == 403:
            raise SiteError(f"the site refused (403): {_read_message(answer)}")
        if not answer.is_success:
            raise SiteError(f"the site answered {answer.status_code}: {_read_message(answer)}")
        # A notice that a plug-in prints first makes the server call it HTML.
        is_page = regex.match(r"\s*<(?:!doctype|html)", answer.text, regex.IGNORECASE)
        if is_page and "json" not in answer.headers.get("content-type", ""):
            raise SiteError("this is no WordPress, or its REST API is closed")
        return answer


def _parse_json(answer: httpx2.Response) -> Any:
    """Return the JSON in a site's answer; plug-ins of some sites print notices before or after it.

    Raises:
        SiteError: there is nothing in it to read.
    """
    with suppress(ValueError, RecursionError):
        return answer.json()
    decoder = json.JSONDecoder()
    for opening in islice(_OPENING.finditer(answer.text), _OPENINGS):
        with suppress(ValueError, RecursionError):
            value, _ = decoder.raw_decode(answer.text, opening.start())
            return value
    said = " ".join(regex.sub(r"<[^<>]*>", " ", answer.text[:2_000]).split())[:200]
    raise SiteError(f"the site printed something that is no JSON: {said or 'nothing'}")


def _count_pages(answer: httpx2.Response) -> int:
    """Return of how many pages an answer is one.

    Raises:
        SiteError: what it says of them is no number.
    """
    pages = answer.headers.get("x-wp-totalpages") or "1"
    try:
        return int(pages)
    except ValueError:
        raise SiteError(f"the site answered with {pages[:40]!r} for the number of pages") from None


def _read_message(answer: httpx2.Response) -> str:
    try:
        said = _parse_json(answer)
    except SiteError:
        said = None
    text = said.get("message") if isinstance(said, dict) else None
    return " ".join(str(text or "no reason given").split())[:200]


def _parse_moment(date_gmt: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(date_gmt).replace(tzinfo=UTC) if date_gmt else None
    except ValueError:
        return None


def _format_local(moment: datetime) -> str:
    """Return a date without its zone: WordPress compares dates in the site's own zone."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S")
