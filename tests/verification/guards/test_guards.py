"""What every guard needs beside its code: an example, and words of the desk for what it finds."""

import pytest

from newsbrief.article import Article
from newsbrief.article.reading import read
from newsbrief.desk.interface import NAMES, load_interface
from newsbrief.verification.claim import CheckResult, Claim
from newsbrief.verification.guards import GUARDS, Guard

ARTICLE = read(
    "The council of Leeds met on Monday and said that it will build 12 new bus lanes in October 2027. “We leave nobody "
    "alone on the road,” the mayor Ada Whitfield said. "
    "The nuclear talks with Iran were moved from Istanbul to Muscat, and will focus solely on uranium."
)
EXAMPLES = {
    "scripts": ("The c\u043euncil will build bus lanes.",),
    "quotes": (
        "“We leave everybody alone on the road,” the mayor said.",
        "“Buses are the worst invention of mankind so far,” the mayor said.",
    ),
    "figures": ("The council will build 4,700 bus lanes.",),
    "worded_figures": ("It will take the council 18 months to build the lanes.",),
    "changes": (
        "Iran will hold nuclear talks in Istanbul.",
        "The nuclear talks will include uranium and prisoners.",
    ),
    "translated_quotes": ("„Wir lassen niemanden allein“, sagte sie.",),
    "translated_figures": ("Der Rat baut 4.700 Busspuren.",),
    "translated_names": ("Bürgermeisterin Ada Morgenstern stimmte zu.",),
    "translated_dates": ("Der Rat tagte am Freitag.", "Der Rat baut sie im Dezember."),
}
"""Claims on `ARTICLE` on which a guard fails, one for each sentence that it may say."""


def run(guard: Guard, text: str, article: Article = ARTICLE) -> CheckResult:
    return guard.run(
        Claim("key_points.0", "key_points", text, translated_into="de" * guard.is_for_translations), article
    )


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_what_it_finds_is_told_in_each_language_of_the_desk(guard: Guard) -> None:
    assert guard.name in EXAMPLES, f"give EXAMPLES a claim on which {guard.name} fails"
    findings = [run(guard, text) for text in EXAMPLES[guard.name]]
    assert [finding.outcome for finding in findings] == ["fail"] * len(findings)
    missing = list[str]()
    for code in NAMES:
        words, file = load_interface(code), f"service/newsbrief/desk/languages/{code}.toml"
        if f"check.{guard.name}" not in words.words:
            missing.append(f"add {guard.name} to [check] of {file}")
        for finding in findings:
            if not words.detail(finding.detail) and code != "en":
                missing.append(f"add “{finding.detail}” to [remark] of {file} and of en.toml, {{text}} for what varies")
    assert missing == []


@pytest.mark.parametrize("guard", [guard for guard in GUARDS if not guard.decides], ids=lambda guard: guard.name)
def test_a_doubt_has_a_verdict_so_that_the_judge_can_clear_it(guard: Guard) -> None:
    assert all(run(guard, text).verdict for text in EXAMPLES[guard.name])
