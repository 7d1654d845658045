"""Numbers, held against small articles of five genres: true ones pass or are skipped, wrong ones fail."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from service.article import Article
from service.article.reading import read
from service.verification.checks.numbers import check
from service.verification.claim import CheckResult, Claim
from service.verification.evidence import locate

ARTICLES = Path(__file__).parent / "articles"

TRUE = {
    "earnings": [
        "Halden Motors earned $1.47 billion in the third quarter.",
        "Halden's net income was $1,470 million.",
        "Halden made about 1.5 billion dollars in the quarter.",
        "Profit rose from $1.2 billion a year before.",
        "Revenue was up 12% to $18.3bn.",
        "Operating costs rose 4 per cent to $15.9 billion.",
        "The company delivered more than 400,000 vehicles.",
        "Over ninety thousand of the vehicles were electric.",
        "It expects an operating margin of 8 to 9 percent.",
        "The margin forecast was raised from seven percent.",
        "Tariffs cost the company £140m.",
        "Some 1,200 jobs will go in Leeds.",
        "Around 67 percent of the staff affected have been offered other posts.",
        "The Tampere factory cost €2.5bn.",
        "The factory took 3 years to build.",
        "Shares rose 5.5% to $62.40.",
        "Halden has 61,000 employees in fourteen countries.",
        "Analysts had expected $1.3 billion.",
    ],
    "sport": [
        "Rovers beat Kelby 3-2.",
        "Rovers were two goals down.",
        "Silvestri scored two goals in the first 20 minutes.",
        "Reyes, 19, pulled one back.",
        "The 34-year-old captain equalised.",
        "More than 31,000 people saw the match.",
        "A crowd of 31,204 watched the winner.",
        "Rovers have won 7 games in a row.",
        "Kelby have 28 points.",
        "Kelby have lost 4 of their last 5 matches.",
        "The final in 1961 ended 1-0.",
    ],
    "court": [
        "Helen Mortimer was jailed for 9 years.",
        "She admitted seventeen counts of fraud.",
        "More than £2m was stolen.",
        "Her 55-year-old husband was cleared.",
        "The trial lasted six weeks.",
        "There were 43 victims, up to 91 years old.",
        "A dozen of the victims have died since.",
        "She has repaid £310,000.",
        "The bank reported 260 transfers.",
    ],
    "science": [
        "The team found 38 new species.",
        "The expedition lasted six weeks and cost $3.2m.",
        "About 1,100 specimens were collected.",
        "The vehicle filmed down to 4.5 thousand metres.",
        "The octopus is about 15 centimetres long.",
        "The water warmed by 0.4 degrees at 800 metres.",
        "50 percent of the coral colonies were damaged.",
        "Ten seamounts out of more than 200 were surveyed.",
        "Chile protects 43% of its waters.",
        "Nearly half of Chile's waters are protected.",
    ],
    "election": [
        "The Civic Union won 112 of 240 seats.",
        "It lost 19 seats.",
        "The Green Alliance took 34.6% of the vote.",
        "Turnout was 71%.",
        "Almost 7 million people voted.",
        "The Civic Union and the Green Alliance hold 199 seats together.",
        "There were twenty-seven complaints.",
        "The Greens want a minimum wage of €1,400.",
        "Marek has 30 days to form a government.",
        "Recounts are held in three districts.",
    ],
}
FALSE = {
    "earnings": [
        "Halden Motors earned $1.74 billion in the third quarter.",
        "Halden's net income was $1.47 million.",
        "Halden made more than $1.5 billion in the quarter.",
        "Profit rose from $1.1 billion a year before.",
        "Revenue was up 21 percent.",
        "Revenue was up 4 percent to $18.3 billion.",
        "Operating costs grew 12 percent to $15.9 billion.",
        "The company delivered 421,500 vehicles.",
        "The company delivered 90,000 vehicles in the quarter.",
        "It expects an operating margin of 18 percent.",
        "Tariffs cost the company €140 million.",
        "Halden will cut 12,000 jobs in Leeds.",
        "The Tampere factory cost €25 billion.",
        "The factory took five years to build.",
        "Shares rose 5.5 percent to $64.20.",
        "Halden has 16,000 employees.",
        "Halden employs people in 40 countries.",
    ],
    "sport": [
        "Rovers beat Kelby 3-1.",
        "Rovers were five goals down.",
        "Silvestri scored twice in the first 30 minutes.",
        "Reyes, 29, pulled one back.",
        "The 43-year-old captain equalised.",
        "More than 41,000 people saw the match.",
        "Rovers have won nine games in a row.",
        "Kelby have 38 points.",
        "The final in 1961 ended 2-0.",
        "Silvestri limped off after 58 minutes.",
    ],
    "court": [
        "Helen Mortimer was jailed for six years.",
        "She admitted 71 counts of fraud.",
        "More than £3.2 million was stolen.",
        "The trial lasted nine weeks.",
        "The fraud had 34 victims.",
        "Twenty of the victims have died.",
        "She has repaid £88,000 so far.",
        "The money paid for school fees of £310,000.",
        "The bank reported 620 suspicious transfers.",
    ],
    "science": [
        "The team found 83 new species.",
        "The expedition lasted eight weeks.",
        "About 11,000 specimens were collected.",
        "The vehicle filmed down to 4,500 kilometres.",
        "The water warmed by 4 degrees.",
        "The survey covered 20 seamounts off Chile.",
        "The share of protected waters is to rise to 60 percent.",
        "The expedition cost $2.3 million.",
    ],
    "election": [
        "The Civic Union won 121 seats.",
        "The Green Alliance took 41.2 percent of the vote.",
        "Turnout was 17 percent.",
        "More than 8 million people voted.",
        "The commission reported 72 complaints.",
        "The Greens want a minimum wage of $1,400.",
        "Marek has 13 days to form a government.",
        "The Green Alliance won 78 seats.",
        "The parliament has 420 seats.",
    ],
}


@cache
def article(genre: str) -> Article:
    return read((ARTICLES / f"{genre}.txt").read_text(), published_at=datetime(2025, 3, 10, tzinfo=UTC))


def checked(article: Article, text: str) -> CheckResult:
    return check(Claim("key_points.0", "key_points", text, evidence=locate(text, article)), article)


def cases(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(genre, claim) for genre, claims in table.items() for claim in claims]


@pytest.mark.parametrize(("genre", "claim"), cases(TRUE))
def test_true(genre: str, claim: str) -> None:
    result = checked(article(genre), claim)
    assert result.outcome != "fail", result.detail


@pytest.mark.parametrize(("genre", "claim"), cases(FALSE))
def test_false(genre: str, claim: str) -> None:
    result = checked(article(genre), claim)
    assert result.outcome == "fail"
    assert result.verdict in ("contradicted", "unsupported")
    assert result.detail


@pytest.mark.parametrize(
    ("claim", "outcome"),
    [
        ("An F-35 shot down the drone.", "skip"),
        ("An F-16 fighter jet shot down the drone.", "fail"),
        ("Two F-35 fighter jets intercepted the drone.", "fail"),
        ("Two U.S. officials spoke of the talks.", "skip"),
        ("Three senior U.S. officials want a deal quickly.", "fail"),
        ("Seven countries have engaged in consultations.", "skip"),
        ("Nine countries have engaged in consultations.", "fail"),
    ],
)
def test_seed(seed_article: str, claim: str, outcome: str) -> None:
    assert checked(read(seed_article), claim).outcome == outcome


def test_a_difference_may_be_more_than_before() -> None:
    about = read(
        "The board declared a dividend of 32 cents a share, up from 30 cents, payable on June 12 to all holders. "
        "The maker of drills said that it would buy back no shares this year."
    )
    text = "Holders get 32 cents a share, two cents more than before."
    honest = Claim("key_points.0", "key_points", text, evidence=locate(text, about))
    assert check(honest, about).outcome != "fail"
