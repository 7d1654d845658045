"""The Model Context Protocol in front: assistants summarize, verify and update as tools."""
