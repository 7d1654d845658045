"""Suites, cases, graders and reports."""
