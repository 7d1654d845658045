"""Drafts in the article's own words: no model, no server, no network."""

from newsbrief.extractive.engine import ExtractiveEngine

__all__ = ["ExtractiveEngine"]
