"""An article in a Word file."""

from __future__ import annotations

from io import BytesIO
from zipfile import BadZipFile

from newsbrief.article.documents.document import Document, DocumentUnreadable


def read_word(data: bytes) -> tuple[Document, ...]:
    """Return the paragraphs of a Word file (.docx), each a paragraph, with the title that the file has.

    Raises:
        DocumentUnreadable: it is no such file, or the package `python-docx` is missing.
    """
    try:
        import docx
        from docx.opc.exceptions import PackageNotFoundError
    except ImportError:
        raise DocumentUnreadable("Word files need the extra: pip install 'newsbrief[documents]'") from None
    try:
        file = docx.Document(BytesIO(data))
    except (PackageNotFoundError, BadZipFile, ValueError, KeyError):
        raise DocumentUnreadable("The file is no Word file (.docx).") from None
    text = "\n\n".join(paragraph.text for paragraph in file.paragraphs if paragraph.text.strip())
    return (Document(text, title=file.core_properties.title or None),)
