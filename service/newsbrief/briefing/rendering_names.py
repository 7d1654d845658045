"""The names of the renderings, apart from them: a command that renders nothing need not load them."""

from typing import Literal

RenderingName = Literal["md", "html", "fragment", "ninjs", "jsonld", "annotations", "rss"]
