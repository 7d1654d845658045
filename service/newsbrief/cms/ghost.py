"""A Ghost site over its Admin API: posts in, and a briefing back where one is asked.

Nothing here can publish: a post's status is never sent, and only posts that nobody reads yet are changed.
"""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import Any, Literal, Self

import httpx2
import regex
from pydantic import BaseModel

from newsbrief.briefing.opening import take_opening
from newsbrief.cms.addresses import check_address
from newsbrief.cms.site import SignInRefused, SiteError, parse_post
from newsbrief.pipeline import Submission

TIMEOUT_S = 30.0
VERSION = "v5.0"
"""Of the Admin API, as it is asked for."""
MOST_EXCERPT = 300
"""Characters of a custom excerpt; Ghost refuses longer ones."""
TOKEN_S = 300
MARK = "<!-- newsbrief -->"
"""What an HTML card with a briefing begins with: it is replaced by the next one, and no part of the article."""
_KEY = regex.compile(r"([0-9a-f]{8,64}):((?:[0-9a-f]{2}){16,64})")
_ID = regex.compile(r"[0-9a-f]{24}")
_CARD = regex.compile(r"<!-- newsbrief -->.*?</aside>", regex.DOTALL)
_UNPUBLISHED = ("draft", "scheduled")


class GhostPost(BaseModel):
    """A post as the Admin API shows it with `formats=html,lexical`."""

    id: str
    status: str
    title: str = ""
    url: str | None = None
    html: str | None = None
    lexical: str | None = None
    custom_excerpt: str | None = None
    published_at: datetime | None = None
    updated_at: str

    @property
    def is_unpublished(self) -> bool:
        return self.status in _UNPUBLISHED

    def submission(self, outlet: str | None) -> Submission:
        """Return the post as an article, without the card of an earlier briefing."""
        return Submission(
            f"<article>{_CARD.sub('', self.html or '')}</article>",
            html=True,
            title=self.title or None,
            url=None if self.is_unpublished else self.url,
            outlet=outlet,
            published_at=self.published_at,
        )


