"""Files that hold articles but are no plain text or page: mail, feeds, PDF, Word."""

from newsbrief.article.documents.document import Document, DocumentUnreadable
from newsbrief.article.documents.kinds import KINDS, parse_documents

__all__ = ["KINDS", "Document", "DocumentUnreadable", "parse_documents"]
