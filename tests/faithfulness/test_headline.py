import pytest

from service.verification.headline import headline, headline_names
from service.verification.name import named
from tests.faithfulness.checks.honest import article


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Iran Signal Potential Talks Amidst Military Incidents", True),
        ("Tensions High as US and Iran Signal Potential Talks Amidst Military Incidents", True),
        ("President Masoud Pezeshkian instructed Foreign Minister Abbas Araghchi", False),
        ("Steve Witkoff traveled to Israel and met with Benjamin Netanyahu", False),
        ("Talks in Oman", False),
    ],
)
def test_a_headline_capitalises_common_words(text: str, found: bool) -> None:
    assert headline(text, named(article("talks"))) is found


def test_its_names_are_those_of_the_article() -> None:
    text = "Witkoff Meets Netanyahu Before US Talks With Iran Over Nuclear Issue"
    names = [n.text for n in headline_names(text, named(article("talks")))]
    assert names == ["Witkoff", "Netanyahu", "US", "Iran"]
