"""Prompts: text files that an editor can change without reading Python."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from newsbrief.resources import find_folder

if TYPE_CHECKING:
    from jinja2 import Template


_BLOCKS = ("system", "user")


@dataclass(frozen=True, slots=True)
class PromptStamp:
    """The name, version and SHA-256 of a prompt."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class RenderedPrompt:
    """A prompt with an article in it, ready to send."""

    system: str
    user: str
    stamp: PromptStamp
    shared: int = 0
    """Characters at the start of `user` that every request about the same article has: the article."""

    @property
    def prefix(self) -> str:
        """Return the beginning that every request about the same article shares; empty where that is nothing."""
        return f"{self.system}\n{self.user[: self.shared]}" if self.shared else ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt file: what it is, and a template with the blocks `system` and `user`."""

    stamp: PromptStamp
    template: Template

    def render(self, **values: str) -> RenderedPrompt:
        """Return the prompt with `values` in place of its variables.

        Raises:
            jinja2.UndefinedError: it has a variable that `values` lacks.
        """
        context = self.template.new_context(dict(values))
        system, user = ("".join(self.template.blocks[name](context)).strip() for name in _BLOCKS)
        source = values.get("source", "").strip()
        return RenderedPrompt(system, user, self.stamp, len(source) if source and user.startswith(source) else 0)


@cache
def list_stamps() -> tuple[PromptStamp, ...]:
    """Return the stamps of the newest version of every prompt, by name."""
    folders = sorted(
        entry.name for entry in find_folder("prompts").iterdir() if entry.is_dir() and entry.name[0] not in "_."
    )
    return tuple(load_prompt(name).stamp for name in folders)


@cache
def load_prompt(name: str, version: str | None = None) -> Prompt:
    """Return the prompt `prompts/<name>/<version>.md`; the newest version where none is named."""
    return _parse((find_folder("prompts") / name / f"{version or _find_newest(name)}.md").read_bytes())


def find_prompt(wanted: str) -> Prompt:
    """Return the prompt that a person names: `briefing/3`, or the path of a file in the same form.

    Raises:
        FileNotFoundError: there is none.
        ValueError: the file has no front matter with a name and a version, or no blocks `system` and `user`.
    """
    name, _, version = wanted.partition("/")
    if not wanted.endswith(".md") and version:
        return load_prompt(name, version)
    return _parse(Path(wanted).read_bytes())


def _parse(raw: bytes) -> Prompt:
    # Imported here: the extractive engine and `--help` need neither.
    import frontmatter
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    page = frontmatter.loads(raw.decode())
    # A prompt is no HTML: escaping would change the article's words.
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(page.content)
    if missing := [f for f in ("name", "version") if f not in page] + [b for b in _BLOCKS if b not in template.blocks]:
        raise ValueError(f"The prompt lacks {', '.join(missing)}.")
    return Prompt(PromptStamp(str(page["name"]), str(page["version"]), hashlib.sha256(raw).hexdigest()), template)


def _find_newest(name: str) -> str:
    versions = (entry.name.removesuffix(".md") for entry in (find_folder("prompts") / name).iterdir())
    return max((version for version in versions if version.isdigit()), key=int)
