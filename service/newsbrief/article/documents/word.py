"""An article in a Word file."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from newsbrief.article.documents.document import Document, DocumentUnreadable
from newsbrief.article.inline import RAISED

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_UNPACKED = 32 * 1024 * 1024
"""Bytes of all that is packed in a file: 300 kilobytes of zeros would be half a gigabyte in memory."""
_BROKEN = (
    BadZipFile,
    zlib.error,
    SyntaxError,  # of lxml, where a part is no XML
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    EOFError,
    OSError,
    RuntimeError,
)
"""What the packages raise where a part is missing, is another one, or is encrypted."""


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEFT_OUT = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "txbxContent"))
"""What was deleted or moved away with tracked changes; settings; what stands in a frame, which is read by itself."""
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""The same again, for programs that do not know frames of the newer kind."""
_GONE = tuple(f"{_W}{name}" for name in ("strike", "dstrike", "vanish"))
_WHITE = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_OFF = frozenset({"0", "false", "off", "none"})
"""Values by which a setting is switched off; it is on where it has none."""


def read_word(data: bytes) -> tuple[Document, ...]:
    """Return the paragraphs of a Word file (.docx), in tables too, with the title that the file has.

    They are read as they are after all tracked changes, without what is struck out or hidden.

    Raises:
        DocumentUnreadable: it is no such file, or too large unpacked, or the package `python-docx` is missing.
    """
    try:
        import docx
        from docx.opc.exceptions import PackageNotFoundError
    except ImportError:
        raise DocumentUnreadable("Word files need the extra: pip install 'newsbrief[documents]'") from None
    try:
        with ZipFile(BytesIO(data)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > MOST_UNPACKED:
            raise DocumentUnreadable(f"Unpacked, the Word file has more than {MOST_UNPACKED} bytes.")
        file = docx.Document(BytesIO(data))
        shown = (p for p in file.element.body.iter(f"{_W}p") if next(p.iterancestors(_FALLBACK), None) is None)
        paragraphs = ("".join(_read_runs(paragraph)) for paragraph in shown)
        text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph.strip())
        title = file.core_properties.title
    except DocumentUnreadable:
        raise
    except (PackageNotFoundError, *_BROKEN):
        raise DocumentUnreadable("The file is no Word file (.docx).") from None
    return (Document(text, title=title or None),)


def _read_runs(element: Element) -> Iterator[str]:
    """Yield the text in a paragraph, or in a part of one, piece by piece."""
    for part in element:
        if part.tag == f"{_W}r":
            yield from _read_run(part)
        elif part.tag not in _LEFT_OUT:
            yield from _read_runs(part)


def _read_run(run: Element) -> Iterator[str]:
    settings = run.find(f"{_W}rPr")
    if settings is not None and any(_is_on(settings.find(name)) for name in _GONE):
        return
    height = None if settings is None else settings.find(f"{_W}vertAlign")
    is_raised = height is not None and height.get(f"{_W}val") == "superscript"
    for part in run:
        text = (part.text or "") if part.tag == f"{_W}t" else _WHITE.get(str(part.tag), "")
        yield text.translate(RAISED) if is_raised else text


def _is_on(setting: Element | None) -> bool:
    return setting is not None and setting.get(f"{_W}val") not in _OFF
