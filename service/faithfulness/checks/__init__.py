"""One file a check. A check is a function `(Claim, Article) -> CheckResult`; adding one is a file and a line here."""

from collections.abc import Callable

from service.article import Article
from service.faithfulness.checks import (
    attribution,
    causes,
    citations,
    dates,
    events,
    modality,
    names,
    numbers,
    overtaken,
    places,
    polarity,
    predictions,
    quotes,
    retractions,
    satire,
    swaps,
    voice,
)
from service.faithfulness.claim import CheckResult, Claim

Check = Callable[[Claim, Article], CheckResult]

CHECKS: tuple[Check, ...] = (
    citations.check,
    quotes.check,
    numbers.check,
    dates.check,
    names.check,
    places.check,
    polarity.check,
    modality.check,
    attribution.check,
    causes.check,
    swaps.check,
    events.check,
    retractions.check,
    overtaken.check,
    satire.check,
    voice.check,
    predictions.check,
)
"""The exact checks, in the order that reports show them. A failure of any decides; see `verdict.weigh`."""
