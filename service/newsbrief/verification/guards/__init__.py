"""The guards: what code alone can know of a claim.

A guard asks the judge a question (`decides=False`) until it has earned to decide alone: right in 97 % or more of its
firings on claims that it was not fitted on, which `newsbrief eval checks --pairs` measures. Under 30 firings its share
tells nothing yet: the command asks for more labelled claims, and of a guard that decides already it is no fault. Those
that decide compare the claim's own characters, quotations or numbers with the article's, so that what they say holds
whatever a judge thinks. None decides across languages.
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
    """A guard: its name, what it runs, whether its failure decides, and the languages it reads.

    A failure carries a verdict and a detail. Where the guard only asks, the judge reads the detail as the question, and
    clears the failure by its own verdict: one without a verdict stands whatever the judge says.
    """

    name: str
    run: Callable[[Claim, Article], CheckResult]
    decides: bool
    languages: frozenset[str] = ANY
    is_for_translations: bool = False
    """It reads claims that are in another language than the article, and no others."""

    def reads(self, claim: Claim, article: Article) -> bool:
        """Return whether it has anything to say on a claim in its language."""
        if self.is_for_translations != bool(claim.translated_into):
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