class Ghost:
    """A site, while it is spoken with."""

    def __init__(self, url: str, key: str) -> None:
        """`key` is the Admin API key of a custom integration, `id:secret`.

        Raises:
            SiteError: the address or the key is none, or the token would travel in the clear.
        """
        parts = _KEY.fullmatch(key)
        if parts is None:
            raise SiteError("the key is no Admin API key: id:secret, both hexadecimal")
        self._id, self._secret = parts[1], bytes.fromhex(parts[2])
        try:
            address = check_address(url)
        except ValueError as error:
            raise SiteError(str(error)) from None
        self._client = httpx2.Client(base_url=f"{address}/ghost/api/admin", timeout=TIMEOUT_S, follow_redirects=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def name(self) -> str | None:
        """Return the site's title."""
        site = self._ask("GET", "/site/").get("site")
        title = site.get("title") if isinstance(site, dict) else None
        return title if isinstance(title, str) and title else None

    def read_post(self, id: str) -> GhostPost:
        """Return a post.

        Raises:
            SiteError: there is none of that id, or the site does not answer.
        """
        if not _ID.fullmatch(id):
            raise SiteError(f"{id!r} is no id of a post: 24 hexadecimal digits")
        return self._one(self._ask("GET", f"/posts/{id}/", query={"formats": "html,lexical"}))

    def list_ids(self, since: datetime, status: str, page_size: int = 50) -> list[str]:
        """Return the ids of the posts of a status that were changed since then, oldest first.

        All of them at once: a post that is written to goes to the end of the list, and others take its place.

        Raises:
            SiteError: the site does not answer, or with something that is no list of posts.
        """
        wanted = f"status:{status}+updated_at:>='{since:%Y-%m-%d %H:%M:%S}'"
        query = {"fields": "id", "filter": wanted, "order": "updated_at asc", "limit": str(page_size)}
        ids: dict[str, None] = {}
        page: int | None = 1
        while page:
            answer = self._ask("GET", "/posts/", query=query | {"page": str(page)})
            try:
                ids |= dict.fromkeys(str(post["id"]) for post in answer["posts"])
            except (KeyError, TypeError):
                raise SiteError("the site answered something that is no list of posts") from None
            following = _find_next_page(answer)
            page = following if isinstance(following, int) and following > page else None
        return list(ids)

    def keep(self, post: GhostPost, kind: Literal["excerpt", "card"], text: str) -> bool:
        """Keep a briefing with a post that nobody reads yet; whether that was done.

        As the custom excerpt, where it has none, or as an HTML card at its top. What was changed at the site meanwhile
        is not overwritten: Ghost refuses a change of an older version.

        Raises:
            SiteError: the site refused.
        """
        now = self.read_post(post.id)
        if not now.is_unpublished or (kind == "excerpt" and (now.custom_excerpt or "").strip()):
            return False
        change = {"custom_excerpt": text} if kind == "excerpt" else {"lexical": with_card(now.lexical, text)}
        sent = {"posts": [{**change, "updated_at": now.updated_at}]}
        self._one(self._ask("PUT", f"/posts/{post.id}/", sent=sent))
        return True

    def _one(self, answer: Mapping[str, Any]) -> GhostPost:
        posts = answer.get("posts")
        if not isinstance(posts, list) or len(posts) != 1:
            raise SiteError("the site answered something that is no post")
        return parse_post(GhostPost, posts[0])

    def _ask(self, method: str, path: str, query: Mapping[str, str] | None = None, sent: Any = None) -> dict[str, Any]:
        headers = {
            "Authorization": f"Ghost {make_token(self._id, self._secret, int(time.time()))}",
            "Accept-Version": VERSION,
        }
        try:
            answer = self._client.request(method, path, params=dict(query or {}), json=sent, headers=headers)
        except httpx2.HTTPError as error:
            raise SiteError(f"the site does not answer ({type(error).__name__})") from None
        try:
            body = answer.json()
        except (ValueError, RecursionError):
            body = None
        if not answer.is_success:
            kind = SignInRefused if answer.status_code == 401 else SiteError
            raise kind(f"the site answered {answer.status_code}: {_read_message(body)}")
        if not isinstance(body, dict):
            raise SiteError("this is no Ghost, or its Admin API stands at another address")
        return body


def make_token(id: str, secret: bytes, now_s: int) -> str:
    """Return the JSON Web Token (HS256, RFC 7519) that the Admin API takes for five minutes."""
    header = {"alg": "HS256", "typ": "JWT", "kid": id}
    claims = {"iat": now_s, "exp": now_s + TOKEN_S, "aud": "/admin/"}
    text = ".".join(_encode_base64url(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
    return f"{text}.{_encode_base64url(hmac.digest(secret, text.encode(), 'sha256'))}"


def find_excerpt(claims: Sequence[str]) -> str:
    """Return as many of the first claims of a story as an excerpt has room for; empty where the first is too long."""
    return take_opening(claims, lambda text: len(text) <= MOST_EXCERPT)


def with_card(lexical: str | None, html: str) -> str:
    """Return a post's document with the HTML at its top as a card of its own, instead of an earlier one.

    Raises:
        SiteError: the document is none.
    """
    card = {"type": "html", "version": 1, "html": f"{MARK}<aside>{html}</aside>"}
    try:
        document = json.loads(lexical or "")
        children = document["root"]["children"]
        kept = [child for child in children if not str(child.get("html", "")).startswith(MARK)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise SiteError("the post has no document of Ghost's present editor: open and save it there first") from None
    document["root"]["children"] = [card, *kept]
    return json.dumps(document, ensure_ascii=False)


def _find_next_page(answer: Mapping[str, Any]) -> Any:
    """Return what a list says is its next page; None where it says nothing."""
    with suppress(KeyError, TypeError):
        return answer["meta"]["pagination"]["next"]
    return None


def _read_message(body: Any) -> str:
    errors = body.get("errors") if isinstance(body, dict) else None
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    said = " ".join(str(first.get(name) or "") for name in ("message", "context"))
    return " ".join(said.split())[:200] or "no reason given"


def _encode_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
