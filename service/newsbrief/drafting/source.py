"""An article as a model sees it: one numbered sentence a line, between marks that its text cannot forge."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from newsbrief.article import Article, Sentence, per_article

# Servers that fill in a chat template by text read these as the borders of roles, wherever they stand.
_CONTROL = regex.compile(
    r"<(?=[|｜])|(?<=[|｜])>|<(?=/?(?:s|bos|eos|think|tool_\w{4,8}|(?:start|end)_of_\w{4,8}|SYS|<SYS)>)"
    r"|\[(?=/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_[A-Z]{4,8})\])"
)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A sentence of the article, or a note on some of them, with the numbers of the sentences it stands for."""

    numbers: tuple[int, ...]
    text: str
    paragraph: int = 0

    def __str__(self) -> str:
        return f"{','.join(map(str, self.numbers))}: {self.text}"


@per_article
def list_lines(article: Article) -> tuple[SourceLine, ...]:
    """Return the sentences as lines, without boilerplate, and without the shorter of two that say the same."""
    said_again = set()
    for sentence in article.sentences:
        if sentence.repeats is not None:
            first = article.sentences[sentence.repeats]
            said_again.add(sentence.index if len(sentence.text) <= len(first.text) else first.index)
    kept = [s for s in article.sentences if not s.is_boilerplate and s.index not in said_again]
    shown = [to_line(s) for s in kept or article.sentences]
    title = to_plain_line(article.title or "")
    if title and all(title not in line.text for line in shown[:4]):
        # The title of a page is no sentence of its text: shown for context, and nothing can cite it.
        shown.insert(0, SourceLine((), f"# {title}", -1))
    return tuple(shown)


def to_line(sentence: Sentence) -> SourceLine:
    """Return a sentence under its number; a heading looks like one."""
    mark = "# " if sentence.is_heading else ""
    return SourceLine((sentence.index,), f"{mark}{_break_marks(sentence.text)}", sentence.paragraph)


def to_plain_line(text: str) -> str:
    """Return `text` on one line, with the marks of a chat's roles broken up: a quote of them stays readable."""
    return _break_marks(" ".join(text.split()))


def _break_marks(text: str) -> str:
    # One of these is in whatever the pattern finds.
    if not ("<" in text or "[" in text or "|" in text or "｜" in text):
        return text
    return _CONTROL.sub(lambda found: f" {found[0]}" if found[0] == ">" else f"{found[0]} ", text)


def lay_out_lines(shown: Sequence[SourceLine]) -> list[str]:
    """Return the lines as text, with an empty one between paragraphs."""
    out: list[str] = []
    for before, line in zip((None, *shown), shown, strict=False):
        if before is not None and before.paragraph != line.paragraph:
            out.append("")
        out.append(str(line) if line.numbers else line.text)
    return out


def fence(texts: Iterable[str]) -> str:
    """Return the lines between two marks that are not in them, so that nothing in the lines can end the data early.

    The same lines have the same marks: a call that a record holds is known again.
    """
    body = "\n".join(texts)
    mark = _digest(body)
    while mark in body:
        mark = _digest(mark + body)
    return f"=== {mark} ===\n{body}\n=== {mark} ==="


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
