"""Report on claims about an article."""

from __future__ import annotations

from dataclasses import replace

from newsbrief.pipeline import reply_parts
from newsbrief.pipeline.clock import Clock
from newsbrief.pipeline.shape import other_language
from newsbrief.pipeline.submission import Options, Submission
from newsbrief.reply import Verification
from newsbrief.verification.checking import Checker
from newsbrief.verification.itemise import Itemise
from newsbrief.verification.verdict import report_faithfulness, warn_of_other_article
from newsbrief.workers import due_by, run_in_worker


async def verify(
    submission: Submission, itemise: Itemise, checker: Checker, options: Options | None = None
) -> Verification:
    """Return the report on the claims that `itemise` gives for their language; nothing is repaired.

    They are in the article's language, unless `options.output_language` says otherwise.

    Raises:
        ArticleError: there is no article in what was sent, or too little of one.
        TranslationUnavailable: nothing can be checked in that language.
    """
    clock = Clock()
    with due_by(checker.deadline):
        with clock.step("read"):
            article = await run_in_worker(len(submission.text), submission.read)
        with clock.step("verify"):
            language = other_language(article, options or Options())
            listed = await run_in_worker(len(article.source), itemise, language or article.language)
            claims = [replace(claim, translated_into=language) for claim in listed]
            checked, ruling = await checker.check(claims, article, language)
    foreign = warn_of_other_article(checked)
    warnings = (*([foreign] if foreign else []), *ruling.warnings)
    return Verification(
        faithfulness=report_faithfulness(checked),
        meta=reply_parts.make_meta(article, clock, usage=ruling.usage.spent_on("judge"), warnings=warnings),
        source_text=article.extracted_text,
    )
