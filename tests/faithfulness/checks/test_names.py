"""Names, roles and who did what to whom: wrong ones fail, honest claims do not."""

import pytest

from service.article.reading import read
from service.verification.checks.names import check
from service.verification.claim import Claim
from tests.faithfulness.checks.honest import HONEST, article, cases, claim

WRONG = {
    "talks": [
        "Foreign Minister Javad Zarif was told to prepare for negotiations.",
        "President Hassan Pezeshkian instructed his foreign minister to prepare for talks.",
        "Foreign Minister Masoud Pezeshkian will prepare for the talks.",
        "President Abbas Araghchi announced that negotiations should be fair.",
        "Prime Minister Steve Witkoff met Netanyahu in Israel.",
        "Witkoff met Israeli Prime Minister Naftali Bennett.",
        "Marco Rubio is expected to be present at the meetings.",
        "The drone approached the USS Gerald Ford.",
        "The White House spokesperson Sarah Sanders said Trump favors diplomacy.",
        "According to Reuters, Arab leaders called on the White House not to cancel the meeting.",
        "Supreme Leader Mojtaba Khamenei warned of a regional war.",
        "Steve Kushner will travel to Qatar.",
        "Jared Witkoff traveled to Israel.",
        "The boats were linked to Hezbollah.",
        "Araghchi instructed Pezeshkian to prepare the ground for negotiations.",
    ],
    "earnings": [
        "Halden's chief executive, Martin Weber, spoke to analysts.",
        "Chief Executive Daniel Okafor told analysts on a call.",
        "Chief Financial Officer Ingrid Solberg said tariffs cost the company.",
        "Analysts at Deutsche Bank had expected lower earnings.",
        "Halden and Toyota reported net income.",
    ],
    "sport": [
        "Jonah Doyle headed the winner.",
        "Kelby United beat Ashford Rovers 3-2.",
        "Ashford City reached the semi-finals.",
        "Rovers were drawn against Manchester United.",
        "Captain Peter Doyle equalised.",
    ],
    "court": [
        "Judge Adrian Wells jailed the clerk.",
        "Prosecutor Sanjay Rao said the victims had lost their savings.",
        "Paula Mortimer admitted fraud.",
        "Mortimer was sentenced at Leicester Crown Court.",
        "Judge Miriam Wells said the fraud was breathtaking.",
    ],
    "science": [
        "The study was published in Nature.",
        "Amara Araya of the University of Bergen led the study.",
        "The Gates Foundation paid for the expedition.",
        "Luis Nwosu said the sample was small.",
    ],
    "election": [
        "President Elena Marek ruled out a coalition.",
        "Prime Minister Jana Kolar ruled out a coalition with Homeland.",
        "The Liberal Alliance came second.",
        "Petr Novak wants the minimum wage to rise.",
        "Prime Minister Petr Havel spoke to supporters.",
    ],
}


@pytest.mark.parametrize(("about", "text"), cases(WRONG))
def test_wrong_claims_fail(about: str, text: str) -> None:
    result = check(claim(text, article(about)), article(about))
    assert result.outcome == "fail"
    assert result.verdict
    assert result.detail


@pytest.mark.parametrize(("about", "text"), cases(HONEST))
def test_honest_claims_do_not(about: str, text: str) -> None:
    assert check(claim(text, article(about)), article(about)).outcome != "fail"


@pytest.mark.parametrize("language", ["de", "ar", "ja", "und"])
def test_other_languages_are_skipped(language: str) -> None:
    read_as = read("Der Kanzler traf in Berlin den Minister und sagte nichts. " * 5, language=language)
    assert (
        check(Claim("k.0", "key_points", "Der Kanzler traf Macron nicht in Paris.", evidence=(0,)), read_as).outcome
        == "skip"
    )


@pytest.mark.parametrize(
    "text", ["", " ", "“", "U.S.", "a " * 20_000, "Ab " * 20_000, "said, " * 10_000, "not " * 20_000]
)
def test_odd_claims_are_answered(text: str) -> None:
    assert check(claim(text, article("talks")), article("talks")).outcome in ("pass", "fail", "skip")


def test_a_country_is_nobodys_first_name() -> None:
    about = article("talks")
    result = check(claim("A U.S. Navy fighter jet shot down an Iranian drone.", about), about)
    assert (result.outcome, result.detail) == ("fail", "“U.S. Navy” is not in the article")


@pytest.mark.parametrize(
    "text",
    [
        "Iran Signal Potential Talks Amidst Military Incidents",
        "Further tension in the Middle East could follow, and Middle Eastern leaders fear it.",
    ],
)
def test_capitals_of_headlines_and_regions_are_no_new_names(text: str) -> None:
    assert check(claim(text, article("talks")), article("talks")).outcome != "fail"


def test_a_region_of_other_countries_is_a_new_name() -> None:
    result = check(claim("The talks could calm Latin America.", article("talks")), article("talks"))
    assert result.outcome == "fail"
