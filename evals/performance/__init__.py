"""Benchmarks: the time and price that newsbrief adds to the model, side by side with the least that could be done
without it."""
