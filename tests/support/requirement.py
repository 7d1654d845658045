"""Programs that a test needs, which a machine may lack."""

import os

import pytest


def require(why: str | None) -> None:
    """Skip what this machine cannot run, for the reason given, if any; where CI is set, fail."""
    if why and os.environ.get("CI"):
        pytest.fail(why)
    if why:
        pytest.skip(why)
