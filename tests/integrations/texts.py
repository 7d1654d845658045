"""An article, a briefing that it carries, and a quotation that it does not."""

ARTICLE = (
    "Talks move to Oman\n\nIran and the United States will hold talks on Friday in Muscat. The talks were first "
    "planned for Istanbul. The drone was shot down on Tuesday near the carrier. "
    "Oil prices rose by 3 percent on Wednesday.\n"
)
HONEST = """Wed Feb 04 03:37:23 UTC 2026: # Talks move to Oman
The Story:
Iran and the United States will hold talks on Friday in Muscat. The talks were first planned for Istanbul.
Key Points:
* The drone was shot down on Tuesday near the carrier.
* Oil prices rose by 3 percent on Wednesday.
Critical Analysis:
The talks were first planned for Istanbul.
Key Takeaways:
* Oil prices rose by 3 percent on Wednesday.
Impact Analysis:
Oil prices rose by 3 percent on Wednesday.
"""
INVENTED = "“We will never sign this deal,” an official said."
"""Code alone finds a quotation that is not in the article; most other errors take a judge."""
