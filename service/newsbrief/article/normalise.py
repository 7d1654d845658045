"""Normalise text to the characters a reader sees: NFC, no invisible characters, white space folded."""

from __future__ import annotations

import re
import unicodedata

import regex

# Zero-width characters have work to do inside Arabic and Indic words and in emoji sequences; anywhere else they hide.
# fmt: off
_SCRIPTS = (
    "Arabic", "Devanagari", "Bengali", "Gujarati", "Gurmukhi", "Kannada", "Malayalam", "Mongolian", "Oriya", "Sinhala",
    "Tamil", "Telugu", "Mn", "Mc", "Extended_Pictographic", "Emoji_Modifier",
)
# fmt: on
_JOINED = "".join(rf"\p{{{script}}}" for script in _SCRIPTS)
_KINDS = {
    "tag": r"\U000E0000-\U000E007F",
    "variation": r"\uFE00-\uFE0F\U000E0100-\U000E01EF\u180B-\u180D\u180F",
    "direction": r"\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069",
    "hyphen": r"\u00AD",
    "zero_width": r"\u200B\u2060-\u2065\u206A-\u206F\uFEFF\u180E\u034F\u115F\u1160\u17B4\u17B5\u3164\uFFA0",
    "joiner": r"\u200C\u200D",
    "control": r"\x00-\x08\x0E-\x1B\x7F-\x84\x86-\x9F\uFFF9-\uFFFB",
}
_INVISIBLE = re.compile("[" + "".join(_KINDS.values()) + "]")
_REMOVED = regex.compile(
    "[" + "".join(v for k, v in _KINDS.items() if k != "joiner") + "]"
    rf"|(?<![{_JOINED}\uFE0F])[\u200C\u200D]"
)
# UAX #15 calls text with at most 30 combining marks in a row stream-safe; ordering longer runs takes quadratic time.
_UNSAFE = regex.compile(r"\p{M}{31}")


def to_visible(text: str) -> str:
    """Return `text` as a reader sees it: NFC, invisible characters removed, white space folded to single spaces.

    Linear in the length of `text`: runs of more than 30 combining marks are left as they are.
    """
    if not (text.isascii() and text.isprintable()):
        if _INVISIBLE.search(text):
            text = _REMOVED.sub("", text)
        if not unicodedata.is_normalized("NFC", text) and not _UNSAFE.search(text):
            text = unicodedata.normalize("NFC", text)
        # Some models write the second for every hyphen.
        text = text.replace("\u2010", "-").replace("\u2011", "-")
    return " ".join(text.split())


def shorten(text: str, most: int) -> str:
    """Return `text` with at most `most` characters; what is cut ends in an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def replace_unstorable(text: str) -> str:
    """Return `text` with what JSON, UTF-8 or a database cannot carry (lone surrogates, NUL) as U+FFFD, one for one."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


_SURROGATE = regex.compile(r"[\uD800-\uDFFF]")
