"""Cases: an article each, with facts, contested statements, labelled claims, and what no briefing of it may say."""
