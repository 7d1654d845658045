"""The desk over HTTP: pages and what replaces parts of them, sessions, and articles fetched from their addresses."""

from newsbrief.api.desk.routes import install

__all__ = ["install"]
