"""Quotation marks that are rare, typed with other keys, or escaped, as those that are usual."""

from __future__ import annotations

from html import unescape

import regex

_USUAL = dict(zip("❝❞❛❜〝〞〟‟‛″＇´", "“”‘’“””“‘\"''", strict=True))
_RARE = regex.compile("[❝❞❛❜〝〞〟‟‛＇]|(?<!\\p{N})[″´]")
"""Behind a number ″ tells inches or seconds."""
_ESCAPED = regex.compile(r"&(?:quot|[lrb]dquo|[lr]aquo|#(?:34|171|187|822[0-2]));(?P<opens>(?=[\p{L}\p{N}¿¡…(\[]))?")
"""A mark as HTML writes it, in a text that was escaped once too often."""


def write_usual_marks(text: str) -> str:
    """Return a text of the same length with usual marks: typewritten text has two marks for one."""
    text = text.replace(",,", " „").replace("``", " “").replace("''", "” ")
    return write_usual_characters(_ESCAPED.sub(_unescape, text) if "&" in text else text)


def write_usual_characters(text: str) -> str:
    """Return a text with one usual mark for each rare one."""
    return text if text.isascii() else _RARE.sub(lambda rare: _USUAL[rare.group()], text)


def _unescape(escaped: regex.Match[str]) -> str:
    mark, width = unescape(escaped.group()), len(escaped.group())
    return mark.ljust(width) if escaped["opens"] is None else mark.rjust(width)
