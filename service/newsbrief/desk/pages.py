"""Render the pages and fragments of the desk, from templates that escape whatever they are given."""

from __future__ import annotations

import gzip
import hashlib
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from newsbrief.desk import downloads, workbench
from newsbrief.desk.interface import NAMES, Interface

if TYPE_CHECKING:
    from jinja2 import Environment

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of every page: nothing inline, and nothing from anywhere else."""
_STATIC = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "compose.js": "text/javascript; charset=utf-8",
    "bench.js": "text/javascript; charset=utf-8",
    "htmx.min.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


class Asset:
    """A file that pages load: its bytes, also compressed, and an address that changes with them."""

    def __init__(self, name: str) -> None:
        self.media_type = _STATIC[name]
        self.body = files("newsbrief.desk").joinpath("static", name).read_bytes()
        self.zipped = gzip.compress(self.body, mtime=0)
        self.address = f"/desk/static/{name}?v={hashlib.sha256(self.body).hexdigest()[:12]}"


@cache
def find_asset(name: str) -> Asset | None:
    """Return the file with that name; None where pages load no such file."""
    return Asset(name) if name in _STATIC else None


def render(name: str, words: Interface, **shown: Any) -> str:
    """Return the template `name` (`workbench`, `list`, …) with what it shows, in the language of `words`."""
    return _make_environment().get_template(f"{name}.html.j2").render(t=words, **shown)


@cache
def _make_environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("newsbrief.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"moment": _format_moment, "check_name": lambda name, words: words.remark.check(name)}
    environment.globals |= {
        "address": lambda name: (found := find_asset(name)) and found.address,
        "statuses": workbench.STATUSES,
        "overall": workbench.OVERALL,
        "signs": workbench.SIGNS,
        "forms": downloads.list_forms(),
        "usual": downloads.USUAL,
        "languages": NAMES,
    }
    return environment


def _format_moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%d %b %Y, %H:%M UTC").lstrip("0")
