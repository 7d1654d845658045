"""Newsbrief: raw article in, verified fixed-format briefing out."""

import os

__version__ = "0.1.0"

# The products of vectors here take microseconds: handing them to threads costs more than they do.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
