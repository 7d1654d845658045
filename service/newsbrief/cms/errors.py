"""Errors of every site that posts are read from."""

from __future__ import annotations


class SignInRefused(Exception):
    """The site takes no such user, password or key, whatever is asked; `str()` says so in one line, without them."""
