"""A long run under faults: `python -m evals.soak --minutes N` prints what was lost, doubled, stuck, late or leaked."""
