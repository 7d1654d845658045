"""One file a step, the newest named in `newsbrief.store.migrating.NEWEST`. A step that was released never changes."""
