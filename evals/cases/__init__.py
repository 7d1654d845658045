"""Cases: an article each, with what a briefing of it should say, must attribute, must never say, and labelled claims."""
