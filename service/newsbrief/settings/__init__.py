"""Settings from the environment, their names there, and the API keys among them."""

from newsbrief.settings.settings import Settings

__all__ = ["Settings"]
