"""Article to draft: prompts, the OpenAI-compatible engine, long articles, the extractive engine."""
