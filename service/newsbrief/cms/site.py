"""What every site has that posts are read from: errors, and posts that may be none."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

P = TypeVar("P", bound=BaseModel)


class SiteError(Exception):
    """The site did not do what was asked; `str()` says what and why, in one line, without password or key."""


class SignInRefused(Exception):
    """The site takes no such user, password or key, whatever is asked; `str()` says so in one line, without them."""


def parse_post(post: type[P], found: object) -> P:
    """Return what a site sent as a post of its kind.

    Raises:
        SiteError: it is none.
    """
    try:
        return post.model_validate(found)
    except ValidationError:
        raise SiteError("the site answered something that is no post") from None
