"""An article that came as e-mail."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

from newsbrief.article.documents.document import Document, DocumentUnreadable
from newsbrief.article.encoding import decode


def read_mail(data: bytes) -> tuple[Document, ...]:
    """Return the article in a message (RFC 5322): its text where it has one, else its page.

    Raises:
        DocumentUnreadable: it holds neither.
    """
    message = message_from_bytes(data, EmailMessage, policy=default)
    body = message.get_body(("plain", "html"))
    if body is None or not message.keys():
        raise DocumentUnreadable("The file is no e-mail with a text in it.")
    content = body.get_payload(decode=True)
    text = decode(content if isinstance(content, bytes) else b"", body.get_content_charset())
    sender = parseaddr(str(message.get("from", "")))[0]
    html = body.get_content_type() == "text/html"
    return (Document(text, html, str(message.get("subject", "")) or None, None, sender or None, _find_date(message)),)


def _find_date(message: EmailMessage) -> datetime | None:
    moment = getattr(message.get("date"), "datetime", None)
    return moment if isinstance(moment, datetime) and moment.tzinfo else None
