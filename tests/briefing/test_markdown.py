from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.briefing.markdown import MalformedBriefing, parse_markdown, render_markdown
from newsbrief.briefing.schema import Briefing
from newsbrief.briefing.wording import list_languages, load_wording

NAMED = {f"{heading}:" for language in list_languages() for heading in load_wording(language).headings.values()}
# A line of a briefing: anything but line breaks and white space around it.
lines = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1)
    .map(str.strip)
    .filter(lambda text: text and not NAMED & {text} and len(text.splitlines()) == 1)
)
moments = st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)).map(
    lambda m: m.replace(microsecond=0, tzinfo=UTC)
)
briefings = st.builds(
    Briefing,
    title=lines,
    the_story=lines,
    key_points=st.lists(lines, min_size=1).map(tuple),
    critical_analysis=lines,
    key_takeaways=st.lists(lines, min_size=1).map(tuple),
    impact_analysis=lines,
)


def test_the_seed_round_trips_unchanged(seed_briefing: str) -> None:
    briefing, created_at = parse_markdown(seed_briefing)

    assert created_at == datetime(2026, 2, 4, 3, 37, 23, tzinfo=UTC)
    assert len(briefing.key_points) == 6
    assert len(briefing.key_takeaways) == 5
    assert render_markdown(briefing, created_at, "en") == seed_briefing


@given(briefings, moments, st.sampled_from([*list_languages(), "sw", "und"]))
def test_what_is_written_is_read_back(briefing: Briefing, created_at: datetime, language: str) -> None:
    assert parse_markdown(render_markdown(briefing, created_at, language)) == (briefing, created_at)


@pytest.mark.parametrize("language", list_languages())
def test_sections_are_named_in_the_briefings_language(seed_briefing: str, language: str) -> None:
    briefing, created_at = parse_markdown(seed_briefing)
    written = render_markdown(briefing, created_at, language)
    assert [line for line in written.split("\n") if line in NAMED] == [
        f"{heading}:" for heading in load_wording(language).headings.values()
    ]
    assert (written == seed_briefing) == (language == "en")
    mixed = written.replace(f"{load_wording(language).headings['key_points']}:", "Points:")
    with pytest.raises(MalformedBriefing, match="out of order"):
        parse_markdown(mixed)


def test_a_language_without_names_of_its_own_has_the_english(seed_briefing: str) -> None:
    assert render_markdown(*parse_markdown(seed_briefing), "sw") == seed_briefing


def test_times_are_written_in_utc(seed_briefing: str) -> None:
    briefing, created_at = parse_markdown(seed_briefing)
    assert render_markdown(briefing, created_at.astimezone(timezone(timedelta(hours=5))), "en") == seed_briefing


def test_blank_lines_and_windows_line_ends_do_not_matter(seed_briefing: str) -> None:
    assert parse_markdown("\ufeff" + seed_briefing.replace("\n", "\r\n\r\n") + "\r\n") == parse_markdown(seed_briefing)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Wed Feb 04 03:37:23 UTC 2026: # ", "", "expected a date"),
        ("Wed Feb", "Thu Feb", "should read 'Wed Feb 04"),
        ("Feb 04", "Feb 31", "is not a date"),
        ("UTC", "CET", "should read"),
        ("The Story:", "Story:", "expected 'The Story:'"),
        ("Key Points:", "Key Takeaways:", "out of order"),
        ("Impact Analysis:", "", "missing"),
        ("* Turkey is", "Turkey is", "expected a bullet"),
        ("On February 3, 2026, Iran’s", "", "The Story"),
    ],
)
def test_a_defect_is_named(seed_briefing: str, old: str, new: str, message: str) -> None:
    text = seed_briefing.replace(old, new, 1)
    if message == "The Story":
        text = "\n".join(line for line in text.split("\n") if "President Masoud Pezeshkian instructed" not in line)
    with pytest.raises(MalformedBriefing, match=message):
        parse_markdown(text)


def test_a_paragraph_in_the_words_of_a_heading_is_none() -> None:
    told = Briefing(
        title="Talks:",
        the_story="Key Points:",
        key_points=("Key Points:",),
        critical_analysis="Impact Analysis:",
        key_takeaways=("Oman is host:",),
        impact_analysis="It costs:\\:",
    )
    assert parse_markdown(render_markdown(told, datetime(2026, 2, 4, tzinfo=UTC), "en"))[0] == told


@given(st.text())
def test_any_other_text_is_malformed_never_a_crash(text: str) -> None:
    with pytest.raises(MalformedBriefing):
        parse_markdown(text)
