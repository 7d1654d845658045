"""One file a step, the newest named in `service.store.migrating.NEWEST`. A step that was released never changes."""
