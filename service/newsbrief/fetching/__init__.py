"""Requests to other servers: guarded from private networks, bounded in bytes and time."""
