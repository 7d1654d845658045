"""Feeds in, digests out: new articles become jobs, articles on one event one briefing, briefings a digest."""
