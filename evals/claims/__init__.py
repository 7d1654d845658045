"""Claims labelled by hand, and how the checks do on them: `python -m evals.claims`."""
