"""A reply after people worked on it: edits, redrafts and review steps. The record of how it was made is kept."""
