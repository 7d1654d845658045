"""The talk with model servers: terms, streams, budgets, windows, usage, failures."""
