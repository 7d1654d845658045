"""The status of feeds, stories and deliveries, in lines for a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from newsbrief.briefing.renderings.times import format_instant
from newsbrief.feeds.configuration import Feeds
from newsbrief.store.digests import Delivery
from newsbrief.store.store import Store

_MOST = 20
"""Lines of each kind."""
_STATES = ("new", "ready", "joined", "queued", "briefed", "copy", "skipped", "failed")


async def describe(store: Store, feeds: Feeds) -> tuple[list[str], bool]:
    """Return the lines, and whether anything failed that somebody should look at."""
    standing = [found for found in await store.ask(store.feeds.list_states) if found.name in feeds.feeds]
    counts = await store.ask(store.feeds.count_entries)
    lines = [] if standing else ["no feed was watched yet"]
    for found in standing:
        tally = ", ".join(f"{counts[found.name, s]} {s}" for s in _STATES if (found.name, s) in counts)
        checked = format_instant(found.checked_at) if found.checked_at else "never"
        due = format_instant(datetime.fromtimestamp(found.next_at, UTC))
        lines.append(f"feed {found.name}: checked {checked}, next {due}; {tally or 'no entries'}")
        if found.problem:
            lines.append(f"  failed {found.failures} times: {found.problem}")
    entries = await store.ask(store.feeds.list_problems, _MOST)
    lines += [f"article {url}: {problem}" for _, url, problem in entries]
    stories = await store.ask(store.stories.list_problems, _MOST)
    lines += [f"story {id}: {problem}" for id, problem in stories]
    unsent = await store.ask(store.digests.list_unsent, _MOST)
    lines += _describe_deliveries([*unsent, *await store.ask(store.digests.list_sent, _MOST)])
    failed = any(found.problem for found in standing) or any(d.problem for d in unsent)
    return lines, failed


def _describe_deliveries(listed: list[Delivery]) -> Iterator[str]:
    for found in listed:
        when = f"sent {format_instant(found.sent_at)}" if found.sent_at else f"{found.state}, {found.attempts} attempts"
        why = f": {found.problem}" if found.problem else ""
        yield f"digest {found.digest} of {format_instant(found.due_at)} to {found.channel}: {when}{why} ({found.id})"
