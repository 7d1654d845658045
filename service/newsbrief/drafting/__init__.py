"""Article to draft, by models on OpenAI-compatible servers: whole, in sections, or from notes on a long article."""
