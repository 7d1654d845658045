"""Judges compared on labelled claims: which model is worth its money as a judge."""
