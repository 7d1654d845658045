"""Names in a text: scripts without capitals show none."""

from __future__ import annotations

from collections.abc import Iterator

import regex

CAPITAL_NOUNS = frozenset({"de", "lb"})
"""Languages that write every noun with a capital: there a name is told by standing beside another."""
_NAME = regex.compile(
    r"(?<=[\p{Ll}\p{N},;:)”]\s(?:[„“\"«(])?)\p{Lu}[\p{L}\p{M}’'-]{2,}(?:\s\p{Lu}[\p{L}\p{M}’'-]{2,})*"
)


def find_names(text: str) -> Iterator[regex.Match[str]]:
    """Yield the runs of words that a text writes with a capital where no sentence begins.

    Left out are those with an `’s`: whose something is, is often an office or a body ("the Met Department’s").
    """
    return (match for match in _NAME.finditer(text) if not match.group().endswith(("'s", "’s")))
