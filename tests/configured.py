"""Settings for a test: those of a file beside the checkout are no part of them."""

from typing import Any

from newsbrief.settings import Settings


def make_settings(**chosen: Any) -> Settings:
    """Return the settings that are `chosen`, else of the environment."""
    return Settings(_env_file=None, **chosen)  # type: ignore[call-arg]
