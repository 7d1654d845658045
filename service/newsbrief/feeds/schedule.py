"""When a digest is due: times of day in a time zone, on days of the week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from newsbrief.feeds.configuration import DAYS

_WEEK = 7


def find_latest_due(times: Sequence[time], days: Sequence[str], zone: tzinfo, now: datetime) -> datetime | None:
    """Return the last instant at or before `now` at which a digest was due, in UTC; None without times.

    A time that a change of the clock skips is the instant at which it would have come; of one that comes twice it is
    the first.
    """
    return max((at for at in _list_times(times, days, zone, now) if at <= now), default=None)


def find_next_due(times: Sequence[time], days: Sequence[str], zone: tzinfo, now: datetime) -> datetime | None:
    """Return the first instant after `now` at which a digest is due, in UTC; None without times."""
    return min((at for at in _list_times(times, days, zone, now) if at > now), default=None)


def start_of_day(day: date, zone: tzinfo) -> datetime:
    """Return the instant at which a day begins, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _list_times(times: Sequence[time], days: Sequence[str], zone: tzinfo, now: datetime) -> Iterator[datetime]:
    today = now.astimezone(zone).date()
    for offset in range(-_WEEK, _WEEK + 1):
        day = today + timedelta(days=offset)
        if DAYS[day.weekday()] in days:
            yield from (datetime.combine(day, at, zone).astimezone(UTC) for at in times)
