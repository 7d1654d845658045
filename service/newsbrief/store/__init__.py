"""What is kept, and how it is found again. SQLAlchemy is imported only when a store is opened."""

from newsbrief.store.errors import StoreUnavailable

__all__ = ["StoreUnavailable"]
