"""Suites, cases, graders and benchmarks."""
