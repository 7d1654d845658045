"""The command line."""

from newsbrief.cli.main import main

__all__ = ["main"]
