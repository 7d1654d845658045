"""Stories: an older briefing against a newer article, and several articles on one event."""
