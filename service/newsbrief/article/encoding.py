"""Bytes to text."""

from __future__ import annotations

import codecs

import regex

from newsbrief.article.errors import NotText

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = regex.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""", regex.IGNORECASE)
_XML = regex.compile(rb"""<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{2,40})""", regex.IGNORECASE)
# What the web calls these, it writes as their Windows supersets (WHATWG Encoding Standard, section 4.2).
_WEB = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
# Python reads these, the web does not write them: what is declared so is text of another kind, or an attack.
_NOT_OF_THE_WEB = frozenset({"unicode-escape", "raw-unicode-escape", "idna", "punycode", "utf-7", "undefined"})
_BINARY = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x7fELF",
    b"RIFF",
    b"\x00\x00\x01\x00",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\xd0\xcf\x11\xe0",
    b"ID3",
    b"OggS",
    b"SQLite format 3",
)
SLIPS = 5
"""Characters beyond ASCII for each byte that cannot be UTF-8, from which a text is UTF-8 with slips."""
SAMPLE = 64 * 1024
"""Bytes looked at where the encoding must be guessed."""


def decode(body: bytes, charset: str | None = None) -> str:
    """Return the text in `body`: by its byte order mark, the declared `charset`, UTF-8, the page, or a guess.

    A declared encoding that does not fit is not believed. UTF-8 with a broken byte here and there, or cut off within a
    character, is read with U+FFFD in their place. UTF-8 comes before the page's own word because nothing
    else passes for it by chance.

    Raises:
        NotText: `body` is binary, or in no encoding that can be told.
    """
    if body.startswith(_BINARY):
        raise NotText("What was sent is a file of another kind, not text.")
    for mark, name in _BOMS:
        if body.startswith(mark) and (text := _try_decode(body, name)) is not None:
            return text
    for candidate in (charset, "utf-8", _own_word(body)):
        if candidate and (text := _try_decode(body, candidate)) is not None and not _binary(text):
            return text
    return _with_slips(body) or _guess(body)


def _own_word(body: bytes) -> str | None:
    head = body[:4096]
    match = _META.search(head) or _XML.search(head)
    return match.group(1).decode("ascii", "ignore") if match else None


def _try_decode(body: bytes, charset: str) -> str | None:
    try:
        name = codecs.lookup(charset.strip(" \"'")).name
        if name in _NOT_OF_THE_WEB or (name.startswith(("utf-16", "utf-32")) and body.isascii() and b"\0" not in body):
            return None
        return body.decode(_WEB.get(name, name))
    except (LookupError, ValueError):
        return None


def _with_slips(body: bytes) -> str | None:
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond = len(text) - broken - sum(map(str.isascii, text)) if broken * SLIPS < len(text) else 0
    return text if beyond > SLIPS * broken and not _binary(text) else None


def _guess(body: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(body[:SAMPLE]).best()
    text = _try_decode(body, best.encoding) if best else None
    if text is None and best:
        text = body.decode(best.encoding, "replace")
    if text is None or _binary(text):
        raise NotText("What was sent is not text, or is in an encoding that cannot be told.")
    return text


def _binary(text: str) -> bool:
    """Return whether control characters show that bytes were read in the wrong encoding, or are no text."""
    sample = text[:SAMPLE]
    odd = sum(sample.count(c) for c in _ODD)
    return odd * 50 > len(sample)


_ODD = [chr(c) for c in (*range(9), *range(14, 27), *range(0x7F, 0x85), *range(0x86, 0xA0))]
