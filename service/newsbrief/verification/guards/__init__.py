"""The guards: what code alone can know of a claim.

A guard decides alone only where it has earned that: a precision of 97 % or more over at least 30 firings on claims it
was not fitted on (`newsbrief eval checks` prints the table). Any other asks the judge a question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from newsbrief.article import Article
from newsbrief.verification.claim import CheckResult, Claim
from newsbrief.verification.guards import (
    changes,
    figures,
    quotes,
    scripts,
    translated_dates,
    translated_figures,
    translated_names,
    translated_quotes,
    worded_figures,
)

ANY: frozenset[str] = frozenset()
"""A guard that reads every language."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A guard: its name, what it runs, whether its failure decides, and the languages it reads."""

    name: str
    run: Callable[[Claim, Article], CheckResult]
    decides: bool
    languages: frozenset[str] = ANY
    is_for_translations: bool = False
    """It reads claims that are in another language than the article, and no others."""

    def reads(self, claim: Claim, article: Article) -> bool:
        """Return whether it has anything to say on a claim in its language."""
        if self.is_for_translations != bool(claim.language):
            return False
        return not self.languages or article.language in self.languages


GUARDS: tuple[Guard, ...] = (
    Guard(scripts.NAME, scripts.check, decides=True),
    Guard(quotes.NAME, quotes.check, decides=True),
    Guard(figures.NAME, figures.check, decides=True),
    Guard(worded_figures.NAME, worded_figures.check, decides=False),
    Guard(changes.NAME, changes.check, decides=False, languages=changes.LANGUAGES),
    Guard(translated_quotes.NAME, translated_quotes.check, decides=False, is_for_translations=True),
    Guard(translated_figures.NAME, translated_figures.check, decides=False, is_for_translations=True),
    Guard(translated_names.NAME, translated_names.check, decides=False, is_for_translations=True),
    Guard(translated_dates.NAME, translated_dates.check, decides=False, is_for_translations=True),
)
DECIDING: frozenset[str] = frozenset(guard.name for guard in GUARDS if guard.decides)
"""Names of the guards that no judge overrules."""


def run_guards(claim: Claim, article: Article) -> tuple[CheckResult, ...]:
    """Return the finding of every guard that reads the article's language, and the claim's."""
    return tuple(guard.run(claim, article) for guard in GUARDS if guard.reads(claim, article))
