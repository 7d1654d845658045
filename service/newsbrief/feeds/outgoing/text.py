"""A digest as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from newsbrief.feeds.edition import Edition, Item


def render(edition: Edition) -> str:
    """Return the whole digest, one claim or paragraph a line."""
    parts = [edition.title, *("\n".join(_write_lines(item)) for item in edition.items)]
    if edition.more:
        parts.append(f"{edition.more} more")
    return "\n\n".join(parts) + "\n"


def _write_lines(item: Item) -> Iterator[str]:
    yield item.title
    yield " ".join(line.marked_text for line in item.section("the_story"))
    yield from (f"* {line.marked_text}" for line in item.section("key_points"))
    yield from (f"{origin.name} {origin.url or ''}".strip() for origin in item.origins)
    yield item.disclosure
