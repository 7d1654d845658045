"""Voice: a briefing reports. It does not speak to its reader, of itself, or judge where the article does not."""

from __future__ import annotations

import regex

from service.article import Article, per_article
from service.article.words import stems
from service.faithfulness.claim import CheckResult, Claim, bare
from service.faithfulness.entailment.features import vocabulary
from service.faithfulness.quotation import unquoted

NAME = "voice"
_SPEAKER = regex.compile(r"(?<![\w’'-])(?:(?<!\b[A-Z]\w* )I|[Ww]e|[Yy]ou)(?![\w.])")
"""Not the numeral of a king or a war."""
_OF_ITSELF = regex.compile(
    r"\b(?:the|this) (?:article|text|passage|author|writer)(?:[’']s)? (?:\w+ )?(?:is|are|was|discuss\w*|describ\w*"
    r"|mention\w*|explain\w*|highlight\w*|focus\w*|talk\w*|tell\w*|report\w*|states?|says?|provid\w*|cover\w*)\b",
    regex.IGNORECASE,
)
"""Our own fixed sentences that a section has nothing are not checked."""
_JUDGING = regex.compile(
    r"\b(?:shocking(?:ly)?|amazing(?:ly)?|incredibl[ey]|unbelievabl[ey]|astonishing(?:ly)?|awful|terribl[ey]"
    r"|horribl[ey]|horrific|appalling|disgraceful|shameful|ideal|wonderful(?:ly)?|fantastic|brilliant(?:ly)?"
    r"|unfortunately|fortunately|sadly|thankfully|luckily|hopefully|regrettably|tragically|heartbreaking"
    r"|interestingly|surprisingly|obviously|needless to say|of course|the truth(?: is|,)|in fact|the fact is"
    r"|stunning(?:ly)?|jaw-dropping|mind-blowing|inspiring|beautiful(?:ly)?|ridiculous(?:ly)?|absurd(?:ly)?)\b",
    regex.IGNORECASE,
)


def check(claim: Claim, article: Article) -> CheckResult:
    """Fails where a claim says “we” or “you” where the article does not, or judges in words that the article lacks."""
    if article.language != "en":
        return bare(NAME, "skip")
    own = unquoted(claim.text)
    if (spoken := _SPEAKER.search(own)) and spoken.group().casefold() not in _speaks(article):
        return _fail(f"speaks as somebody: “{spoken.group()}” outside of a quotation")
    if (speaks := _OF_ITSELF.search(own)) and not any(_OF_ITSELF.search(s.text) for s in article.sentences):
        return _fail(f"speaks of the article, not of what happened: “{speaks.group()}”")
    for judging in _JUDGING.finditer(own):
        if not set(stems(judging.group(), "en")) <= vocabulary(article).stems:
            return _fail(f"judges: “{judging.group()}” is not the article’s word")
    return bare(NAME, "pass")


@per_article
def _speaks(article: Article) -> frozenset[str]:
    """As whom an article speaks itself: of an essay that says “we” a claim may too."""
    return frozenset(m.group().casefold() for s in article.sentences for m in _SPEAKER.finditer(unquoted(s.text)))


def _fail(detail: str) -> CheckResult:
    return CheckResult(name=NAME, outcome="fail", detail=detail, verdict="unsupported")
