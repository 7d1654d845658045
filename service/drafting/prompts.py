"""Prompts: text files that an editor can change without reading Python."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from service.drafting.draft import PromptStamp

if TYPE_CHECKING:
    from jinja2 import Template


@dataclass(frozen=True, slots=True)
class Rendered:
    """A prompt with an article in it, ready to send."""

    system: str
    user: str
    stamp: PromptStamp


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt file: what it is, and a template with the blocks `system` and `user`."""

    stamp: PromptStamp
    template: Template

    def render(self, **values: str) -> Rendered:
        """The prompt with `values` in place of its variables.

        Raises:
            jinja2.UndefinedError: it has a variable that `values` lacks.
        """
        context = self.template.new_context(dict(values))
        system, user = ("".join(self.template.blocks[name](context)).strip() for name in ("system", "user"))
        return Rendered(system, user, self.stamp)


@cache
def prompt(name: str, version: str | None = None) -> Prompt:
    """The prompt `prompts/<name>/<version>.md`; the newest version where none is named."""
    # Imported here: the extractive engine and `--help` need neither.
    import frontmatter
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    file = files("prompts") / name / f"{version or _newest(name)}.md"
    raw = file.read_bytes()
    page = frontmatter.loads(raw.decode())
    # A prompt is no HTML: escaping would change the article's words.
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )
    stamp = PromptStamp(str(page["name"]), str(page["version"]), hashlib.sha256(raw).hexdigest())
    return Prompt(stamp, environment.from_string(page.content))


def _newest(name: str) -> str:
    versions = (entry.name.removesuffix(".md") for entry in (files("prompts") / name).iterdir())
    return max((version for version in versions if version.isdigit()), key=int)
