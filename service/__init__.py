"""Newsbrief: raw article in, verified fixed-format briefing out."""

__version__ = "0.1.0"
