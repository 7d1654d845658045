"""XML of strangers, read by lxml: it opens nothing, expands no entity and bounds depth."""

from __future__ import annotations

import html
import zlib
from typing import Any

import regex
from lxml import etree

_UNZIPPED = 50 * 1024 * 1024
"""Bytes of a sitemap, by its protocol."""
MOST_TAGS = 1_000_000
"""Tags of a document: twice what a sitemap of 50,000 addresses has. Each takes memory, however well they pack."""
_GZIP = b"\x1f\x8b"
_NAMED = regex.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML = (b"amp", b"lt", b"gt", b"quot", b"apos")


class NotAFeed(ValueError):
    """The bytes are no feed, or not one that is read; `str()` says why."""


def unzip(data: bytes) -> bytes:
    """Return the bytes, unpacked where they are a file of gzip.

    Raises:
        NotAFeed: they cannot be unpacked, or are too many then.
    """
    if not data.startswith(_GZIP):
        return data
    try:
        reading = zlib.decompressobj(31)
        unzipped = reading.decompress(data, _UNZIPPED)
    except zlib.error:
        raise NotAFeed("It is no file of gzip.") from None
    if reading.unconsumed_tail:
        raise NotAFeed(f"Unpacked it has more than {_UNZIPPED} bytes.")
    return unzipped


def parse_xml(data: bytes) -> Any:
    """Return the root of an XML document.

    Raises:
        NotAFeed: it is none, has more than `MOST_TAGS` tags, or declares entities: feeds have no use for them, and
            bombs are made of them.
    """
    if data.count(b"<") > MOST_TAGS:
        raise NotAFeed(f"It has more than {MOST_TAGS} tags.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError:
            raise NotAFeed("It is no XML.") from None
        data = regex.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8", "replace")
    head = data[:65_536]
    if b"<!DOCTYPE" in head.upper() and regex.search(rb"<!\s*ENTITY", data, regex.IGNORECASE):
        raise NotAFeed("It declares entities, which are not read.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(_NAMED.sub(_replace_entity, data), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise NotAFeed("It is no XML.") from None
    if root is None:
        raise NotAFeed("It is no XML.")
    if root.getroottree().docinfo.internalDTD is not None and any(
        True for _ in root.getroottree().docinfo.internalDTD.iterentities()
    ):
        raise NotAFeed("It declares entities, which are not read.")
    return root


def _replace_entity(match: regex.Match[bytes]) -> bytes:
    """Return the character that HTML has a name for, which XML does not know."""
    if match[1] in _XML:
        return bytes(match[0])
    return html.unescape(match[0].decode("ascii")).encode("ascii", "xmlcharrefreplace")


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace; of a comment or the like, ''."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
