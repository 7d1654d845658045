"""Migrations, run by `newsbrief.store.migrating`; nothing imports them."""
