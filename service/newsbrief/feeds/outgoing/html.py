"""A digest as HTML, for mail and feeds: escaped throughout, no script, no style, nothing that loads anything."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from newsbrief.feeds.edition import TOLD, Edition, Item

if TYPE_CHECKING:
    from jinja2 import Template


def render_page(edition: Edition) -> str:
    """Return the whole digest as a page."""
    return _template("digest.html.j2").render(edition=edition, sections=TOLD)


def render_fragment(item: Item) -> str:
    """Return one briefing, without its title, as the content of an entry of a feed."""
    return _template("entry.html.j2").render(item=item, sections=TOLD)


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("newsbrief.feeds.outgoing", ".")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(name)
