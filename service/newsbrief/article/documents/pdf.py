"""An article in a PDF file."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from newsbrief.article.documents.document import Document, DocumentUnreadable


def read_pdf(data: bytes) -> tuple[Document, ...]:
    """Return the text of a PDF file, page after page, with its title and date.

    Raises:
        DocumentUnreadable: it is broken, encrypted, or pictures of pages alone, or the package `pypdf` is missing.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise DocumentUnreadable("PDF files need the extra: pip install 'newsbrief[documents]'") from None
    try:
        reader = PdfReader(BytesIO(data))
        text = "\n\n".join(page.extract_text() for page in reader.pages)
        about = reader.metadata
        title, made = (about.title, about.creation_date) if about else (None, None)
    except (PyPdfError, ValueError, LookupError, ArithmeticError, TypeError, RuntimeError, AttributeError, OSError):
        raise DocumentUnreadable("The PDF file is broken or encrypted.") from None
    if not any(map(str.isalpha, text)):
        raise DocumentUnreadable("The PDF file has no text in it, as when its pages were scanned.")
    return (Document(text, title=title or None, published_at=_with_zone(made)),)


def _with_zone(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
