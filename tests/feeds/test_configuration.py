"""`feeds.yaml`: the example of the documentation is read, mistakes are told with line and field."""

from contextlib import suppress
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.feeds.configuration import Feeds
from newsbrief.feeds.file import MalformedFeeds, find_missing_variables, parse_feeds, read_feeds
from newsbrief.settings.names import find_unknown

DOCS = Path(__file__).parents[2] / "docs" / "feeds.md"
EXAMPLE = regex.findall(r"```yaml\n(.*?)```", DOCS.read_text(), regex.DOTALL)[0]


def test_the_example_of_the_documentation() -> None:
    found = parse_feeds(EXAMPLE)
    assert list(found.feeds) == ["agency", "city", "wire"]
    assert find_missing_variables(found, {"MAIL_USER": "x"}) == (
        "ARCHIVE_SECRET",
        "MAIL_PASSWORD",
        "SLACK_URL",
        "TEAMS_URL",
    )
    assert found.list_feeds(found.digests["everything"]) == ("agency", "city", "wire")


@pytest.mark.parametrize(
    ("old", "new", "told", "line"),
    [
        ("every: 1h", "every: 1", "feeds.city.every: write a number and a unit", "every: 1"),
        ("https://city.example", "https://me:pw@city.example", "feeds.city.url: an address starts with", "url:"),
        ("Europe/Zurich", "Europe/Nowhere", "time_zone: write the name of a time zone", "time_zone:"),
        ('["07:00", "18:30"]', "[25:00]", "digests.morning.times.0: write hours and minutes", "times:"),
        ("feeds: [agency, city]", "feeds: [agency, town]", "there is no feed 'town'", ""),
        ("kind: slack", "kind: slak", "digests.morning.to.newsroom: Input tag 'slak'", "newsroom:"),
        ("url_env: SLACK_URL", "url: https://x.example", "digests.morning.to.newsroom.url", "newsroom:"),
        ("security: starttls", "security: none", "a password is not sent without encryption", "readers:"),
        ("from: desk@daily.example", 'from: "a@b.c\\r\\nBcc: x@y.z"', "digests.morning.to.readers.from", "from:"),
        ("title: All of it", "titel: All of it", "digests.everything.title", "everything:"),
        ("    title: The Morning", "    title: One\n    title: Two", "'title' stands twice", "title: Two"),
        ("contact: https://daily.example/bot", 'contact: "x\\r\\nX: y"', "contact", "contact:"),
        ("every: 15m ", "every: 5s ", "every", "every:"),
    ],
)
def test_mistakes_are_told_with_line_and_field(old: str, new: str, told: str, line: str) -> None:
    assert old in EXAMPLE
    wrong = EXAMPLE.replace(old, new)
    with pytest.raises(MalformedFeeds) as raised:
        parse_feeds(wrong)
    assert told in str(raised.value)
    assert line in wrong.splitlines()[int(str(raised.value).split(":")[1]) - 1]


NO_FILES = ["", "a: [", "- 1", "feeds: &a {b: *a}", "[" * 5000, "a: !!python/object:os.x {}", "\x00"]


@pytest.mark.parametrize("text", NO_FILES)
def test_what_is_no_such_file(text: str) -> None:
    with pytest.raises(MalformedFeeds):
        parse_feeds(text)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(MalformedFeeds, match="No such file"):
        read_feeds(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"contact: caf\xe9")
    with pytest.raises(MalformedFeeds, match="UTF-8"):
        read_feeds(tmp_path / "latin.yaml")
    (tmp_path / "huge.yaml").write_bytes(b" " * 2_000_000)
    with pytest.raises(MalformedFeeds, match="more than"):
        read_feeds(tmp_path / "huge.yaml")


def test_variables_that_the_file_names_are_no_misspelt_settings(tmp_path: Path) -> None:
    file = tmp_path / "feeds.yaml"
    file.write_text(EXAMPLE.replace("SLACK_URL", "NEWSBRIEF_SLACK_URL"))
    environment = {"NEWSBRIEF_FEEDS": str(file), "NEWSBRIEF_SLACK_URL": "x", "NEWSBRIEF_SLAK_URL": "x"}
    warned = list(find_unknown(environment, tmp_path / ".env"))
    assert len(warned) == 1
    assert warned[0].startswith("NEWSBRIEF_SLAK_URL")


@given(st.text(max_size=200))
def test_whatever_stands_there_is_read_or_refused(text: str) -> None:
    with suppress(MalformedFeeds):
        assert isinstance(parse_feeds(text), Feeds)
