"""The database: what is kept, and queries for it. SQLAlchemy is imported only when a store is opened."""

from newsbrief.store.errors import StoreUnavailable

__all__ = ["StoreUnavailable"]
