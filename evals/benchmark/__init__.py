"""The checker against people's judgement: `python -m evals.benchmark RECORDS.jsonl.gz`."""
