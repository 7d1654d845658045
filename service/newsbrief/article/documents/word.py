"""An article in a Word file."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from newsbrief.article.documents.document import Document, DocumentUnreadable

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


def read_word(data: bytes) -> tuple[Document, ...]:
    """Return the paragraphs of a Word file (.docx), each a paragraph, with the title that the file has.

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
        text = "\n\n".join(paragraph.text for paragraph in file.paragraphs if paragraph.text.strip())
        title = file.core_properties.title
    except DocumentUnreadable:
        raise
    except (PackageNotFoundError, *_BROKEN):
        raise DocumentUnreadable("The file is no Word file (.docx).") from None
    return (Document(text, title=title or None),)
