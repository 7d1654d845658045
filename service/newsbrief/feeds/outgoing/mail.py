"""A digest as e-mail: plain text and HTML."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from newsbrief.feeds.configuration import Email
from newsbrief.feeds.edition import Edition
from newsbrief.feeds.outgoing import html, text


def build_message(edition: Edition, channel: Email, id: UUID, zone: ZoneInfo) -> EmailMessage:
    """Return the message; the delivery `id` makes its Message-ID the same however often it is built."""
    at = edition.at.astimezone(zone)
    message = EmailMessage()
    message["Subject"] = f"{edition.title} – {at:%Y-%m-%d %H:%M}"
    message["From"] = channel.sender
    message["To"] = ", ".join(channel.to)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{id}@{channel.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text.render(edition))
    message.add_alternative(html.render_page(edition), subtype="html")
    return message
