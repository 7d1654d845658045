"""When digests are due, over changes of the clock too."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from newsbrief.feeds.configuration import DAYS
from newsbrief.feeds.schedule import find_latest_due, find_next_due

ZURICH = ZoneInfo("Europe/Zurich")


def test_times_are_local() -> None:
    at = datetime(2026, 2, 4, 6, 30, tzinfo=UTC)
    assert find_latest_due([time(7, 30)], DAYS, ZURICH, at) == at
    assert find_latest_due([time(7, 31)], DAYS, ZURICH, at) == at - timedelta(hours=23, minutes=59)
    assert find_next_due([time(7, 30)], DAYS, ZURICH, at) == at + timedelta(days=1)
    # 4 February 2026 is a Wednesday.
    assert find_latest_due([time(7, 30)], ["mon"], ZURICH, at) == at - timedelta(days=2)
    assert find_latest_due([], DAYS, ZURICH, at) is None


def test_clocks_that_are_changed() -> None:
    # 02:30 does not exist on 29 March, and comes twice on 25 October.
    spring, autumn = datetime(2026, 3, 29, 12, tzinfo=UTC), datetime(2026, 10, 25, 12, tzinfo=UTC)
    assert find_latest_due([time(2, 30)], DAYS, ZURICH, spring) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert find_latest_due([time(2, 30)], DAYS, ZURICH, autumn) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(
    st.lists(st.times().map(lambda t: t.replace(second=0, microsecond=0, tzinfo=None)), min_size=1, max_size=4),
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda d: d.replace(tzinfo=UTC)),
    st.sampled_from(["UTC", "Europe/Zurich", "America/New_York", "Pacific/Apia", "Asia/Kathmandu"]).map(ZoneInfo),
)
def test_the_last_is_before_the_next(times: list[time], now: datetime, zone: ZoneInfo) -> None:
    last, following = find_latest_due(times, DAYS, zone, now), find_next_due(times, DAYS, zone, now)
    assert last is not None
    assert following is not None
    assert last <= now < following
    assert following - last <= timedelta(days=2, hours=1)
    assert find_latest_due(times, DAYS, zone, following) == following
