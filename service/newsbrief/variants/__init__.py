"""Variants of a briefing: headlines, push, social posts and more, from its checked claims, each judged in its turn."""
