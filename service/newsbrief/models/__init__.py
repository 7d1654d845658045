"""The talk with model servers: terms, streams, budgets, windows, usage, failures.

Whoever asks may set two context variables before: `payer.payer`, told the usage of each call, and `record.record`,
which keeps completions. The gate of the API and the worker of jobs do.
"""
