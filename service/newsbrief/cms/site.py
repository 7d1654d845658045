"""Sites that posts are read from: their errors, and their posts in the shape that is expected."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

P = TypeVar("P", bound=BaseModel)


class SiteError(Exception):
    """The site did not do what was asked; `str()` says what and why, in one line, without password or key."""


class SignInRefused(Exception):
    """The site takes no such user, password or key, whatever is asked; `str()` says so in one line, without them."""


def parse_post(post: type[P], answer: object) -> P:
    """Return the answer of a site as a post of the given type.

    Raises:
        SiteError: it has another shape.
    """
    try:
        return post.model_validate(answer)
    except ValidationError:
        raise SiteError("the site answered something that is no post") from None
