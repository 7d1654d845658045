"""Draft and article to verdicts: one file a check, the entailment scorer, verdict and repair."""
