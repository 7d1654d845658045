"""Orders: a briefing that is asked for, its key, and one answer to equal orders."""
