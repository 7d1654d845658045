"""Graders: each looks at one answer, and gives values for the grades of one kind."""
