"""Quotations, held against small articles of five genres."""

from functools import cache
from pathlib import Path

import pytest

from newsbrief.article import Article
from newsbrief.article.reading import read
from newsbrief.verification.claim import CheckResult, Claim
from newsbrief.verification.guards.quotes import check
from tests.support.processor_time import costs_less_than

ARTICLES = Path(__file__).parent / "articles"

TRUE = {
    "earnings": [
        'Solberg said: "We are not chasing volume at any price."',
        'Ingrid Solberg told analysts that "margins come first".',
        "“Margins come first, and they will come first next year too,” said Solberg.",
        'Solberg said the company is "not chasing volume", adding that "[m]argins come first".',
        'Okafor said Halden had "absorbed" the tariff bill.',
        '"The tariff bill alone cost us £140 million," the finance chief said.',
        'Daniel Okafor said: "The tariff bill alone cost us £140 million, and we have absorbed it."',
        "Analysts at Nordby Bank called the results 'a clean beat'.",
        'Solberg said: "We are not chasing volume … Margins come first."',
        "The company's workers' council was not quoted.",
    ],
    "sport": [
        '"I told them at half-time to stop feeling sorry for themselves," Brandt said.',
        'Carla Brandt called it "the best football I have seen here in ten years".',
        "Engel said: ‘We stopped playing, it is as simple as that.’",
        "Engel said Kelby 'stopped playing'.",
        "“The second half was the best football I have seen here,” said the Rovers manager.",
        'According to Tomas Engel, "it is as simple as that".',
        "Doyle's goal was the players' answer to Brandt's words at half-time.",
        'Brandt told her players "to stop feeling sorry for themselves".',
    ],
    "court": [
        'The judge said Mortimer had "preyed on people who trusted" her.',
        'Judge Miriam Castle told Mortimer: "You did it for greed."',
        'Castle called the fraud "breathtaking in its scale".',
        'Mortimer was "deeply ashamed", her lawyer Sanjay Rao said.',
        "Rao described his client as “deeply ashamed”.",
        'Lindqvist said: "Nobody who sat in that courtroom will forget the victims\' statements."',
        '"Nobody … will forget the victims’ statements," said Rosa Lindqvist.',
        'Castle said: "You preyed on people who trusted you […] for greed."',
    ],
    "science": [
        '"Every dive showed us animals that nobody had described," Nwosu said.',
        'Lead author Amara Nwosu said the find was "humbling" and "also a warning".',
        "Nwosu called it «humbling».",
        'Araya said: "We surveyed ten of more than 200 seamounts."',
        '"We cannot yet say that the damage is typical," Luis Araya said.',
        'Araya said they "cannot yet say that the damage is typical".',
        'Every dive "showed [the team] animals that nobody had described", said Nwosu.',
    ],
    "election": [
        'Marek said voters "have asked us to share power".',
        '"Share it we will," the prime minister told supporters.',
        'Elena Marek told supporters: "The voters have asked us to share power, and share it we will."',
        'Havel said the Greens were "ready to talk".',
        'The Green Alliance is "ready to talk, but not at any price", its leader Petr Havel said.',
        'Petr Havel\'s party is "ready to talk".',
        "The party's leader is ready to talk.",
    ],
}
FALSE = {
    "earnings": [
        'Solberg said: "We are not chasing profit at any price."',
        'Ingrid Solberg told analysts that "margins come last".',
        "“Margins come first, and they always will,” said Solberg.",
        'Okafor said Halden had "swallowed" the tariff bill.',
        '"The tariff bill alone cost us £240 million," the finance chief said.',
        "Analysts at Nordby Bank called the results 'a clean sweep'.",
        'Solberg said the company was "thrilled" with the quarter.',
    ],
    "sport": [
        '"I told them at half-time to keep feeling sorry for themselves," Brandt said.',
        'Carla Brandt called it "the worst football I have seen here in ten years".',
        "Engel said: ‘We started playing, it is as simple as that.’",
        'Brandt told her players "to fight".',
        'Brandt said: "I told them at half-time to stop feeling … in ten years … sorry."',
    ],
    "court": [
        'The judge said Mortimer had "preyed on the weak".',
        'Judge Miriam Castle told Mortimer: "You did it for love."',
        'Castle called the fraud "breathtaking in its cruelty".',
        'Mortimer was "deeply sorry", her lawyer Sanjay Rao said.',
        'Castle said Mortimer was "a disgrace".',
    ],
    "science": [
        '"Every dive showed us animals that everybody had described," Nwosu said.',
        'Lead author Amara Nwosu said the find was "thrilling".',
        "Nwosu called it «a triumph».",
        'Araya said: "We surveyed all of the 200 seamounts."',
        '"We can already say that the damage is typical," Luis Araya said.',
        'Nwosu said the team was "[very] surprised".',
    ],
    "election": [
        'Marek said voters "have asked us to give up power".',
        '"Keep it we will," the prime minister told supporters.',
        'Havel said the Greens were "ready to fight".',
        'Kolar called the result "historic".',
        'The Green Alliance is "ready to talk, at any price", its leader Petr Havel said.',
    ],
}


