"""Briefings in a repository, and the articles that they name as their sources.

A briefing is a Markdown file in the fixed format whose front matter names its article, or beside which a file
`NAME.newsbrief.yaml` does. Everything in a repository may come from a stranger's pull request: a source is a file
inside the repository, of bounded size, and an address only where the settings let addresses be fetched.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from newsbrief.briefing.markdown import MalformedBriefing, parse_markdown
from newsbrief.cli.errors import CannotRun
from newsbrief.cli.sources import SCHEMES, read_documents
from newsbrief.pipeline import Submission
from newsbrief.settings import Settings
from newsbrief.validation import describe_faults

SIDECAR = ".newsbrief.yaml"
MOST_HEADER = 10_000
"""Characters of a front matter or a sidecar."""
MOST_NESTED, MOST_ALIASES = 100, 20
"""Brackets, and asterisks, in them."""
MOST_BRIEFING = 1_000_000
"""Bytes of a Markdown file."""


def _parse_moment(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value


class Naming(BaseModel):
    """The facts on its article that a briefing names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field(min_length=1, max_length=2_000)
    title: str | None = None
    language: str | None = None
    published_at: Annotated[datetime | None, BeforeValidator(_parse_moment)] = None


class NotCheckable(Exception):
    """A briefing cannot be checked; `str()` says why, `line` where."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class BriefingFile:
    """A briefing and the article that it names."""

    markdown: str
    """Without the front matter."""
    first_line: int
    """Lines of the file that stand before it."""
    naming: Naming


def find_markdown(paths: Sequence[Path], root: Path) -> Iterator[tuple[Path, bool]]:
    """Yield each Markdown file among `paths` and in folders among them, and whether it was named itself. Hidden folders
    and links that lead out of `root` are passed over.

    Raises:
        CannotRun: a path does not exist, or is not in `root`.
    """
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise CannotRun(f"{path}: there is no such file or folder")
        if not _is_within(path, root):
            raise CannotRun(f"{path} is not in {root}")
        for file in [path] if path.is_file() else _list_markdown(path):
            if file.resolve() not in seen and _is_within(file, root):
                seen.add(file.resolve())
                yield file, path.is_file()


def read_briefing(path: Path, root: Path) -> BriefingFile | None:
    """Return the briefing in a file; None where nothing names an article for it. A sidecar outside `root`, by a link,
    is none.

    Raises:
        NotCheckable: what names it cannot be read.
    """
    if path.stat().st_size > MOST_BRIEFING:
        raise NotCheckable(f"the file has more than {MOST_BRIEFING} bytes")
    lines = path.read_text("utf-8", "replace").removeprefix("\ufeff").split("\n")
    header, first_line = _split(lines)
    # Front matter that has nothing to say here may be as its own tools want it.
    named = _read_mapping(header).get("newsbrief") if "newsbrief" in header else None
    sidecar = path.with_name(path.name.removesuffix(path.suffix) + SIDECAR)
    if named is None and sidecar.is_file() and _is_within(sidecar, root):
        with sidecar.open(encoding="utf-8", errors="replace") as opened:
            named = _read_mapping(opened.read(MOST_HEADER + 1))
    if named is None:
        return None
    try:
        naming = Naming.model_validate({"source": named} if isinstance(named, str) else named)
    except ValidationError as error:
        raise NotCheckable(f"what names its article is wrong: {describe_faults(error, 'newsbrief')}") from None
    return BriefingFile("\n".join(lines[first_line:]), first_line, naming)


def is_briefing(path: Path) -> bool:
    """Return whether a file is a briefing in the fixed format, whether or not anything names its article."""
    lines = path.read_text("utf-8", "replace").removeprefix("\ufeff").split("\n")
    _, first_line = _split(lines)
    try:
        parse_markdown("\n".join(lines[first_line:]))
    except MalformedBriefing:
        return False
    return True


def read_source(path: Path, naming: Naming, root: Path, settings: Settings) -> Submission:
    """Return the article that the briefing at `path` names: a file beside it, one from `root` where the name begins
    with a slash, or an address.

    Raises:
        NotCheckable: there is no such file in the repository, or it is too large, or holds not one article.
        CannotRun: addresses are not fetched, or nothing came from this one.
        ArticleError: the file is not what its name says it is.
    """
    place = naming.source
    if not place.lower().startswith(SCHEMES):
        place = str(_find_file(path, naming.source, root, settings.max_body_bytes))
    documents = list(read_documents(place, settings))
    if len(documents) != 1:
        raise NotCheckable(f"its source {naming.source} holds {len(documents)} articles, not one")
    (article,) = documents
    return Submission.of_document(
        article, title=naming.title, published_at=naming.published_at, language=naming.language
    )


def _find_file(path: Path, source: str, root: Path, most: int) -> Path:
    from_root = source.startswith("/")
    try:
        file = (root / source.lstrip("/") if from_root else path.parent / source).resolve()
        is_there = _is_within(file, root) and not _is_of_git(file, root) and file.is_file()
    except (OSError, ValueError):
        is_there = False
    if not is_there:
        raise NotCheckable(f"its source {source} is no file of the repository")
    if file.stat().st_size > most:
        raise NotCheckable(f"its source {source} has more than {most} bytes")
    return file


def _is_within(path: Path, root: Path) -> bool:
    return path.resolve().is_relative_to(root.resolve())


def _is_of_git(file: Path, root: Path) -> bool:
    """Return whether a file is one of Git's own: what a checkout left there, such as a token, is nobody's article."""
    return ".git" in (part.casefold() for part in file.relative_to(root.resolve()).parts)


def _list_markdown(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in sorted(files) if name.lower().endswith((".md", ".markdown")))


def _split(lines: Sequence[str]) -> tuple[str, int]:
    """Return the front matter, and how many lines it takes with its marks."""
    if not lines or lines[0].rstrip() != "---":
        return "", 0
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    return ("\n".join(lines[1:end]), end + 1) if end else ("", 0)


def _read_mapping(text: str) -> dict[str, Any]:
    """Return the YAML mapping in `text`; empty where it is none.

    Raises:
        NotCheckable: it is too long, more nested or with more aliases than any is, or no YAML.
    """
    if len(text) > MOST_HEADER:
        raise NotCheckable(f"what names its article has more than {MOST_HEADER} characters")
    # Aliases that merge aliases fill the memory, and depth takes PyYAML a square of its time.
    if text.count("[") + text.count("{") > MOST_NESTED or text.count("*") > MOST_ALIASES:
        raise NotCheckable("what names its article has too many brackets or asterisks")
    try:
        mapping = yaml.safe_load(text)
    # Tags such as !!int and !!timestamp on other words than theirs raise all sorts of errors.
    except (yaml.YAMLError, RecursionError, ValueError, LookupError, AttributeError, TypeError, OverflowError):
        raise NotCheckable("what names its article is no YAML") from None
    return mapping if isinstance(mapping, dict) else {}
