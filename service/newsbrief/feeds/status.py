"""The status of feeds, stories and deliveries, in lines for a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from newsbrief.briefing.renderings.times import format_instant
from newsbrief.feeds.configuration import Feeds
from newsbrief.store.digests import Delivery
from newsbrief.store.store import Store
from newsbrief.store.stories import StoryProblem

_MOST = 20
"""Lines of each kind."""
_STATES = ("new", "ready", "joined", "queued", "briefed", "copy", "skipped", "failed")


async def describe(store: Store, feeds: Feeds) -> tuple[list[str], bool]:
    """Return the lines, and whether anything failed that somebody should look at."""
    standing = [status for status in await store.ask(store.feeds.list_states) if status.name in feeds.feeds]
    counts = await store.ask(store.feeds.count_entries)
    lines = [] if standing else ["no feed was watched yet"]
    for status in standing:
        tally = ", ".join(f"{counts[status.name, s]} {s}" for s in _STATES if (status.name, s) in counts)
        checked = format_instant(status.checked_at) if status.checked_at else "never"
        due = format_instant(datetime.fromtimestamp(status.next_at, UTC))
        lines.append(f"feed {status.name}: checked {checked}, next {due}; {tally or 'no entries'}")
        if status.problem:
            lines.append(f"  failed {status.failures} times: {status.problem}")
    entries = await store.ask(store.feeds.list_problems, _MOST)
    lines += [f"article {url}: {problem}" for _, url, problem in entries]
    stories = await store.ask(store.stories.list_problems, _MOST)
    lines += map(_describe_story, stories)
    unsent = await store.ask(store.digests.list_unsent, _MOST)
    lines += _describe_deliveries([*unsent, *await store.ask(store.digests.list_sent, _MOST)])
    failed = any(status.problem for status in standing) or any(d.problem for d in unsent)
    return lines, failed


def _describe_story(story: StoryProblem) -> str:
    times = f"failed {story.failures} times, " if story.failures else ""
    due = f"next {format_instant(datetime.fromtimestamp(story.next_at, UTC))}" if story.next_at else "given up"
    return f"story {story.id}: {times}{due}: {story.problem}"


def _describe_deliveries(listed: list[Delivery]) -> Iterator[str]:
    for each in listed:
        when = f"sent {format_instant(each.sent_at)}" if each.sent_at else f"{each.state}, {each.attempts} attempts"
        why = f": {each.problem}" if each.problem else ""
        yield f"digest {each.digest} of {format_instant(each.due_at)} to {each.channel}: {when}{why} ({each.id})"
