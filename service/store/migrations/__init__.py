"""Migrations, run by `service.store.migrating`; nothing imports them."""