@cache
def article(genre: str) -> Article:
    return read((ARTICLES / f"{genre}.txt").read_text())


def check_quotes(article: Article, text: str) -> CheckResult:
    return check(Claim("key_points.0", "key_points", text), article)


def cases(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(genre, claim) for genre, claims in table.items() for claim in claims]


@pytest.mark.parametrize(("genre", "claim"), cases(TRUE))
def test_true(genre: str, claim: str) -> None:
    result = check_quotes(article(genre), claim)
    assert result.outcome != "fail", result.detail


@pytest.mark.parametrize(("genre", "claim"), cases(FALSE))
def test_false(genre: str, claim: str) -> None:
    result = check_quotes(article(genre), claim)
    assert result.outcome == "fail"
    assert result.verdict in ("contradicted", "unsupported")


@pytest.mark.parametrize(
    ("claim", "outcome", "detail"),
    [
        (
            "Pezeshkian called for “fair and just” negotiations.",
            "fail",
            "“fair and just” is not in the article; it has “fair and dignified”",
        ),
        ("Pezeshkian called for “fair and dignified” negotiations.", "pass", ""),
        ("Khamenei warned that “it will be a regional war”.", "pass", ""),
        ('Trump said the Supreme Leader "should be very worried".', "pass", ""),
        ("The outcome is uncertain.", "skip", ""),
    ],
)
def test_seed(seed_article: str, claim: str, outcome: str, detail: str) -> None:
    result = check_quotes(read(seed_article), claim)
    assert (result.outcome, result.detail) == (outcome, detail)


def test_words_are_checked_in_other_languages() -> None:
    told = read(
        "Der Minister Jan Novak sagte am Montag in Berlin: „Niemand wird mehr zahlen.“ Die Opposition unter Eva Kral "
        "verließ danach den Saal und kündigte an, den Haushalt vor Gericht anzufechten.",
        language="de",
    )
    assert check_quotes(told, "Novak sagte: „Niemand wird mehr zahlen.“").outcome == "pass"
    assert check_quotes(told, "Novak sagte: „Alle werden mehr zahlen.“").outcome == "fail"


@pytest.mark.parametrize(
    ("says", "claim", "outcome"),
    [
        (
            "Residents of ‘Ewa Beach on Monday welcomed the pay rise for the teachers’ union.",
            "Residents of ‘Ewa Beach welcomed higher pay for the teachers’ union.",
            "skip",
        ),
        (
            "Sheikh ‘Abd al-Rahman met the ministers’ council on Monday.",
            "Sheikh ‘Abd al-Rahman saw the ministers’ council.",
            "skip",
        ),
        (
            "Sheikh ‘Abd al-Rahman called it “a bad day” in the ministers’ council.",
            "Sheikh ‘Abd al-Rahman spoke of “a good day” in the ministers’ council.",
            "fail",
        ),
        (
            "Police held 30 of the 'ndrangheta clans' members on Monday.",
            "On Monday 30 members of the 'ndrangheta clans' families were held.",
            "skip",
        ),
        (
            "The teachers' union and the nurses' association met on Monday.",
            "The nurses' association and the teachers' union had a meeting.",
            "skip",
        ),
        ("The mayor spoke to the workers.", "The mayor said 'we stand with the workers' in Leeds.", "fail"),
        ("The mayor spoke to the workers.", "The mayor said: 'Nobody pays for the workers' in Leeds.", "fail"),
        (
            "The mayor called it 'a gift to the bosses' and left.",
            "It was 'a gift to the bosses' for the mayor.",
            "skip",
        ),
        ("The mayor called them ‘heroes’ and left.", "The mayor called them ‘cowards’ and left.", "fail"),
        ("The mayor said: ‘Nobody pays for this.’", "The mayor said: ‘All pay for this.’", "fail"),
    ],
)
def test_letters_of_names_and_apostrophes_of_owners_quote_nothing(says: str, claim: str, outcome: str) -> None:
    told = read(f"{says} Then the meeting ended, and those who had come to the town hall left for home in the rain.")
    assert check_quotes(told, claim).outcome == outcome


def test_every_piece_of_a_quotation_is_looked_for() -> None:
    told = read("She said on Monday: “One two three four five six seven eight nine ten.” Then she left the town hall.")
    pieces = "One … two … three … four … five … six … seven … eight … nine … ten … left … town … "
    assert check_quotes(told, f"She said: “{pieces}hall.”").outcome == "pass"
    assert check_quotes(told, f"She said: “{pieces}crimes.”").outcome == "fail"


def test_time_is_bounded() -> None:
    text = "The council met on Tuesday in the old town hall to talk about schools and roads. He sang " + "a " * 40_000
    claim = Claim("key_points.0", "key_points", f"He said “{'a … ' * 400}b” there.")
    article = read(f"{text}then.")
    with costs_less_than(2):
        check(claim, article)
